"""The history of a contact: what is pinned, then day after day; widgets are kept and filled anew.

It places its widgets itself: the first come at once, the rest in small steps, and no step measures what is already
placed. A layout would measure all of them again for each one that is added.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from desktop_crm.base import clock, i18n
from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.ui import moments, painting
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.contacts.entry import Entry
from desktop_crm.ui.contacts.entry_editor import EntryEditor
from desktop_crm.ui.theme import px

AT_ONCE, STEP = 12, 6  # pieces: about a screen of them, then what a frame has time for
Piece = str | tuple[InteractionLine, bool]  # a heading; an entry, and whether it is the last under its heading


def _day(line: InteractionLine) -> date:
    return moments.day_of(line.started_at, all_day=line.all_day)


class Timeline(QWidget):
    """All entries under their days; one of them may be open for changes in its place."""

    more_wanted = Signal()
    command = Signal(object, str)  # Entry, what

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor: EntryEditor | None = None
        self._kept: list[Entry] = []
        self._used = 0  # of the kept entries
        self._days: list[QLabel] = []
        self._headings = 0  # of the days
        self._shown: tuple[object, ...] = ()
        self._pinned: tuple[InteractionLine, ...] = ()
        self._lines: tuple[InteractionLine, ...] = ()
        self._owner = 0
        self._more = False
        self._waiting: deque[Piece] = deque()
        self._placed: list[QWidget] = []
        self._end = 0  # where the next is placed
        self.nothing = QLabel(self, wordWrap=True)
        self.nothing.setProperty("type", "secondary")
        self.nothing.hide()
        self.more = Button("", "link", self.more_wanted.emit, self)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(lambda: self._go_on(STEP))

    @property
    def lines(self) -> tuple[InteractionLine, ...]:
        """What is shown in its days, pinned ones among them."""
        return self._lines

    @property
    def entries(self) -> list[Entry]:
        """All entries from the top; those that wait are placed first."""
        self.place_all()
        return self._kept[: self._used]

    def show_lines(
        self,
        lines: Sequence[InteractionLine],
        owner: int,
        *,
        more: bool,
        pinned: Sequence[InteractionLine] = (),
        filtered: bool = False,
    ) -> None:
        """Show these of the contact *owner*, latest first; *pinned* ones stand above all days."""
        shown = (tuple(lines), tuple(pinned), owner, more, filtered, i18n.language(), clock.today())
        if shown == self._shown and self.editor is None:
            return
        if owner != self._owner:
            self._end = 0  # nothing of the other contact holds its height
            self.setFixedHeight(0)
        self._shown, self._lines, self._pinned, self._owner = shown, tuple(lines), tuple(pinned), owner
        self._more = more
        self.nothing.setText(
            _("Nothing of this kind in the history.")
            if filtered
            else _("Nothing in the history yet. Write a note or log a call above.")
        )
        self._arrange()

    # -- placing ------------------------------------------------------------------------------------------------

    def _pieces(self) -> Iterator[Piece]:
        if self._pinned:
            yield _("Pinned")
        for line in self._pinned:
            yield line, True
        above = {line.id for line in self._pinned}
        below = [line for line in self._lines if line.id not in above]
        days = [_day(line) for line in below]
        for place, (line, day) in enumerate(zip(below, days, strict=True)):
            if not place or days[place - 1] != day:
                yield moments.day_heading(day)
            yield line, place + 1 == len(below) or days[place + 1] != day

    def _arrange(self) -> None:
        self._waiting = deque(self._pieces())
        self._placed, self._end, self._used, self._headings = [], 0, 0, 0
        self._go_on(AT_ONCE)

    def place_all(self) -> None:
        """Do not wait for the steps."""
        if self._waiting:
            self._go_on(len(self._waiting))

    def _go_on(self, count: int) -> None:
        """Fill and place the next; after the last one what is left over goes."""
        for _number in range(min(count, len(self._waiting))):
            piece = self._waiting.popleft()
            if isinstance(piece, str):
                self._head(piece)
            else:
                self._enter(*piece)
        if self._waiting:
            self.setFixedHeight(max(self._end, self.height()))  # it does not shrink and grow under who reads below
            self._timer.start()
            return
        self._timer.stop()
        last: list[QWidget] = [self.nothing] if not self._placed else [self.more] if self._more else []
        for widget in last:
            self._put(widget)
        for widget in (*self._days[self._headings :], *self._kept[self._used :], self.nothing, self.more):
            if widget not in last and not widget.isHidden():
                widget.hide()
        self.setFixedHeight(self._end)

    def _head(self, text: str) -> None:
        if self._headings == len(self._days):
            label = QLabel(self)
            label.setProperty("type", "section")
            label.setContentsMargins(0, px(4), 0, px(8))
            self._days.append(label)
        label = self._days[self._headings]
        self._headings += 1
        label.setText(text)
        label.setAlignment(painting.leading(self.layoutDirection()))
        self._put(label)

    def _enter(self, line: InteractionLine, last: bool) -> None:
        if self._used == len(self._kept):
            made = Entry(self)
            made.command.connect(lambda what, entry=made: self._commanded(entry, what))
            self._kept.append(made)
        entry = self._kept[self._used]
        self._used += 1
        entry.show_entry(line, self._owner, last=last)
        editor = self.editor
        if editor is not None and editor.line is not None and editor.line.id == line.id:
            entry.hide()
            self._put(editor)
        else:
            self._put(entry)

    def _put(self, widget: QWidget) -> None:
        self._placed.append(widget)
        self._end += self._place(widget, self._end)
        if widget.isHidden():
            widget.show()

    def _place(self, widget: QWidget, top: int) -> int:
        """At *top*; how much room it takes."""
        wide = min(widget.sizeHint().width(), self.width()) if widget is self.more else self.width()
        high = widget.heightForWidth(wide) if widget.hasHeightForWidth() else widget.sizeHint().height()
        widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(0, top, wide, high)))
        return high + (px(16) if widget is self.editor else 0)

    def _place_again(self) -> None:
        """Other heights: of a text that was unfolded, of the editor, or all of them at another width."""
        self._end = 0
        for widget in self._placed:
            self._end += self._place(widget, self._end)
        if self._end != self.height():
            self.setFixedHeight(max(self._end, self.height()) if self._waiting else self._end)

    def event(self, event: QEvent) -> bool:
        """Something here wants another height; while some wait for their place, those before them wait too."""
        if event.type() == QEvent.Type.LayoutRequest and not self._waiting:
            self._place_again()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width texts have other heights."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_again()

    def minimumSizeHint(self) -> QSize:
        """As narrow as an entry may be; the editor wants more."""
        return QSize(max(px(120), self.editor.minimumSizeHint().width() if self.editor else 0), 0)

    # -- one entry ----------------------------------------------------------------------------------------------

    def entry_of(self, interaction_id: int) -> Entry | None:
        """The widget of an entry."""
        return next((one for one in self.entries if one.entry and one.entry.id == interaction_id), None)

    def _commanded(self, entry: Entry, what: str) -> None:
        if what in ("next", "previous"):
            shown = [one for one in self.entries if not one.isHidden()]
            place = shown.index(entry) + (1 if what == "next" else -1)
            if 0 <= place < len(shown):
                shown[place].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.command.emit(entry, what)

    def edit(self, entry: Entry, editor: EntryEditor, field: str = "") -> None:
        """Open *editor* in the place of *entry*."""
        if entry.entry is None:
            return
        self.editor = editor
        editor.show_line(entry.entry)
        self.updateGeometry()
        self._arrange()
        self.place_all()
        editor.begin(field)

    def close_editor(self) -> None:
        """The entry as it reads; the keyboard goes back to it."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        editor.hide()
        editor.deleteLater()
        self.updateGeometry()
        self._arrange()
        entry = self.entry_of(editor.line.id) if editor.line is not None else None
        if entry is not None:
            entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Words of now."""
        self.more.setText(_("Show earlier entries"))
        self._arrange()
