"""One model for all lists: rows come in keyset pages through the door, and a refresh keeps place and selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_crm.base.i18n import _
from desktop_crm.ui.core import Core
from desktop_crm.ui.theme import font

ROW_ROLE = Qt.ItemDataRole.UserRole + 1  # the whole row, for delegates
FIRST_PAGE = 200
LARGEST_PAGE = 1000

_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
Index = QModelIndex | QPersistentModelIndex


class RowLike(Protocol):
    """A row of a list."""

    @property
    def id(self) -> int:
        """Its record."""


class PageLike(Protocol):
    """Some rows, and where the next begin."""

    @property
    def rows(self) -> Sequence[Any]:
        """In order."""

    @property
    def next(self) -> tuple[Any, ...] | None:
        """``None`` at the end."""


@dataclass(frozen=True)
class Column:
    """One column: how a row becomes text."""

    code: str
    title: str  # marked with N_
    text: Callable[[Any], str]
    sort: str = ""  # what the service calls this order; "" = cannot be sorted by
    end: bool = False  # numbers stand at the end of the cell
    tabular: bool = False
    width: int = 140
    shown: bool = True  # unless the user chose otherwise
    tip: Callable[[Any], str] | None = None
    edit: str = ""  # how a cell is changed: text, choice, date; "" = not here
    own_title: bool = False  # the title is the firm's own word: shown as it is


PageQuery = Callable[..., PageLike]  # (session, question, after, limit)


def heading_of(row: Any) -> str:
    """What a heading of a group says; rows have none."""
    heading: str = getattr(row, "heading", "")
    return heading


class RowsModel(QAbstractTableModel):
    """Rows of one question. ``ask`` puts the question, ``refresh`` puts it again."""

    loaded = Signal()  # the first page of a new question is there
    refreshed = Signal()  # the rows of the same question are up to date again

    def __init__(self, core: Core, columns: Sequence[Column], query: PageQuery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._core = core
        self._query = query
        self._question: Any = None
        self._rows: list[Any] = []
        self._next: tuple[Any, ...] | None = None
        self._asking = False
        self._page = FIRST_PAGE
        self._fresh: list[Any] = []
        self._wanted = FIRST_PAGE

    # -- questions --------------------------------------------------------------------------------------------------

    @property
    def question(self) -> Any:
        """The question put last."""
        return self._question

    @property
    def complete(self) -> bool:
        """Whether all rows are here."""
        return self._next is None and not self._asking

    def ask(self, question: Any) -> None:
        """Show the rows of *question*; what is shown stays until they arrive."""
        self._question = question
        self._asking = True
        self._page = FIRST_PAGE
        self._put(None, FIRST_PAGE, self._begin)

    def refresh(self) -> None:
        """Ask again for what is shown, keeping the place."""
        if self._question is None:
            return
        self._asking = True
        self._fresh = []
        self._wanted = max(FIRST_PAGE, len(self._rows))
        self._put(None, min(self._wanted, LARGEST_PAGE), self._collect)

    def _put(self, after: tuple[Any, ...] | None, limit: int, then: Callable[[PageLike], None]) -> None:
        self._core.ask(self, self._query, self._question, after, limit, then=then, failed=self._gave_up, key="rows")

    def _gave_up(self, error: Any) -> None:
        self._asking = False
        self._core.refused.emit(error)

    def _begin(self, page: PageLike) -> None:
        self.beginResetModel()
        self._rows = list(page.rows)
        self._next, self._asking = page.next, False
        self.endResetModel()
        self.loaded.emit()

    def _collect(self, page: PageLike) -> None:
        """As many rows again as are shown, in pages that hold nobody up."""
        self._fresh += page.rows
        if page.next is not None and len(self._fresh) < self._wanted:
            self._put(page.next, min(self._wanted - len(self._fresh), LARGEST_PAGE), self._collect)
        else:
            self._next, self._asking = page.next, False
            self._merge(self._fresh)

    def _merge(self, new: list[Any]) -> None:
        old_ids, new_ids = [row.id for row in self._rows], [row.id for row in new]
        if old_ids != new_ids:
            self._remove_missing(set(new_ids))
            self._take_order(new)
            self._insert_new(new)
        for number, (before, after) in enumerate(zip(self._rows, new, strict=True)):
            if before != after:
                self._rows[number] = after
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))
        self.refreshed.emit()

    def _remove_missing(self, kept: set[int]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._rows[last].id in kept:
                last -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].id not in kept:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _take_order(self, new: list[Any]) -> None:
        place = {row.id: number for number, row in enumerate(new)}
        wanted = sorted(self._rows, key=lambda row: place[row.id])
        if [row.id for row in wanted] == [row.id for row in self._rows]:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].id for index in before]
        self._rows = wanted
        now = {row.id: number for number, row in enumerate(wanted)}
        after = [self.index(now[row_id], index.column()) for row_id, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert_new(self, new: list[Any]) -> None:
        here = {row.id for row in self._rows}
        first = 0
        while first < len(new):
            if new[first].id in here:
                first += 1
                continue
            last = first
            while last + 1 < len(new) and new[last + 1].id not in here:
                last += 1
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = new[first : last + 1]
            self.endInsertRows()
            first = last + 1

    # -- what views ask ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Rows loaded so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All columns, also hidden ones."""
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more rows behind."""
        return not parent.isValid() and self._next is not None and not self._asking

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; pages grow, so that who runs to the end gets there."""
        if not self.canFetchMore(parent):
            return
        self._asking = True
        self._core.ask(
            self,
            self._query,
            self._question,
            self._next,
            self._page,
            then=self._append,
            failed=self._gave_up,
            key="rows",
        )
        self._page = min(self._page * 2, LARGEST_PAGE)

    def _append(self, page: PageLike) -> None:
        known = {row.id for row in self._rows[-LARGEST_PAGE:]}  # a row that moved meanwhile may come twice
        fresh = [row for row in page.rows if row.id not in known]
        self._next, self._asking = page.next, False
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows += fresh
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell, and the row itself for delegates."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if heading_of(row):
            return heading_of(row) if role in _WORDS and not index.column() else None
        if role in _WORDS:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.end else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and column.tabular:
            return font(tabular=True)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip is not None:
            return column.tip(row) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings of groups are passed over; cells that can be changed here are editable."""
        row = self.row_at(index.row())
        if row is None or heading_of(row):
            return Qt.ItemFlag.NoItemFlags
        editable = Qt.ItemFlag.ItemIsEditable if self.columns[index.column()].edit else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            column = self.columns[section]
            return column.title if column.own_title else _(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].end else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns behind those that both have; selection and place stay."""
        same = next(
            (n for n, (a, b) in enumerate(zip(self.columns, columns, strict=False)) if a.code != b.code),
            min(len(self.columns), len(columns)),
        )
        if same < len(self.columns):
            self.beginRemoveColumns(QModelIndex(), same, len(self.columns) - 1)
            self.columns = self.columns[:same]
            self.endRemoveColumns()
        if same < len(columns):
            self.beginInsertColumns(QModelIndex(), same, len(columns) - 1)
            self.columns = tuple(columns)
            self.endInsertColumns()

    # -- for pages --------------------------------------------------------------------------------------------------

    def row_at(self, number: int) -> Any:
        """The row at a place, or ``None``."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, record_id: int) -> int:
        """Where a record is among the loaded rows; -1 if it is not."""
        return next((number for number, row in enumerate(self._rows) if row.id == record_id), -1)

    def retranslate(self) -> None:
        """Say everything again in the language of now."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
