"""Fields of a complaint on its card: those that say something, and a way to fill in the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.complaints import ComplaintCard, ComplaintChoices
from desktop_crm.ui.complaints.deeds import ComplaintDeeds
from desktop_crm.ui.complaints.facts import fact_input, raw, shown, suggest_complaints, title_of
from desktop_crm.ui.complaints.marks import KIND_ICONS
from desktop_crm.ui.contacts.known import suggested_contacts
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.editor import Done, Line, Values
from desktop_crm.ui.inputs import Input, Suggest

ICONS = {
    "received_at": "calendar", "incident_on": "calendar", "replied_on": "calendar", "channel": "messages-square",
    "reply_channel": "send", "product": "tag", "category_id": "list", "subcategory_id": "list",
    "remedy_sought": "handshake", "remedy": "handshake", "responsible_id": "user-check", "approver_id": "user-check",
    "severity": "triangle-alert", "priority": "circle-alert", "flags": "megaphone", "incident_place": "map-pin",
    "description": "message-circle", "immediate_action": "check", "investigation": "search", "decision": "check",
    "lessons": "sparkles", "justified": "circle-check", "justified_reason": "circle-check", "fault_at": "factory",
    "accepted": "heart", "escalated_to": "landmark", "duplicate_of_id": "copy", "serial_number": "hash",
    "batch": "hash", "invoice": "file-text", "on_behalf_of": "users", "reply_contact": "mail", "language": "languages",
    "deal": "briefcase",
}  # fmt: skip


@dataclass(frozen=True)
class Fields:
    """The fields of one panel; *always*: shown also while they are empty."""

    title: str  # marked with N_
    codes: tuple[str, ...]
    always: tuple[str, ...] = field(default=())


WORDS = Fields(
    N_("What happened"), ("description", "immediate_action", "investigation", "decision", "lessons"), ("description",)
)
DETAILS = Fields(
    N_("Details"),
    ("contact", "kind", "category_id", "subcategory_id", "product", "received_at", "channel", "remedy_sought",
     "amount_claimed", "currency", "flags", "incident_on", "incident_place", "invoice", "serial_number", "batch",
     "deal", "on_behalf_of", "reply_contact", "language", "subject"),
    ("contact", "category_id", "product"),
)  # fmt: skip
HANDLING = Fields(
    N_("Handling"),
    ("severity", "priority", "responsible_id", "justified", "justified_reason", "fault_at", "approver_id", "remedy",
     "remedy_amount", "replied_on", "reply_channel", "accepted", "escalated_to", "duplicate_of_id",
     "satisfaction_outcome", "satisfaction_speed", "satisfaction_courtesy", "cost_compensation", "cost_goods",
     "cost_minutes", "cost_other"),
    ("responsible_id", "justified"),
)  # fmt: skip
_HIDDEN = ("subject", "currency", "language")  # said elsewhere; offered to be changed


class FieldsPanel(Panel):
    """One panel of fields, edited in place."""

    def __init__(self, deeds: ComplaintDeeds, fields: Fields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds, self._fields = deeds, fields
        self._offered: list[Line] = []
        self.action.clicked.connect(self._offer)

    def show_card(self, card: ComplaintCard, choices: ComplaintChoices) -> None:
        """What is filled in."""
        lines = [self._line(card, choices, code) for code in self._fields.codes]
        said: list[Line] = []
        rest: list[Line] = []
        for code, line in zip(self._fields.codes, lines, strict=True):
            is_shown = (line.value and code not in _HIDDEN) or code in self._fields.always
            (said if is_shown else rest).append(line)
        self._offered = rest
        self.show_lines(said)
        self.action.setVisible(card.state != "voided" and bool(rest))

    def _line(self, card: ComplaintCard, choices: ComplaintChoices, code: str) -> Line:
        if code == "contact":
            return self._contact_line(card)
        icon = KIND_ICONS.get(str(card.fields["kind"]), "info") if code == "kind" else ICONS.get(code, "landmark")
        category = card.fields.get("category_id")
        suggest = suggest_complaints(self._deeds.core, self, card.id) if code == "duplicate_of_id" else None
        value = raw(card, code)
        item = fact_input(
            code, value, choices, category_id=category if isinstance(category, int) else None, suggest=suggest
        )
        words = shown(card, code, choices)
        if code == "priority" and not card.fields["priority_chosen"]:
            words = _("{priority} (computed)").format(priority=words)
        return self._made(card, code, icon, words, item)

    def _made(self, card: ComplaintCard, code: str, icon: str, words: str, item: Input) -> Line:
        open_ = card.state != "voided"
        return Line(
            f"field:{code}", icon, words, title_of(code), (item,) if open_ else (),
            self._deeds.change_fields if open_ else None,
        )  # fmt: skip

    def _contact_line(self, card: ComplaintCard) -> Line:
        def save(values: Values, done: Done) -> None:
            self._deeds.change_contact(values["contact_id"], done)

        open_ = card.state != "voided"
        item = Input("contact_id", _("Complainant"), card.who, suggest=self._suggest_contacts())
        return Line(
            "field:contact", "user", card.who, _("Complainant"), (item,) if open_ else (), save if open_ else None,
            link=f"contact:{card.contact_id}" if card.contact_id is not None else "",
        )  # fmt: skip

    def _suggest_contacts(self) -> Suggest:
        def suggest(typed: str, answer: object) -> None:
            def found(pairs: Sequence[tuple[str, str]]) -> None:
                answer(pairs)  # type: ignore[operator]

            self._deeds.core.ask(self, suggested_contacts, typed, "", 0, then=found, key="suggest")

        return suggest

    def _offer(self) -> None:
        self.offer(self.action, self._offered, self.edit_line)

    def edit(self, code: str) -> bool:
        """Edit a field, where it stands here."""
        row = self.row_of(f"field:{code}")
        if row is not None:
            QTimer.singleShot(0, row, row.edit)
        return row is not None

    def retranslate(self) -> None:
        """Words of now."""
        self.heading.setText(_(self._fields.title))
        self.action.setText(_("Add…"))
        self.action.setAccessibleName(f"{self.heading.text()}: {self.action.text()}")
