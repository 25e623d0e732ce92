"""Where a list is dropped, chosen or pasted."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui import icons, theme
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.importing.dropping import accepted_path, accepts
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px


class DropZone(QFrame):
    """A place to drop a file on, with the button for those who choose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.dropped: Any = lambda path: None
        self._over = False
        self._count = 0
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(self)
        self.title.setProperty("type", "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        self.text = caption()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button("folder-open", "primary")
        self.paste = Button("copy", "")
        self.earlier = Button("history", "link")
        self.waiting = Button("clock", "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(32), px(32), px(32), px(32))
        layout.setSpacing(px(12))
        layout.addStretch(2)
        layout.addWidget(self.picture)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(4)
        for line in ((self.button, self.paste), (self.earlier, self.waiting)):
            row = QHBoxLayout()
            row.setSpacing(px(8))
            row.addStretch(1)
            for button in line:
                row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addStretch(3)
        theme.theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.picture.setPixmap(icons.pixmap("upload", "text3", icons.HUGE, self.devicePixelRatioF()))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.title.setText(_("Drop a list of contacts here"))
        kinds = _("Excel, OpenDocument, CSV, contact cards (vCard) or a calendar (.ics). The file stays as it is.")
        self.text.setText(kinds)
        self.button.setText(_("Choose a file…"))
        self.paste.setText(_("Paste rows"))
        self.paste.setToolTip(_("Rows copied in Excel, an e-mail or a web page (Ctrl+V)"))
        self.earlier.setText(_("Earlier imports"))
        self.show_waiting(self._count)

    def show_waiting(self, count: int) -> None:
        """How many rows of earlier imports wait."""
        self._count = count
        words = ngettext("{count} row waits for you", "{count} rows wait for you", count)
        self.waiting.setText(words.format(count=count_text(count)))
        self.waiting.setVisible(count > 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Light up for what can be read."""
        if accepts(event.mimeData()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go dark."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file."""
        self._over = False
        self.update()
        if path := accepted_path(event.mimeData()):
            event.acceptProposedAction()
            self.dropped(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("selected" if self._over else "surface"))
        pen = QPen(theme.color("focus" if self._over else "border_strong"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
