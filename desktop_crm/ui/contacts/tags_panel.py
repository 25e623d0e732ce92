"""Tags of a card as chips: each can be taken off or coloured; new ones are typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.contact_views import TagLine
from desktop_crm.ui import icons, painting
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.theme import color, px

COLORS = {
    "neutral": N_("Grey"),
    "info": N_("Turquoise"),
    "ok": N_("Green"),
    "warn": N_("Yellow"),
    "bad": N_("Red"),
    "violet": N_("Violet"),
}
SWATCH = 14


class TagChip(QAbstractButton):
    """A tag that opens its menu; Del takes it off."""

    taken_off = Signal(str)  # name
    coloured = Signal(object, str)  # id, colour

    def __init__(self, tag: TagLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.tag = tag
        self.setText(tag.name)
        self.setAccessibleName(_("Tag {name}").format(name=tag.name))
        self.setToolTip(tag.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.show_menu)

    def show_menu(self) -> None:
        """Take it off, or give it another colour on all cards."""
        menu = QMenu(self)
        off = menu.addAction(_("Take off"))
        icons.dress(off, "x")
        off.triggered.connect(lambda: self.taken_off.emit(self.tag.name))
        menu.addSeparator()
        for code, words in COLORS.items():
            action = menu.addAction(swatch(code), _(words))
            action.setCheckable(True)
            action.setChecked(code == self.tag.color)
            action.triggered.connect(lambda _on=False, code=code: self.coloured.emit(self.tag.id, code))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(painting.chip_width(self.tag.name), px(painting.CHIP_HEIGHT + 4))

    def minimumSizeHint(self) -> QSize:
        """May be elided where it is narrow."""
        return QSize(min(self.sizeHint().width(), px(48)), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Del is meant for the tag, not for the whole contact."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes it off, Enter opens the menu."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_off.emit(self.tag.name)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.show_menu()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: object) -> None:
        """A chip, with a ring where the keyboard is."""
        painter = QPainter(self)
        painting.chip(painter, self.rect(), self.tag.name, self.tag.color, mirrored=self.isRightToLeft())
        if self.hasFocus():
            painting.focus_ring(painter, self.rect(), self.height() / 2)
        painter.end()


def swatch(token: str) -> QPixmap:
    """A spot of a tag's colour."""
    side = px(SWATCH)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground: QColor = color(f"{token}_bg")
    painter.setBrush(ground)
    painter.setPen(color(token if token != "neutral" else "text3"))
    painter.drawEllipse(1, 1, side - 2, side - 2)
    painter.end()
    return picture


class TagsPanel(Panel):
    """The chips, and a line under them that adds more."""

    taken_off = Signal(str)
    coloured = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QWidget()
        self._flow = FlowLayout(self._box, px(4))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._box.setSizePolicy(policy)
        self._box.setContentsMargins(px(8), 0, px(8), px(4))
        self.content.insertWidget(1, self._box)
        self.chips: list[TagChip] = []

    def show_tags(self, tags: Sequence[TagLine]) -> None:
        """Chips of these tags."""
        if [chip.tag for chip in self.chips] == list(tags):
            return
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [TagChip(tag, self._box) for tag in tags]
        for chip in self.chips:
            chip.taken_off.connect(self.taken_off)
            chip.coloured.connect(self.coloured)
            self._flow.addWidget(chip)
            chip.show()
        self._box.setVisible(bool(tags))
        self._box.updateGeometry()
