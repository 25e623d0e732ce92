"""The frame of a card of the page: its title, a link at the right, what it holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QStyle, QVBoxLayout, QWidget

from desktop_crm.ui import painting
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import BODY, MEDIUM, SECONDARY, color, font, px

AVATAR, LINE, TWO_LINES = 28, 36, 52


class Card(QFrame):
    """Title, link, body, and the words for nothing."""

    def __init__(self, link: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.title = QLabel()
        self.title.setProperty("type", "section")
        self.link = Button("", "link", link)
        self.nothing = caption()
        self.nothing.hide()
        self.head = head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.link)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(12), px(16))
        layout.setSpacing(px(4))
        layout.addLayout(head)
        layout.addWidget(self.nothing)
        layout.addLayout(self.body)
        layout.addStretch(1)
        head.setContentsMargins(0, 0, 0, 0)
        self.title.setMinimumHeight(px(32))
        self.link.setVisible(link is not None)  # it has its parent now

    def say_nothing(self, text: str) -> None:
        """Words where there is nothing to show; "" = there is."""
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))


class LineButton(QAbstractButton):
    """One line that leads somewhere: an avatar, a name, words at the end or *below*; painted, elided."""

    def __init__(self, clicked: Callable[[], object], *, avatar: bool = False, below: bool = False) -> None:
        super().__init__()
        self.avatar, self.below = avatar, below
        self.end, self.tone, self._record, self._initials, self._person = "", "text2", 0, "", True
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: clicked())

    def show_words(self, text: str, end: str = "", *, tone: str = "text2") -> None:
        """What it says; the screen reader and the tip say all of it. *tone*: of the words at the end."""
        self.setText(text.replace("&", "&&"))
        self.end, self.tone = end, tone
        self.setAccessibleName(", ".join(part for part in (text, end) if part))
        self.setToolTip(self.accessibleName())
        self.update()

    def show_record(self, record: int, initials: str, *, person: bool) -> None:
        """Whose avatar it has."""
        self._record, self._initials, self._person = record, initials, person

    def sizeHint(self) -> QSize:
        """Takes the room there is."""
        return QSize(px(120), px(TWO_LINES if self.below else LINE))

    def minimumSizeHint(self) -> QSize:
        """May be squeezed."""
        return QSize(px(80), px(TWO_LINES if self.below else LINE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Avatar, words, end."""
        painter = QPainter(self)
        direction, area = self.layoutDirection(), self.rect()
        if self.underMouse():
            painting.filled(painter, area, color("hover"), 6)
        if painting.by_keyboard(self):
            painting.focus_ring(painter, area, 6)

        inset = px(6) if self.below else 0
        half = (area.height() - 2 * inset) // 2

        def put(x: int, wide: int, row: int = 0) -> QRect:
            place = QRect(x, inset + row * half, wide, half) if self.below else QRect(x, 0, wide, area.height())
            return QStyle.visualRect(direction, area, place)

        left, pad = px(4), px(4)
        if self.avatar:
            side = px(AVATAR)
            place = put(left, side)
            place.setTop((area.height() - side) // 2)
            place.setHeight(side)
            painting.avatar(painter, place, self._record, self._initials, person=self._person)
            left += side + px(8)
        painter.setFont(font(SECONDARY, tabular=True))
        wide = (
            0 if self.below else min(painter.fontMetrics().horizontalAdvance(self.end) + 2, (area.width() - left) // 2)
        )
        painter.setPen(color(self.tone))
        if self.below:
            painting.line(painter, put(left, area.width() - left - pad, 1), self.end, direction)
        else:
            painting.line(painter, put(area.width() - pad - wide, wide), self.end, direction, end=True)
        painter.setFont(font(BODY, MEDIUM))
        painter.setPen(color("text"))
        room = area.width() - left - pad - (wide + px(12) if wide else 0)
        painting.line(painter, put(left, room), self.text().replace("&&", "&"), direction)


def refill(lines: list[LineButton], wanted: int, make: Callable[[int], LineButton], into: QVBoxLayout) -> None:
    """As many lines as are wanted; those that are there stay, and so does the keyboard."""
    while len(lines) < wanted:
        lines.append(make(len(lines)))
        into.addWidget(lines[-1])
    for number, line in enumerate(lines):
        line.setVisible(number < wanted)


def ruler() -> QWidget:
    """A hairline between rows."""
    made = QFrame()
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made
