"""What month and week share: a painted sheet with one day and one entry that have the keyboard, and dragging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from desktop_crm.base import clock
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.agenda import CalendarLine
from desktop_crm.ui.calendar import entries, faces


@dataclass(frozen=True)
class Place:
    """Where the mouse is: a day, and in a week its hour (``None``: the whole day, or the hour it has)."""

    day: date
    at: time | None = None
    has_hours: bool = False


def key_of(line: CalendarLine) -> tuple[str, int, date]:
    """What makes an entry the same after asking again."""
    return line.kind, line.record_id, line.day


class CalendarGrid(QAbstractScrollArea):
    """Shows lines on days; subclasses say where each stands (:meth:`lay_out`) and which place a point is."""

    opened = Signal(object)  # CalendarLine
    ticked = Signal(object)
    new_wanted = Signal(object)  # Place
    moved = Signal(object, object, object)  # CalendarLine, day, hour or None
    day_wanted = Signal(object)  # date: show all of it
    day_changed = Signal(object)  # date: the keyboard stands there
    menu_wanted = Signal(object, object)  # CalendarLine, QPoint

    step_hours = False  # Ctrl+Up and Ctrl+Down move by an hour, not by a week

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.days: list[date] = []
        self.day = clock.today()
        self.lines: dict[date, list[CalendarLine]] = {}
        self.current: CalendarLine | None = None
        self.spots: list[tuple[QRect, CalendarLine]] = []
        self.more_spots: list[tuple[QRect, date]] = []
        self._pressed: tuple[QPoint, CalendarLine] | None = None
        self.dragged: CalendarLine | None = None
        self.pointer = QPoint()

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_days(self, days: Sequence[date], day: date, lines: Sequence[CalendarLine]) -> None:
        """Show these; the entry that had the keyboard keeps it."""
        kept = key_of(self.current) if self.current is not None else None
        self.days, self.day = list(days), day
        self.lines = {}
        for line in lines:
            self.lines.setdefault(line.day, []).append(line)
        own = self.lines.get(day, [])
        self.current = next((line for line in own if key_of(line) == kept), own[0] if own else None)
        self.refresh()
        self.say()

    def refresh(self) -> None:
        """Lay out again and draw."""
        self.spots, self.more_spots = [], []
        self.lay_out()
        self.viewport().update()

    def lay_out(self) -> None:
        """Fill :attr:`spots`."""

    def place_at(self, point: QPoint) -> Place | None:
        """Which day (and hour) is there."""
        raise NotImplementedError

    def line_at(self, point: QPoint) -> CalendarLine | None:
        """Which entry is there; of several the one on top."""
        return next((line for rect, line in reversed(self.spots) if rect.contains(point)), None)

    def go_to(self, day: date) -> None:
        """The keyboard stands on *day*; one that is not shown is asked for by the page."""
        self.day = day
        own = self.lines.get(day, [])
        self.current = own[0] if own else None
        self.viewport().update()
        self.say()
        self.day_changed.emit(day)

    def say(self) -> None:
        """The screen reader says the day and what is on it."""
        own = self.lines.get(self.day, [])
        count = ngettext("{count} entry", "{count} entries", len(own)).format(count=len(own)) if own else _("Nothing")
        words = [f"{faces.day_name(self.day)}: {count}", *(entries.spoken(line) for line in own)]
        if self.current is not None and len(own) > 1:
            words.append(_("Selected: {title}").format(title=self.current.title))
        self.setAccessibleDescription(". ".join(words))

    # -- drawing ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, then what is being dragged."""
        painter = QPainter(self.viewport())
        self.paint_sheet(painter)
        if self.dragged is not None:
            rect = next((rect for rect, line in self.spots if line is self.dragged), QRect(0, 0, 120, 20))
            shown = QRect(0, 0, rect.width(), min(rect.height(), 40))
            shown.moveCenter(self.pointer)
            entries.paint(painter, shown, self.dragged, self.layoutDirection(), current=True)

    def paint_sheet(self, painter: QPainter) -> None:
        """Days, lines, entries."""

    def resizeEvent(self, event: object) -> None:
        """Another size."""
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme or font."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.refresh()
        super().changeEvent(event)

    def focusInEvent(self, event: object) -> None:
        """The ring is drawn."""
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        """The ring goes."""
        self.viewport().update()

    # -- mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses a day and an entry; an entry can be dragged from here."""
        point = event.position().toPoint()
        line, place = self.line_at(point), self.place_at(point)
        more = next((day for rect, day in self.more_spots if rect.contains(point)), None)
        if more is not None:
            self.day_wanted.emit(more)
            return
        if place is not None:
            self.go_to(place.day if line is None else line.day)
        if line is not None:
            self.current = line
            self.say()
            if event.button() == Qt.MouseButton.RightButton:
                self.menu_wanted.emit(line, event.globalPosition().toPoint())
            elif entries.can_move(line):
                self._pressed = (point, line)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging begins after a few pixels."""
        self.pointer = event.position().toPoint()
        if self._pressed is not None and self.dragged is None:
            far = (self.pointer - self._pressed[0]).manhattanLength()
            if far >= QApplication.startDragDistance():
                self.dragged = self._pressed[1]
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if self.dragged is not None:
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Dropped on a day, it moves there."""
        line, place = self.dragged, self.place_at(event.position().toPoint())
        self._stop_dragging()
        if line is not None and place is not None:
            at = place.at if place.has_hours else line.clock
            if (place.day, at) != (line.day, line.clock):
                self.moved.emit(line, place.day, at)

    def _stop_dragging(self) -> None:
        self._pressed = self.dragged = None
        self.viewport().unsetCursor()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the entry; on an empty place something new."""
        point = event.position().toPoint()
        line, place = self.line_at(point), self.place_at(point)
        self._stop_dragging()
        if line is not None:
            self.opened.emit(line)
        elif place is not None:
            self.new_wanted.emit(place)

    def viewportEvent(self, event: QEvent) -> bool:
        """The tip says the whole entry."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self.line_at(event.pos())
            QToolTip.showText(event.globalPos(), entries.spoken(line) if line is not None else "", self)
            return True
        return super().viewportEvent(event)

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go, with Shift through the entries of the day, with Ctrl they move the entry; Enter opens."""
        arrows = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        key, held = Qt.Key(event.key()), event.modifiers()
        line = self.current
        if key in arrows:
            across, down = arrows[key]
            if self.isRightToLeft():
                across = -across
            if held & Qt.KeyboardModifier.ControlModifier:
                self._shift(across, down)
            elif held & Qt.KeyboardModifier.ShiftModifier or (self.step_hours and down):
                self._choose(across + down)
            else:
                self.go_to(self.day + timedelta(days=across + 7 * down))
        elif key == Qt.Key.Key_Escape and self.dragged is not None:
            self._stop_dragging()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            self.opened.emit(line)
        elif key == Qt.Key.Key_Space and line is not None:
            self.ticked.emit(line)
        elif key == Qt.Key.Key_Menu and line is not None:
            rect = next((rect for rect, one in self.spots if one is line), QRect())
            self.menu_wanted.emit(line, self.viewport().mapToGlobal(rect.bottomLeft()))
        else:
            event.ignore()

    def _choose(self, by: int) -> None:
        own = self.lines.get(self.day, [])
        if own:
            place = own.index(self.current) if self.current in own else 0
            self.current = own[max(0, min(len(own) - 1, place + by))]
            self.show_current()
            self.viewport().update()
            self.say()

    def show_current(self) -> None:
        """Bring the chosen entry into sight."""

    def _shift(self, across: int, down: int) -> None:
        line = self.current
        if line is None or not entries.can_move(line):
            return
        day, at = line.day + timedelta(days=across), line.clock
        if down and self.step_hours and at is not None:
            minutes = max(0, min(23 * 60 + 45, at.hour * 60 + at.minute + 60 * down))
            at = time(minutes // 60, minutes % 60)
        elif down:
            day += timedelta(days=7 * down)
        if (day, at) != (line.day, line.clock):
            self.moved.emit(line, day, at)
