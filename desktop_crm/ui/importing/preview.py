"""The first rows of the file as they are; a click on a row makes it the one with the column names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, overload

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui import theme
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView

CELL_LENGTH = 120
ABOVE, HEADER, DATA = "above", "header", "data"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the file: a title above, the column names, or data."""

    number: int
    cells: Sequence[Any]
    place: str

    def text(self, column: int) -> str:
        """A cell in one line."""
        value = self.cells[column] if column < len(self.cells) else None
        return "" if value is None else str(value).replace("\n", " ")[:CELL_LENGTH]


class PreviewRows(Sequence[PreviewRow]):
    """All rows of a source: those up to the header, then the data; made when looked at."""

    def __init__(self, source: Any) -> None:
        header = -1 if source.header_row is None else source.header_row + 1
        top = [(number, row) for number, row in getattr(source, "top", ()) if number <= header]
        self._head = [PreviewRow(number, row, HEADER if number == header else ABOVE) for number, row in top]
        self._rows, self._numbers = source.rows, source.row_numbers

    def __len__(self) -> int:
        return len(self._head) + len(self._rows)

    @overload
    def __getitem__(self, index: int) -> PreviewRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[PreviewRow]: ...

    def __getitem__(self, index: int | slice) -> PreviewRow | list[PreviewRow]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        if index < len(self._head):
            return self._head[index]
        index -= len(self._head)
        return PreviewRow(self._numbers[index], self._rows[index], DATA)


class PreviewModel(ListedModel):
    """The row with the column names stands out."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Ink and ground by the place of the row."""
        if index.isValid() and role in (
            Qt.ItemDataRole.FontRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.AccessibleTextRole,
        ):  # fmt: skip
            row: PreviewRow = self.row_at(index.row())
            if role == Qt.ItemDataRole.FontRole and row.place == HEADER:
                return theme.font(theme.BODY, theme.SEMIBOLD)
            if role == Qt.ItemDataRole.ForegroundRole:
                return theme.color({HEADER: "link", ABOVE: "text3"}.get(row.place, "text"))
            if role == Qt.ItemDataRole.AccessibleTextRole and row.place == HEADER:
                return _("Column name: {name}").format(name=super().data(index))
        return super().data(index, role)


class Preview(ListedView):
    """Enter, Space or a double click makes the current row the header."""

    def __init__(self, chosen: Callable[[int], None], parent: QWidget | None = None) -> None:
        self.rows = PreviewModel(())
        super().__init__(self.rows, "", parent)
        self._chosen = chosen
        self._choosable: frozenset[int] = frozenset()
        self.setProperty("framed", "true")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSelectionMode(ListedView.SelectionMode.SingleSelection)

    def show_source(self, source: Any) -> None:
        """Show the rows of *source*."""
        columns = [ListedColumn(N_("Row"), lambda row: str(row.number), width=8, tabular=True)]
        columns += [
            ListedColumn(header, partial(_cell, number), width=18, words_of_file=True)
            for number, header in enumerate(source.headers)
        ]
        self._choosable = frozenset(number for number, _row in getattr(source, "top", ()))
        self.rows.beginResetModel()
        self.rows.columns = tuple(columns)
        self.rows.endResetModel()
        self.rows.show(PreviewRows(source))
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the row that was clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            self._take(self.indexAt(event.position().toPoint()))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            row: PreviewRow = self.rows.row_at(index.row())
            if row.place != HEADER and row.number in self._choosable:
                self._chosen(row.number - 1)


def _cell(column: int, row: PreviewRow) -> str:
    return row.text(column)
