"""Pages that go step by step: the line of steps (where one is, and the way back by a click), and where all stands."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui import icons, theme
from desktop_crm.ui.theme import px

_DISC = 24
_GAP = 8


class StepButton(QAbstractButton):
    """Disc with number or tick, and the step's name."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._title = title
        self.state = "ahead"  # done, now, ahead
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_state(self, state: str) -> None:
        """Done, now or ahead."""
        self.state = state
        self.setEnabled(state == "done")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if state == "done" else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if state == "done" else Qt.CursorShape.ArrowCursor)
        self.retranslate()

    def retranslate(self) -> None:
        """Name and what the screen reader says."""
        words = {"done": _("Step {number}, {title}, done"), "now": _("Step {number}, {title}, you are here")}
        spoken = words.get(self.state, _("Step {number}, {title}"))
        self.setText(_(self._title))
        self.setAccessibleName(spoken.format(number=self._number, title=_(self._title)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Disc and words."""
        metrics = QFontMetrics(theme.font(theme.BODY, theme.SEMIBOLD))
        width = px(_DISC) + px(_GAP) + metrics.horizontalAdvance(self.text()) + 4
        return QSize(width, max(px(32), metrics.height() + 8))

    def minimumSizeHint(self) -> QSize:
        """At least the disc: the words are elided in a narrow window."""
        return QSize(px(_DISC) + 2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw disc and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.isRightToLeft()
        side, beside = px(_DISC), px(_DISC) + px(_GAP)
        left = self.width() - side - 1 if mirrored else 1
        disc = QRectF(left, (self.height() - side) / 2, side, side)
        ground, ink = {
            "done": ("ok_bg", "ok"),
            "now": ("accent", "on_accent"),
            "ahead": ("neutral_bg", "text2"),
        }[self.state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawEllipse(disc)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(theme.font(theme.SECONDARY, theme.SEMIBOLD))
        painter.setPen(theme.color(ink))
        if self.state == "done":
            picture = icons.pixmap("check", ink, 14, self.devicePixelRatioF())
            painter.drawPixmap(int(disc.center().x() - px(7)), int(disc.center().y() - px(7)), picture)
        else:
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setFont(theme.font(theme.BODY, theme.SEMIBOLD if self.state == "now" else theme.REGULAR))
        painter.setPen(theme.color("text" if self.state == "now" or self.underMouse() else "text2"))
        room = self.rect().adjusted(0, 0, -beside, 0) if mirrored else self.rect().adjusted(beside, 0, 0, 0)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        edge = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | edge, words)


class _Dash(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(px(14))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)


class StepLine(QWidget):
    """File — Columns — …; steps already done can be gone back to."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(_GAP))
        self.buttons: list[StepButton] = []
        for number, title in enumerate(titles, 1):
            if number > 1:
                layout.addWidget(_Dash())
            button = StepButton(number, title, self)
            button.clicked.connect(self._clicked)
            layout.addWidget(button)
            self.buttons.append(button)
        layout.addStretch(1)
        self.set_current(0)

    def set_current(self, current: int, *, finished: bool = False) -> None:
        """Show *current*; after the end nothing can be gone back to."""
        for number, button in enumerate(self.buttons):
            button.set_state("done" if number < current or finished else "now" if number == current else "ahead")
            if finished:
                button.setEnabled(False)

    def retranslate(self) -> None:
        """Names in the language in force."""
        for button in self.buttons:
            button.retranslate()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, StepButton):
            self.chosen.emit(self.buttons.index(button))


def lay_out_steps(page: QWidget, bar: QWidget, line: StepLine, steps: QWidget, foot: Sequence[QWidget]) -> None:
    """The bar over everything, then the line, the step in view, and the foot: words that take the rest, buttons."""
    row = QHBoxLayout()
    row.setSpacing(px(8))
    for number, widget in enumerate(foot):
        row.addWidget(widget, 0 if number else 1)
    inner = QVBoxLayout()
    inner.setContentsMargins(px(24), px(16), px(24), px(16))
    inner.setSpacing(px(12))
    inner.addWidget(line)
    inner.addWidget(steps, 1)
    inner.addLayout(row)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(bar)
    layout.addLayout(inner, 1)
