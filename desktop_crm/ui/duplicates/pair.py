"""The chosen pair: why the two look like one, both side by side, and the decision."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.services.duplicates import DuplicateRow
from desktop_crm.services.match_evidence import Evidence
from desktop_crm.services.merging import MergePlan
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.duplicates.comparison import Comparison
from desktop_crm.ui.duplicates.queue import LEVELS
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px

REASONS = 8
WIDE_FROM = 720
_WEAK = ("missing", "different", "shared")  # said of two that may still be one: neither for nor against


class Reason(QWidget):
    """One reason with its sign."""

    def __init__(self, reason: Evidence, parent: QWidget) -> None:
        super().__init__(parent)
        speaks_for, sentence = reason.weight >= 0, reason.sentence
        name, tone = ("check", "ok") if speaks_for else ("minus", "bad")
        if speaks_for and reason.code.startswith(_WEAK):
            name, tone = "info", "text3"
        picture = QLabel()
        picture.setPixmap(icons.pixmap(name, tone, icons.SMALL, self.devicePixelRatioF()))
        words = caption(sentence if speaks_for else _("Against: {reason}").format(reason=sentence), wrap=False)
        words.setToolTip(sentence)
        words.setMinimumWidth(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, px(8), 0)
        layout.setSpacing(px(4))
        layout.addWidget(picture)
        layout.addWidget(words)


class Reasons(QFrame):
    """How sure, and the evidence for and against."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        self.title = caption(kind="strong")
        self._row: DuplicateRow | None = None
        self._holder = QWidget(self)
        self._flow = FlowLayout(self._holder, px(6))
        policy = self._holder.sizePolicy()
        policy.setHeightForWidth(True)
        self._holder.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setSpacing(px(8))
        layout.addWidget(self.title)
        layout.addWidget(self._holder)

    def show_row(self, row: DuplicateRow) -> None:
        """Show what speaks for and against."""
        self._row = row
        number = min(99, round(row.score * 100))
        text = _("Certainly the same ({percent} %)") if row.level == "certain" else _("Probably the same ({percent} %)")
        self.title.setText(text.format(percent=number))
        self.title.setProperty("tone", LEVELS[row.level][1])
        self.title.style().unpolish(self.title)
        self.title.style().polish(self.title)
        self.setAccessibleName(row.sentence)
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        strongest = sorted(row.evidence, key=lambda reason: (reason.weight < 0, -abs(reason.weight)))
        for reason in strongest[:REASONS]:
            shown = Reason(reason, self._holder)
            self._flow.addWidget(shown)
            shown.show()
        self._holder.updateGeometry()

    def retranslate(self) -> None:
        """Say the reasons in the language in force."""
        if self._row is not None:
            self.show_row(self._row)


class PairPane(QFrame):
    """Reasons, comparison, and the buttons of the decision."""

    decided = Signal(str)  # merge, never, later
    left = Signal()  # the keyboard goes back to the queue

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.reasons = Reasons(self)
        self.comparison = Comparison(self)
        self.refused = caption()
        self.refused.setContentsMargins(px(16), px(16), px(16), px(16))
        self.refused.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.comparison)
        self.stack.addWidget(self.refused)
        self.merge = Button("merge", "primary", lambda: self.decided.emit("merge"))
        self.never = Button("x", "", lambda: self.decided.emit("never"))
        self.later = Button("clock", "quiet", lambda: self.decided.emit("later"))
        self.kept = caption(kind="caption")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(px(16), px(12), px(16), px(12))
        buttons.setSpacing(px(8))
        buttons.addWidget(self.kept, 100)
        buttons.addStretch(1)  # where the words are left out
        for button in (self.later, self.never, self.merge):
            buttons.addWidget(button)
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.reasons)
        layout.addWidget(self.stack, 1)
        layout.addWidget(line)
        layout.addLayout(buttons)
        self.comparison.left.connect(self.left)

    def show_plan(self, plan: MergePlan) -> None:
        """Show both."""
        self.comparison.show_plan(plan)
        self.stack.setCurrentWidget(self.comparison)
        self.merge.setEnabled(True)

    def show_refused(self, error: CrmError) -> None:
        """The two cannot be merged; they can still be told apart."""
        self.refused.setText(error.sentence)
        self.stack.setCurrentWidget(self.refused)
        self.merge.setEnabled(False)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.merge.setText(_("&Merge"))
        self.merge.setToolTip("Ctrl+Enter")
        self.never.setText(_("&Never these two"))
        self.never.setToolTip(_("They are two; they are not proposed again"))
        self.later.setText(_("&Later"))
        self.later.setToolTip(_("To the end of the queue"))
        self.kept.setText(_("Can be taken apart at any time."))
        self.comparison.setAccessibleName(_("Both contacts"))
        self.reasons.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons come before the comforting words."""
        self.kept.setVisible(self.width() >= px(WIDE_FROM))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: back to the queue."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
