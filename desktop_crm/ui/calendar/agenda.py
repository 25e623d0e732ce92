"""The agenda: what comes, under its days; a painted list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.agenda import CalendarLine
from desktop_crm.ui import entry_row, painting
from desktop_crm.ui.calendar import entries, faces
from desktop_crm.ui.calendar.grid import key_of
from desktop_crm.ui.entry_row import EntryWords
from desktop_crm.ui.table import ROW_ROLE
from desktop_crm.ui.theme import color, px

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
OF_PAGE = (Qt.Key.Key_Home, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class DayLine:
    """Heading of a day."""

    day: date


class AgendaModel(QAbstractListModel):
    """Headings and entries."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[DayLine | CalendarLine] = []

    def show_lines(self, lines: Sequence[CalendarLine]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = []
        for line in lines:
            if not self.rows or self.rows[-1].day != line.day:
                self.rows.append(DayLine(line.day))
            self.rows.append(line)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """All of them."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        heading = index.isValid() and isinstance(self.rows[index.row()], DayLine)
        return Qt.ItemFlag.ItemIsEnabled | (Qt.ItemFlag.NoItemFlags if heading else Qt.ItemFlag.ItemIsSelectable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, or its words."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return faces.day_name(row.day) if isinstance(row, DayLine) else entries.spoken(row)
        return None


class AgendaDelegate(QStyledItemDelegate):
    """Draws them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading has room above."""
        return entry_row.size(heading=isinstance(index.data(ROW_ROLE), DayLine))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row = index.data(ROW_ROLE)
        if isinstance(row, DayLine):
            ink = "link" if entries.is_today(row.day) else "text2"
            entry_row.heading(painter, option, faces.day_name(row.day), ink)
            return
        area = entry_row.ground(painter, option)
        mark = entry_row.placed(option, area, px(8), px(4)).adjusted(0, px(8), 0, -px(8))
        painting.filled(painter, mark, color(entries.tone(row)), 2)
        late = row.overdue and not row.done
        when = _("Overdue") if late and row.clock is None else entries.hour(row)
        words = EntryWords(when, row.title, row.who, late, row.done)
        entry_row.words(painter, option, area, words, px(20), px(12))


class AgendaList(QListView):
    """Enter or a double click opens, Space ticks."""

    opened = Signal(object)
    ticked = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.model_ = AgendaModel(self)
        self.setModel(self.model_)
        self.delegate = AgendaDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda _index: self._open())

    @property
    def current(self) -> CalendarLine | None:
        """The entry that has the keyboard."""
        row = self.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, CalendarLine) else None

    def show_lines(self, lines: Sequence[CalendarLine]) -> None:
        """Show these; who had the keyboard keeps it."""
        kept = key_of(self.current) if self.current is not None else None
        self.model_.show_lines(lines)
        rows = [number for number, row in enumerate(self.model_.rows) if isinstance(row, CalendarLine)]
        same = [number for number in rows if key_of(self.model_.rows[number]) == kept]  # type: ignore[arg-type]
        if rows:
            self.setCurrentIndex(self.model_.index((same or rows)[0]))

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _menu(self, point: QPoint) -> None:
        if self.current is not None:
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and pages belong to the calendar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Space and self.current is not None:
            self.ticked.emit(self.current)
        elif event.key() in OF_PAGE or (event.text().isalpha() and not event.modifiers()):
            event.ignore()
        else:
            super().keyPressEvent(event)
