"""The two values of a field beside each other: one is chosen, by a click or with ← and →."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QStyle, QWidget

from desktop_crm.base import formats
from desktop_crm.base.i18n import _
from desktop_crm.services.merging import MergeField, Side
from desktop_crm.ui import icons, painting
from desktop_crm.ui.theme import BODY, MEDIUM, REGULAR, color, font, px

NOTHING = "–"
_KEYS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


def shown_value(field: MergeField, value: str) -> str:
    """A value as people say it."""
    return formats.language_names(value) if field.code == "language" else value


class ValueButton(QAbstractButton):
    """One of the two values; the chosen one has a frame and a tick, not only a colour."""

    moved = Signal(int, int)  # lines down, columns to the right

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(text)
        self.setToolTip(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A line of a card."""
        return QSize(px(120), max(px(32), QFontMetrics(font(BODY)).height() + px(12)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, tick, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, area = self.isChecked(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(color("selected" if on else "hover" if self.underMouse() else "surface"))
        painter.setPen(QPen(color("focus" if on else "border"), 1))
        painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), 6)
        side = px(icons.SMALL)
        place = QRect(px(8), 0, side, self.height())
        if on:
            shown = QStyle.visualRect(self.layoutDirection(), self.rect(), place)
            painting.draw_icon(painter, shown, "check", "link", icons.SMALL)
        words = QRect(place.right() + px(8), 0, self.width() - place.right() - px(16), self.height())
        painter.setFont(font(BODY, MEDIUM if on else REGULAR))
        painter.setPen(color("text" if on else "text2"))
        visible = QStyle.visualRect(self.layoutDirection(), self.rect(), words)
        painting.line(painter, visible, self.text() or NOTHING, self.layoutDirection())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose and walk."""
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        down, right = step
        self.moved.emit(down, -right if self.isRightToLeft() else right)


class FieldChoice:
    """A line of the comparison: the name of a field and its two values."""

    def __init__(self, field: MergeField, names: tuple[str, str], changed: Callable[[], object]) -> None:
        self.field = field
        self.caption = QLabel(field.caption)
        self.caption.setProperty("type", "secondary")
        self.caption.setWordWrap(True)
        self.buttons = ValueButton(shown_value(field, field.winner)), ValueButton(shown_value(field, field.loser))
        self._changed = changed
        for number, (button, name) in enumerate(zip(self.buttons, names, strict=True)):
            value = button.text() or _("nothing")
            button.setAccessibleName(f"{field.caption}: {value} ({name})")
            button.clicked.connect(lambda _on=False, number=number: self.choose(number))
        self.choose(1 if field.choice == "loser" else 0)

    @property
    def chosen(self) -> int:
        """0: the winner's value, 1: the loser's."""
        return 1 if self.buttons[1].isChecked() else 0

    @property
    def choice(self) -> Side:
        """The chosen side as the service takes it."""
        return "loser" if self.chosen else "winner"

    def choose(self, number: int) -> None:
        """Take this value; only the chosen one is on the way of the Tab key."""
        for place, button in enumerate(self.buttons):
            button.setChecked(place == number)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == number else Qt.FocusPolicy.ClickFocus)
        self._changed()

    def focus(self) -> None:
        """The keyboard goes to the chosen value."""
        self.buttons[self.chosen].setFocus(Qt.FocusReason.OtherFocusReason)
