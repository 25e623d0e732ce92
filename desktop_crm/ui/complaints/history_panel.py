"""What was talked and written about a complaint: calls, visits, letters of the complainant's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_KINDS
from desktop_crm.services.complaints import (
    ComplaintCard,
    entries_to_link,
    link_entry,
    log_about_complaint,
    unlink_entry,
)
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interactions import InteractionDraft
from desktop_crm.ui import icons, moments
from desktop_crm.ui.contacts.entry import CALL_ICONS, LOOKS, heading
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.day_input import day_of_words
from desktop_crm.ui.editor import Deed, Done, Line
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.form import joined
from desktop_crm.ui.inputs import Input

if TYPE_CHECKING:
    from desktop_crm.ui.complaints.deeds import ComplaintDeeds

KINDS = ("call", "email", "letter", "meeting", "visit", "messenger", "note")
WORDS = 90


class HistoryPanel(Panel):
    """The latest first; each leads to the contact; more are logged here or taken from the history."""

    def __init__(self, deeds: ComplaintDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._card: ComplaintCard | None = None
        self.action.clicked.connect(self._offer)

    def show_card(self, card: ComplaintCard) -> None:
        """Of this complaint; not there where there is none and none can be added."""
        self._card = card
        possible = card.contact_id is not None and card.state != "voided"
        self.show_lines([self._line(entry) for entry in card.history])
        self.action.setVisible(possible)
        self.setVisible(possible or bool(card.history))

    def _line(self, entry: InteractionLine) -> Line:
        said = " ".join(entry.body.split())
        words = heading(entry, entry.contact_id) + (f" · {said[:WORDS]}" if said else "")
        icon = CALL_ICONS.get(entry.direction, "phone") if entry.kind == "call" else LOOKS.get(entry.kind, ("list",))[0]
        day = moments.short_day(moments.day_of(entry.started_at, all_day=entry.all_day))
        at = "" if entry.all_day else moments.time_of_day(entry.started_at)
        is_open = self._card is not None and self._card.state != "voided"
        away = Deed("x", _("Does not belong to this complaint"), partial(self._unlink, entry))
        return Line(
            f"entry:{entry.id}", icon, words, joined([day, at, entry.who, entry.responsible]),
            link=f"contact:{entry.contact_id}", tip=_("Open the contact"), deeds=(away,) if is_open else (),
        )  # fmt: skip

    def _unlink(self, entry: InteractionLine, done: Done) -> None:
        if self._card is not None:
            self._do(N_("Take an entry away from complaint {number}"), done, unlink_entry, self._card.id, entry.id)

    def _do(self, text: str, done: Done, action: Any, *args: Any) -> None:
        label = Label(text, {"number": self._card.number if self._card is not None else ""})

        def failed(error: CrmError) -> None:
            done(error.sentence)

        self._deeds.core.do(self, label, action, *args, then=lambda _result: done(""), failed=failed)

    # -- more ---------------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """The kinds of entries, and the way to those that are there."""
        menu = QMenu(self)
        for kind in KINDS:
            action = menu.addAction(f"{_(INTERACTION_KINDS[kind])}…")
            icons.dress(action, LOOKS[kind][0])
            action.triggered.connect(partial(lambda kind, _checked=False: self.log(kind), kind))
        menu.addSeparator()
        known = menu.addAction(_("From the history…"))
        icons.dress(known, "history")
        known.triggered.connect(self.choose)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.action.mapToGlobal(QPoint(0, self.action.height())))

    def log(self, kind: str) -> None:
        """The form of something that was said or written just now."""
        card = self._card
        if card is None:
            return

        def submit(values: Any) -> None:
            try:
                day = day_of_words(values["day"])
            except CrmError as error:
                form.refused(error)
                return
            earlier = day is not None and day != clock.today()
            draft = InteractionDraft(
                0, kind, values.get("direction", ""), subject=values["subject"], body=values["body"],
                started_at=datetime(day.year, day.month, day.day, tzinfo=UTC) if day and earlier else None,
                all_day=earlier,
            )  # fmt: skip
            label = Label(N_("Add to the history of complaint {number}"), {"number": card.number})
            self._deeds.core.do(
                self, label, log_about_complaint, card.id, draft, then=lambda _id: form.accept(), failed=form.refused
            )

        ways = tuple((code, _(text)) for code, text in DIRECTIONS.items())
        about = _("Complaint {number}").format(number=card.number)
        inputs = [
            Input("subject", _("Subject"), f"{about}: {card.fields['subject']}"[:400]),
            Input("body", _("What was said"), "", "long"),
            Input("day", _("When"), f"{clock.today():%d.%m.%Y}", "date"),
        ]
        if kind != "note":
            inputs.insert(1, Input("direction", _("Direction"), "out", "choice", ways))
        form = EntryDialog(_(INTERACTION_KINDS[kind]), inputs, submit, self)
        form.widgets["body"].begin()
        form.open()

    def choose(self) -> None:
        """One of the entries that are in the history already."""
        if self._card is not None:
            self._deeds.core.ask(self, entries_to_link, self._card.id, then=self._choose_of, key="entries")

    def _choose_of(self, entries: Sequence[InteractionLine]) -> None:
        card = self._card
        if card is None:
            return
        if not entries:
            self._deeds.window_.toast(_("There is nothing else in the history of this contact"))
            return

        def submit(values: Any) -> None:
            label = Label(N_("Add to the history of complaint {number}"), {"number": card.number})
            self._deeds.core.do(
                self, label, link_entry, card.id, int(values["entry"]), then=lambda _none: form.accept(),
                failed=form.refused,
            )  # fmt: skip

        options = tuple((str(entry.id), self._words(entry)) for entry in entries)
        form = EntryDialog(
            _("From the history…"), [Input("entry", _("Entry"), options[0][0], "choice", options)], submit, self
        )
        form.open()

    @staticmethod
    def _words(entry: InteractionLine) -> str:
        day = moments.short_day(moments.day_of(entry.started_at, all_day=entry.all_day))
        said = "" if entry.subject else " ".join(entry.body.split())[:WORDS]
        return joined([day, heading(entry, entry.contact_id), said])

    def retranslate(self) -> None:
        """Words of now; the rest comes with the card."""
        self.heading.setText(_("Calls and letters"))
        self.action.setText(_("Add…"))
        self.action.setAccessibleName(f"{self.heading.text()}: {self.action.text()}")
