"""A short list to choose from: rows with room to breathe, never wider than its place."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_crm.ui.theme import px

ROW = 32


class PlainList(QListWidget):
    """Framed, one line a row."""

    def __init__(self, parent: QWidget | None = None, row_height: int = ROW) -> None:
        super().__init__(parent)
        self.setProperty("framed", "true")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.row_height = max(px(row_height), self.fontMetrics().height() + px(4))

    def add(self, words: str, code: str = "", icon: QIcon | None = None) -> QListWidgetItem:
        """One row; *code* is its meaning."""
        item = QListWidgetItem(words, self)
        if icon is not None:
            item.setIcon(icon)
        item.setData(Qt.ItemDataRole.UserRole, code)
        item.setToolTip(words)
        item.setSizeHint(QSize(0, self.row_height))
        return item
