"""The middle of a dialog whose words come and go: as high as they need, and scrolled where the window has no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLayout, QScrollArea, QWidget

from desktop_crm.ui.labels import see_through
from desktop_crm.ui.theme import px

ROOM = 120  # of the window around the area: buttons, margins, a title bar


class FittedArea(QScrollArea):
    """Holds *content*; follows its words."""

    def __init__(self, content: QLayout, dialog: QDialog, width: int) -> None:
        super().__init__()
        self._dialog, self._wide = dialog, width
        self.inner = QWidget()
        self.inner.setLayout(content)
        content.setContentsMargins(px(2), px(2), px(2), px(2))  # the ring of the focus
        self.setWidget(self.inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        see_through(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        self.inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Words came or went, or got their font."""
        if watched is self.inner and event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fonts are known by now."""
        self.fit()
        super().showEvent(event)

    def fit(self) -> None:
        """The dialog gets the size of its words."""
        layout = self.inner.layout()
        outer = self._dialog.parentWidget()
        if layout is None or outer is None:
            return
        for label in self.inner.findChildren(QLabel):
            label.ensurePolished()
        layout.invalidate()
        wide = max(px(self._wide), layout.totalMinimumSize().width())
        wide = min(wide, max(px(280), outer.width() - px(64)))
        needed = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        room = max(px(160), outer.window().height() - px(ROOM))
        scrolls = needed > room
        # a bar takes room, and with less room more lines are needed: it would keep itself alive
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(on if scrolls else off)
        self.setFixedWidth(wide + (self.verticalScrollBar().sizeHint().width() if scrolls else 0))
        self.setFixedHeight(min(needed, room))
        self._dialog.adjustSize()
