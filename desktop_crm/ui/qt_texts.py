"""Qt's own words (dialog buttons, menus of text fields, calendar) from our catalogue.

PySide6 brings them for Russian, not for Romanian. ``translate`` answers ``None`` for what is unknown: an empty text
would be shown as one.
"""

from typing import Any

from PySide6.QtCore import QTranslator

from desktop_crm.base import i18n
from desktop_crm.base.i18n import N_, _

_OWN = {
    "OK": N_("OK"),
    "&OK": N_("OK"),
    "Cancel": N_("Cancel"),
    "&Cancel": N_("Cancel"),
    "Close": N_("Close"),
    "&Close": N_("Close"),
    "Save": N_("Save"),
    "&Save": N_("Save"),
    "Open": N_("Open"),
    "&Open": N_("Open"),
    "&Yes": N_("&Yes"),
    "&No": N_("&No"),
    "Apply": N_("Apply"),
    "Reset": N_("Reset"),
    "Help": N_("Help"),
    "Discard": N_("Discard"),
    "Retry": N_("Retry"),
    "&Undo": N_("&Undo"),
    "&Redo": N_("&Redo"),
    "Cu&t": N_("Cu&t"),
    "&Copy": N_("&Copy"),
    "Copy &Link Location": N_("Copy &link"),
    "&Paste": N_("&Paste"),
    "Delete": N_("Delete"),
    "Select All": N_("Select all"),
    "Look in:": N_("Look in:"),
    "File &name:": N_("File &name:"),
    "Files of type:": N_("Files of type:"),
    "Name": N_("Name"),
    "Size": N_("Size"),
    "Type": N_("Type"),
    "Date Modified": N_("Changed on"),
    "Directory": N_("Folder"),
    "&Choose": N_("&Choose"),
    "Create &New Folder": N_("New &folder"),
    "Back": N_("Back"),
    "Forward": N_("Forward"),
    "Parent Directory": N_("Folder above"),
    "%1 already exists.\nDo you want to replace it?": N_("%1 is there already.\nReplace it?"),
}


class QtTexts(QTranslator):
    """Serves :data:`_OWN` in the language in force."""

    def translate(
        self,
        context: Any,
        source: Any,
        disambiguation: Any = None,
        n: int = -1,
    ) -> str | None:
        """The word of now, or ``None``."""
        text = source if isinstance(source, str) else bytes(source).decode()
        if i18n.language() == "en" or text not in _OWN:
            return None
        return _(_OWN[text])

    def isEmpty(self) -> bool:
        """Never: Qt would not ask."""
        return False
