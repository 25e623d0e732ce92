"""A large button with an icon, a title and a sentence: for the few choices that begin everything."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from desktop_crm.ui import icons, theme

_PAD, _ICON, _GAP = 16, 24, 16


class ChoiceCard(QAbstractButton):
    """Painted, because a push button glues its icon to one line of text."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.sentence = ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, title: str, sentence: str) -> None:
        """Title and what happens then."""
        self.sentence = sentence
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.updateGeometry()
        self.update()

    def _text_left(self) -> int:
        return theme.px(_PAD + _ICON + _GAP)

    def _heights(self, width: int) -> tuple[int, int]:
        room = max(60, width - self._text_left() - theme.px(_PAD))
        title = QFontMetrics(theme.font(theme.BODY, theme.SEMIBOLD)).height()
        words = QFontMetrics(theme.font(theme.SECONDARY))
        area = words.boundingRect(QRect(0, 0, room, 1000), Qt.TextFlag.TextWordWrap, self.sentence)
        return title, area.height()

    def heightForWidth(self, width: int) -> int:
        """As high as the words need."""
        return sum(self._heights(width)) + 2 * theme.px(_PAD) + 2

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def sizeHint(self) -> QSize:
        """About 480 px."""
        width = theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(theme.px(220), self.heightForWidth(max(self.width(), theme.px(220))))

    def keyPressEvent(self, event: object) -> None:
        """Enter chooses like Space."""
        if getattr(event, "key", lambda: None)() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Card, icon, title, sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "pressed" if self.isDown() else "hover" if self.underMouse() else "surface"
        painter.setBrush(theme.color(ground))
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "border"), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        direction, area = self.layoutDirection(), self.rect()
        size, pad = theme.px(_ICON), theme.px(_PAD)
        box = QStyle.visualRect(direction, area, QRect(pad, (area.height() - size) // 2, size, size))
        painter.drawPixmap(box.topLeft(), icons.pixmap(self._icon, "link", _ICON, self.devicePixelRatioF()))
        title, sentence = self._heights(self.width())
        left, room = self._text_left(), self.width() - self._text_left() - pad
        side = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        painter.setFont(theme.font(theme.BODY, theme.SEMIBOLD))
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        painter.drawText(QStyle.visualRect(direction, area, QRect(left, pad, room, title)), side, self.text())
        painter.setFont(theme.font(theme.SECONDARY))
        painter.setPen(theme.color("text2" if self.isEnabled() else "disabled"))
        words = QStyle.visualRect(direction, area, QRect(left, pad + title + 2, room, sentence + 2))
        painter.drawText(words, int(side) | Qt.TextFlag.TextWordWrap, self.sentence)
