"""The palette (Ctrl+K): everything there is and everything one can do, in one line of typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui import icons, theme
from desktop_crm.ui.search.answers import Answer, palette_answer, recent_answer
from desktop_crm.ui.search.lines import PaletteLines, recent_of, remember_recent
from desktop_crm.ui.search.rows import GroupedList
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH, LARGEST_LIST, TOP = 640, 420, 96
MARGIN = 16
_DIM = QColor(0, 0, 0, 90)
_DIM_DARK = QColor(0, 0, 0, 120)


class SearchPalette(QWidget):
    """Lies over the whole window, dims it, and gives the focus back where it was."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self._focus_before: QWidget | None = None
        self.frame = QFrame(self)
        self.frame.setObjectName("palette")
        self.search = QLineEdit(self.frame)
        self.search.setMaxLength(200)
        self._lens = QLabel(self.search)
        self.list = GroupedList(self.frame)
        self.lines = PaletteLines(window)
        layout = QVBoxLayout(self.frame)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(8))
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self._ask)
        self.search.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self.take())
        window.installEventFilter(self)
        theme.theme().changed.connect(self._dress)
        self._dress()
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the palette; *text* to begin with."""
        if not self.isVisible():
            self._focus_before = self.window_.focusWidget()
        self.retranslate()
        self._place()
        self.show()
        self.raise_()
        self.search.setText(text)
        self.search.selectAll()
        self._ask(text)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Close; the focus goes back."""
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.search.setPlaceholderText(_("Search everything, or type a command"))
        self.search.setAccessibleName(_("Search everything, or type a command"))
        self.list.setAccessibleName(_("Found"))

    def take(self) -> None:
        """Do what the chosen line says."""
        row = self.list.choice
        if row is None:
            return
        self.dismiss()
        remember_recent(self.window_, row.recent)
        run: Callable[[], object] = row.value
        run()

    def _ask(self, text: str) -> None:
        if not self.isVisible():
            return
        text = text.strip()
        if not text:
            self._show_recent()
            return
        self.window_.core.ask(self, palette_answer, text, self.window_.settings.country, then=self._show, key="palette")

    def _show_recent(self) -> None:
        """Commands at once; the names of contacts as soon as they are read."""
        self._show(Answer(""))
        kept = (one.partition(":") for one in recent_of(self.window_))
        contacts = [int(name) for kind, _colon, name in kept if kind == "contact" and name.isdigit()]
        self.window_.core.ask(self, recent_answer, contacts, then=self._show, key="palette")

    def _show(self, answer: Answer) -> None:
        if answer.text != self.search.text().strip():
            return
        self.list.show_rows(self.lines.make(answer))
        self._place()

    def _place(self) -> None:
        window = self.window_
        self.setGeometry(window.rect())
        width = min(theme.px(WIDTH), window.width() - 2 * MARGIN)
        top = min(theme.px(TOP), max(MARGIN, window.height() // 8))
        room = window.height() - top - 2 * MARGIN - self.search.sizeHint().height() - 32
        self.list.setFixedHeight(max(60, min(self.list.content_height() + 4, theme.px(LARGEST_LIST), room)))
        self.frame.setFixedWidth(width)
        self.frame.adjustSize()
        size, high = theme.px(icons.NORMAL), self.search.height()
        left = self.search.width() - theme.px(10) - size if self.isRightToLeft() else theme.px(10)
        self._lens.setGeometry(left, (high - size) // 2, size, size)
        self.frame.move((window.width() - width) // 2, top)

    def _dress(self) -> None:
        self._lens.setPixmap(icons.pixmap("search", "text2", icons.NORMAL, self.devicePixelRatioF()))
        room = theme.px(28)
        mirrored = self.isRightToLeft()
        self.search.setTextMargins(0 if mirrored else room, 0, room if mirrored else 0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list while one types; the size of the window."""
        if watched is self.window_:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 6,
            Qt.Key.Key_PageUp: -6,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.list.move_choice(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside it closes it."""
        if not self.frame.geometry().contains(event.position().toPoint() + QPoint(0, 0)):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window behind."""
        QPainter(self).fillRect(self.rect(), _DIM_DARK if theme.theme().dark else _DIM)


def open_palette(window: MainWindow, text: str = "") -> SearchPalette:
    """The palette of *window*, opened."""
    palette = window.findChild(SearchPalette) or SearchPalette(window)
    palette.open(text)
    return palette
