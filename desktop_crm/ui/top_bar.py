"""The bar over the page: title and count, the search field at the centre, Undo, the primary button."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStyle,
    QWidget,
)

from desktop_crm.base.i18n import _
from desktop_crm.ui import icons, painting
from desktop_crm.ui.buttons import Button, tool_button
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.theme import BODY, CAPTION, MEDIUM, SEMIBOLD, TITLE, color, font, px

HEIGHT = 56
SEARCH_WIDTH, SEARCH_HEIGHT, SEARCH_LEAST = 360, 34, 120


class SearchField(QAbstractButton):
    """Looks like a field, opens the search over everything."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")

    def sizeHint(self) -> QSize:
        """As wide as its words need; the bar gives it 360 px where there is room."""
        words = QFontMetrics(font(BODY)).horizontalAdvance(self.text())
        keys = QFontMetrics(font(CAPTION, SEMIBOLD)).horizontalAdvance(self.keys) + px(18)
        return QSize(words + keys + px(44), px(SEARCH_HEIGHT))

    def retranslate(self) -> None:
        """Words of now."""
        self.setText(_("Search everything"))
        self.setAccessibleName(_("Search everything"))

    def paintEvent(self, event: object) -> None:
        """Draw frame, lens, words, key hint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        direction, area = self.layoutDirection(), self.rect()
        painter.setBrush(color("hover" if self.underMouse() else "surface"))
        painter.setPen(QPen(color("border"), 1))
        painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 6, 6)
        if self.hasFocus():
            painting.focus_ring(painter, area, 6)
        lens = QRect(px(8), 0, px(16), area.height())
        painting.draw_icon(painter, QStyle.visualRect(direction, area, lens), "search", "text2", icons.NORMAL)
        painter.setFont(font(CAPTION, MEDIUM))
        metrics = QFontMetrics(painter.font())
        wide = metrics.horizontalAdvance(self.keys) + px(18)
        roomy = area.width() > px(200)
        if roomy:
            hint = QRect(area.width() - wide - px(4), (area.height() - px(18)) // 2, wide, px(18))
            hint = QStyle.visualRect(direction, area, hint)
            painting.filled(painter, hint, color("neutral_bg"), 4)
            painter.setPen(color("text2"))
            painter.drawText(hint, Qt.AlignmentFlag.AlignCenter, self.keys)
        painter.setFont(font(BODY))
        painter.setPen(color("text3"))
        words = QRect(px(38), 0, area.width() - px(44) - (wide if roomy else 0), area.height())
        painting.line(painter, QStyle.visualRect(direction, area, words), self.text(), direction)


class TopBar(QFrame):
    """One for all pages."""

    search_wanted = Signal()
    undo_wanted = Signal()
    primary_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        self.setFixedHeight(px(HEIGHT))
        self.title = QLabel(self)
        self.title.setProperty("type", "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.count = QLabel(self)
        self.count.setProperty("type", "secondary")
        self.search = SearchField(self)
        self.search.clicked.connect(self.search_wanted)
        self.undo = tool_button("undo-2", self.undo_wanted.emit)
        self.primary = Button("plus", "primary", self.primary_wanted.emit)
        self._title_text = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), 0, px(16), 0)
        layout.setSpacing(px(8))
        layout.addStretch(1)
        layout.addWidget(self.undo)
        layout.addWidget(self.primary)
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(px(3))
        self._busy.hide()
        self.retranslate()

    def set_heading(self, title: str, count: int | None) -> None:
        """Title of the page and how many."""
        self._title_text = title
        self.count.setText("" if count is None else count_text(count))
        self.count.setVisible(count is not None)
        self._arrange()

    def set_primary(self, text: str, *, shown: bool = True) -> None:
        """What the blue button makes."""
        self.primary.setText(text)
        self.primary.setToolTip(text)
        self.primary.setVisible(shown)
        self._arrange()

    def set_undo(self, sentence: str | None) -> None:
        """What Undo would take back, or nothing."""
        self.undo.setEnabled(sentence is not None)
        self.undo.setToolTip(_("Undo “{what}”").format(what=sentence) if sentence else _("Nothing to undo"))

    def set_busy(self, busy: bool) -> None:
        """Work has been going on for a second."""
        self._busy.setVisible(busy)
        self._busy.raise_()

    def retranslate(self) -> None:
        """Words of now."""
        self.search.retranslate()
        self.undo.setAccessibleName(_("Undo"))
        self._busy.setAccessibleName(_("Working"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the search field at the centre."""
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        """Title left, search centred; the search gives way first, then the title is elided."""
        metrics = QFontMetrics(font(TITLE, SEMIBOLD))
        natural = metrics.horizontalAdvance(self._title_text) + px(10)
        count = self.count.sizeHint().width() + px(2) if not self.count.isHidden() else 0
        right = self.undo.sizeHint().width() + px(8) + px(24)
        right += self.primary.sizeHint().width() if not self.primary.isHidden() else 0
        title = min(natural, max(px(80), self.width() - right - count - px(SEARCH_LEAST) - px(48)))
        self.title.setText(metrics.elidedText(self._title_text, Qt.TextElideMode.ElideRight, title))
        self.title.setToolTip(self._title_text if title < natural else "")
        self._put(self.title, px(16), title, 0)
        self._put(self.count, px(16) + title, count, px(4))
        first, last = px(16) + title + count + px(16), self.width() - right - px(8)
        wide = min(px(SEARCH_WIDTH), last - first)
        self.search.setVisible(wide >= px(SEARCH_LEAST) // 2)
        x = max(first, min((self.width() - wide) // 2, last - wide))
        place = QRect(x, (self.height() - px(SEARCH_HEIGHT)) // 2, max(1, wide), px(SEARCH_HEIGHT))
        self.search.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        self._busy.setGeometry(0, self.height() - 3, self.width(), 3)

    def _put(self, widget: QWidget, x: int, wide: int, lower: int) -> None:
        place = QRect(x, lower, max(1, wide), self.height() - lower - 1)
        widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
