"""The complaints as a table: columns that sort, rows in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem

from desktop_crm.base.i18n import N_, _
from desktop_crm.model.complaint import COMPLAINT_KINDS, COMPLAINT_PRIORITIES, SEVERITIES
from desktop_crm.model.complaint_states import STATES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import ComplaintFilter, ComplaintPage, ComplaintRow, complaint_rows
from desktop_crm.services.complaints.timing_words import longest_left
from desktop_crm.ui import moments
from desktop_crm.ui.cells import PADDING, CellDelegate, ground
from desktop_crm.ui.complaints.marks import CLOCK_TONES
from desktop_crm.ui.core import Core
from desktop_crm.ui.listed import ListedView
from desktop_crm.ui.painting import line
from desktop_crm.ui.table import ROW_ROLE, Column, Index, RowsModel
from desktop_crm.ui.theme import SEMIBOLD, color, font, px

LETTERS = {"number": 0, "subject": 0, "who": 17, "kind": 11, "severity": 10, "state": 0, "clock": 0, "priority": 11,
           "responsible": 15, "received": 13}  # 0: as wide as the widest, none is cut  # fmt: skip
WIDEST_NUMBER = "8888/2888"
SUBJECT = 26  # letters that it has at least before columns are left out
LEAVES_FIRST = ("kind", "priority", "received", "responsible", "severity")  # where room is short


@dataclass(frozen=True)
class Question:
    """Which rows, in which order."""

    wanted: ComplaintFilter
    sort: str = "number"
    descending: bool = True


def rows_of(session: CrmSession, question: Question, after: tuple[Any, ...] | None, limit: int) -> ComplaintPage:
    """A page of the table."""
    return complaint_rows(session, question.wanted, question.sort, question.descending, after, limit)


COLUMNS = (
    Column("number", N_("No."), lambda row: row.number, "number", tabular=True),
    Column("subject", N_("Subject"), lambda row: row.subject),
    Column("who", N_("Complainant"), lambda row: row.who),
    Column("kind", N_("Kind"), lambda row: _(COMPLAINT_KINDS[row.kind])),
    Column("severity", N_("Severity"), lambda row: _(SEVERITIES[row.severity])),
    Column("priority", N_("Priority"), lambda row: _(COMPLAINT_PRIORITIES[row.priority]), "priority"),
    Column("state", N_("State"), lambda row: _(STATES[row.state]), "state"),
    Column("clock", N_("Deadline"), lambda row: row.clock_text, "due",
           tip=lambda row: moments.full(row.due_at) if row.due_at is not None else ""),
    Column("responsible", N_("Responsible"), lambda row: row.responsible),
    Column("received", N_("Received"), lambda row: moments.short_day(moments.day_of(row.received_at)), "received"),
)  # fmt: skip


class _Cells(CellDelegate):
    """The clock in its tone; a voided complaint struck through."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        row: ComplaintRow | None = index.data(ROW_ROLE)
        code = COLUMNS[index.column()].code
        if row is None or (code not in ("subject", "clock") and row.state != "voided"):
            super().paint(painter, option, index)
            return
        ground(painter, option)
        letters = font(weight=SEMIBOLD) if code == "subject" else font()
        letters.setStrikeOut(row.state == "voided")
        painter.save()
        painter.setFont(letters)
        tone = CLOCK_TONES.get(row.clock_status, "text2") if code == "clock" else "text"
        painter.setPen(color("text2" if row.state == "voided" else tone))
        area = option.rect.adjusted(px(PADDING), 0, -px(PADDING), 0)
        line(painter, area, str(index.data() or ""), option.direction)
        painter.restore()


class TableFace(ListedView):
    """Sorted by a click on a heading; Enter opens, the menu key offers the steps."""

    opened = Signal(object)  # id
    menu_wanted = Signal(object, QPoint)
    sort_wanted = Signal(str)

    def __init__(self, core: Core) -> None:
        self.rows = RowsModel(core, COLUMNS, rows_of)
        super().__init__(self.rows, "")
        self.rows.setParent(self)
        self.setItemDelegate(_Cells(self))
        self.setProperty("framed", "true")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.sectionClicked.connect(self._sort)
        self.doubleClicked.connect(lambda _index: self._open())

    @property
    def current(self) -> ComplaintRow | None:
        """The row with the keyboard."""
        row: ComplaintRow | None = self.rows.row_at(self.currentIndex().row())
        return row

    def letters(self) -> list[int]:
        """What each column wants."""
        return [LETTERS[column.code] for column in COLUMNS]

    def fit(self) -> None:
        """What matters least is left out where room is short."""
        letter, room = self.fontMetrics().averageCharWidth(), self.viewport().width()
        wide = {code: count * letter for code, count in LETTERS.items()}
        measured = QFontMetrics(font(tabular=True))
        said = {"number": [WIDEST_NUMBER], "state": [_(text) for text in STATES.values()], "clock": longest_left()}
        for code, words in said.items():
            wide[code] = max(map(measured.horizontalAdvance, words)) + 2 * px(PADDING)
        hidden: set[str] = set()

        def wanted() -> int:
            return SUBJECT * letter + sum(one for code, one in wide.items() if code not in hidden)

        for code in LEAVES_FIRST:
            if wanted() <= room:
                break
            hidden.add(code)
        for number, column in enumerate(COLUMNS):
            self.setColumnHidden(number, column.code in hidden)
        self._share(room, {code: one for code, one in wide.items() if code not in hidden}, letter)

    def _share(self, room: int, wide: dict[str, int], letter: int) -> None:
        head = self.horizontalHeader()
        for number, column in enumerate(COLUMNS):
            if column.code in wide:
                wide[column.code] = max(wide[column.code], head.sectionSizeHint(number) + px(8))
        wide["subject"] = 0
        rest = max(room - sum(wide.values()), 16 * letter)
        wide["subject"] = rest
        for number, column in enumerate(COLUMNS):
            if column.code in wide:
                head.resizeSection(number, wide[column.code])

    def mark_sort(self, sort: str, descending: bool) -> None:
        """The arrow in the heading."""
        number = next((n for n, column in enumerate(COLUMNS) if column.sort == sort), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(number, order)

    def _sort(self, number: int) -> None:
        if COLUMNS[number].sort:
            self.sort_wanted.emit(COLUMNS[number].sort)
        else:  # the arrow stays where it was
            question = self.rows.question
            self.mark_sort(question.sort, question.descending)

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse, by the menu key."""
        place = event.globalPos()
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.current is not None:
            self.menu_wanted.emit(self.current, place)
