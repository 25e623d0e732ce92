"""Counters as chips that filter: one look at how many, one click to see which."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QWidget

from desktop_crm.ui import theme

HEIGHT = 28
_PAD = 10
_DOT = 6
_GAP = 6


class FlowLayout(QLayout):
    """Items one after the other, onto the next line where the width ends; mirrored from right to left."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way to add."""
        self._items.append(item)

    def count(self) -> int:
        """How many items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrow means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at *width*."""
        return self._arrange(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, apply: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        parent = self.parentWidget()
        mirrored = parent is not None and parent.isRightToLeft()
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 10_000))
            if size.width() < item.sizeHint().width() and item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if x + size.width() > rect.right() + 1 and line:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if apply:
                left = rect.right() + 1 - (x - rect.x()) - size.width() if mirrored else x
                item.setGeometry(QRect(QPoint(left, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()


@dataclass(frozen=True)
class Chip:
    """One counter: its code, the words on it, its tone (a token such as ``ok``, ``warn``, ``neutral``)."""

    code: str
    text: str
    tone: str = "neutral"


class ChipButton(QAbstractButton):
    """A pill that can be switched on. Painted: a style sheet draws pills square at other scales."""

    def __init__(self, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_chip(chip)

    def set_chip(self, chip: Chip) -> None:
        """Show another count."""
        self.chip = chip
        self.setText(chip.text)
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the dot and the words."""
        metrics = QFontMetrics(theme.font(theme.CAPTION, theme.SEMIBOLD))
        return QSize(metrics.horizontalAdvance(self.text()) + theme.px(2 * _PAD + _DOT + _GAP + 2), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw pill, dot, words; the chosen one has a ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = tone_colors(self.chip.tone)
        pill = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(ground)
        painter.setPen(QPen(ink, 1.5) if self.isChecked() or self.underMouse() else QPen(ground, 1))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        mirrored = self.isRightToLeft()
        pad, dot, skip = theme.px(_PAD), theme.px(_DOT), theme.px(_PAD + _DOT + _GAP)
        dot_x = pill.right() - pad - dot if mirrored else pill.left() + pad
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(dot_x, pill.center().y() - dot / 2, dot, dot))
        text = pill.adjusted(pad, 0, -skip, 0) if mirrored else pill.adjusted(skip, 0, 2 - pad, 0)
        painter.setFont(theme.font(theme.CAPTION, theme.SEMIBOLD if self.isChecked() else theme.MEDIUM))
        painter.setPen(ink)
        align = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(text, align, self.text())


def tone_colors(tone: str) -> tuple[QColor, QColor]:
    """Ink and ground of a tone."""
    return theme.color(tone), theme.color(f"{tone}_bg")


class FilterChips(QWidget):
    """A row of counters; clicking one filters, clicking it again shows all. Arrow keys move between them."""

    chosen = Signal(str)  # code, "" = all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._buttons: list[ChipButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def current(self) -> str:
        """Code of the chosen chip, or ""."""
        return next((button.chip.code for button in self._buttons if button.isChecked()), "")

    @property
    def buttons(self) -> Sequence[ChipButton]:
        """The chips shown."""
        return tuple(self._buttons)

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these; a chosen chip that is still there stays chosen."""
        if [chip.code for chip in chips] == [button.chip.code for button in self._buttons]:
            for button, chip in zip(self._buttons, chips, strict=True):
                button.set_chip(chip)
            return
        current = self.current
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [ChipButton(chip, self) for chip in chips]
        for button in self._buttons:
            button.setChecked(button.chip.code == current)
            button.clicked.connect(self._clicked)
            self._flow.addWidget(button)
            button.show()
        self.updateGeometry()

    def clear_choice(self) -> None:
        """Show all again, silently."""
        for button in self._buttons:
            button.setChecked(not button.chip.code)

    def _clicked(self) -> None:
        clicked = self.sender()
        for button in self._buttons:
            if button is not clicked:
                button.setChecked(False)
        if not self.current:  # a counter of all, if there is one, is on where no other is
            self.clear_choice()
        self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from chip to chip."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (event.key() == Qt.Key.Key_Right) != self.isRightToLeft()
            self.focusNextPrevChild(forward)
        else:
            super().keyPressEvent(event)
