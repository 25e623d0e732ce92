"""The head of the card: number, subject, state, clock; the steps as verbs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.model.complaint import COMPLAINT_KINDS, COMPLAINT_PRIORITIES, SEVERITIES
from desktop_crm.services.complaints import ComplaintCard
from desktop_crm.ui import moments, painting
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.complaints.marks import CLOCK_CHIPS, GROUP_TONES, SEVERITY_TONES, STEP_ICONS
from desktop_crm.ui.complaints.steps import step_words
from desktop_crm.ui.form import joined
from desktop_crm.ui.labels import Elided
from desktop_crm.ui.painting import StatusChip
from desktop_crm.ui.theme import color, px

MAIN = (
    "acknowledge", "assess", "investigate", "decide", "give_remedy", "answer", "settle", "close", "resume",
    "wait_complainant", "reopen",
)  # fmt: skip
MOST_BUTTONS = 5
_NOT_FIRST = ("reopen", "wait_complainant")


class ComplaintHead(QFrame):
    """Back, number and subject, chips, who; buttons."""

    wanted = Signal(str)  # back, more, edit, or the code of a step
    link_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        self._card: ComplaintCard | None = None
        self.back = tool_button("arrow-left", lambda: self.wanted.emit("back"))
        self.number = QLabel()
        self.number.setProperty("type", "secondary")
        self.title = Elided("title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.about = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.about.linkActivated.connect(self.link_opened)
        self._chips = QWidget()
        self._chip_flow = FlowLayout(self._chips, px(8))
        self._buttons = QWidget()
        self._button_flow = FlowLayout(self._buttons, px(8))
        for holder in (self._chips, self._buttons):
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            holder.setSizePolicy(policy)
        self.chips: list[StatusChip] = []
        self.steps: list[Button] = []
        self.edit = Button("pencil", "", lambda: self.wanted.emit("edit"))
        self.more = tool_button("ellipsis", lambda: self.wanted.emit("more"))
        first = QHBoxLayout()
        first.setSpacing(px(8))
        first.addWidget(self.back)
        first.addWidget(self.number)
        first.addWidget(self.title, 1)
        first.addWidget(self.edit)
        first.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setSpacing(px(8))
        layout.addLayout(first)
        inner = QVBoxLayout()
        inner.setContentsMargins(px(8), 0, 0, 0)
        inner.setSpacing(px(8))
        for widget in (self._chips, self.about, self._buttons):
            inner.addWidget(widget)
        layout.addLayout(inner)

    def show_card(self, card: ComplaintCard) -> None:
        """What it is, and what can be done."""
        self._card = card
        self.number.setText(card.number)
        self.title.setText(str(card.fields["subject"]))
        letters = self.title.font()
        letters.setStrikeOut(card.state == "voided")
        self.title.setFont(letters)
        self._show_chips(chips_of(card))
        self._show_about(card)
        self._show_steps(card)
        self.edit.setVisible(card.state != "voided")

    def _show_chips(self, chips: list[tuple[str, str, bool]]) -> None:
        for chip in self.chips:
            self._chip_flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [StatusChip(text, tone, dot=dot, parent=self._chips) for text, tone, dot in chips]
        for chip in self.chips:
            self._chip_flow.addWidget(chip)
            chip.show()
        self._chips.updateGeometry()

    def _show_about(self, card: ComplaintCard) -> None:
        who = _escaped(card.who or _("Anonymous"))
        if card.contact_id is not None:
            style = f"color:{color('link').name()};text-decoration:none"
            who = f'<a style="{style}" href="contact:{card.contact_id}">{who}</a>'
        received = card.fields["received_at"]
        day = moments.short_day(moments.day_of(received)) if received is not None else ""  # type: ignore[arg-type]
        kind = _(COMPLAINT_KINDS[str(card.fields["kind"])])
        lines = [joined([who, kind, _escaped(_("received {day}").format(day=day))])]
        if card.void_reason:
            lines.append(_escaped(_("Voided: {reason}").format(reason=card.void_reason)))
        self.about.setAlignment(painting.leading(self.layoutDirection()))
        self.about.setText("<br>".join(lines))

    def _show_steps(self, card: ComplaintCard) -> None:
        focused = next((one.property("step") for one in self.steps if one.hasFocus()), None)
        for button in self.steps:
            self._button_flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.steps = []
        shown = [step for step in card.steps if step.code in MAIN][:MOST_BUTTONS]
        for place, step in enumerate(shown):
            kind = "primary" if place == 0 and step.code not in _NOT_FIRST else ""
            button = Button(STEP_ICONS.get(step.code, ""), kind, self._wanting(step.code), self._buttons)
            button.setText(step_words(step.code, step.title) if step.needs else step.title)
            button.setProperty("step", step.code)
            self._button_flow.addWidget(button)
            button.show()
            self.steps.append(button)
        self._buttons.setVisible(bool(shown))
        self._buttons.updateGeometry()
        if focused is not None and self.steps:
            self.steps[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _wanting(self, code: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return lambda: self.wanted.emit(code)

    def changeEvent(self, event: QEvent) -> None:
        """The link's colour follows the theme."""
        if event.type() == QEvent.Type.PaletteChange and self._card is not None:
            self._show_about(self._card)
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Words of now; the rest comes with the card."""
        name(self.back, _("Back to the list"))
        name(self.more, _("More"))
        self.edit.setText(_("Edit"))


def chips_of(card: ComplaintCard) -> list[tuple[str, str, bool]]:
    """What is to be seen at once: (words, tone, with a dot)."""
    chips = [(card.state_name, GROUP_TONES[card.group], True)]
    severity, priority = str(card.fields["severity"]), str(card.fields["priority"])
    words = _("Severity: {severity}").format(severity=_(SEVERITIES[severity]))
    chips.append((words, SEVERITY_TONES[severity], False))
    if priority in ("high", "critical"):
        words = _("Priority: {priority}").format(priority=_(COMPLAINT_PRIORITIES[priority]))
        chips.append((words, "warn", False))
    if card.clock.status in CLOCK_CHIPS and card.clock.status not in ("none", "paused") and card.state != "voided":
        chips.append((card.clock.headline, CLOCK_CHIPS[card.clock.status], False))
    if card.is_repeat or card.fields["flag_repeat"]:
        chips.append((_("Repeated"), "violet", False))
    for flag, text in (("flag_safety", _("Safety")), ("flag_legal", _("Legal"))):
        if card.fields[flag]:
            chips.append((text, "bad", False))
    if card.fields["confidential"]:
        chips.append((_("Confidential"), "violet", False))
    return chips


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
