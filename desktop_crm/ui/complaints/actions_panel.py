"""Corrective and preventive actions on the card: who, until when, done, verified, whether it had effect."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.complaints import ActionLine, ComplaintCard, ComplaintChoices
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.complaints.deeds import ComplaintDeeds
from desktop_crm.ui.editor import Deed, Done, Line
from desktop_crm.ui.form import FieldRow, joined
from desktop_crm.ui.theme import px

ICONS = {
    "planned": "clock", "done": "check", "verified": "user-check", "effective": "circle-check",
    "ineffective": "circle-alert", "cancelled": "x",
}  # fmt: skip


class ActionRow(QWidget):
    """What is done and how far it is; the verb that comes next as a button."""

    def __init__(self, deeds: ComplaintDeeds, parent: QWidget) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self.action: ActionLine | None = None
        self.row = FieldRow(self)
        self.row.link_opened.connect(lambda _link: self._edit())
        self.next = Button("", "", self._go_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, px(8), 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.row, 1)
        layout.addWidget(self.next)

    def show_action(self, action: ActionLine, choices: ComplaintChoices, *, is_open: bool) -> None:
        """Show an action."""
        self.action = action
        state = choices.codes["action_states"][action.state]
        kind = choices.codes["action_types"].get(action.type, "")
        words = joined([state, kind, action.responsible, self._moment(action), action.cause])
        if action.evidence and action.state != "planned":
            words += f"\n{action.evidence}"
        if action.check_note:
            words += f"\n{action.check_note}"
        tone = "bad" if action.is_overdue or action.state == "ineffective" else ""
        self.row.show_line(
            Line(
                f"action:{action.id}", ICONS.get(action.state, "clock"), action.what, words, tone=tone,
                link="action:" if is_open else "", tip=action.why, deeds=self._deeds_of(action) if is_open else (),
            )
        )  # fmt: skip
        verbs = {
            "planned": _("Mark as done…"), "ineffective": _("Mark as done…"), "done": _("Verify"),
            "verified": _("Check the effect…"),
        }  # fmt: skip
        self.next.setText(verbs.get(action.state, ""))
        self.next.setVisible(is_open and action.state in verbs)

    @staticmethod
    def _moment(action: ActionLine) -> str:
        if action.state in ("planned", "ineffective") and action.due_on is not None:
            day = moments.short_day(action.due_on)
            return (_("Overdue: {day}") if action.is_overdue else _("until {day}")).format(day=day)
        if action.state == "verified" and action.check_on is not None:
            return _("effect on {day}").format(day=moments.short_day(action.check_on))
        who, at = (action.verified_by, action.verified_at) if action.verified_at else (action.done_by, action.done_at)
        return joined([who, moments.short_day(moments.day_of(at))], ", ") if at is not None else ""

    def _deeds_of(self, action: ActionLine) -> tuple[Deed, ...]:
        def doing(verb: str) -> Deed:
            icon, words, do = {
                "edit": ("pencil", _("Edit…"), self._deeds.edit_action),
                "cancel": ("x", _("Cancel the action"), self._deeds.cancel),
            }[verb]

            def act(done: Done) -> None:
                do(action)
                done("")

            return Deed(icon, words, act)

        return (doing("edit"), doing("cancel")) if action.state in ("planned", "ineffective") else (doing("edit"),)

    def _edit(self) -> None:
        if self.action is not None:
            self._deeds.edit_action(self.action)

    def _go_on(self) -> None:
        if self.action is None:
            return
        verbs = {"done": self._deeds.verify, "verified": self._deeds.judge}
        verbs.get(self.action.state, self._deeds.finish)(self.action)


class ActionsPanel(QFrame):
    """All actions of a complaint."""

    def __init__(self, deeds: ComplaintDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._deeds = deeds
        self.rows: list[ActionRow] = []
        self.heading = QLabel()
        self.heading.setProperty("type", "section")
        self.add = Button("", "link", deeds.plan)
        head = QHBoxLayout()
        head.setContentsMargins(px(8), 0, 0, 0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self._column.setSpacing(px(4))
        self._column.addLayout(head)

    def show_card(self, card: ComplaintCard, choices: ComplaintChoices) -> None:
        """Its actions."""
        is_open = card.state != "voided"
        for number, action in enumerate(card.actions):
            if number == len(self.rows):
                row = ActionRow(self._deeds, self)
                self._column.addWidget(row)
                self.rows.append(row)
            self.rows[number].show_action(action, choices, is_open=is_open)
            self.rows[number].show()
        for row in self.rows[len(card.actions) :]:
            row.hide()
        self.add.setVisible(is_open)

    def retranslate(self) -> None:
        """Words of now."""
        self.heading.setText(_("Corrective actions"))
        self.add.setText(_("Plan…"))
        self.add.setAccessibleName(f"{self.heading.text()}: {self.add.text()}")
