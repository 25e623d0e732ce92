"""Language, colours, density: kept for this user on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from desktop_crm.base.i18n import LANGUAGES, N_, _
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

THEMES = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}
DENSITIES = {"comfortable": N_("Comfortable"), "compact": N_("Compact")}


class LookSection(Section):
    """Takes effect at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Appearance"))
        self._window = window
        self.boxes = {name: QComboBox() for name in ("language", "theme", "density")}
        self.language, self.theme, self.density = self.boxes.values()
        for name, box in self.boxes.items():
            box.setMinimumWidth(px(220))
            box.activated.connect(lambda _row, name=name, box=box: self._keep(name, box.currentData()))
        self.add_line("language", self.language)
        self.add_line("theme", self.theme)
        self.add_line("density", self.density, N_("Compact shows more rows."))

    def _keep(self, name: str, value: str) -> None:
        self._window.change_settings(**{name: value})
        self.say_saved()

    def show_settings(self) -> None:
        """As it is now: the View menu changes the same."""
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(getattr(self._window.settings, name))))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        for box, items in (
            (self.language, {"": _("As the system"), **LANGUAGES}),
            (self.theme, {code: _(name) for code, name in THEMES.items()}),
            (self.density, {code: _(name) for code, name in DENSITIES.items()}),
        ):
            with QSignalBlocker(box):
                box.clear()
                for code, name in items.items():
                    box.addItem(name, code)
        self.show_settings()
