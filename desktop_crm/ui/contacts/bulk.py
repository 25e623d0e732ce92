"""Doing one thing to many contacts: the selected, or all of the view; one undo step, progress, Cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QInputDialog

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.contact_bulk import (
    FIELDS,
    archive_many,
    delete_many,
    set_field_of_many,
    tag_many,
    untag_many,
)
from desktop_crm.ui.contacts.exporting import export_contacts
from desktop_crm.ui.contacts.paper import show_list
from desktop_crm.ui.progress import ProgressCard

if TYPE_CHECKING:
    from desktop_crm.ui.contacts.page import ContactsPage

_LABELS = {
    "tag": N_("Put a tag on {count} contacts"),
    "untag": N_("Take a tag off {count} contacts"),
    "archive": N_("Archive {count} contacts"),
    "delete": N_("Move {count} contacts to trash"),
    "field": N_("Change “{field}” of {count} contacts"),
}


class Bulk:
    """The deeds of the bulk bar."""

    def __init__(self, page: ContactsPage) -> None:
        self._page = page
        self._card = ProgressCard(page)

    def do(self, code: str, value: Any) -> None:
        """One deed on the contacts that are selected."""
        page = self._page
        view = page.pane.target_view()
        if code == "export":
            export_contacts(page, view)
        elif code == "print":
            show_list(page.core, page, view, [column.code for column in page.pane.table.shown_columns()])
        elif code == "merge":
            page.merge(page.pane.selected_ids())
        elif code == "new_tag":
            self._new_tag()
        elif code in FIELDS:
            self._send("field", set_field_of_many, view, code, value, field=_(FIELDS[code]))
        elif code == "archive":
            self._send(code, archive_many, view, not page.pane.view.archived)
        else:
            deeds: dict[str, Callable[..., int]] = {"tag": tag_many, "untag": untag_many, "delete": delete_many}
            args = () if code == "delete" else (int(value) if code == "untag" else value,)
            self._send(code, deeds[code], view, *args)

    def _new_tag(self) -> None:
        text, taken = QInputDialog.getText(self._page, _("New tag"), _("Tag"))
        if taken and text.strip():
            self.do("tag", text.strip())

    def _send(self, code: str, action: Callable[..., int], *args: Any, **facts: str) -> None:
        page = self._page
        count = page.pane.selected_count()
        label = Label(_LABELS[code], {"count": count, **facts})
        work = page.core.do(
            page,
            label,
            action,
            *args,
            then=self._card.ended(self._done),
            failed=self._card.ended(self._failed),
            progress=self._card.report,
        )
        self._card.watch(_("Changing contacts…"), work)

    def _done(self, count: int) -> None:
        text = ngettext("{count} contact changed", "{count} contacts changed", count).format(count=count)
        self._page.window_.toast(text, undo=count > 0)

    def _failed(self, error: CrmError) -> None:
        if isinstance(error, Cancelled):
            self._page.window_.toast(error.sentence)
        else:
            self._page.core.refused.emit(error)

    def retranslate(self) -> None:
        """Words of now."""
        self._card.retranslate()
