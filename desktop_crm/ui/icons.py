"""Lucide icons in the colours of the theme, sharp at every scale.

``icon("phone")`` gives a picture for now; ``dress(button, "phone")`` sets it and renews it when the theme changes.
"""

from typing import Protocol
from weakref import WeakSet

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from desktop_crm.ui.svg import tinted
from desktop_crm.ui.theme import color, px, theme

SMALL, NORMAL, LARGE, HUGE = 14, 16, 18, 48
_SCALES = (1, 2, 3)


class Dressed(Protocol):
    """A button or an action."""

    def setIcon(self, icon: QIcon) -> None:
        """Qt's own."""


_pixmaps: dict[tuple[str, str, int, int], QPixmap] = {}
_dressed: "WeakSet[_Dress]" = WeakSet()


def pixmap(name: str, token: str = "text2", size: int = NORMAL, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of *size* px for a screen of *ratio*."""
    scale = _scale(ratio)
    value = color(token).name()
    key = (name, value, px(size), scale)
    if key not in _pixmaps:
        side = px(size) * scale
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(tinted(name, value).encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        picture.setDevicePixelRatio(scale)
        _pixmaps[key] = picture
    return _pixmaps[key]


def _scale(ratio: float) -> int:
    return next((step for step in _SCALES if step >= ratio), _SCALES[-1])


def icon(name: str, token: str = "text2", size: int = NORMAL, *, checked: str = "") -> QIcon:
    """An icon for buttons and menus; *checked*: its colour when on."""
    made = QIcon()
    for scale in {_scale(screen.devicePixelRatio()) for screen in QGuiApplication.screens()}:
        made.addPixmap(pixmap(name, token, size, scale), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, "disabled", size, scale), QIcon.Mode.Disabled, QIcon.State.Off)
        if checked:
            made.addPixmap(pixmap(name, checked, size, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


class _Dress:
    """What a button or an action wears."""

    def __init__(self, wearer: Dressed, name: str, token: str, size: int, checked: str) -> None:
        self.wearer, self.name, self.token, self.size, self.checked = wearer, name, token, size, checked

    def put_on(self) -> None:
        """Set the icon in the colours of now."""
        if not isValid(self.wearer):
            return
        self.wearer.setIcon(icon(self.name, self.token, self.size, checked=self.checked))
        if hasattr(self.wearer, "setIconSize"):
            self.wearer.setIconSize(QSize(px(self.size), px(self.size)))


def dress(wearer: Dressed, name: str, token: str = "text2", size: int = NORMAL, *, checked: str = "") -> None:
    """Set the icon of a button or an action, now and after each change of the theme."""
    worn = _Dress(wearer, name, token, size, checked)
    wearer._dress = worn  # type: ignore[attr-defined]  # lives as long as its wearer
    _dressed.add(worn)
    worn.put_on()


def renew() -> None:
    """Other colours, or a screen of another scale."""
    _pixmaps.clear()
    for worn in list(_dressed):
        worn.put_on()


theme().changed.connect(renew)
