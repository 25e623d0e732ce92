"""Who is going quiet, and whose birthday comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_crm.base import clock
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.daily_reminders import DateLine, Quiet
from desktop_crm.services.person_names import initials
from desktop_crm.ui import moments
from desktop_crm.ui.form import joined
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px
from desktop_crm.ui.today.card import Card, LineButton, refill

MOST = 5


class PeopleCard(Card):
    """Lines with avatars; each opens its contact."""

    def __init__(self, open_contact: Callable[[int], object], link: Callable[[], object] | None = None) -> None:
        super().__init__(link)
        self._open = open_contact
        self.ids: list[int] = []
        self.lines: list[LineButton] = []
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setContentsMargins(0, 0, 0, px(4))
        self.more = caption(kind="caption")
        self.body.addWidget(self.sentence)

    def _make(self, number: int) -> LineButton:
        return LineButton(lambda: self._open(self.ids[number]), avatar=True)

    def show_people(self, shown: Sequence[tuple[int, str, str, str]], count: int) -> None:
        """(id, name, kind, words at the end) of the first; *count* there are in all."""
        self.ids = [one[0] for one in shown]
        refill(self.lines, len(shown), self._make, self.body)
        for line, (contact_id, who, kind, end) in zip(self.lines, shown, strict=False):
            organisation = kind == "organisation"
            line.show_record(contact_id, initials(who, organisation=organisation), person=not organisation)
            line.show_words(who, end)
        rest = count - len(shown)
        self.body.removeWidget(self.more)
        self.body.addWidget(self.more)
        self.more.setText(ngettext("{count} more", "{count} more", rest).format(count=rest))
        self.more.setVisible(rest > 0)


class QuietCard(PeopleCard):
    """Beyond their rhythm, the longest silence first."""

    def __init__(self, open_contact: Callable[[int], object], remind: Callable[[], object]) -> None:
        super().__init__(open_contact, remind)
        self.quiet: tuple[Quiet, ...] = ()

    def show_quiet(self, quiet: tuple[Quiet, ...]) -> None:
        """Show these."""
        self.quiet = quiet
        count = len(quiet)
        text = ngettext(
            "{count} contact has been silent for too long", "{count} contacts have been silent for too long", count
        )
        self.sentence.setText(text.format(count=moments.count_text(count)))
        self.sentence.setVisible(bool(quiet))
        self.link.setVisible(bool(quiet))
        self.show_people([(one.id, one.name, one.kind, days(one.quiet_days)) for one in quiet[:MOST]], count)
        nobody = _("Nobody. Contacts with a rhythm (“every 30 days”) come here when they were not reached for longer.")
        self.say_nothing("" if quiet else nobody)

    def retranslate(self) -> None:
        """Words of now."""
        self.title.setText(_("Going quiet"))
        self.link.setText(_("Remind me to call"))
        self.link.setToolTip(_("Adds a reminder to call for today for each of them"))
        self.show_quiet(self.quiet)


class BirthdaysCard(PeopleCard):
    """In the next thirty days."""

    def __init__(self, open_contact: Callable[[int], object], see_all: Callable[[], object]) -> None:
        super().__init__(open_contact, see_all)
        self.dates: tuple[DateLine, ...] = ()
        self.sentence.hide()

    def show_dates(self, dates: tuple[DateLine, ...]) -> None:
        """Show these."""
        self.dates = dates
        self.show_people([(one.contact_id, one.name, one.kind, _day_and_age(one)) for one in dates[:MOST]], len(dates))
        self.link.setVisible(bool(dates))
        self.say_nothing("" if dates else _("No birthdays in the next 30 days."))

    def retranslate(self) -> None:
        """Words of now."""
        self.title.setText(_("Birthdays"))
        self.link.setText(_("In contacts"))
        self.link.setToolTip(_("The contacts whose birthday is in the next 30 days"))
        self.show_dates(self.dates)


def days(count: int) -> str:
    """“112 days”."""
    return ngettext("{count} day", "{count} days", count).format(count=count)


def day_words(day: date) -> str:
    """“Today”, “Tomorrow”, “28 Nov”."""
    return _("Tomorrow") if day == clock.today() + timedelta(days=1) else moments.short_day(day)


def _day_and_age(line: DateLine) -> str:
    age = ngettext("{count} year", "{count} years", line.age).format(count=line.age) if line.age else ""
    return joined([day_words(line.day), age])
