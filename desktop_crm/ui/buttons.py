"""Buttons as the design has them: 8 px between icon and text, elided where room is short.

``QPushButton`` glues icon and text together and never elides; this one draws them itself on Qt's background.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QStyle, QStyleOptionButton, QToolButton, QWidget

from desktop_crm.ui import icons, painting
from desktop_crm.ui.theme import BODY, MEDIUM, SEMIBOLD, color, font, px

_INK = {"primary": "on_accent", "quiet": "text2", "link": "link", "danger": "bad"}
_GAP = 8


class Button(QPushButton):
    """A push button; *kind* is primary, quiet, danger, link or "" (plain)."""

    def __init__(
        self,
        icon: str = "",
        kind: str = "",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self.kind = kind
        if kind:
            self.setProperty("kind", kind)
        if clicked is not None:
            self.clicked.connect(lambda: clicked())
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_icon(self, name: str) -> None:
        """Another icon."""
        self.icon_name = name
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """Words on the button; the screen reader says the same."""
        super().setText(text)
        self.setAccessibleName(text.replace("&", ""))

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(font(BODY, SEMIBOLD if self.kind == "primary" else MEDIUM))

    def _words(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def _padding(self) -> int:
        return px(4 if self.kind == "link" else 12)

    def _icon_width(self) -> int:
        if not self.icon_name:
            return 0
        return px(icons.NORMAL) + (px(_GAP) if self.text() else 0)

    def sizeHint(self) -> QSize:
        """Icon, gap, words."""
        arrow = px(20) if self.menu() is not None else 0
        wide = self._icon_width() + self._metrics().horizontalAdvance(self._words()) + arrow
        return QSize(wide + 2 * self._padding() + 2, px(32))

    def minimumSizeHint(self) -> QSize:
        """May be elided."""
        return QSize(min(self.sizeHint().width(), self._icon_width() + px(56)), px(32))

    def paintEvent(self, event: object) -> None:
        """Qt's background, then icon and words."""
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        ink = "disabled" if not self.isEnabled() else _INK.get(self.kind, "text")
        if self.kind == "quiet" and self.isChecked():
            ink = "link"
        direction, area = self.layoutDirection(), self.rect()
        arrow = px(20) if self.menu() is not None else 0
        room = area.width() - 2 * self._padding() - arrow
        words = self._metrics().elidedText(
            self._words(), Qt.TextElideMode.ElideRight, max(0, room - self._icon_width()) + 1
        )
        wide = self._icon_width() + self._metrics().horizontalAdvance(words)
        x = self._padding() + max(0, (room - wide) // 2)
        if self.icon_name:
            place = QRect(x, 0, px(icons.NORMAL), area.height())
            token = ink if ink != "text" else "text2"
            painting.draw_icon(painter, QStyle.visualRect(direction, area, place), self.icon_name, token, icons.NORMAL)
        painter.setLayoutDirection(painting.own_direction(words))
        painter.setFont(font(BODY, SEMIBOLD if self.kind == "primary" else MEDIUM))
        painter.setPen(color(ink))
        place = QRect(x + self._icon_width(), 0, self._metrics().horizontalAdvance(words) + 2, area.height())
        painter.drawText(
            QStyle.visualRect(direction, area, place),
            int(Qt.AlignmentFlag.AlignVCenter | painting.leading(direction)),
            words,
        )
        if arrow:
            place = QRect(area.width() - self._padding() - px(12), 0, px(14), area.height())
            painting.draw_icon(painter, QStyle.visualRect(direction, area, place), "chevron-down", "text2", icons.SMALL)


def tool_button(icon: str, clicked: Callable[[], object] | None = None, *, checkable: bool = False) -> QToolButton:
    """A square button with an icon only; give it a tooltip and an accessible name in ``retranslate``."""
    made = QToolButton()
    made.setCheckable(checkable)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    icons.dress(made, icon, checked="link" if checkable else "")
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def name(button: QToolButton | QPushButton, text: str, *, tip: str = "") -> None:
    """Name and tooltip of a button without words."""
    button.setAccessibleName(text)
    button.setToolTip(tip or text)


def save_by_keys(dialog: QWidget, button: QAbstractButton) -> None:
    """Ctrl+Enter saves from every field of *dialog*, also from those in which Enter begins a new line."""
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), dialog).activated.connect(button.click)
