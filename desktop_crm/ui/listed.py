"""Tables of the wizard: any number of plain values behind one model, and the view that shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui import theme
from desktop_crm.ui.cells import PADDING, CellDelegate

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
ROW_HEIGHT = 40
LEAST_LETTERS = 36


@dataclass(frozen=True)
class ListedColumn:
    """One column: its title (``N_``), the text of a row, and the token of its ink where it is not the usual one."""

    title: str
    text: Callable[[Any], str]
    tone: Callable[[Any], str] | None = None
    width: int = 0  # in average letters; 0 = takes the rest
    whole: bool = False  # as wide as its widest words: of a table of a few lines
    strong: bool = False
    tabular: bool = False  # figures stand under figures
    words_of_file: bool = False  # the title stands in the file: it is shown as it is

    @property
    def shown_title(self) -> str:
        """The title in the language in force."""
        return self.title if self.words_of_file else _(self.title)


class ListedModel(QAbstractTableModel):
    """Rows that are all in memory already; a filter is a list of positions, so 100,000 rows cost nothing twice."""

    def __init__(self, columns: Sequence[ListedColumn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Sequence[Any] = ()
        self._shown: Sequence[int] = range(0)

    def show(self, rows: Sequence[Any], keep: Callable[[Any], bool] | None = None) -> None:
        """Show *rows*, or those of them that *keep* wants."""
        self.beginResetModel()
        self._rows = rows
        self._shown = range(len(rows)) if keep is None else [i for i, row in enumerate(rows) if keep(row)]
        self.endResetModel()

    def row_at(self, row: int) -> Any:
        """The value in the line *row*."""
        return self._rows[self._shown[row]]

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Lines shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, ink and tip of a cell."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(self.row_at(index.row()))
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            tone = column.tone(self.row_at(index.row()))
            return theme.color(tone) if tone else None
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(theme.BODY, theme.SEMIBOLD if column.strong else theme.REGULAR, tabular=column.tabular)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].shown_title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None

    def retranslate(self) -> None:
        """Say titles and cells in the language in force."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.columns) - 1))


class ListedView(QTableView):
    """A table to read: whole rows, no grid, copies as tab-separated text."""

    def __init__(self, model: QAbstractTableModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self._empty_text = ""
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(theme.px(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(theme.px(40))
        header.setFixedHeight(theme.px(ROW_HEIGHT))

    def say_when_empty(self, text: str) -> None:
        """What stands where no row is."""
        self._empty_text = text
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Rows, or why there are none."""
        super().paintEvent(event)
        if self._empty_text and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.color("text2"))
            area = self.viewport().rect().adjusted(24, 16, -24, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self._empty_text)

    def selectRow(self, row: int) -> None:
        """Select one line only; Qt's own goes by the keys held, and finds no column from right to left."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def chosen_lines(self) -> list[int]:
        """The selected lines, in order; by ranges, so that 100,000 of them cost nothing."""
        return sorted({line for part in self._ranges() for line in range(part.top(), part.bottom() + 1)})

    def chosen_count(self) -> int:
        """How many lines are selected."""
        return sum(part.height() for part in self._ranges())

    def _ranges(self) -> list[QItemSelectionRange]:
        chosen = self.selectionModel().selection()
        return [chosen.at(number) for number in range(chosen.count())]

    def letters(self) -> list[int]:
        """How many letters each column wants; 0 = the rest."""
        return [column.width for column in getattr(self.model(), "columns", ())]

    def fit(self) -> None:
        """Share the width: each column the letters it wants; narrower where room is short, titles still whole."""
        header, letter = self.horizontalHeader(), self.fontMetrics().averageCharWidth()
        letters, room = self.letters(), self.viewport().width()
        if not letters or room <= 0:
            return
        least = [header.sectionSizeHint(number) for number in range(len(letters))]
        for number, column in enumerate(getattr(self.model(), "columns", ())):
            if isinstance(column, ListedColumn) and column.whole:
                least[number] = max(least[number], self.sizeHintForColumn(number) + theme.px(2 * PADDING - 6))
        wanted = [max(wide * letter, hint) for wide, hint in zip(letters, least, strict=True)]
        free = [number for number, wide in enumerate(letters) if not wide]
        rest = room - sum(wide for number, wide in enumerate(wanted) if number not in free)
        for number in free:
            wanted[number] = max(rest // len(free), LEAST_LETTERS * letter)
        more = sum(wanted) - sum(least)  # than the titles need
        if free and sum(wanted) > room and more > 0:
            scale = max(0.0, room - sum(least)) / more
            wanted = [hint + int((wide - hint) * scale) for wide, hint in zip(wanted, least, strict=True)]
            wanted[free[-1]] += max(0, room - sum(wanted))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for number, wide in enumerate(wanted):
            header.resizeSection(number, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected lines as a sheet would take them."""
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = sorted({index.row() for index in self.selectionModel().selectedRows()})
            columns = range(self.model().columnCount())
            cells = (
                "\t".join(str(self.model().index(line, column).data() or "") for column in columns) for line in lines
            )
            QGuiApplication.clipboard().setText("\n".join(cells))
        else:
            super().keyPressEvent(event)
