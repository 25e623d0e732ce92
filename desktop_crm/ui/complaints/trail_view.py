"""The trail of a complaint on its card, the latest entry first; what was taken back is struck through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.model.complaint_states import STATES
from desktop_crm.services.complaints.card import TrailLine
from desktop_crm.ui import moments, painting
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.complaints.marks import STEP_ICONS, STEP_TONES
from desktop_crm.ui.form import joined
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import color, px

AT_ONCE = 30
DISC = 28


class TrailEntry(QWidget):
    """One entry: what, when, who, in which words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line: TrailLine | None = None
        self._last = False
        self.day = caption(kind="section", wrap=False)
        self.title = caption(kind="strong")
        self.time = caption(kind="caption", wrap=False)
        self.text = caption()
        self.who = caption(kind="caption")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, px(8), px(12))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(2))
        grid.setColumnMinimumWidth(0, px(DISC))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.day, 0, 0, 1, 3)
        grid.addWidget(self.title, 1, 1)
        grid.addWidget(self.time, 1, 2)
        grid.addWidget(self.text, 2, 1, 1, 2)
        grid.addWidget(self.who, 3, 1, 1, 2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_line(self, line: TrailLine, *, heading: str, last: bool) -> None:
        """Show an entry; *heading*: its day, where another one begins."""
        self.line, self._last = line, last
        self.day.setText(heading)
        self.day.setVisible(bool(heading))
        self.title.setText(line.title)
        self.time.setText(moments.time_of_day(line.at))
        self.text.setText(line.text)
        self.text.setVisible(bool(line.text))
        taken_back = _("taken back") if line.taken_back else ""
        place = _("entry {position} of the book").format(position=line.position)
        state = _(STATES.get(line.state, ""))
        said = "" if state == line.title else state  # no word twice
        self.who.setText(joined([taken_back, line.operator, said, place]))
        for label in (self.title, self.text):
            letters = label.font()
            letters.setStrikeOut(line.taken_back)
            label.setFont(letters)
        self.setToolTip(_("Written {moment}").format(moment=moments.full(line.recorded_at)))
        self.setAccessibleName(joined([line.title, moments.full(line.at), line.text, taken_back], ", "))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The disc, and the line to the next entry."""
        if self.line is None:
            return
        painter = QPainter(self)
        side, top = px(DISC), self.title.y() - px(4)
        x = self.width() - side if self.isRightToLeft() else 0
        place = self.rect().adjusted(0, 0, 0, 0)
        place.setRect(x, top, side, side)
        tone = "neutral" if self.line.taken_back else STEP_TONES.get(self.line.kind, "neutral")
        if tone == "neutral":
            painting.filled(painter, place, color("neutral_bg"), side / 2)
            painting.draw_icon(painter, place, STEP_ICONS.get(self.line.kind, "info"), "text2", 14)
        else:
            painting.disc(painter, place, STEP_ICONS.get(self.line.kind, "info"), tone)
        if not self._last:
            down = top + side + px(4)
            painter.fillRect(x + side // 2 - 1, down, 2, max(0, self.height() - down - px(2)), color("border"))
        painter.end()


class TrailView(QFrame):
    """Days, entries, and a way to the older ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._lines: Sequence[TrailLine] = ()
        self._most = AT_ONCE
        self.entries: list[TrailEntry] = []
        self.heading = QLabel()
        self.heading.setProperty("type", "section")
        self.log = Button("", "link")
        self.more = Button("", "link", self._show_more)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.log)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(8), px(8))
        layout.setSpacing(px(8))
        layout.addLayout(head)
        layout.addLayout(self._column)
        layout.addWidget(self.more)

    def show_trail(self, lines: Sequence[TrailLine], *, again: bool) -> None:
        """The trail of a complaint; *again*: the same one."""
        self._lines = lines
        if not again:
            self._most = AT_ONCE
        shown = lines[: self._most]
        before = None
        for number, line in enumerate(shown):
            if number == len(self.entries):
                entry = TrailEntry(self)
                self._column.addWidget(entry)
                self.entries.append(entry)
            day = moments.day_of(line.at, all_day=False)
            heading = moments.day_heading(day) if day != before else ""
            before = day
            follows = number + 1 < len(shown) and moments.day_of(shown[number + 1].at, all_day=False) == day
            self.entries[number].show_line(line, heading=heading, last=not follows)
            self.entries[number].show()
        for entry in self.entries[len(shown) :]:
            entry.hide()
        self.more.setVisible(len(lines) > len(shown))

    def _show_more(self) -> None:
        self._most = len(self._lines)
        self.show_trail(self._lines, again=True)

    def retranslate(self) -> None:
        """Words of now."""
        self.heading.setText(_("Trail"))
        self.log.setText(_("Add to the log") + "…")
        self.more.setText(_("Show all entries"))
