"""A list in groups: heading, then rows of icon, title, detail and hint, with the matched letters bold."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.ui import icons, theme
from desktop_crm.ui.painting import own_direction

Index = QModelIndex | QPersistentModelIndex
Spans = tuple[tuple[str, bool], ...]  # text, matched
ROLE = Qt.ItemDataRole.UserRole
BLANK = " "  # room for an icon, without one
ROW_HEIGHT = 44
HEADING_HEIGHT = 28
_PAD = 12
_ICON = 18
_NO_INDEX = QModelIndex()


def plain(text: str) -> Spans:
    """*text* with nothing matched."""
    return ((text, False),) if text else ()


@dataclass(frozen=True)
class ListRow:
    """One line; a heading cannot be chosen."""

    title: Spans
    detail: Spans = ()
    icon: str = ""
    hint: str = ""
    value: Any = field(default=None, compare=False)
    heading: bool = False
    recent: str = ""  # how it is remembered among what was chosen lately

    @property
    def words(self) -> str:
        """Everything on it, for the screen reader."""
        parts = ("".join(text for text, _bold in self.title), "".join(text for text, _bold in self.detail), self.hint)
        return ", ".join(part for part in parts if part)


def heading(title: str) -> ListRow:
    """The title of a group."""
    return ListRow(plain(title), heading=True)


class GroupedModel(QAbstractListModel):
    """The lines shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[ListRow] = ()

    def show(self, rows: Sequence[ListRow]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line itself for the delegate, its words for the reader."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are only read."""
        if index.isValid() and self.rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class GroupedDelegate(QStyledItemDelegate):
    """Draws the lines, mirrored where the language runs from right to left."""

    def __init__(self, row_height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._row_height = row_height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Heights by the user's font."""
        row: ListRow = index.data(ROLE)
        font = QFontMetrics(theme.font()).height()
        return QSize(
            200, max(theme.px(HEADING_HEIGHT), font + 8) if row.heading else max(theme.px(self._row_height), font + 8)
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        row: ListRow = index.data(ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._heading(painter, option, row)
        else:
            self._row(painter, option, row)
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
        painter.setFont(theme.font(theme.CAPTION, theme.SEMIBOLD))
        painter.setPen(theme.color("text3"))
        area = option.rect.adjusted(6, 4, -6, 0)
        align = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, align, row.title[0][0] if row.title else "")

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
        pad, icon, gap = theme.px(_PAD), theme.px(_ICON), theme.px(12)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if selected else "hover"))
            painter.drawRoundedRect(option.rect.adjusted(0, 1, 0, -1), 8, 8)
        area = option.rect.adjusted(pad, 0, -pad, 0)

        def placed(left: int, width: int) -> QRect:
            box = QRect(area.left() + left, area.top(), width, area.height())
            return QStyle.visualRect(option.direction, area, box)

        left = 0
        if row.icon:
            left = icon + gap
        if row.icon.strip():
            box = placed(0, icon)
            picture = icons.pixmap(
                row.icon, "text" if selected else "text2", _ICON, painter.device().devicePixelRatio()
            )
            painter.drawPixmap(box.left(), box.center().y() - icon // 2 + 1, picture)
        small = theme.font(theme.SECONDARY)
        hint = row.hint
        right = area.width()
        if hint:
            width = QFontMetrics(small).horizontalAdvance(hint)
            painter.setFont(small)
            painter.setPen(theme.color("text2"))
            painter.drawText(placed(right - width, width), Qt.AlignmentFlag.AlignCenter, hint)
            right -= width + gap
        weight = theme.REGULAR if any(matched for _text, matched in row.title) else theme.MEDIUM
        left = self._spans(painter, placed, row.title, theme.font(theme.BODY, weight), "text", left, right)
        self._spans(painter, placed, row.detail, small, "text2", left + gap, right)

    def _spans(
        self, painter: QPainter, placed: Any, spans: Spans, font: QFont, token: str, left: int, right: int
    ) -> int:
        """Draw *spans* from *left*, elided at *right*; gives where they end."""
        pieces: list[tuple[str, QFont, str, int]] = []
        room = right - left
        for text, matched in spans:
            used = QFont(font)
            if matched:
                used.setWeight(theme.SEMIBOLD)
            metrics = QFontMetrics(used)
            width = metrics.horizontalAdvance(text)
            if width > room:
                text, width = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room)), max(0, room)
            if width <= 0:
                break
            pieces.append((text, used, "text" if matched else token, width))
            room -= width
        total = sum(width for *_rest, width in pieces)
        block: QRect = placed(left, total)
        direction = own_direction("".join(text for text, _matched in spans))
        painter.setLayoutDirection(direction)
        backwards = direction == Qt.LayoutDirection.RightToLeft
        x = block.right() + 1 if backwards else block.left()
        for text, used, ink, width in pieces:
            x -= width if backwards else 0
            painter.setFont(used)
            painter.setPen(theme.color(ink))
            painter.drawText(QRect(x, block.top(), width + 1, block.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += 0 if backwards else width
        return left + total


class GroupedList(QListView):
    """The list; arrows skip the headings."""

    def __init__(self, parent: QWidget | None = None, row_height: int = ROW_HEIGHT) -> None:
        super().__init__(parent)
        self.setObjectName("paletteList")
        self.rows = GroupedModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(GroupedDelegate(row_height, self))
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other lines, the first one chosen."""
        self.rows.show(rows)
        self.move_choice(0, first=True)

    @property
    def choice(self) -> ListRow | None:
        """The line chosen now."""
        index = self.currentIndex()
        row: ListRow | None = index.data(ROLE) if index.isValid() else None
        return None if row is None or row.heading else row

    def choose(self, row: int) -> None:
        """Choose one line."""
        self.setCurrentIndex(self.rows.index(row))

    def move_choice(self, by: int, *, first: bool = False) -> None:
        """Up or down over the headings, round at the ends."""
        rows = self.rows.rows
        order = [number for number, row in enumerate(rows) if not row.heading]
        if not order:
            return
        here = self.currentIndex().row()
        place = 0 if first or here not in order else (order.index(here) + by) % len(order)
        self.choose(order[place])
        if place == 0:
            self.scrollToTop()

    def content_height(self) -> int:
        """Height that shows everything."""
        return sum(self.sizeHintForRow(row) for row in range(len(self.rows.rows))) + 2 * self.frameWidth()
