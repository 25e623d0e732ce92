"""A small chart: complaints received in each of the last twelve months, and a sentence that says this month's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from babel.dates import get_month_names
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QToolTip, QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.today import MonthCount, solving_time
from desktop_crm.ui import moments
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import CAPTION, color, font, px
from desktop_crm.ui.today.card import Card

HIGH, LETTERS, WIDEST = 124, 20, 18


def month_name(month: MonthCount) -> str:
    """“November”."""
    return str(get_month_names("wide", "stand-alone", locale=moments.locale())[month.first.month]).capitalize()


def sentence(month: MonthCount) -> str:
    """“November: 3 complaints, median time to solve 9 h”."""
    if not month.complaints:
        return _("{month}: no complaints").format(month=month_name(month))
    text = ngettext("{month}: {count} complaint", "{month}: {count} complaints", month.complaints)
    said = text.format(month=month_name(month), count=moments.count_text(month.complaints))
    if month.median_minutes is None:
        return said
    return said + ", " + _("median time to solve {time}").format(time=solving_time(month.median_minutes))


class Bars(QWidget):
    """The bars; this month in the accent's colour."""

    def __init__(self) -> None:
        super().__init__()
        self.months: list[MonthCount] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_months(self, months: Sequence[MonthCount]) -> None:
        """Draw these; the screen reader says them."""
        self.months = list(months)
        self.setAccessibleDescription("; ".join(sentence(month) for month in months))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for bars and letters."""
        return QSize(px(240), px(HIGH + LETTERS))

    def minimumSizeHint(self) -> QSize:
        """May be squeezed."""
        return QSize(px(160), px(HIGH + LETTERS))

    def slot(self, number: int) -> QRect:
        """The room of one month."""
        count = max(1, len(self.months))
        left, right = self.width() * number // count, self.width() * (number + 1) // count
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(left, 0, right - left, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines, bars, letters."""
        painter = QPainter(self)
        high = px(HIGH)
        painter.setPen(QPen(color("border"), 1))
        for number in range(4):
            y = 1 + (high - 2) * number // 3
            painter.drawLine(0, y, self.width(), y)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION))
        letters = get_month_names("narrow", "stand-alone", locale=moments.locale())
        most = max((month.complaints for month in self.months), default=0)
        for number, month in enumerate(self.months):
            slot = self.slot(number)
            wide = min(px(WIDEST), slot.width() * 3 // 5)
            tall = (high - px(12)) * month.complaints / most if most else 0
            if tall:
                tall = max(tall, 3)
                bar = QRectF(slot.x() + (slot.width() - wide) / 2, high - 1 - tall, wide, tall)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("accent" if number == len(self.months) - 1 else "pressed"))
                painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(color("text2"))
            place = QRect(slot.x(), high, slot.width(), px(LETTERS))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(letters[month.first.month]).upper())

    def event(self, event: QEvent) -> bool:
        """The tip says the month under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = (month for number, month in enumerate(self.months) if self.slot(number).contains(event.pos()))
            month = next(found, None)
            QToolTip.showText(event.globalPos(), sentence(month) if month else "", self)
            return True
        return super().event(event)


class ChartCard(Card):
    """The bars and their sentence; the link leads to the report of this month."""

    def __init__(self, report: Callable[[], object]) -> None:
        super().__init__(report)
        self.bars = Bars()
        self.sentence = caption()
        self.body.addWidget(self.bars)
        self.body.addSpacing(px(8))
        self.body.addWidget(self.sentence)

    def show_months(self, months: Sequence[MonthCount]) -> None:
        """What was counted."""
        self.bars.show_months(months)
        if months:
            self.sentence.setText(sentence(months[-1]))

    def retranslate(self) -> None:
        """Words of now."""
        self.title.setText(_("Complaints per month"))
        self.link.setText(_("Report"))
        self.link.setAccessibleName(_("Report on the complaints of this month"))
        self.bars.setAccessibleName(_("Complaints per month"))
        self.show_months(self.bars.months)
