"""The list as a table: columns that are chosen, moved and sized, cells that are changed in place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.contacts.cell_editing import Options, TableDelegate, Write
from desktop_crm.ui.table import Column, RowsModel
from desktop_crm.ui.theme import px, theme

NARROWEST = 0.6  # of the width a column should have
LEAVES_FIRST = ("position", "city", "email")  # where room is short


class TableFace(QTableView):
    """Rows of contacts, one column for each field chosen."""

    columns_changed = Signal()  # shown, moved or sized
    sort_wanted = Signal(str)

    def __init__(
        self, model: RowsModel, selection: QItemSelectionModel, options: Options, write: Write, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.rows = model
        self._wanted: dict[str, int] = {}  # width of each column by code; where there is no room they are narrower
        self._left_out: set[str] = set()  # codes of columns that are wanted and have no room
        self._fitting = False
        self.setModel(model)
        self.setSelectionModel(selection)
        self.setItemDelegate(TableDelegate(self, options, write))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(px(36))
        head.setSortIndicatorShown(True)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(lambda number: self.sort_wanted.emit(self.columns[number].sort))
        head.sectionMoved.connect(lambda *_args: self.columns_changed.emit())
        head.sectionResized.connect(self._sized)
        self.look_changed()
        self.apply({}, ())

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of the model."""
        return self.rows.columns

    def shown_columns(self) -> list[Column]:
        """Columns that were chosen, from the leading side; also those that have no room now."""
        head = self.horizontalHeader()
        order = (head.logicalIndex(place) for place in range(head.count()))
        return [self.columns[number] for number in order if self.is_wanted(number)]

    def apply(self, widths: Mapping[str, int], order: Sequence[str]) -> None:
        """Widths by code (0 = hidden) and the order of codes; what is not named is as usual."""
        head = self.horizontalHeader()
        self._left_out = set()
        with QSignalBlocker(head):
            for number, column in enumerate(self.columns):
                width = widths.get(column.code, column.width if column.shown else 0)
                self.setColumnHidden(number, width <= 0 and number > 0)
                own = column.code in widths and width > 0
                self._wanted[column.code] = width if own else px(column.width)
            places = {column.code: number for number, column in enumerate(self.columns)}
            for place, code in enumerate(code for code in order if code in places):
                head.moveSection(head.visualIndex(places[code]), place)
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """The columns as wide as they are wanted; words a little narrower where that spares scrolling.

        Numbers and days are never cut, titles neither, and a width that somebody chose is kept. Where even the
        narrowest need more room than there is, what matters least is left out until there is.
        """
        self._fitting = True
        for code in self._left_out:
            self.setColumnHidden(self._number_of(code), False)
        self._left_out = set()
        wide, ratio, soft = self._widths()
        for code in LEAVES_FIRST:
            if sum(self._narrowed(wide, ratio, soft).values()) <= self.viewport().width():
                break
            if code in wide and self._wanted[code] == px(self.columns[self._number_of(code)].width):  # nobody sized it
                self.setColumnHidden(self._number_of(code), True)
                self._left_out.add(code)
                wide, ratio, soft = self._widths()
        for code, width in self._narrowed(wide, ratio, soft).items():
            self.setColumnWidth(self._number_of(code), width)
        self._fitting = False

    def _number_of(self, code: str) -> int:
        return next(number for number, column in enumerate(self.columns) if column.code == code)

    @staticmethod
    def _narrowed(wide: Mapping[str, int], ratio: float, soft: Collection[str]) -> dict[str, int]:
        return {code: int(width * (ratio if code in soft else 1.0)) for code, width in wide.items()}

    def _widths(self) -> tuple[dict[str, int], float, set[str]]:
        """What each shown column wants, by how much those narrow that may, and which these are."""
        head = self.horizontalHeader()
        shown = [column for column in self.shown_columns() if column.code not in self._left_out]
        wide = {column.code: self._wanted.get(column.code, px(column.width)) for column in shown}
        usual = {one.code for one in shown if wide[one.code] == px(one.width)}
        least = {one.code: head.sectionSizeHint(n) if one.code in usual else 0 for n, one in enumerate(self.columns)}
        wide = {code: max(width, least[code]) for code, width in wide.items()}
        soft = {one.code for one in shown if not one.tabular and one.code in usual}
        ratio = 1.0
        while soft and self.viewport().width():  # whose title needs more than its share no longer gives way
            words = sum(wide[code] for code in soft)
            room = self.viewport().width() - (sum(wide.values()) - words)
            ratio = min(1.0, max(NARROWEST, room / words))
            stiff = {code for code in soft if wide[code] * ratio < least[code]}
            if not stiff:
                break
            soft -= stiff
            wide |= {code: least[code] for code in stiff}
        return wide, ratio, soft

    def _sized(self, number: int, _before: int, now: int) -> None:
        head = self.horizontalHeader()
        last = head.visualIndex(number) == max(
            (head.visualIndex(place) for place in range(head.count()) if not self.isColumnHidden(place)), default=-1
        )
        if not self._fitting and now > 0 and not last:  # the last one takes what is left over
            self._wanted[self.columns[number].code] = now

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns follow the room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def is_wanted(self, number: int) -> bool:
        """Whether a column is shown, or would be if there were room."""
        return not self.isColumnHidden(number) or self.columns[number].code in self._left_out

    def kept(self) -> tuple[dict[str, int], list[str]]:
        """Widths by code (0 = hidden), and the codes in their order."""
        head = self.horizontalHeader()
        widths = {
            column.code: 0 if not self.is_wanted(number) else self._wanted.get(column.code, px(column.width))
            for number, column in enumerate(self.columns)
        }
        return widths, [self.columns[head.logicalIndex(place)].code for place in range(head.count())]

    def show_only(self, codes: Sequence[str]) -> None:
        """Exactly these columns, in this order."""
        widths = {column.code: 0 if column.code not in codes else px(column.width) for column in self.columns}
        now, _order = self.kept()
        self.apply({code: (now.get(code) or width) if width else 0 for code, width in widths.items()}, codes)
        self.columns_changed.emit()

    def show_column(self, code: str, shown: bool) -> None:
        """One column more or less."""
        for number, column in enumerate(self.columns):
            if column.code == code and number > 0:
                self._left_out.discard(code)
                self.setColumnHidden(number, not shown)
        self._fit()
        self.columns_changed.emit()

    def mark_sort(self, code: str, descending: bool) -> None:
        """The arrow in the heading."""
        number = next((n for n, column in enumerate(self.columns) if column.sort == code), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(number, order)

    def edit_current(self) -> bool:
        """F2: the cell in front, or the first of the row that can be changed."""
        current = self.currentIndex()
        if not current.isValid():
            return False
        codes = [column.code for column in self.shown_columns() if column.edit and column.code not in self._left_out]
        if not codes:
            return False
        if self.isColumnHidden(current.column()) or not self.columns[current.column()].edit:
            number = next(n for n, column in enumerate(self.columns) if column.code == codes[0])
            current = self.rows.index(current.row(), number)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(current, flags.NoUpdate)
        self.edit(current)
        return True

    def as_text(self, places: Sequence[int]) -> str:
        """Rows as tab-separated text under their headings."""
        columns = self.shown_columns()
        titles = [column.title if column.own_title else _(column.title) for column in columns]
        rows = [[column.text(self.rows.row_at(place)) for column in columns] for place in places]
        return "\n".join("\t".join(_one_line(cell) for cell in row) for row in (titles, *rows))

    def look_changed(self) -> None:
        """Density is another."""
        self.verticalHeader().setDefaultSectionSize(px(32 if theme().compact else 40))


def _one_line(text: str) -> str:
    return " ".join(text.split())
