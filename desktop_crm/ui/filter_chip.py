"""A chip that filters: one of a row is on. Painted: a style sheet draws pills square at other scales."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_crm.ui import painting
from desktop_crm.ui.theme import MEDIUM, SECONDARY, SEMIBOLD, color, font, px

HEIGHT = 28
PADDING = 9


class FilterChip(QAbstractButton):
    """“People”: 28 px, a pill."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Words; the screen reader says the same."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its words when on."""
        wide = QFontMetrics(font(SECONDARY, SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(wide + 2 * px(PADDING), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pill and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        painter.setBrush(color("selected" if on else "hover" if self.underMouse() else "surface"))
        painter.setPen(QPen(color("selected" if on else "border"), 1))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), self.height() / 2)
        painter.setFont(font(SECONDARY, SEMIBOLD if on else MEDIUM))
        painter.setPen(color("link" if on else "text2"))
        painter.drawText(QRect(0, 0, self.width(), self.height()), int(Qt.AlignmentFlag.AlignCenter), self.text())
