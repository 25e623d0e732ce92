"""What a style sheet draws badly: avatars, chips, discs, painted for delegates and small widgets alike."""

import re

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_crm.ui import icons
from desktop_crm.ui.theme import CAPTION, SEMIBOLD, avatar_colors, color, font, px

_HEBREW_OR_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
CHIP_HEIGHT = 20
CHIP_PADDING = 8
DOT = 6


def avatar(painter: QPainter, rect: QRect, record_id: int, initials: str, *, person: bool) -> None:
    """Initials on a circle (person) or a rounded square (organisation)."""
    background, letters = avatar_colors(record_id)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(background)
    if person:
        painter.drawEllipse(rect)
    else:
        radius = rect.width() / 5
        painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(letters)
    size = max(8, round(rect.width() * 0.36 / px(100) * 100))
    painter.setFont(font(size, SEMIBOLD))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials)
    painter.restore()


def away_dot(painter: QPainter, rect: QRect) -> None:
    """A grey dot in the lower corner of what cannot be reached."""
    side = px(DOT) + px(5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("surface"), px(2)))
    painter.setBrush(color("text3"))
    painter.drawEllipse(QRectF(rect.right() - side + px(4), rect.bottom() - side + px(4), side, side))
    painter.restore()


def chip_width(text: str, *, dot: bool = False) -> int:
    """How wide the chip of *text* is."""
    metrics = QFontMetrics(font(CAPTION, SEMIBOLD))
    return metrics.horizontalAdvance(text) + 2 * px(CHIP_PADDING) + (px(DOT) + px(6) if dot else 0)


def chip(painter: QPainter, rect: QRect, text: str, tone: str, *, dot: bool = False, mirrored: bool = False) -> None:
    """A status chip: a pill with words, never colour alone."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(f"{tone}_bg"))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    ink = color(tone)
    inner = rect.adjusted(px(CHIP_PADDING), 0, -px(CHIP_PADDING), 0)
    if dot:
        side = px(DOT)
        left = inner.right() + 1 - side if mirrored else inner.left()
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(left, rect.center().y() + 0.5 - side / 2, side, side))
        skip = side + px(6)
        inner.adjust(0 if mirrored else skip, 0, -skip if mirrored else 0, 0)
    painter.setPen(ink)
    painter.setFont(font(CAPTION, SEMIBOLD))
    metrics = QFontMetrics(painter.font())
    painter.drawText(
        inner, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    )
    painter.restore()


def disc(painter: QPainter, rect: QRect, icon_name: str, tone: str) -> None:
    """A tinted disc with an icon, as the timeline has it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(f"{tone}_bg"))
    painter.drawEllipse(rect)
    draw_icon(painter, rect, icon_name, tone, icons.SMALL)
    painter.restore()


def draw_icon(painter: QPainter, rect: QRect, icon_name: str, token: str, size: int) -> None:
    """An icon in the middle of *rect*."""
    picture = icons.pixmap(icon_name, token, size, painter.device().devicePixelRatio())
    side = picture.deviceIndependentSize().width()
    target = QRectF(0, 0, side, side)
    target.moveCenter(QPointF(rect.x() + rect.width() / 2, rect.y() + rect.height() / 2))
    painter.drawPixmap(target, picture, QRectF(picture.rect()))


def by_keyboard(widget: QWidget) -> bool:
    """Whether *widget* has the keyboard and keys are used: a page that opens, or a click, shows no ring."""
    return widget.hasFocus() and widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def focus_ring(painter: QPainter, rect: QRect, radius: float) -> None:
    """The 2 px ring of the control that has the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("focus"), 2))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def filled(painter: QPainter, rect: QRect, fill: QColor, radius: float) -> None:
    """A rounded rectangle without a frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def line(painter: QPainter, rect: QRect, text: str, direction: Qt.LayoutDirection, *, end: bool = False) -> None:
    """One elided line at the leading (or trailing: *end*) side of *rect*, in the painter's font and pen."""
    align = leading(direction, end=end) | Qt.AlignmentFlag.AlignVCenter
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setLayoutDirection(own_direction(text))
    painter.drawText(rect, int(align), shown)


def leading(direction: Qt.LayoutDirection, *, end: bool = False) -> Qt.AlignmentFlag:
    """The side at which a line begins (*end*: ends), whatever alphabet its text is in."""
    right = (direction == Qt.LayoutDirection.RightToLeft) != end
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute


def own_direction(text: str) -> Qt.LayoutDirection:
    """How the text itself runs: “S.R.L.” and “+373” keep their order also in a window from right to left."""
    ascii_or_left = text.isascii() or not _HEBREW_OR_ARABIC.search(text)
    return Qt.LayoutDirection.LeftToRight if ascii_or_left else Qt.LayoutDirection.RightToLeft


class Avatar(QWidget):
    """An avatar as a widget."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._record_id, self._initials, self._person = 0, "", True
        self.setFixedSize(px(side), px(side))

    def show_record(self, record_id: int, initials: str, *, person: bool) -> None:
        """Whose it is."""
        self._record_id, self._initials, self._person = record_id, initials, person
        self.update()

    def paintEvent(self, event: object) -> None:
        """Draw it."""
        painter = QPainter(self)
        avatar(painter, self.rect(), self._record_id, self._initials, person=self._person)
        painter.end()


class StatusChip(QWidget):
    """A status chip as a widget."""

    def __init__(self, text: str, tone: str, *, dot: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.tone, self.dot = text, tone, dot
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.setToolTip(text)

    def say(self, text: str, tip: str = "") -> None:
        """Other words; without any it is not there."""
        self.text = text
        self.setAccessibleName(text)
        self.setToolTip(tip or text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(chip_width(self.text, dot=self.dot), px(CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """May be elided where it is narrow."""
        return QSize(min(self.sizeHint().width(), px(48)), px(CHIP_HEIGHT))

    def paintEvent(self, event: object) -> None:
        """Draw it."""
        painter = QPainter(self)
        chip(painter, self.rect(), self.text, self.tone, dot=self.dot, mirrored=self.isRightToLeft())
        painter.end()
