"""03/04: March or April? Asked once for each column that does not prove its order."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.importing import UnclearDates
from desktop_crm.ui import icons
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.labels import caption
from desktop_crm.ui.moments import long_day
from desktop_crm.ui.theme import px


class DateQuestions(QWidget):
    """A card for each column; gone where nothing is unclear."""

    def __init__(self, chosen: Callable[[str, bool], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(8))
        self.questions: list[QComboBox] = []
        self._cards: list[QWidget] = []
        self.hide()

    def ask(self, unclear: Sequence[UnclearDates], orders: Mapping[str, bool]) -> None:
        """Ask about these columns; *orders* holds what was answered."""
        for card in self._cards:
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.questions, self._cards = [], []
        for column in unclear:
            card = self._card(column, orders.get(column.header, True))
            self._cards.append(card)
            self._box.addWidget(card)
        self.setVisible(bool(unclear))

    def _card(self, column: UnclearDates, day_first: bool) -> QWidget:
        card = QFrame(self)
        card.setProperty("kind", "card")
        picture = QLabel()
        picture.setPixmap(icons.pixmap("calendar", "warn", icons.LARGE, self.devicePixelRatioF()))
        words = QLabel(_("In the column “{name}”, {date} means").format(name=column.header, date=column.sample))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        box = QComboBox()
        box.addItem(long_day(column.day_first), True)
        box.addItem(long_day(column.month_first), False)
        box.setCurrentIndex(0 if day_first else 1)
        box.setAccessibleName(words.text())
        box.activated.connect(lambda _place: self._chosen(column.header, bool(box.currentData())))
        count = ngettext("Decides {count} date", "Decides {count} dates", column.count)
        decides = caption(count.format(count=count_text(column.count)), wrap=False)
        layout = QHBoxLayout(card)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(picture)
        layout.addWidget(words, 1)
        layout.addWidget(box)
        layout.addWidget(decides)
        self.questions.append(box)
        return card
