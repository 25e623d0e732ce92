"""A tile: a figure with its name and a sentence; a button that leads to what it counts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle

from desktop_crm.ui import icons, moments, painting
from desktop_crm.ui.theme import FIGURE, SECONDARY, SEMIBOLD, color, font, px

HEIGHT, PAD = 104, 16


class Tile(QAbstractButton):
    """Painted: 104 px high."""

    def __init__(self, icon: str, clicked: Callable[[], object]) -> None:
        super().__init__()
        self._icon = icon
        self.figure, self.detail, self.tone = 0, "", "text2"
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: clicked())

    def show_figure(self, figure: int, detail: str, tone: str = "text2") -> None:
        """What it counts, and what there is to say of it."""
        self.figure, self.detail, self.tone = figure, detail, tone
        self._name()

    def setText(self, text: str) -> None:
        """Its name."""
        super().setText(text)
        self._name()

    def _name(self) -> None:
        words = f"{self.text()}: {moments.count_text(self.figure)}"
        self.setAccessibleName(", ".join(part for part in (words, self.detail) if part))
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        metrics = QFontMetrics(font(SECONDARY, SEMIBOLD))
        name = metrics.horizontalAdvance(self.text()) + px(icons.LARGE + 8)
        return QSize(max(name, metrics.horizontalAdvance(self.detail)) + 2 * px(PAD) + 2, px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """May be squeezed."""
        return QSize(px(120), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, name, icon, figure, sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(color("hover" if self.underMouse() else "surface"))
        painter.setPen(QPen(color("border"), 1))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        if painting.by_keyboard(self):
            painting.focus_ring(painter, self.rect(), 10)
        direction, area = self.layoutDirection(), self.rect().adjusted(px(PAD), 0, -px(PAD), 0)

        def put(x: int, y: int, wide: int, high: int) -> QRect:
            return QStyle.visualRect(direction, area, QRect(area.x() + x, y, wide, high))

        side = px(icons.LARGE)
        painter.setFont(font(SECONDARY, SEMIBOLD))
        painter.setPen(color("text2"))
        painting.line(painter, put(0, px(14), area.width() - side - px(4), px(20)), self.text(), direction)
        painting.draw_icon(painter, put(area.width() - side, px(15), side, side), self._icon, "text2", icons.LARGE)
        painter.setFont(font(FIGURE, SEMIBOLD))
        painter.setPen(color("text"))
        painting.line(painter, put(0, px(34), area.width(), px(36)), moments.count_text(self.figure), direction)
        painter.setFont(font(SECONDARY))
        painter.setPen(color(self.tone))
        painting.line(painter, put(0, px(70), area.width(), px(20)), self.detail, direction)
