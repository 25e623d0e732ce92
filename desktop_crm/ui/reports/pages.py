"""Pages to look at, in a window of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.reports.preview import Preview
from desktop_crm.ui.theme import px

WIDTH, HEIGHT = 720, 640


class PagesDialog(QDialog):
    """Nothing is written by looking; *deeds* are what can be done with the pages: (icon, words, deed)."""

    def __init__(
        self, title: str, content: bytes, parent: QWidget, deeds: Sequence[tuple[str, str, Callable[[], object]]] = ()
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.preview = Preview(self)
        self.preview.retranslate()
        close = Button("", "primary", self.accept)
        close.setText(_("Close"))
        buttons = QHBoxLayout()
        for icon, words, deed in deeds:
            button = Button(icon, "", deed)
            button.setText(words)
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self.preview, 1)
        layout.addLayout(buttons)
        screen = parent.window().size()
        self.resize(min(px(WIDTH), screen.width() - 40), min(px(HEIGHT), screen.height() - 40))
        self.preview.show_pdf(content)
        close.setFocus()
