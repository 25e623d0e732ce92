"""The page of complaints: the book as a board or as a table, and the card of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import (
    BoardColumn,
    ComplaintFilter,
    ComplaintRow,
    TreeRow,
    complaint_board,
    complaint_counts,
    tree_rows,
)
from desktop_crm.services.complaints.rows import complaint_rows
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.complaints import registering
from desktop_crm.ui.complaints.board import Board
from desktop_crm.ui.complaints.card import ComplaintView
from desktop_crm.ui.complaints.filter_bar import OF_TABLE, FilterBar
from desktop_crm.ui.complaints.steps import begin_step, move_to, step_menu
from desktop_crm.ui.complaints.table_face import Question, TableFace
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.page import Page
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

TABLES = ("complaint", "contact", "choice", "operator", "corrective_action")
Facts = tuple[dict[str, int], tuple[TreeRow, ...], bool]


def book_facts(session: CrmSession) -> Facts:
    """Counts of the chips, categories to choose from, whether there is any complaint at all."""
    anything = bool(complaint_rows(session, ComplaintFilter("all"), limit=1).rows)
    return complaint_counts(session), tree_rows(session, "complaint_category"), anything


class ComplaintsPage(Page):
    """The book of complaints."""

    shortcut_names = ("edit", "delete", "find", "refresh", "table_face", "back")

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.primary = ("new_complaint", N_("New complaint"))
        self.sort, self.descending = "number", True
        self._select: int | None = None

    def pieces(self) -> Iterator[None]:
        """The two faces, then the card."""
        self.filters = FilterBar(self)
        self.board = Board(self)
        yield
        self.table = TableFace(self.core)
        self.empty = EmptyState("message-circle-warning", self)
        self.begin: Button = self.empty.add_button("plus", self.new, primary=True)
        self.none = EmptyState("list-filter", self)
        self.forget: Button = self.none.add_button("", self._show_everything)
        yield
        self.card = ComplaintView(self.window_, self)
        yield
        self._lay_out()
        self._connect()
        self.filters.show_face(table=self.window_.settings.window.get("complaints_table") is True)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)  # from the page inwards: whatever moves with its children is dressed again
        layout.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(self)
        layout.addWidget(self._stack)
        self._book = QWidget(self._stack)
        self._faces = QStackedWidget(self._book)
        for widget in (self.board, self.table, self.none):
            self._faces.addWidget(widget)
        book = QVBoxLayout(self._book)
        book.setContentsMargins(px(24), px(16), px(24), px(16))
        book.setSpacing(px(12))
        book.addWidget(self.filters)
        book.addWidget(self._faces, 1)
        for part in (self._book, self.card, self.empty):
            self._stack.addWidget(part)

    def _connect(self) -> None:
        self.filters.changed.connect(lambda _wanted: self.ask())
        self.filters.face_wanted.connect(self.show_table)
        self.filters.command_wanted.connect(self.window_.act)
        self.board.opened.connect(self.open)
        self.board.moved.connect(partial(move_to, self.window_))
        self.board.menu_wanted.connect(self._menu)
        self.board.new_wanted.connect(self.new)
        self.board.all_wanted.connect(self._show_column)
        self.table.opened.connect(self.open)
        self.table.menu_wanted.connect(self._menu)
        self.table.sort_wanted.connect(self._sort)
        self.table.rows.loaded.connect(self._rows_came)
        self.table.rows.refreshed.connect(self._rows_came)
        self.card.back_wanted.connect(self.back)
        self.card.complaint_wanted.connect(self.open)

    # -- what is shown ----------------------------------------------------------------------------------------------

    @property
    def as_table(self) -> bool:
        """Which face is in front."""
        return self.filters.face.isChecked()

    def on_shown(self, *, complaint: int | None = None, which: str = "", new: bool = False, **_more: Any) -> None:
        """*complaint*: its card; *which*: that chip; *new*: the form."""
        if complaint is not None:
            self.open(complaint)
            return
        if which:
            self.filters.show_filter(ComplaintFilter(which))
            self.filters.show_face(table=self.as_table or which in OF_TABLE)
            self._stack.setCurrentWidget(self._book)
        self.ask()
        if new:
            self.new()
        elif self._stack.currentWidget() is self._book:
            self._take_focus()

    def _take_focus(self) -> None:
        if self.as_table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.board.take_focus()

    def ask(self) -> None:
        """Ask for what is shown."""
        wanted = self.filters.wanted
        if self.as_table:
            self.table.mark_sort(self.sort, self.descending)
            self.table.rows.ask(Question(wanted, self.sort, self.descending))
        else:
            self.core.ask(self, complaint_board, wanted, then=self._columns_came, key="board")
        self.core.ask(self, book_facts, then=self._facts_came, key="facts")

    def _columns_came(self, columns: tuple[BoardColumn, ...]) -> None:
        self.board.show_columns(columns)
        if self._select is not None:
            self.board.select_id(self._select, focus=self._stack.currentWidget() is self._book)
            self._select = None
        self._show_face(any(column.count for column in columns))

    def _rows_came(self) -> None:
        self.table.fit()
        rows = self.table.rows
        if rows.rowCount() and (self._select is not None or not self.table.currentIndex().isValid()):
            self.table.selectRow(max(0, rows.place_of(self._select or 0)))
        self._select = None
        self._show_face(bool(rows.rowCount()))

    def _show_face(self, anything: bool) -> None:
        narrowed = not self.filters.is_usual or self.filters.wanted.which != "open"
        face: QWidget = self.table if self.as_table else self.board
        if not anything and (narrowed or self.as_table):
            face = self.none
        self._faces.setCurrentWidget(face)
        self._say_none()

    def _facts_came(self, facts: Facts) -> None:
        counts, categories, anything = facts
        self.filters.show_counts(counts)
        self.filters.show_categories(categories)
        self.set_heading(_("Complaints"), counts["open"])
        if self._stack.currentWidget() is not self.card:
            before = self._stack.currentWidget()
            self._stack.setCurrentWidget(self._book if anything else self.empty)
            if before is self.empty and anything:
                self._take_focus()
            elif not anything and before is not self.empty:
                self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_changes(self, changes: Changes) -> None:
        """Ask again; the card for itself."""
        self.card.on_changes(changes)
        if changes.touched(*TABLES):
            self._refresh()

    def _refresh(self) -> None:
        if self.as_table and self.table.rows.question is not None:
            self.table.rows.refresh()
            self.core.ask(self, book_facts, then=self._facts_came, key="facts")
        else:
            self.ask()

    def show_table(self, on: bool) -> None:
        """The other face; the chosen complaint stays chosen."""
        row = self.board.current if on else self.table.current
        self._select = row.id if row is not None else None
        self.filters.show_face(table=on)
        self.window_.remember(complaints_table=on)
        self._faces.setCurrentWidget(self.table if on else self.board)
        self.ask()
        self._take_focus()

    def _show_column(self, group: str) -> None:
        """All of one column, in the table."""
        self.filters.show_filter(replace(self.filters.wanted, which="all", group=group))
        self.filters.show_face(table=True)
        self.ask()

    def _show_everything(self) -> None:
        self.filters.show_filter(ComplaintFilter("all" if self.as_table else "open"))
        self.ask()

    def _sort(self, sort: str) -> None:
        if sort == self.sort:
            self.descending = not self.descending
        else:
            self.sort, self.descending = sort, sort in ("number", "received", "priority")
        self.ask()

    # -- verbs ------------------------------------------------------------------------------------------------------

    def open(self, complaint_id: int) -> None:
        """The card of a complaint, in place of the list."""
        self._select = complaint_id
        self.card.open(complaint_id)
        self._stack.setCurrentWidget(self.card)
        self.card.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        """The list again, where one was."""
        if self._stack.currentWidget() is not self.card:
            return
        self.card.leave()
        self._select = self.card.complaint_id
        self._stack.setCurrentWidget(self._book)
        self._take_focus()
        self.ask()

    def new(self) -> None:
        """The form of registration."""
        registering.new(self.window_)

    def _menu(self, row: ComplaintRow, place: QPoint) -> None:
        step_menu(self.window_, row, self, self.open).popup(place)

    @property
    def current(self) -> ComplaintRow | None:
        """The chosen complaint of the list."""
        return self.table.current if self.as_table else self.board.current

    def _void(self) -> None:
        chosen = self.card.complaint_id if self._on_card else self.current.id if self.current is not None else None
        if chosen is not None:
            begin_step(self.window_, chosen, "void")

    @property
    def _on_card(self) -> bool:
        return self._stack.currentWidget() is self.card

    def on_action(self, name: str) -> bool:
        """Keys and menu entries."""
        if self._on_card and name in ("edit", "refresh"):
            return self.card.on_action(name)
        actions: dict[str, Callable[[], object]] = {
            "new_complaint": self.new,
            "find": self._find,
            "refresh": self._refresh,
            "table_face": lambda: self.show_table(not self.as_table),
            "edit": lambda: self.open(self.current.id) if self.current is not None else None,
            "delete": self._void,
            "back": self.back,
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    def _find(self) -> None:
        self.back()
        self.filters.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.finder.selectAll()

    def on_leaving(self) -> None:
        """What is being typed on the card is saved."""
        self.card.leave()

    def _say_none(self) -> None:
        wanted = self.filters.wanted
        if wanted == ComplaintFilter("overdue"):
            self.none.set_text(_("Nothing is overdue"), _("Every complaint is within its terms."))
        else:
            self.none.set_text(_("No complaint like this"), _("Nothing in the book fits what is asked for above."))
        self.forget.setText(_("Show everything"))
        self.forget.setVisible(wanted != ComplaintFilter("all" if self.as_table else "open"))

    def retranslate(self) -> None:
        """Words of now."""
        self.set_heading(_("Complaints"), self.count)
        self.filters.retranslate()
        self.board.retranslate()
        self.table.setAccessibleName(_("Complaints"))
        self.table.rows.retranslate()
        self.card.retranslate()
        self.empty.set_text(
            _("No complaints yet"),
            _("Whatever customers complain about is kept here with its number, its deadlines and what was done."),
        )
        self.begin.setText(_("New complaint"))
        self._say_none()
        if self.core.database is not None and self.isVisible():
            self.ask()
