"""Details and history of a card: beside each other, or one of them where there is no room for both.

The history has no end that one could scroll past, so on a narrow card the details do not lie below it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.theme import px

TWO_COLUMNS_FROM = 720
LEFT_WIDTH = 300
SIDES = {"history": N_("History"), "details": N_("Details")}
_ANY = 16_777_215


class CardColumns(QWidget):
    """The two columns; :attr:`switch` stands above them while only one is shown."""

    turned = Signal()  # the other side is shown

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        self.left, self.right = QWidget(self), QWidget(self)
        self.two = True
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(px(24), px(20), px(16), px(24))
        self._layout.setSpacing(px(16))
        self._layout.addWidget(self.left, 0)
        self._layout.addWidget(self.right, 1)
        self.switch = QWidget()
        row = QHBoxLayout(self.switch)
        row.setContentsMargins(px(24), px(8), px(16), 0)
        row.setSpacing(px(4))
        self.chips: dict[str, FilterChip] = {}
        for code in SIDES:
            chip = FilterChip()
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._turn)
            self.chips[code] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self.chips["history"].setChecked(True)
        self.switch.hide()

    def fill(self, left: list[QWidget], right: list[QWidget]) -> None:
        """What stands in them."""
        for holder, widgets in ((self.left, left), (self.right, right)):
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(px(16))
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch(1)

    def arrange(self, width: int) -> None:
        """Both on a card *width* wide, or one."""
        self.two = width >= px(TWO_COLUMNS_FROM)
        self.left.setMinimumWidth(px(LEFT_WIDTH) if self.two else 0)
        self.left.setMaximumWidth(px(LEFT_WIDTH) if self.two else _ANY)
        self._show()

    def bring(self, widget: QWidget) -> None:
        """Turn to the side on which *widget* is."""
        side = "details" if self.left.isAncestorOf(widget) else "history"
        if not self.chips[side].isChecked():
            self.chips[side].setChecked(True)
            self._turn()

    def _turn(self) -> None:
        self._show()
        if not self.two:
            self.turned.emit()

    def _show(self) -> None:
        self.switch.setHidden(self.two)
        self.left.setHidden(not self.two and not self.chips["details"].isChecked())
        self.right.setHidden(not self.two and not self.chips["history"].isChecked())

    def retranslate(self) -> None:
        """Words of now."""
        for code, chip in self.chips.items():
            chip.setText(_(SIDES[code]))
