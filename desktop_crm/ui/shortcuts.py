"""Shortcuts under any keyboard layout, and the list of them (F1).

With only a Cyrillic layout on X11 Ctrl+K arrives as Ctrl+Л and nothing answers. Where Ctrl is held and the letter is
not Latin, the key's place on the board (native scan code) says which Latin key it is.
"""

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.actions import ACTIONS, without_mnemonic
from desktop_crm.ui.theme import px

_ROWS = ((0x10, "QWERTYUIOP"), (0x1E, "ASDFGHJKL"), (0x2C, "ZXCVBNM"))  # PC scan codes, set 1
_X11_OFFSET = 8  # X11 and Wayland hand out evdev codes plus eight; for the letters evdev equals set 1

MORE_KEYS = (
    (N_("Go to page 1, 2, 3 …"), "Ctrl+1 …"),
    (N_("Save and leave the field"), "Ctrl+Enter"),
    (N_("Leave without saving, close"), "Esc"),
    (N_("Open the selected contact"), "Enter"),
)


def latin_key(scan_code: int) -> Qt.Key | None:
    """The Latin letter on a key's place, by its native scan code."""
    if sys.platform.startswith("linux"):
        scan_code -= _X11_OFFSET
    for first, letters in _ROWS:
        if first <= scan_code < first + len(letters):
            return Qt.Key(ord(letters[scan_code - first]))
    return None


def needs_latin(event: QKeyEvent) -> bool:
    """Ctrl with a letter that is not Latin."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and 0xFF < event.key() < 0x0100_0000


class LatinShortcuts(QObject):
    """Filter on the windows (not on the application: that would slow every event): gives shortcuts their Latin key."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusWindowChanged.connect(self._watch)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time does nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at keys that no shortcut has taken."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = latin_key(event.nativeScanCode()) if needs_latin(event) else None
        focused = QApplication.focusWidget()
        if key is None or focused is None:
            return False
        return self._answer(focused, key, event.modifiers())

    def _answer(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        override.ignore()
        QApplication.sendEvent(widget, override)
        action = None if override.isAccepted() else _action_of(widget, QKeySequence(key | modifiers))
        if action is not None:
            action.trigger()
            return True
        press = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        QApplication.sendEvent(widget, press)
        return True


def _action_of(widget: QWidget, keys: QKeySequence) -> QAction | None:
    place: QWidget | None = widget
    while place is not None:
        for action in place.actions():
            if action.isEnabled() and keys in action.shortcuts():
                return action
        place = place.parentWidget()
    return None


class ShortcutsDialog(QDialog):
    """All keys at a glance."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(8))
        native = QKeySequence.SequenceFormat.NativeText
        lines = [
            (without_mnemonic(_(spec.text)), " / ".join(QKeySequence(keys).toString(native) for keys in spec.keys))
            for spec in ACTIONS
            if spec.keys
        ]
        lines += [(_(text), keys) for text, keys in MORE_KEYS]
        half = (len(lines) + 1) // 2
        for number, (text, keys) in enumerate(lines):
            column = 0 if number < half else 2
            key = QLabel(keys)
            key.setProperty("type", "secondary")
            grid.addWidget(QLabel(text), number % half, column)
            grid.addWidget(key, number % half, column + 1)
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(24))
        layout.addLayout(grid)
        layout.addWidget(buttons)
        close.setFocus()
