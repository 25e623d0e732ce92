"""The head of a card: who it is, and what can be done with one click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.model.contact import LIFE_CYCLES, RELATIONS_TO_US
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.ui import painting
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.contacts.photo import PhotoAvatar
from desktop_crm.ui.labels import Elided
from desktop_crm.ui.painting import StatusChip
from desktop_crm.ui.theme import color, px

LIFE_CYCLE_TONES = {
    "new": "info", "interested": "info", "active": "ok", "at_risk": "warn", "dormant": "neutral", "lost": "neutral",
    "blacklisted": "bad",
}  # fmt: skip
Chips = list[tuple[str, str, bool]]  # words, tone, dot


def chips_of(card: ContactCard) -> Chips:
    """What is to be seen at once: state, relation, tags."""
    chips: Chips = []
    if card.deleted_at is not None:
        chips.append((_("In the trash"), "bad", True))
    if card.archived_at is not None:
        chips.append((_("Archived"), "neutral", True))
    if card.life_cycle in LIFE_CYCLES:
        chips.append((_(LIFE_CYCLES[card.life_cycle]), LIFE_CYCLE_TONES.get(card.life_cycle, "neutral"), True))
    if card.relation_to_us in RELATIONS_TO_US:
        chips.append((_(RELATIONS_TO_US[card.relation_to_us]), "neutral", False))
    chips += [(tag.name, tag.color, False) for tag in card.tags]
    if card.deceased:
        chips.append((_("Deceased"), "neutral", False))
    if card.is_sample:
        chips.append((_("Sample"), "violet", False))
    return chips


class CardHeader(QFrame):
    """Avatar, name, chips, job; Call, E-mail, Note, Reminder, Complaint; Edit and more."""

    link_opened = Signal(str)
    wanted = Signal(str)  # note, remind, complain, edit, more, back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        self._card: ContactCard | None = None
        self.avatar = PhotoAvatar(56)
        self.back = tool_button("arrow-left", lambda: self.wanted.emit("back"))
        self.back.hide()
        self.title = Elided("title")
        self.subtitle = QLabel(wordWrap=True)
        self.subtitle.setTextFormat(Qt.TextFormat.RichText)
        self.subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.subtitle.linkActivated.connect(self.link_opened)
        self._chips: list[StatusChip] = []
        self._chip_values: Chips = []
        self._head = QWidget()
        self._flow = FlowLayout(self._head, px(8))
        self._flow.addWidget(self.title)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._head.setSizePolicy(policy)
        self.call = Button("phone", "", lambda: self.link_opened.emit(self._call_link()))
        self.mail = Button("mail", "", lambda: self.link_opened.emit(self._mail_link()))
        self.note = Button("sticky-note", "", lambda: self.wanted.emit("note"))
        self.remind = tool_button(
            "bell-plus", lambda: self.wanted.emit("remind")
        )  # its word has no room on a small screen
        self.complain = tool_button("message-circle-warning", lambda: self.wanted.emit("complain"))
        self.edit = Button("pencil", "", lambda: self.wanted.emit("edit"))
        self.more = tool_button("ellipsis", lambda: self.wanted.emit("more"))
        actions = QHBoxLayout()
        actions.setSpacing(px(8))
        for button in (self.call, self.mail, self.note, self.remind, self.complain):
            actions.addWidget(button)
        actions.addStretch(1)
        actions.addWidget(self.edit)
        actions.addWidget(self.more)
        grid = QGridLayout(self)
        grid.setContentsMargins(px(24), px(16), px(16), px(16))
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        picture = QHBoxLayout()
        picture.setSpacing(px(8))
        picture.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        picture.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(picture, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._head, 0, 1)
        grid.addWidget(self.subtitle, 1, 1)
        grid.setRowMinimumHeight(2, px(8))
        grid.addLayout(actions, 3, 0, 1, 2)
        self.retranslate()

    def show_card(self, card: ContactCard) -> None:
        """Who it is."""
        self._card = card
        self.avatar.show_record(card.id, card.initials, person=card.kind == "person")
        self.title.setText(card.name)
        self._show_chips(chips_of(card))
        self._show_subtitle()
        self.call.setEnabled(bool(self._call_link()))
        self.mail.setEnabled(bool(self._mail_link()))
        self.call.setToolTip(card.phones[0].shown if card.phones else _("No phone number yet"))
        self.mail.setToolTip(card.emails[0].address if card.emails else _("No e-mail address yet"))

    def _show_chips(self, chips: Chips) -> None:
        if chips == self._chip_values:
            return
        self._chip_values = chips
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [StatusChip(text, tone, dot=dot, parent=self._head) for text, tone, dot in chips]
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.show()
        self._head.updateGeometry()

    def _show_subtitle(self) -> None:
        card = self._card
        if card is None:
            return
        if card.kind == "person" and card.organisation_id is not None:
            link = (
                f'<a style="color:{color("link").name()};text-decoration:none" '
                f'href="contact:{card.organisation_id}">{_escaped(card.organisation)}</a>'
            )
            words = _("{position} at {organisation}") if card.position else "{organisation}"
            text = words.format(position=_escaped(card.position), organisation=link)
        else:
            city = card.addresses[0].city if card.addresses else ""
            parts = [card.industry, city] if card.kind == "organisation" else [card.position, city]
            text = _escaped(" · ".join(part for part in parts if part))
        self.subtitle.setAlignment(painting.leading(self.layoutDirection()))
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))

    @property
    def subtitle_text(self) -> str:
        """What the card is, without links: for paper and the clipboard."""
        card = self._card
        if card is None:
            return ""
        city = card.addresses[0].city if card.addresses else ""
        parts = [card.industry, city] if card.kind == "organisation" else [card.position, card.organisation or city]
        return " · ".join(part for part in parts if part)

    def _call_link(self) -> str:
        lines = self._card.phones if self._card else ()
        found = next((line for line in lines if line.e164 and not line.do_not_call), None)
        if found is None:
            return ""
        return f"tel:{found.e164}" + (f";ext={found.extension}" if found.extension else "")

    def _mail_link(self) -> str:
        lines = self._card.emails if self._card else ()
        return f"mailto:{lines[0].address}" if lines else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words beside the icons as long as there is room for all of them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        worded = ((self.call, _("Call")), (self.mail, _("E-mail")), (self.note, _("Note")))
        for button, words in worded:
            button.setText(words)
        row = (*(button for button, _words in worded), self.remind, self.complain, self.edit, self.more)
        needed = sum(button.sizeHint().width() + px(8) for button in row) + px(32)
        for button, words in reversed(worded):
            if needed > self.width():
                needed -= button.sizeHint().width()
                button.setText("")
                button.setAccessibleName(words)
                needed += button.sizeHint().width()
        self.note.setToolTip("" if self.note.text() else _("Note"))

    def retranslate(self) -> None:
        """Words of now."""
        name(self.remind, _("New reminder"))
        name(self.complain, _("Register a complaint…"))
        self.edit.setText(_("Edit"))
        self.avatar.retranslate()
        name(self.more, _("More"))
        name(self.back, _("Back to the list"))
        self._fit()
        if self._card is not None:
            self.show_card(self._card)

    def changeEvent(self, event: QEvent) -> None:
        """The link's colour follows the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._show_subtitle()
        super().changeEvent(event)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
