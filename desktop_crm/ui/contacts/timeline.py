"""The history of a contact: day headings, tinted discs, lines between entries of one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model.interaction import INTERACTION_KINDS, INTERACTION_STATES
from desktop_crm.services.contact_cards import InteractionLine
from desktop_crm.ui import moments, painting
from desktop_crm.ui.buttons import Button
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
STATE_TONES = {"planned": "warn", "not_reached": "bad", "cancelled": "neutral"}
DISC = 28
LEFT = 44
BODY_LINES = 3


def heading(entry: InteractionLine, owner: int) -> str:
    """“Call · 6 min · Offer · Ana Rusu”; the name on the card of her firm only."""
    kind = _(INTERACTION_KINDS.get(entry.kind, entry.kind))
    length = ""
    if entry.duration_minutes:
        length = ngettext("{count} min", "{count} min", entry.duration_minutes).format(count=entry.duration_minutes)
    return joined([kind, length, entry.subject, entry.who if entry.contact_id != owner else ""])


class Entry(QWidget):
    """One entry, painted; long texts show three lines and “More”."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry: InteractionLine | None = None
        self._last = True
        self._open = False
        self._heading = ""
        self._measured: tuple[object, tuple[int, bool]] = (None, (0, False))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entry(self, entry: InteractionLine, owner: int, *, last: bool) -> None:
        """Which one; *last* of its day has no line below."""
        self._open = self._open and self.entry is not None and self.entry.id == entry.id
        self.entry, self._last, self._heading = entry, last, heading(entry, owner)
        self.setAccessibleName(joined([self._heading, self._time(), entry.body], ", "))
        self.updateGeometry()
        self.update()

    def _time(self) -> str:
        entry = self.entry
        return "" if entry is None or entry.all_day else moments.time_of_day(entry.started_at)

    def _body_rect(self, width: int) -> tuple[int, bool]:
        """Height of the text, and whether there is more of it; measured once for a width."""
        key = (self.entry, width, self._open, px(BODY))
        if self._measured[0] != key:
            self._measured = key, self._measure(width)
        return self._measured[1]

    def _measure(self, width: int) -> tuple[int, bool]:
        text = self.entry.body if self.entry else ""
        if not text:
            return 0, False
        metrics = QFontMetrics(font(BODY))
        flags = int(Qt.TextFlag.TextWordWrap)
        full = metrics.boundingRect(0, 0, max(40, width - px(LEFT)), 100_000, flags, text).height()
        most = metrics.lineSpacing() * BODY_LINES
        return (full, full > most) if self._open or full <= most else (most, True)

    def _chip(self) -> tuple[str, str]:
        state = self.entry.state if self.entry else ""
        return (_(INTERACTION_STATES[state]), STATE_TONES[state]) if state in STATE_TONES else ("", "")

    def hasHeightForWidth(self) -> bool:
        """Text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Heading, text, chip, gap."""
        body, more = self._body_rect(width)
        return px(22) + body + (px(20) if more else 0) + (px(26) if self._chip()[0] else 0) + px(16)

    def sizeHint(self) -> QSize:
        """For its width."""
        return QSize(px(320), self.heightForWidth(max(self.width(), px(200))))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine."""
        return QSize(px(120), px(38))

    def _put(self, x: int, y: int, wide: int, high: int) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(x, y, wide, high))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        entry = self.entry
        if entry is None:
            return
        painter, direction = QPainter(self), self.layoutDirection()
        icon, tone = LOOKS.get(entry.kind, LOOKS["other"])
        painting.disc(painter, self._put(0, 0, px(DISC), px(DISC)), icon, tone)
        if not self._last:
            painter.fillRect(
                self._put(px(DISC) // 2 - 1, px(DISC) + px(4), 2, self.height() - px(DISC) - px(8)), color("border")
            )
        time = self._time()
        painter.setFont(font(CAPTION, tabular=True))
        painter.setPen(color("text3"))
        taken = painter.fontMetrics().horizontalAdvance(time) + 2
        painting.line(painter, self._put(self.width() - taken, 0, taken, px(20)), time, direction, end=True)
        painter.setFont(font(BODY, SEMIBOLD))
        painter.setPen(color("text"))
        wide = self.width() - px(LEFT)
        painting.line(painter, self._put(px(LEFT), 0, wide - taken - px(8), px(20)), self._heading, direction)
        body, more = self._body_rect(self.width())
        y = px(21)
        if body:
            painter.setFont(font(BODY))
            painter.setPen(color("text2"))
            align = painting.leading(direction) | Qt.AlignmentFlag.AlignTop
            painter.setLayoutDirection(painting.own_direction(entry.body))
            painter.save()
            painter.setClipRect(self._put(px(LEFT), y, wide, body))
            painter.drawText(
                self._put(px(LEFT), y, wide, 100_000 if more else body + 4),
                int(Qt.TextFlag.TextWordWrap) | int(align),
                entry.body,
            )
            painter.restore()
            y += body
        if more:
            painter.setFont(font(CAPTION, SEMIBOLD))
            painter.setPen(color("link"))
            painting.line(painter, self._put(px(LEFT), y, wide, px(18)), self._more_text(), direction)
            y += px(20)
        text, chip_tone = self._chip()
        if text:
            chip_wide = painting.chip_width(text, dot=True)
            place = self._put(px(LEFT), y + px(4), chip_wide, px(painting.CHIP_HEIGHT))
            painting.chip(
                painter, place, text, chip_tone, dot=True, mirrored=direction == Qt.LayoutDirection.RightToLeft
            )
        if self.hasFocus():
            painting.focus_ring(painter, self.rect().adjusted(0, 0, 0, -px(8)), 6)

    def _more_text(self) -> str:
        return _("Less") if self._open else _("More")

    def toggle(self) -> None:
        """All of the text, or three lines."""
        if self._body_rect(self.width())[1]:
            self._open = not self._open
            self.updateGeometry()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click unfolds."""
        self.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So do Enter and Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle()
        else:
            super().keyPressEvent(event)


class Timeline(QWidget):
    """All entries under their days; widgets are kept and filled anew."""

    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._days: list[QLabel] = []
        self._shown: tuple[InteractionLine, ...] = ()
        self._owner = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.nothing = QLabel(wordWrap=True)
        self.nothing.setProperty("type", "secondary")
        self.more = Button("", "link", self.more_wanted.emit)
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def lines(self) -> tuple[InteractionLine, ...]:
        """What is shown."""
        return self._shown

    def show_lines(self, lines: Sequence[InteractionLine], owner: int, *, more: bool) -> None:
        """Show these of the contact *owner*, latest first."""
        self._shown, self._owner = tuple(lines), owner
        while self._layout.count():
            self._layout.takeAt(0)
        day: date | None = None
        headings = 0
        for number, line in enumerate(lines):
            own = moments.day_of(line.started_at, all_day=line.all_day)
            if own != day:
                label = self._day(headings)
                headings += 1
                label.setText(moments.day_heading(own))
                label.setAlignment(painting.leading(self.layoutDirection()))
                if label.isHidden():
                    label.show()
                self._layout.addWidget(label)
                day = own
            following = lines[number + 1] if number + 1 < len(lines) else None
            last = following is None or moments.day_of(following.started_at, all_day=following.all_day) != own
            entry = self._entry(number)
            entry.show_entry(line, owner, last=last)
            if entry.isHidden():
                entry.show()
            self._layout.addWidget(entry)
        for label in self._days[headings:]:
            label.hide()
        for entry in self._entries[len(lines) :]:
            entry.hide()
        self._layout.addWidget(self.nothing)
        self._layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.nothing.setVisible(not lines)
        self.more.setVisible(more)

    def retranslate(self) -> None:
        """Words of now."""
        self.nothing.setText(_("Nothing in the history yet. Write a note or log a call above."))
        self.more.setText(_("Show earlier entries"))
        self.show_lines(self._shown, self._owner, more=not self.more.isHidden())

    def _day(self, number: int) -> QLabel:
        if number == len(self._days):
            label = QLabel(self)
            label.setProperty("type", "section")
            label.setContentsMargins(0, px(4), 0, px(8))
            self._days.append(label)
        return self._days[number]

    def _entry(self, number: int) -> Entry:
        if number == len(self._entries):
            self._entries.append(Entry(self))
        return self._entries[number]
