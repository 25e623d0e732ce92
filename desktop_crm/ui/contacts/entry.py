"""One entry of the history, painted: disc, heading, words, chips for what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QToolButton, QWidget

from desktop_crm.base import clock
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_KINDS, INTERACTION_STATES
from desktop_crm.services.history_lines import InteractionLine, ReminderLine
from desktop_crm.ui import icons, moments, painting
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.contacts.entry_body import EntryBody
from desktop_crm.ui.form import joined
from desktop_crm.ui.theme import BODY, CAPTION, SEMIBOLD, color, font, px

LOOKS = {
    "call": ("phone", "info"),
    "meeting": ("users", "ok"),
    "visit": ("map-pin", "ok"),
    "email": ("mail", "neutral"),
    "letter": ("mail", "neutral"),
    "sms": ("message-circle", "info"),
    "messenger": ("message-circle", "info"),
    "web_form": ("globe", "violet"),
    "note": ("sticky-note", "neutral"),
    "other": ("circle-check", "neutral"),
}
CALL_ICONS = {"in": "phone-incoming", "out": "phone-outgoing"}
STATE_TONES = {"planned": "warn", "not_reached": "bad", "cancelled": "neutral"}
# kinds that have words of their own for each direction
DIRECTED = {
    ("email", "in"): N_("E-mail received"),
    ("email", "out"): N_("E-mail sent"),
    ("call", "in"): N_("Incoming call"),
    ("call", "out"): N_("Outgoing call"),
}
DISC = 28
LEFT = 44
_GAP = 4


@dataclass(frozen=True, slots=True)
class EntryChip:
    """A chip under an entry: its words, its tone, and what a click does (“file:<id>”, “step:<id>”, "")."""

    text: str
    tone: str
    dot: bool = False
    link: str = ""


def heading(entry: InteractionLine, owner: int) -> str:
    """“Call · 6 min · Offer · Ana Rusu”; the name on the card of somebody else only."""
    kind = _(DIRECTED.get((entry.kind, entry.direction)) or INTERACTION_KINDS.get(entry.kind, entry.kind))
    length = ""
    if entry.duration_minutes:
        length = ngettext("{count} min", "{count} min", entry.duration_minutes).format(count=entry.duration_minutes)
    return joined([kind, length, entry.subject, entry.who if entry.contact_id != owner else ""])


def detail(entry: InteractionLine, owner: int) -> str:
    """“With Ion Ceban, Olga · Chișinău”."""
    names = [one.name for one in entry.people if one.id != owner] + [one.name for one in entry.colleagues]
    said = entry.direction not in DIRECTIONS or (entry.kind, entry.direction) in DIRECTED
    direction = "" if said else _(DIRECTIONS[entry.direction])
    return joined(
        [
            direction,
            entry.reached_at,
            _("with {names}").format(names=", ".join(names)) if names else "",
            entry.place,
        ]
    )


def step_chip(step: ReminderLine) -> EntryChip:
    """“Follow up 27 Nov”; done ones say so."""
    if step.status == "done":
        return EntryChip(_("Done: {what}").format(what=step.title), "ok", link=f"step:{step.id}")
    if step.due_on is None:
        return EntryChip(step.title, "warn", True, f"step:{step.id}")
    late = step.due_on < clock.today()
    text = _("{what} · {day}").format(what=step.title, day=moments.short_day(step.due_on))
    return EntryChip(text, "bad" if late else "warn", True, f"step:{step.id}")


def chips_of(entry: InteractionLine) -> list[EntryChip]:
    """State, outcome, next steps, complaints, files."""
    chips = []
    if entry.state in STATE_TONES:
        chips.append(EntryChip(_(INTERACTION_STATES[entry.state]), STATE_TONES[entry.state], True))
    if entry.outcome:
        chips.append(EntryChip(entry.outcome, "info"))
    chips += [step_chip(step) for step in entry.steps if step.status != "cancelled"]
    for one in entry.complaints:
        chips.append(EntryChip(_("Complaint {number}").format(number=one.name), "bad", link=f"complaint:{one.id}"))
    chips += [EntryChip(file.name, "neutral", link=f"file:{file.id}") for file in entry.files]
    return chips


class Entry(QWidget):
    """One entry; long texts show three lines and “More”."""

    command = Signal(str)  # edit, delete, copy, menu, file:<id>, step:<id>, link:<url>

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry: InteractionLine | None = None
        self._owner = 0
        self._last = True
        self._pointed_out = False
        self.body = EntryBody()
        self._heading = self._detail = ""
        self._chips: list[EntryChip] = []
        self._places: list[tuple[QRect, EntryChip]] = []
        self._menu: QToolButton | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entry(self, entry: InteractionLine, owner: int, *, last: bool) -> None:
        """Which one; *last* of its day has no line below."""
        self.body.open = self.body.open and self.entry is not None and self.entry.id == entry.id
        self.body.show(entry.body)
        self.entry, self._owner, self._last = entry, owner, last
        self._heading, self._detail, self._chips = heading(entry, owner), detail(entry, owner), chips_of(entry)
        marks = [_("Pinned") if entry.pinned else "", _("Private") if entry.private else ""]
        words = [
            self._heading,
            self._time(),
            self._detail,
            self.body.text,
            *(chip.text for chip in self._chips),
            *marks,
        ]
        self.setAccessibleName(joined(words, ", "))
        self.updateGeometry()
        self.update()

    def _time(self) -> str:
        entry = self.entry
        if entry is None:
            return ""
        if entry.pinned:
            return moments.short_day(moments.day_of(entry.started_at, all_day=entry.all_day))
        return "" if entry.all_day else moments.time_of_day(entry.started_at)

    # -- measuring ----------------------------------------------------------------------------------------------

    def _arrange_chips(self, width: int) -> tuple[list[tuple[QRect, EntryChip]], int]:
        """Places of the chips from their own top, and the height of them all."""
        high, x, y = px(painting.CHIP_HEIGHT), px(LEFT), px(_GAP)
        places = []
        for chip in self._chips:
            wide = min(painting.chip_width(chip.text, dot=chip.dot), max(px(40), width - px(LEFT)))
            if x > px(LEFT) and x + wide > width:
                x, y = px(LEFT), y + high + px(_GAP)
            places.append((QRect(x, y, wide, high), chip))
            x += wide + px(_GAP)
        return places, (y + high + px(2) if places else 0)

    def hasHeightForWidth(self) -> bool:
        """Text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Heading, detail, text, chips, gap."""
        body, more = self.body.height(width - px(LEFT))
        line = px(18) if self._detail else 0
        return px(22) + line + body + (px(20) if more else 0) + self._arrange_chips(width)[1] + px(16)

    def sizeHint(self) -> QSize:
        """For its width."""
        return QSize(px(320), self.heightForWidth(max(self.width(), px(200))))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine."""
        return QSize(px(120), px(38))

    def _put(self, x: int, y: int, wide: int, high: int) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(x, y, wide, high))

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        entry = self.entry
        if entry is None:
            return
        painter = QPainter(self)
        icon, tone = LOOKS.get(entry.kind, LOOKS["other"])
        if entry.kind == "call":
            icon = CALL_ICONS.get(entry.direction, icon)
        painting.disc(painter, self._put(0, 0, px(DISC), px(DISC)), icon, tone)
        if not self._last:
            tail = self._put(px(DISC) // 2 - 1, px(DISC) + px(4), 2, self.height() - px(DISC) - px(8))
            painter.fillRect(tail, color("border"))
        self._paint_head(painter, entry)
        y = px(21)
        if self._detail:
            painter.setFont(font(CAPTION))
            painter.setPen(color("text3"))
            wide = self.width() - px(LEFT)
            painting.line(painter, self._put(px(LEFT), y, wide, px(18)), self._detail, self.layoutDirection())
            y += px(18)
        y = self._paint_body(painter, y)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._places = []
        for place, chip in self._arrange_chips(self.width())[0]:
            rect = self._put(place.x(), place.y() + y, place.width(), place.height())
            painting.chip(painter, rect, chip.text, chip.tone, dot=chip.dot, mirrored=mirrored)
            self._places.append((rect, chip))
        if self.hasFocus() or self._pointed_out:
            painting.focus_ring(painter, self.rect().adjusted(0, 0, 0, -px(8)), 6)

    def _paint_head(self, painter: QPainter, entry: InteractionLine) -> None:
        time, direction = self._time(), self.layoutDirection()
        painter.setFont(font(CAPTION, tabular=True))
        painter.setPen(color("text3"))
        taken = painter.fontMetrics().horizontalAdvance(time) + 2
        if self._menu is not None and not self._menu.isHidden():
            taken = max(taken, px(28))
        else:
            painting.line(painter, self._put(self.width() - taken, 0, taken, px(20)), time, direction, end=True)
        for mark, there in (("lock", entry.private), ("pin", entry.pinned)):
            if there:
                taken += px(18)
                place = self._put(self.width() - taken, 0, px(14), px(20))
                painting.draw_icon(painter, place, mark, "text3", icons.SMALL)
        painter.setFont(font(BODY, SEMIBOLD))
        painter.setPen(color("text"))
        wide = self.width() - px(LEFT)
        painting.line(painter, self._put(px(LEFT), 0, wide - taken - px(8), px(20)), self._heading, direction)

    def _paint_body(self, painter: QPainter, y: int) -> int:
        """Words, and “More”; gives where they end."""
        direction, wide = self.layoutDirection(), self.width() - px(LEFT)
        body, more = self.body.height(wide)
        if body:
            self.body.paint(painter, self._put(px(LEFT), y, wide, body), direction)
            y += body
        if more:
            painter.setFont(font(CAPTION, SEMIBOLD))
            painter.setPen(color("link"))
            text = _("Less") if self.body.open else _("More")
            painting.line(painter, self._put(px(LEFT), y, wide, px(18)), text, direction)
            y += px(20)
        return y

    def point_out(self, on: bool) -> None:
        """Whether what is being dragged would land here."""
        if on != self._pointed_out:
            self._pointed_out = on
            self.update()

    # -- mouse and keys -----------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """All of the text, or three lines."""
        if self.body.height(self.width() - px(LEFT))[1]:
            self.body.open = not self.body.open
            self.updateGeometry()
            self.update()

    def _link_at(self, point: QPoint) -> str:
        """What a click there opens: a chip, or a target in the text."""
        chip = next((chip.link for rect, chip in self._places if rect.contains(point) and chip.link), "")
        target = "" if chip else self.body.link_at(point)
        return chip or (f"link:{target}" if target else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a chip opens it, elsewhere unfolds."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        link = self._link_at(event.position().toPoint())
        if link:
            self.command.emit(link)
        else:
            self.toggle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks edit."""
        if not self._link_at(event.position().toPoint()):
            self.command.emit("edit")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be opened."""
        linked = self._link_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)
        self.setToolTip(linked.removeprefix("link:") if linked.startswith("link:") else "")  # where it really leads

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with it; the menu key asks the same."""
        self.command.emit("menu")

    def event(self, event: QEvent) -> bool:
        """F2, Del and Ctrl+C are meant for this entry, not for the contact."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete)
            if own or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space unfold, F2 edits, Del deletes, arrows go to the next."""
        keys = Qt.Key
        acts: dict[Qt.Key, Callable[[], None]] = {
            keys.Key_Return: self.toggle, keys.Key_Enter: self.toggle, keys.Key_Space: self.toggle,
            keys.Key_F2: partial(self.command.emit, "edit"), keys.Key_Delete: partial(self.command.emit, "delete"),
            keys.Key_Down: partial(self.command.emit, "next"), keys.Key_Up: partial(self.command.emit, "previous"),
        }  # fmt: skip
        if event.matches(QKeySequence.StandardKey.Copy):
            self.command.emit("copy")
        elif event.key() in acts and not event.modifiers():
            acts[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that something can be done."""
        if self._menu is None:
            self._menu = tool_button("ellipsis", lambda: self.command.emit("menu"))
            self._menu.setParent(self)
            self._menu.setObjectName("small")
            self._menu.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        name(self._menu, _("What can be done with the entry"))
        self._place_menu()
        self._menu.show()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """As before."""
        if self._menu is not None:
            self._menu.hide()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The menu stays in its corner."""
        self._place_menu()
        super().resizeEvent(event)

    def _place_menu(self) -> None:
        if self._menu is not None:
            self._menu.setGeometry(self._put(self.width() - px(24), -px(2), px(24), px(24)))
