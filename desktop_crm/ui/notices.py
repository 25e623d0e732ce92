"""How the window speaks: a toast with Undo, a bar for errors, dialogs for decisions only."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QToolButton, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui import icons
from desktop_crm.ui.theme import px

TOAST_MS = 8000
TOAST_BOTTOM = 44


def announce(widget: QWidget, text: str) -> None:
    """Tell the screen reader."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Toast(QFrame):
    """What was done, at the bottom of the window for eight seconds, with the way back."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._over = parent
        self.text = QLabel()
        self.button = QPushButton()
        self.button.setObjectName("toastButton")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._undo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(6), px(8), px(6))
        layout.setSpacing(px(8))
        layout.addWidget(self.text)
        layout.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, *, undo: bool = False) -> None:
        """Say *text*; with *undo* a button takes it back."""
        self.text.setText(text)
        self.button.setText(_("Undo"))
        self.button.setAccessibleName(_("Undo"))
        self.button.setVisible(undo)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MS)
        announce(self, text)

    def _undo(self) -> None:
        self.hide()
        self.undo_wanted.emit()

    def _place(self) -> None:
        parent = self._over
        self.text.setWordWrap(False)
        self.adjustSize()
        wide = parent.width() - px(64)
        if self.width() > wide:
            self.text.setWordWrap(True)
            self.resize(wide, self.heightForWidth(wide))
        self.move(QPoint((parent.width() - self.width()) // 2, parent.height() - self.height() - px(TOAST_BOTTOM)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window grows."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEvent) -> None:
        """Whoever reads it has the time he needs."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count again."""
        self._timer.start(TOAST_MS)


class Bar(QFrame):
    """A sentence over the page: what happened, that nothing was lost, what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._icon = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.hide()
        self.close_button = QToolButton()
        icons.dress(self.close_button, "x")
        self.close_button.clicked.connect(self.hide)
        self._action: Callable[[], object] | None = None
        self.button.clicked.connect(self._act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(24), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self.hide()

    def show_text(
        self, text: str, *, tone: str = "bad", button: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Say *text*; *button* with *action* offers the way on."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        name = {"bad": "circle-alert", "warn": "triangle-alert"}.get(tone, "info")
        self._icon.setPixmap(icons.pixmap(name, tone, icons.LARGE, self.devicePixelRatioF()))
        self.text.setText(text)
        self.close_button.setToolTip(_("Close this message"))
        self.close_button.setAccessibleName(_("Close this message"))
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setVisible(bool(button))
        self._action = action
        self.show()
        announce(self, text)

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()


def confirm(parent: QWidget, text: str, detail: str, button: str, then: Callable[[], object]) -> QMessageBox:
    """Ask before something that cannot be undone; *button* names the deed and its count."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(text)
    box.setText(text)
    box.setInformativeText(detail)
    do = box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
    do.setProperty("kind", "danger")
    do.style().unpolish(do)  # it was dressed when it was added
    do.style().polish(do)
    cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    do.clicked.connect(lambda: then())
    box.open()
    return box


def choose(
    parent: QWidget,
    text: str,
    options: Sequence[tuple[str, str]],
    then: Callable[[str], object],
    cancelled: Callable[[], object],
) -> QMessageBox:
    """Ask which of a few is meant: (code, words on the button); *then* gets the code."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(text)
    box.setText(text)
    buttons = {box.addButton(words, QMessageBox.ButtonRole.AcceptRole): code for code, words in options}
    cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(cancel)
    box.setDefaultButton(next(iter(buttons)))
    for button, code in buttons.items():
        button.clicked.connect(lambda _checked=False, code=code: then(code))
    box.rejected.connect(lambda: cancelled())
    box.open()
    return box
