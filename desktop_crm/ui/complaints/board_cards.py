"""The cards of the board: rows of one column, and how each is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.model.complaint import SEVERITIES
from desktop_crm.model.complaint_states import STATES
from desktop_crm.services.complaints import ComplaintRow
from desktop_crm.services.person_names import initials
from desktop_crm.ui import moments, painting
from desktop_crm.ui.complaints.marks import CLOCK_TONES, SEVERITY_TONES, USUAL_SEVERITY
from desktop_crm.ui.form import joined
from desktop_crm.ui.table import ROW_ROLE
from desktop_crm.ui.theme import BODY, CAPTION, SECONDARY, SEMIBOLD, color, font, px, theme

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-desktop-crm-complaint"
LINE, PAD, GAP = 22, 12, 8
CLOCK = 20  # its icon, and the room beside it


def words_of(row: ComplaintRow) -> str:
    """A card read aloud."""
    severity = _(SEVERITIES.get(row.severity, ""))
    return joined([row.number, row.subject, row.who, severity, _(STATES[row.state]), row.clock_text], ", ")


class CardsModel(QAbstractListModel):
    """The cards of one column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[ComplaintRow] = []

    def show(self, rows: Sequence[ComplaintRow]) -> None:
        """These."""
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def place_of(self, complaint_id: int) -> int:
        """Where a complaint is; -1 elsewhere."""
        return next((number for number, row in enumerate(self.rows) if row.id == complaint_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Cards."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the delegate, words for the others."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words_of(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            due = moments.full(row.due_at) if row.due_at is not None else ""
            return "\n".join(filter(None, (row.subject, row.who, joined([row.clock_text, due]))))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards are dragged to other columns."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        """Only complaints."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the card, and its words for other programs."""
        made = QMimeData()
        if indexes:
            row = self.rows[indexes[0].row()]
            made.setData(MIME, str(row.id).encode())
            made.setText(f"{row.number} {row.subject}")
        return made


@dataclass(frozen=True)
class _Shape:
    """How the words of a card are laid so that none of state and clock is cut: in a narrow column on further lines."""

    state_below: bool  # on a line of its own
    clock_lines: int

    @property
    def lines(self) -> int:
        """Of the whole card."""
        return (1 if theme().compact else 3) + self.state_below + self.clock_lines


def shape_of(row: ComplaintRow, wide: int) -> _Shape:
    """The shape of a card whose words have so much room."""
    words = QFontMetrics(font(CAPTION, tabular=True)).horizontalAdvance(joined([row.number, _(STATES[row.state])]))
    severity = _severity(row)
    taken = painting.chip_width(severity) + px(GAP) if severity else 0
    clock = QFontMetrics(font(CAPTION, SEMIBOLD)).horizontalAdvance(row.clock_text)
    return _Shape(not theme().compact and words > wide - taken, 2 if clock > wide - px(CLOCK) else 1)


def _severity(row: ComplaintRow) -> str:
    return _(SEVERITIES[row.severity]) if row.severity in SEVERITIES and row.severity != USUAL_SEVERITY else ""


class CardDelegate(QStyledItemDelegate):
    """Number and state, severity where it is not the usual one; subject; customer; clock."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Four lines, two when compact; more where the column is too narrow for its words."""
        row, cards = index.data(ROW_ROLE), self.parent()
        room = cards.viewport().width() if isinstance(cards, QAbstractItemView) else option.rect.width()
        lines = shape_of(row, room - 2 * (px(GAP) + px(PAD))).lines if row is not None else 4
        return QSize(px(120), px(LINE) * lines + 2 * px(PAD) + px(GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        row: ComplaintRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        area = option.rect.adjusted(px(GAP), 0, -px(GAP), -px(GAP))
        self._ground(painter, option, area)
        inner = area.adjusted(px(PAD), px(PAD), -px(PAD), -px(PAD))
        direction = option.direction
        shape = shape_of(row, inner.width())

        def put(x: int, line: int, wide: int, lines: int = 1) -> QRect:
            return QStyle.visualRect(
                direction, inner, QRect(inner.x() + x, inner.y() + line * px(LINE), wide, lines * px(LINE))
            )

        self._first(painter, put, inner.width(), row, shape, direction)
        at = 1 + shape.state_below
        if not theme().compact:
            painter.setFont(font(BODY, SEMIBOLD))
            painter.setPen(color("text"))
            painting.line(painter, put(0, at, inner.width()), row.subject, direction)
            self._who(painter, put, at + 1, inner.width(), row, direction)
            at += 2
        self._clock(painter, put, at, inner.width(), row, shape, direction)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus
        over = option.state & QStyle.StateFlag.State_MouseOver
        painter.setBrush(color("selected" if chosen else "hover" if over else "surface"))
        painter.setPen(QPen(color("border"), 1))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, area, 8)

    def _first(self, painter, put, wide, row, shape, direction) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        chip = _severity(row)
        taken = 0
        if chip:
            taken = painting.chip_width(chip)
            place = put(wide - taken, 0, taken)
            high = px(painting.CHIP_HEIGHT)
            place = QRect(place.x(), place.y() + (place.height() - high) // 2, taken, high)
            painting.chip(painter, place, chip, SEVERITY_TONES[row.severity])
            taken += px(GAP)
        painter.setFont(font(CAPTION, tabular=True))
        painter.setPen(color("text2"))
        second = row.subject if theme().compact else _(STATES[row.state])
        if shape.state_below:
            painting.line(painter, put(0, 1, wide), second, direction)
            second = ""
        painting.line(painter, put(0, 0, wide - taken), joined([row.number, second]), direction)

    def _who(self, painter, put, line, wide, row, direction) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        left = 0
        if row.contact_id is not None:
            place, side = put(0, line, px(20)), px(20)
            square = QRect(place.x(), place.y() + (place.height() - side) // 2, side, side)
            organisation = row.contact_kind == "organisation"
            letters = initials(row.who, organisation=organisation)
            painting.avatar(painter, square, row.contact_id, letters, person=not organisation)
            left = side + px(8)
        painter.setFont(font(SECONDARY))
        painter.setPen(color("text2"))
        who = row.who or ("" if row.hidden else _("Anonymous"))
        painting.line(painter, put(left, line, wide - left), who, direction)

    def _clock(self, painter, put, line, wide, row, shape, direction) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        if not row.clock_text:
            return
        tone = CLOCK_TONES.get(row.clock_status, "text2")
        painting.draw_icon(painter, put(0, line, px(14)), "clock", tone, 14)
        painter.setFont(font(CAPTION, SEMIBOLD))
        painter.setPen(color(tone))
        place = put(px(CLOCK), line, wide - px(CLOCK), shape.clock_lines)
        if shape.clock_lines == 1:
            painting.line(painter, place, row.clock_text, direction)
        else:
            painter.setLayoutDirection(painting.own_direction(row.clock_text))
            flags = painting.leading(direction) | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(place.translated(0, px(3)), int(flags), row.clock_text)
