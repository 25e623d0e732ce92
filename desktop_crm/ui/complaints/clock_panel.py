"""The clock of a complaint: what is left, why, and each of its deadlines."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.complaints import ComplaintCard
from desktop_crm.services.complaints.card import DeadlineLine
from desktop_crm.ui import icons, moments
from desktop_crm.ui.complaints.marks import CLOCK_TONES
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px


class ClockPanel(QFrame):
    """Headline, explanation, deadlines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._tone = "text2"
        self.heading = QLabel()
        self.heading.setProperty("type", "section")
        self._icon = QLabel()
        self.headline = caption(kind="strong")
        self.explanation = caption()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(0, 1)
        self.lines: list[tuple[QLabel, QLabel]] = []
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._icon)
        head.addWidget(self.headline, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setSpacing(px(8))
        layout.addWidget(self.heading)
        layout.addLayout(head)
        layout.addWidget(self.explanation)
        layout.addLayout(self._grid)

    def show_card(self, card: ComplaintCard) -> None:
        """The clock of a complaint."""
        clock = card.clock
        self._tone = CLOCK_TONES.get(clock.status, "text2")
        self.headline.setText(clock.headline)
        _tone(self.headline, self._tone)
        explained = clock.explanation if clock.explanation != clock.headline else ""
        self.explanation.setText(explained)
        self.explanation.setVisible(bool(explained))
        for number, line in enumerate(clock.deadlines):
            if number == len(self.lines):
                pair = caption(), caption(wrap=False)
                for place, label in enumerate(pair):
                    self._grid.addWidget(label, number, place)
                self.lines.append(pair)
            self._say(line, *self.lines[number])
        for pair in self.lines[len(clock.deadlines) :]:
            for label in pair:
                label.hide()
        self._draw()

    @staticmethod
    def _say(line: DeadlineLine, title: QLabel, words: QLabel) -> None:
        title.setText(line.title)
        if line.met_at is not None:
            text = _("late, {day}") if line.is_late else _("in time, {day}")
            words.setText(text.format(day=moments.short_day(moments.day_of(line.met_at, all_day=False))))
            _tone(words, "warn" if line.is_late else "ok")
        elif line.by is None:
            words.setText(_("paused"))
            _tone(words, "")
        else:
            day = moments.short_day(moments.day_of(line.by, all_day=False))
            words.setText(f"{day}, {moments.time_of_day(line.by)}")
            _tone(words, "bad" if line.is_late else "")
        if line.by is not None:
            words.setToolTip(moments.full(line.by))
        for label in (title, words):
            label.show()

    def _draw(self) -> None:
        self._icon.setPixmap(icons.pixmap("clock", self._tone, icons.NORMAL, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """The icon follows the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Words of now."""
        self.heading.setText(_("Clock"))


def _tone(label: QLabel, tone: str) -> None:
    label.setProperty("tone", tone if tone in ("ok", "warn", "bad") else "")
    label.style().unpolish(label)
    label.style().polish(label)
