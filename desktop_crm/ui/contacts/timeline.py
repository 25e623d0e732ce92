"""The history of a contact: what is pinned, then day after day; widgets are kept and filled anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base import clock, i18n
from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.ui import moments, painting
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.contacts.entry import Entry
from desktop_crm.ui.contacts.entry_editor import EntryEditor
from desktop_crm.ui.theme import px


def _day(line: InteractionLine) -> date:
    return moments.day_of(line.started_at, all_day=line.all_day)


class Timeline(QWidget):
    """All entries under their days; one of them may be open for changes in its place."""

    more_wanted = Signal()
    command = Signal(object, str)  # Entry, what

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.editor: EntryEditor | None = None
        self._days: list[QLabel] = []
        self._shown: tuple[object, ...] = ()
        self._pinned: tuple[InteractionLine, ...] = ()
        self._lines: tuple[InteractionLine, ...] = ()
        self._owner = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.nothing = QLabel(wordWrap=True)
        self.nothing.setProperty("type", "secondary")
        self.more = Button("", "link", self.more_wanted.emit)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def lines(self) -> tuple[InteractionLine, ...]:
        """What is shown in its days, pinned ones among them."""
        return self._lines

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
        self._shown, self._lines, self._pinned, self._owner = shown, tuple(lines), tuple(pinned), owner
        self.nothing.setText(
            _("Nothing of this kind in the history.")
            if filtered
            else _("Nothing in the history yet. Write a note or log a call above.")
        )
        self._arrange()
        self.nothing.setVisible(not lines and not pinned)
        self.more.setVisible(more)

    def _arrange(self) -> None:
        while self._layout.count():
            self._layout.takeAt(0)
        above = {line.id for line in self._pinned}
        below = [line for line in self._lines if line.id not in above]
        headings, number = 0, 0
        if self._pinned:
            self._head(headings, _("Pinned"))
            headings += 1
        for line in self._pinned:
            self._place(number, line, last=True)
            number += 1
        day: date | None = None
        for place, line in enumerate(below):
            if _day(line) != day:
                day = _day(line)
                self._head(headings, moments.day_heading(day))
                headings += 1
            last = place + 1 == len(below) or _day(below[place + 1]) != day
            self._place(number, line, last=last)
            number += 1
        for label in self._days[headings:]:
            label.hide()
        for entry in self.entries[number:]:
            entry.hide()
        self._layout.addWidget(self.nothing)
        self._layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def _head(self, number: int, text: str) -> None:
        if number == len(self._days):
            label = QLabel(self)
            label.setProperty("type", "section")
            label.setContentsMargins(0, px(4), 0, px(8))
            self._days.append(label)
        label = self._days[number]
        label.setText(text)
        label.setAlignment(painting.leading(self.layoutDirection()))
        if label.isHidden():
            label.show()
        self._layout.addWidget(label)

    def _place(self, number: int, line: InteractionLine, *, last: bool) -> None:
        if number == len(self.entries):
            entry = Entry(self)
            entry.command.connect(lambda what, entry=entry: self._commanded(entry, what))
            self.entries.append(entry)
        entry = self.entries[number]
        entry.show_entry(line, self._owner, last=last)
        editor = self.editor
        edited = editor is not None and editor.line is not None and editor.line.id == line.id
        if entry.isHidden() == (not edited):
            entry.setVisible(not edited)
        self._layout.addWidget(entry)
        if edited and editor is not None:
            self._layout.addWidget(editor)
            self._layout.addSpacing(px(16))

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
        self._arrange()
        editor.show()
        editor.begin(field)

    def close_editor(self) -> None:
        """The entry as it reads; the keyboard goes back to it."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        editor.hide()
        editor.deleteLater()
        self._arrange()
        entry = self.entry_of(editor.line.id) if editor.line is not None else None
        if entry is not None:
            entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Words of now."""
        self.more.setText(_("Show earlier entries"))
        self._arrange()
