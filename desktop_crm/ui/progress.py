"""Progress of long work: nothing for the first second, then a calm card with the way to stop."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.theme import px

PATIENCE_MS = 1000  # shorter work shows nothing
WIDTH = 440


class Cancellable(Protocol):
    """Work on its way (``ui.core.Work``)."""

    def cancel(self) -> None:
        """Ask it to stop."""


class ProgressCard(QFrame):
    """A card over *host* (which stays visible) for one piece of work at a time.

    ``card.watch(title, core.ask(…, progress=card.report, then=card.ended(then), failed=card.ended(failed)))``
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._work: Cancellable | None = None
        self._title = QLabel(self)
        self._title.setProperty("type", "strong")
        self._title.setWordWrap(True)
        self._text = QLabel(self)
        self._text.setProperty("type", "secondary")
        self._text.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._cancel = Button("", "", self.cancel)
        buttons = QHBoxLayout()
        buttons.addWidget(self._text, 1)
        buttons.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self._title)
        layout.addWidget(self._bar)
        layout.addLayout(buttons)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._appear)
        self._focus_before: QWidget | None = None
        host.installEventFilter(self)
        self.retranslate()
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether work is under way (shown or not yet)."""
        return self._work is not None

    def watch(self, title: str, work: Cancellable) -> None:
        """*work* has begun; *title* says what it does. Work still watched is asked to stop."""
        if self._work is not None:
            self._work.cancel()
        self.follow(title, work)

    def follow(self, title: str, work: Cancellable) -> None:
        """*work* goes on where the one before ended."""
        self._work = work
        self._title.setText(title)
        self._text.clear()
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        if not self.isVisible():
            self._patience.start()

    def report(self, text: str, done: int, total: int) -> None:
        """Where the work is; *total* 0 = unknown."""
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(min(done, total))
        if self._cancel.isEnabled():
            self._text.setText(text)

    def ended(self, then: Callable[[Any], object]) -> Callable[[Any], None]:
        """*then*, with the card put away first."""

        def finish_and(answer: Any) -> None:
            self.finish()
            then(answer)

        return finish_and

    def finish(self) -> None:
        """The work ended, one way or the other."""
        self._work = None
        self._patience.stop()
        had_focus = self._cancel.hasFocus()
        self.hide()
        if had_focus and self._focus_before is not None:
            self._focus_before.setFocus()
        self._focus_before = None

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._work is not None:
            self._work.cancel()
            self._cancel.setEnabled(False)
            self._text.setText(_("Stopping…"))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._cancel.setText(_("Cancel"))
        self._bar.setAccessibleName(_("Progress"))

    def _appear(self) -> None:
        self._focus_before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self._cancel.setFocus()

    def _place(self) -> None:
        host = self._host
        self.setFixedWidth(min(WIDTH, max(200, host.width() - 32)))
        self.adjustSize()
        self.move((host.width() - self.width()) // 2, (host.height() - self.height()) // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the host."""
        if self.isVisible() and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops the work."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)
