"""An empty page: an icon, what the page is for in one sentence, the one helpful button."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.theme import px

TEXT_WIDTH = 480


class EmptyState(QWidget):
    """Icon, title, sentence, buttons; in the middle of what it fills."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.title.setProperty("type", "title")
        self.text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.text.setProperty("type", "secondary")
        self.text.setMaximumWidth(px(TEXT_WIDTH))
        self.text.setMinimumWidth(0)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(px(8))
        self._links = QVBoxLayout()
        self._links.setSpacing(px(4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(24))
        layout.setSpacing(0)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        layout.addSpacing(px(16))
        layout.addWidget(self.title)
        layout.addSpacing(px(8))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.text, 10)
        row.addStretch()
        layout.addLayout(row)
        layout.addSpacing(px(24))
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addLayout(self._buttons)
        middle.addStretch()
        layout.addLayout(middle)
        layout.addSpacing(px(12))
        layout.addLayout(self._links)
        layout.addStretch(3)
        self._draw()

    def set_text(self, title: str, text: str) -> None:
        """What the page is for."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))

    def add_button(self, icon: str, action: Callable[[], object], *, primary: bool = False) -> Button:
        """A button; its text is set by the page's ``retranslate``."""
        button = Button(icon, "primary" if primary else "", action)
        self._buttons.addWidget(button)
        return button

    def add_link(self, action: Callable[[], object]) -> Button:
        """A quieter way on, under the buttons."""
        button = Button("", "link", action)
        self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def _draw(self) -> None:
        self._icon.setPixmap(icons.pixmap(self._icon_name, "text2", icons.HUGE, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """The icon follows the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)
