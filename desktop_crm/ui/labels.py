"""Words beside controls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QWidget

from desktop_crm.ui import painting
from desktop_crm.ui.theme import color, px


class Labelled(QWidget):
    """A control with its name before it, in one line; the screen reader hears the name too."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.label = QLabel(self)
        self.label.setProperty("type", "secondary")
        self.label.setBuddy(control)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.label)
        layout.addWidget(control)

    def name(self, text: str) -> None:
        """Name it."""
        self.label.setText(text)
        self.control.setAccessibleName(text)


class Elided(QLabel):
    """Words in one line; the whole of them in the tip where room is short."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setProperty("type", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """May be elided."""
        return QSize(px(80), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(color("text2" if self.property("type") == "secondary" else "text"))
        painting.line(painter, self.rect(), self.text(), self.layoutDirection())
        self.setToolTip(self.text() if self.sizeHint().width() > self.width() else "")


def caption(text: str = "", *, kind: str = "secondary", wrap: bool = True) -> QLabel:
    """A quiet line of words."""
    label = QLabel(text)
    label.setProperty("type", kind)
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def see_through(area: QScrollArea) -> None:
    """Let a scrolled part lie on the ground of its card."""
    for part in (area.viewport(), area.widget()):
        if part is not None:
            part.setAutoFillBackground(False)


def fit_words(dialog: QDialog, least: int) -> None:
    """As wide as its buttons need (at least *least*), and as high as its wrapped words need then."""
    dialog.ensurePolished()
    wide = max(least, dialog.minimumSizeHint().width(), dialog.sizeHint().width())
    layout = dialog.layout()
    high = layout.totalHeightForWidth(wide) if layout is not None and layout.hasHeightForWidth() else 0
    dialog.setMinimumSize(wide, max(high, dialog.minimumSizeHint().height()))
    dialog.resize(dialog.minimumSize())
