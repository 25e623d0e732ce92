"""One of several ways, with its consequence in words; the chosen one is framed."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QStyle, QWidget

from desktop_crm.ui import theme

_PAD, _DISC, _GAP = 12, 16, 8


class PolicyCard(QRadioButton):
    """A radio button as large as its explanation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, title: str, sentence: str) -> None:
        """Title and consequence."""
        self.sentence = sentence
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.updateGeometry()
        self.update()

    def _blocks(self, width: int) -> tuple[QRect, QRect]:
        pad, disc = theme.px(_PAD), theme.px(_DISC + _GAP)
        flags = Qt.TextFlag.TextWordWrap
        room = max(40, width - 2 * pad)
        title = QFontMetrics(theme.font(theme.BODY, theme.SEMIBOLD))
        head = title.boundingRect(QRect(0, 0, room - disc, 1000), flags, self.text())
        words = QFontMetrics(theme.font(theme.SECONDARY))
        body = words.boundingRect(QRect(0, 0, room, 1000), flags, self.sentence)
        return QRect(pad + disc, pad, room - disc, head.height()), QRect(
            pad, pad + head.height() + theme.px(4), room, body.height() + 2
        )

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the words need."""
        return self._blocks(width)[1].bottom() + theme.px(_PAD)

    def sizeHint(self) -> QSize:
        """A quarter of a page."""
        width = theme.px(220)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        width = theme.px(140)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def hitButton(self, place: object) -> bool:
        """All of it answers."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Card, disc, title, sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setBrush(theme.color("selected" if chosen else "hover" if self.underMouse() else "surface"))
        ring = self.hasFocus() or chosen
        painter.setPen(QPen(theme.color("focus" if ring else "border"), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        direction, area = self.layoutDirection(), self.rect()
        head, body = self._blocks(self.width())
        side = theme.px(_DISC)
        box = QRect(theme.px(_PAD), head.top() + (QFontMetrics(theme.font()).height() - side) // 2, side, side)
        disc = QRectF(QStyle.visualRect(direction, area, box)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("accent" if chosen else "border_strong"), 5 if chosen else 1))
        painter.drawEllipse(disc.adjusted(2.5, 2.5, -2.5, -2.5) if chosen else disc)
        align = int(QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(theme.font(theme.BODY, theme.SEMIBOLD))
        painter.setPen(theme.color("text"))
        painter.drawText(QStyle.visualRect(direction, area, head), align, self.text())
        painter.setFont(theme.font(theme.SECONDARY))
        painter.setPen(theme.color("text2"))
        painter.drawText(QStyle.visualRect(direction, area, body), align, self.sentence)
