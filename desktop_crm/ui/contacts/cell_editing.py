"""Changing a cell in the table: the editor stays until the value is taken, and says why where it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from desktop_crm.base.errors import CrmError, VersionConflict
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import _
from desktop_crm.ui import painting
from desktop_crm.ui.cells import CellDelegate
from desktop_crm.ui.notices import announce
from desktop_crm.ui.table import ROW_ROLE, Column, Index, heading_of
from desktop_crm.ui.theme import SECONDARY, SEMIBOLD, color, font, px
from desktop_crm.ui.three_way import decide, words_of

Hint = QAbstractItemDelegate.EndEditHint
NO_DAY = QDate(1752, 9, 14)  # stands for “no date”
_ENDS = {Qt.Key.Key_Return: Hint.NoHint, Qt.Key.Key_Enter: Hint.NoHint}
_TABS = {Qt.Key.Key_Tab: Hint.EditNextItem, Qt.Key.Key_Backtab: Hint.EditPreviousItem}

Options = Callable[[str], tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Cell:
    """What is being changed, as it was when the editor was opened: colleagues may change the row meanwhile."""

    row_id: int
    name: str
    version: int
    column: Column
    seen: str


# (cell, value, taken, refused): writes and says how it went; where nobody is left to hear it, the window is told
Write = Callable[[Cell, str, Callable[[], None], Callable[[CrmError], None] | None], None]


class TableDelegate(CellDelegate):
    """Cells of the table of contacts, headings of groups, editors."""

    def __init__(self, view: QTableView, options: Options, write: Write) -> None:
        super().__init__(view)
        self._view = view
        self._options = options
        self._write = write
        self._cell: Cell | None = None  # while an editor is open
        self._begun = False  # the editor has what the cell held
        self._sent: str | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A heading runs over the whole row."""
        row = index.data(ROW_ROLE)
        if not heading_of(row):
            super().paint(painter, option, index)
            return
        painter.fillRect(option.rect, color("app"))
        head = self._view.horizontalHeader()
        if head.visualIndex(index.column()) == 0:
            area = QRect(option.rect)
            area.setWidth(max(area.width(), px(320)))
            heading(painter, area.adjusted(px(11), 0, 0, 0), row, option)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line, a choice or a date."""
        column = self._column(index)
        row = index.data(ROW_ROLE)
        self._cell = Cell(row.id, row.name, row.version, column, str(index.data() or ""))
        self._begun, self._sent = False, None
        made: QWidget
        if column.edit == "choice":
            made = self._choice(parent, column)
        elif column.edit == "date":
            made = self._date(parent)
        else:
            made = QLineEdit(parent)
        made.setAccessibleName(_(column.title))
        made.setAutoFillBackground(True)
        return made

    def _choice(self, parent: QWidget, column: Column) -> QComboBox:
        made = QComboBox(parent)
        made.addItem("", "")
        for code, words in self._options(column.code):
            made.addItem(words, code)
        return made

    def _date(self, parent: QWidget) -> QDateEdit:
        made = QDateEdit(parent)
        made.setMinimumDate(NO_DAY)
        made.setSpecialValueText(_("No date"))
        made.setCalendarPopup(True)
        made.setDisplayFormat("dd.MM.yyyy")
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is in the cell, once: what a colleague writes into it meanwhile does not overwrite what is typed."""
        if self._begun:
            return
        self._begun = True
        text = str(index.data() or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findText(text)))
        elif isinstance(editor, QDateEdit):
            day = _day(text)
            editor.setDate(day if day is not None else NO_DAY)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        """Values go through :meth:`_commit`, which waits for the answer."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole cell."""
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab write, Esc leaves it as it was, leaving the cell writes."""
        if not isinstance(editor, QWidget):
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_Escape:
                self._close(editor, Hint.RevertModelCache)
                return True
            if key in _ENDS or key in _TABS:
                self._commit(editor, _TABS.get(key, Hint.NoHint))
                return True
            return False
        if event.type() == QEvent.Type.FocusOut:
            inside = QApplication.focusWidget()
            if QApplication.activePopupWidget() is None and not (inside and editor.isAncestorOf(inside)):
                self._commit(editor, Hint.NoHint)
            return True
        return False

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """A row that goes away takes its editor along, but not what is typed there: leaving the cell writes."""
        cell, self._cell = self._cell, None
        value = _value(editor)
        if cell is not None and value not in (_as_value(editor, cell.seen), self._sent):
            self._write(cell, value, lambda: None, None)
        super().destroyEditor(editor, index)

    def _close(self, editor: QWidget, hint: Hint) -> None:
        self._cell = None
        self.closeEditor.emit(editor, hint)

    def _commit(self, editor: QWidget, hint: Hint) -> None:
        cell = self._cell
        if cell is None:
            return
        value = _value(editor)
        if value == _as_value(editor, cell.seen):
            self._close(editor, hint)
        elif value != self._sent:  # the same refused value is not sent twice
            self._send(editor, cell, value, hint)

    def _send(self, editor: QWidget, cell: Cell, value: str, hint: Hint) -> None:
        def refused(error: CrmError) -> None:
            if self._cell is not cell:
                return
            self._refused(editor, error.sentence)
            if isinstance(error, VersionConflict) and error.contested:
                words = {one.field: words_of(self._options(cell.column.code)) for one in error.contested}
                decide(self._view, error, words, partial(decided, error), editor.setFocus)

        def decided(error: VersionConflict, values: dict[str, object], theirs: frozenset[str]) -> None:
            one = error.contested[0]
            if theirs:
                self._close(editor, hint)
                return
            chosen = "" if values[one.field] is None else str(values[one.field])
            if chosen == cell.seen:
                chosen = _as_value(editor, chosen)
            self._cell = replace(cell, version=error.version, seen="" if one.theirs is None else str(one.theirs))
            self._send(editor, self._cell, chosen, hint)

        self._sent = value
        self._write(cell, value, lambda: self._close(editor, hint) if self._cell is cell else None, refused)

    def _refused(self, editor: QWidget, reason: str) -> None:
        editor.setProperty("wrong", "true")
        editor.style().unpolish(editor)
        editor.style().polish(editor)
        editor.setToolTip(reason)
        editor.setAccessibleDescription(reason)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(editor, reason)
        QToolTip.showText(editor.mapToGlobal(QPoint(0, editor.height())), reason, editor)

    def _column(self, index: Index) -> Column:
        column: Column = index.model().columns[index.column()]  # type: ignore[attr-defined]
        return column


def _value(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    if isinstance(editor, QDateEdit):
        return "" if editor.date() == NO_DAY else editor.date().toString("yyyy-MM-dd")
    return editor.text().strip() if isinstance(editor, QLineEdit) else ""


def _as_value(editor: QWidget, text: str) -> str:
    """The text of the cell as the editor gives it."""
    if isinstance(editor, QComboBox):
        return str(editor.itemData(max(0, editor.findText(text))) or "")
    if isinstance(editor, QDateEdit):
        day = _day(text)
        return day.toString("yyyy-MM-dd") if day is not None else ""
    return text


def _day(text: str) -> QDate | None:
    found = parse_day(text)
    if found is None:
        for pattern in ("d MMM yyyy", "dd.MM.yyyy"):
            shown = QDate.fromString(text, pattern)
            if shown.isValid():
                return shown
        return None
    return QDate(found.year, found.month, found.day)


def heading(painter: QPainter, area: QRect, row: object, option: QStyleOptionViewItem) -> None:
    """“Chișinău 12”."""
    painter.save()
    painter.setFont(font(SECONDARY, SEMIBOLD))
    painter.setPen(color("text2"))
    words = f"{heading_of(row)}  {getattr(row, 'count', '')}".strip()
    painting.line(painter, area, words, option.direction)
    painter.restore()
