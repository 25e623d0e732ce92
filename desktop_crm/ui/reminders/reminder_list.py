"""Reminders under their days: a box to tick, the hour, what, whom; painted, 40 px a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.base import clock
from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.model.reminder import PRIORITIES, REMINDER_KINDS
from desktop_crm.services.agenda import is_overdue
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.ui import entry_row, moments, painting
from desktop_crm.ui.entry_row import EntryWords
from desktop_crm.ui.form import joined
from desktop_crm.ui.table import ROW_ROLE
from desktop_crm.ui.theme import color, px

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
BOX = 18
PRIORITY_TONES = {"urgent": "bad", "high": "warn"}


@dataclass(frozen=True, slots=True)
class DayHeading:
    """A line between days, or between people."""

    title: str
    count: int


Entry = DayHeading | ReminderLine
WHEN_ROLE = ROW_ROLE + 1


def under_days(lines: Sequence[ReminderLine]) -> list[Entry]:
    """The lines under “Overdue”, their days, “Some day”."""
    groups: dict[str, list[ReminderLine]] = {}
    for line in lines:
        groups.setdefault(_heading(line), []).append(line)
    found: list[Entry] = []
    for title, members in groups.items():
        found += [DayHeading(title, len(members)), *members]
    return found


def under_people(lines: Sequence[ReminderLine]) -> list[Entry]:
    """The lines under whoever is to do them, by name; nobody's at the end."""
    people = sorted({line.assignee for line in lines}, key=lambda name: (not name, fold(name)))
    found: list[Entry] = []
    for name in people:
        members = [line for line in lines if line.assignee == name]
        found += [DayHeading(name or _("Nobody in particular"), len(members)), *members]
    return found


def _heading(line: ReminderLine) -> str:
    if is_overdue(line) and line.due_on != clock.today():
        return _("Overdue")
    if line.due_on is None:
        return _("Some day")
    return day_title(line.due_on)


def day_title(day: date) -> str:
    """“Today”, “Tomorrow”, “18 November”."""
    if (day - clock.today()).days == 1:
        return _("Tomorrow")
    return moments.day_heading(day)


def when(line: ReminderLine, under_its_day: bool = True) -> str:
    """“10:00”; of what is late, or stands under no day, its day; of a whole day nothing."""
    today = line.due_on == clock.today()
    told = under_its_day and (today or not is_overdue(line))
    if line.due_on is not None and not told and not (today and line.due_at is not None):
        return moments.short_day(line.due_on)
    return moments.time_of_day(line.due_at) if line.due_at is not None else ""


class ReminderModel(QAbstractListModel):
    """What is shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.under_days = True

    def show_entries(self, entries: Sequence[Entry], under_days: bool = True) -> None:
        """Show these; *under_days*: the headings say the days."""
        self.beginResetModel()
        self.under_days = under_days
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Headings and reminders."""
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and isinstance(self.entries[index.row()], DayHeading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The entry, or its words."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ROW_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(entry, self.under_days)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, ReminderLine):
            return spoken(entry, self.under_days)
        if role == WHEN_ROLE and isinstance(entry, ReminderLine):
            return when(entry, self.under_days)
        return None


def spoken(entry: Entry, under_days: bool = True) -> str:
    """The entry in words."""
    if isinstance(entry, DayHeading):
        return f"{entry.title} ({entry.count})"
    state = _("Done") if entry.status == "done" else _("Overdue") if is_overdue(entry) else ""
    return joined([entry.title, when(entry, under_days), entry.who, _(REMINDER_KINDS[entry.kind]), state], ", ")


class ReminderDelegate(QStyledItemDelegate):
    """Draws them."""

    show_assignee = True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading has room above."""
        return entry_row.size(heading=isinstance(index.data(ROW_ROLE), DayHeading))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entry."""
        entry = index.data(ROW_ROLE)
        if isinstance(entry, DayHeading):
            ink = "bad" if entry.title == _("Overdue") else "text2"
            entry_row.heading(painter, option, f"{entry.title}  {entry.count}", ink)
        elif entry is not None:
            self._line(painter, option, entry, index.data(WHEN_ROLE))

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, entry: ReminderLine, at: str) -> None:
        area = entry_row.ground(painter, option)
        done, right = not entry.is_open, px(12)
        paint_box(painter, box_rect(option.rect, option.direction), checked=done)
        if (tone := PRIORITY_TONES.get(entry.priority)) and not done:
            name = _(PRIORITIES[entry.priority])
            wide = painting.chip_width(name)
            chip = entry_row.placed(option, area, area.width() - right - wide, wide)
            chip.setTop(chip.top() + (chip.height() - px(20)) // 2)
            chip.setHeight(px(20))
            painting.chip(painter, chip, name, tone)
            right += wide + px(8)
        people = joined([entry.who, entry.assignee if self.show_assignee else ""])
        words = EntryWords(at, entry.title, people, is_overdue(entry), done)
        entry_row.words(painter, option, area, words, px(38), right)


def box_rect(row: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Where the box to tick is."""
    side = px(BOX)
    place = QRect(row.x() + px(18), row.y() + (row.height() - side) // 2, side, side)
    return QStyle.visualRect(direction, row, place)


def paint_box(painter: QPainter, rect: QRect, *, checked: bool) -> None:
    """A box as the check boxes are."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("accent" if checked else "border_strong"), 1.5))
    painter.setBrush(color("accent" if checked else "surface"))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
    if checked:
        painting.draw_icon(painter, rect, "check", "on_accent", 14)
    painter.restore()


class ReminderList(QListView):
    """The list; a click on the box or Space ticks, Enter or a double click opens."""

    ticked = Signal(object)  # ReminderLine
    opened = Signal(object)  # ReminderLine
    edited = Signal(object)  # ReminderLine
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = ReminderModel(self)
        self.setModel(self.model_)
        self.delegate = ReminderDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self.menu_wanted.emit(self.viewport().mapToGlobal(point)))
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index))

    def show_lines(
        self, lines: Sequence[ReminderLine], under: Callable[[Sequence[ReminderLine]], Sequence[Entry]] = under_days
    ) -> None:
        """Show these *under* headings; who was selected stays so, or whoever comes in his place."""
        kept = {line.id for line in self.selected()}
        current = self.currentIndex().row()
        self.model_.show_entries(under(lines), under is under_days)
        picked = [
            row for row, entry in enumerate(self.model_.entries) if isinstance(entry, ReminderLine) and entry.id in kept
        ]
        for row in picked:
            self.selectionModel().select(self.model_.index(row), self.selectionModel().SelectionFlag.Select)
        if picked or current >= 0:
            self._make_current(picked[0] if picked else current)

    def _make_current(self, row: int) -> None:
        """The keyboard stands there, or at the nearest reminder after it."""
        entries = self.model_.entries
        rows = [number for number in range(len(entries)) if isinstance(entries[number], ReminderLine)]
        if rows:
            place = next((number for number in rows if number >= row), rows[-1])
            self.selectionModel().setCurrentIndex(
                self.model_.index(place), self.selectionModel().SelectionFlag.NoUpdate
            )

    def selected(self) -> list[ReminderLine]:
        """The chosen ones, or the one that has the keyboard."""
        rows = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        found = [index.data(ROW_ROLE) for index in sorted(rows, key=lambda index: index.row())]
        return [entry for entry in found if isinstance(entry, ReminderLine)]

    def select_id(self, reminder_id: int) -> None:
        """Bring one to the front."""
        for row, entry in enumerate(self.model_.entries):
            if isinstance(entry, ReminderLine) and entry.id == reminder_id:
                self.setCurrentIndex(self.model_.index(row))
                self.scrollTo(self.model_.index(row))

    def _emit(self, signal: object, index: QModelIndex) -> None:
        entry = index.data(ROW_ROLE)
        if isinstance(entry, ReminderLine):
            signal.emit(entry)  # type: ignore[attr-defined]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks."""
        index = self.indexAt(event.position().toPoint())
        entry = index.data(ROW_ROLE) if index.isValid() else None
        if isinstance(entry, ReminderLine) and event.button() == Qt.MouseButton.LeftButton:
            box = box_rect(self.visualRect(index), self.layoutDirection()).adjusted(-8, -8, 8, 8)
            if box.contains(event.position().toPoint()):
                self.ticked.emit(entry)
                return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens, F2 edits."""
        chosen = self.selected()
        signals = {
            Qt.Key.Key_Space: self.ticked,
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_F2: self.edited,
        }
        signal = signals.get(Qt.Key(event.key()))
        if signal is None or not chosen or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        for line in chosen if signal is self.ticked else chosen[:1]:
            signal.emit(line)

    def viewportEvent(self, event: QEvent) -> bool:
        """The hand over the box."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            index = self.indexAt(event.position().toPoint())
            over = index.isValid() and box_rect(self.visualRect(index), self.layoutDirection()).contains(
                event.position().toPoint()
            )
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)
