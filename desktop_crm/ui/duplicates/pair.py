"""The chosen pair side by side, and what speaks for and against one contact."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.duplicates import DuplicateRow
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.painting import Avatar

REASONS = 6
Pair = tuple[ContactCard, ContactCard]


def pair_cards(session: CrmSession, first: int, second: int) -> Pair:
    """Both cards."""
    return contact_card(session, first), contact_card(session, second)


class SideCard(QFrame):
    """One of the two: what tells people apart."""

    def __init__(self, shown: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.avatar = Avatar(40, self)
        self.name = QLabel()
        self.name.setProperty("type", "strong")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.work = caption()
        self.reach = caption()
        self.show_it = Button("eye", "link", shown)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.name, self.work, self.reach):
            words.addWidget(label)
        words.addStretch(1)
        words.addWidget(self.show_it, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def show_card(self, card: ContactCard) -> None:
        """Show a contact."""
        self.avatar.show_record(card.id, card.initials, person=card.kind == "person")
        self.name.setText(card.name)
        work = " · ".join(part for part in (card.position, card.organisation or card.industry) if part)
        self.work.setText(work)
        self.work.setVisible(bool(work))
        lines = [phone.shown for phone in card.phones[:2]] + [email.address for email in card.emails[:2]]
        lines += [address.shown for address in card.addresses[:1]]
        self.reach.setText("\n".join(lines))
        self.show_it.setText(_("Show “{name}”").format(name=card.name))


class PairPane(QWidget):
    """First, second, and the reasons between them and the decision."""

    def __init__(
        self, show_first: Callable[[], None], show_second: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.first, self.second = SideCard(show_first), SideCard(show_second)
        self._row: DuplicateRow | None = None
        reasons = QFrame()
        reasons.setProperty("kind", "card")
        self._title = caption(kind="section")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        inner = QVBoxLayout(reasons)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addWidget(self._title)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for card in (self.first, self.second, reasons):
            layout.addWidget(card, 1)
        self._lines = [(QLabel(), caption()) for _each in range(REASONS)]
        for number, (picture, words) in enumerate(self._lines):
            self._grid.addWidget(picture, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, number, 1)

    def show_cards(self, cards: Pair) -> None:
        """Show both."""
        for side, card in zip((self.first, self.second), cards, strict=True):
            side.show_card(card)

    def show_reasons(self, row: DuplicateRow) -> None:
        """Show what speaks for and against."""
        self._row = row
        self._title.setText(_("Why ({percent} %)").format(percent=min(99, round(row.score * 100))))
        strongest = sorted(row.evidence, key=lambda reason: -abs(reason.weight))[:REASONS]
        for number, (picture, words) in enumerate(self._lines):
            there = number < len(strongest)
            picture.setVisible(there)
            words.setVisible(there)
            if there:
                speaks_for = strongest[number].weight >= 0
                name, tone = ("check", "ok") if speaks_for else ("minus", "bad")
                picture.setPixmap(icons.pixmap(name, tone, icons.NORMAL, self.devicePixelRatioF()))
                sentence = strongest[number].sentence
                words.setText(sentence if speaks_for else _("Against: {reason}").format(reason=sentence))

    def retranslate(self) -> None:
        """Say the reasons in the language in force."""
        if self._row is not None:
            self.show_reasons(self._row)
