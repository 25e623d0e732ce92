"""The board: a column for each group of states; cards move by drag, by menu and by Ctrl+← and Ctrl+→."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model.complaint_states import GROUPS
from desktop_crm.services.complaints import BoardColumn, ComplaintRow
from desktop_crm.ui import moments, painting
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.complaints.board_cards import MIME, CardDelegate, CardsModel
from desktop_crm.ui.complaints.marks import GROUP_TONES
from desktop_crm.ui.complaints.steps import ORDER, may_move
from desktop_crm.ui.theme import color, px, theme

LEAST_COLUMN = 190  # narrower they stand two by two


class Cards(QListView):
    """The cards of one column."""

    opened = Signal(object)  # id
    moved = Signal(object, int)  # row, to the column so many places on
    dropped = Signal(object, QPoint)  # id, place on the screen
    menu_wanted = Signal(object, QPoint)
    beside_wanted = Signal(int)  # the keyboard goes to the column so many places on

    def __init__(self, board: Board, group: str) -> None:
        super().__init__(board)
        self._board, self.group = board, group
        self.cards = CardsModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setObjectName("boardCards")
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # in a narrow column a card has more lines
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.activated.connect(lambda index: self.opened.emit(self.cards.rows[index.row()].id))
        self._target = False

    @property
    def current(self) -> ComplaintRow | None:
        """The card with the keyboard."""
        index = self.currentIndex()
        return self.cards.rows[index.row()] if index.isValid() and index.row() < len(self.cards.rows) else None

    def select_id(self, complaint_id: int) -> bool:
        """Go to a card, where it is here."""
        place = self.cards.place_of(complaint_id)
        if place >= 0:
            self.setCurrentIndex(self.cards.index(place, 0))
        return place >= 0

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With the keyboard one card is always chosen."""
        super().focusInEvent(event)
        self._board.was_in(self)
        if not self.currentIndex().isValid() and self.cards.rows:
            self.setCurrentIndex(self.cards.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → go to the next column, with Ctrl they take the card along; Enter opens."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if (event.key() == Qt.Key.Key_Right) != self.isRightToLeft() else -1
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if self.current is not None:
                    self.moved.emit(self.current, by)
            else:
                self.beside_wanted.emit(by)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current.id)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse, by the menu key, by Shift+F10."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if not index.isValid():
                return
            self.setCurrentIndex(index)
            place = event.globalPos()
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        if self.current is not None:
            self.menu_wanted.emit(self.current, place)

    # -- drag and drop ----------------------------------------------------------------------------------------------

    def _allowed(self, event: QDropEvent) -> bool:
        row = self._board.row_of(complaint_of(event))
        return row is not None and may_move(row, self.group)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only where a step leads here."""
        self._answer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Only where a step leads here."""
        self._answer(event)

    def _answer(self, event: QDragMoveEvent) -> None:
        self._mark(self._allowed(event))
        if self._target:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: object) -> None:
        """No longer over it."""
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """A step is wanted; the row comes here when it is taken."""
        self._mark(False)
        if self._allowed(event):
            self.dropped.emit(complaint_of(event), self.viewport().mapToGlobal(event.position().toPoint()))
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def _mark(self, on: bool) -> None:
        if on != self._target:
            self._target = on
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards; a ring where one may be dropped."""
        super().paintEvent(event)
        if self._target:
            painter = QPainter(self.viewport())
            painting.focus_ring(painter, self.viewport().rect().adjusted(2, 2, -2, -2), 8)

    def minimumSizeHint(self) -> QSize:
        """May be squeezed."""
        return QSize(px(80), px(80))


def complaint_of(event: QDropEvent) -> int:
    """The id that a drop brings; 0 where it is something else."""
    text = bytes(event.mimeData().data(MIME).data()).decode() if event.mimeData().hasFormat(MIME) else ""
    return int(text) if text.isdigit() else 0


class ColumnFrame(QFrame):
    """Heading with its count, cards, and a way to those that do not stand here."""

    def __init__(self, board: Board, group: str) -> None:
        super().__init__(board)
        self.group = group
        self.setObjectName("boardColumn")
        self.cards = Cards(board, group)
        self.dot = Dot(GROUP_TONES[group])
        self.title, self.count, self.late = QLabel(), QLabel(), QLabel()
        self.title.setProperty("type", "strong")
        self.count.setProperty("type", "secondary")
        self.late.setProperty("type", "caption")
        self.late.setProperty("tone", "bad")
        self.add = tool_button("plus", lambda: board.new_wanted.emit())
        self.more = Button("", "link", lambda: board.all_wanted.emit(group))
        self.more.hide()
        head = QHBoxLayout()
        head.setContentsMargins(px(12), px(4), px(4), 0)
        head.setSpacing(px(8))
        for widget in (self.dot, self.title, self.count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.late)
        head.addSpacing(0 if group == "new" else px(8))
        head.addStrut(px(34))
        head.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(4), 0, px(4))
        layout.setSpacing(px(4))
        layout.addLayout(head)
        self.add.setVisible(group == "new")  # in the frame by now: shown before, it would be a window of its own
        layout.addWidget(self.cards, 1)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column: BoardColumn | None = None

    def show_column(self, column: BoardColumn) -> None:
        """Its cards and counts."""
        self.column = column
        self.cards.cards.show(column.rows)
        self.retranslate()

    def retranslate(self) -> None:
        """Words of now."""
        title = _(GROUPS[self.group][0])
        self.title.setText(title)
        name(self.add, _("New complaint"))
        self.setMinimumHeight(px(160))
        column = self.column
        count = column.count if column is not None else 0
        self.count.setText(moments.count_text(count))
        late = column.overdue if column is not None else 0
        self.late.setText(ngettext("{count} overdue", "{count} overdue", late).format(count=late) if late else "")
        rest = count - len(self.cards.cards.rows)
        self.more.setVisible(rest > 0)
        self.more.setText(_("{count} more in the table").format(count=moments.count_text(rest)) if rest > 0 else "")
        self.cards.setAccessibleName(f"{title}: {moments.count_text(count)}")


class Dot(QWidget):
    """The colour of a column; its name says the same."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedSize(px(8), px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A filled circle."""
        painter = QPainter(self)
        painting.filled(painter, self.rect(), color(self._tone), self.width() / 2)
        painter.end()


class Board(QWidget):
    """All columns."""

    opened = Signal(object)  # id
    moved = Signal(object, str, QPoint)  # row, group, place on the screen
    menu_wanted = Signal(object, QPoint)
    new_wanted = Signal()
    all_wanted = Signal(str)  # group

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = {group: ColumnFrame(self, group) for group in ORDER}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(12))
        self._across = 0
        self._last: Cards | None = None
        for column in self.columns.values():
            cards = column.cards
            cards.opened.connect(self.opened)
            cards.menu_wanted.connect(self.menu_wanted)
            cards.moved.connect(self._moved)
            cards.dropped.connect(lambda number, place, group=column.group: self._dropped(number, group, place))
            cards.beside_wanted.connect(lambda by, group=column.group: self._beside(group, by))
        theme().changed.connect(self._look_changed)
        self._arrange()

    def show_columns(self, columns: Sequence[BoardColumn]) -> None:
        """Fill them; the chosen card stays chosen, also in another column."""
        focused = self.focused
        chosen = focused.current.id if focused is not None and focused.current is not None else None
        for column in columns:
            self.columns[column.code].show_column(column)
        if chosen is not None:
            self.select_id(chosen, focus=True)

    @property
    def focused(self) -> Cards | None:
        """The column with the keyboard."""
        return next((one.cards for one in self.columns.values() if one.cards.hasFocus()), None)

    @property
    def current(self) -> ComplaintRow | None:
        """The card that has the keyboard, or had it last on the board."""
        cards = self.focused or self._last
        return cards.current if cards is not None else None

    def was_in(self, cards: Cards) -> None:
        """The keyboard came to a column."""
        self._last = cards

    def row_of(self, complaint_id: int) -> ComplaintRow | None:
        """A card by its id."""
        rows = (row for column in self.columns.values() for row in column.cards.cards.rows)
        return next((row for row in rows if row.id == complaint_id), None)

    def select_id(self, complaint_id: int, *, focus: bool = False) -> None:
        """Go to a card."""
        for column in self.columns.values():
            if column.cards.select_id(complaint_id):
                self._last = column.cards
                if focus:
                    column.cards.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def take_focus(self) -> None:
        """The keyboard to the first column that has cards."""
        first = next((one for one in self.columns.values() if one.cards.cards.rows), self.columns[ORDER[0]])
        first.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _beside(self, group: str, by: int) -> None:
        place = ORDER.index(group) + by
        while 0 <= place < len(ORDER):
            cards = self.columns[ORDER[place]].cards
            if cards.cards.rows:
                cards.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            place += by

    def _moved(self, row: ComplaintRow, by: int) -> None:
        place = ORDER.index(row.group) + by
        if 0 <= place < len(ORDER):
            cards = self.columns[row.group].cards
            where = cards.viewport().mapToGlobal(cards.visualRect(cards.currentIndex()).center())
            self.moved.emit(row, ORDER[place], where)

    def _dropped(self, complaint_id: int, group: str, place: QPoint) -> None:
        row = self.row_of(complaint_id)
        if row is not None:
            self.moved.emit(row, group, place)

    def _arrange(self) -> None:
        """All in a row; two by two where it is narrow."""
        across = len(ORDER) if self.width() >= px(LEAST_COLUMN) * len(ORDER) else 2
        if across != self._across:
            self._across = across
            for number, column in enumerate(self.columns.values()):
                self._grid.addWidget(column, number // across, number % across)
            for number in range(len(ORDER)):
                self._grid.setColumnStretch(number, 1 if number < across else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        self._arrange()
        super().resizeEvent(event)

    def _look_changed(self) -> None:
        for column in self.columns.values():
            column.cards.doItemsLayout()

    def retranslate(self) -> None:
        """Words of now."""
        for column in self.columns.values():
            column.retranslate()
            column.cards.doItemsLayout()
