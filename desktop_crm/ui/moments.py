"""Moments and days as people say them: "10:42", "Yesterday", "18 Nov"; by Babel, in the language in force."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time

from desktop_crm.base import clock, i18n
from desktop_crm.base.i18n import _
from desktop_crm.ui.counts import count_text as count_text  # also said here


def locale() -> Locale:
    """Babel's locale for the language in force."""
    return _locale(i18n.language())


@lru_cache(8)
def _locale(code: str) -> Locale:
    return Locale("en", "GB") if code not in i18n.LANGUAGES or code == "en" else Locale(code)


@lru_cache(4096)
def _in_words(day: date, skeleton: str, code: str) -> str:
    """A list says the same days again with every row it paints."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return str(format_skeleton(skeleton, moment, locale=_locale(code)))


@lru_cache(1440)
def _of_the_clock(hour: int, minute: int, code: str) -> str:
    return str(format_time(time(hour, minute), "short", locale=_locale(code)))


def day_of(moment: datetime, *, all_day: bool | None = None) -> date:
    """The user's day of *moment*; a date kept as midnight UTC never slips."""
    if all_day is None:
        all_day = is_date_only(moment)
    return moment.astimezone(UTC).date() if all_day else moment.astimezone().date()


def is_date_only(moment: datetime) -> bool:
    """Midnight UTC sharp is how a mere date is kept."""
    utc = moment.astimezone(UTC)
    return (utc.hour, utc.minute, utc.second, utc.microsecond) == (0, 0, 0, 0)


def short_day(day: date) -> str:
    """“Today”, “Yesterday”, “18 Nov”, “18 Nov 2023”."""
    today = clock.today()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    skeleton = "MMMd" if day.year == today.year else "yMMMd"
    return _in_words(day, skeleton, i18n.language())


def day_heading(day: date) -> str:
    """“Today”, “Yesterday”, “18 November”, “18 November 2023”."""
    today = clock.today()
    if today - timedelta(days=1) <= day <= today:
        return short_day(day)
    if day.year == today.year:
        return _in_words(day, "MMMMd", i18n.language())
    return str(format_date(day, "long", locale=locale()))


def time_of_day(moment: datetime) -> str:
    """“10:42”."""
    local = moment.astimezone()
    return _of_the_clock(local.hour, local.minute, i18n.language())


def last_touch(moment: datetime | None) -> str:
    """Today's touch by its time, others by their day."""
    if moment is None:
        return ""
    day = day_of(moment)
    if day == clock.today() and not is_date_only(moment):
        return time_of_day(moment)
    return short_day(day)


def full(moment: datetime) -> str:
    """Day and time, for tips."""
    if is_date_only(moment):
        return str(format_date(day_of(moment), "long", locale=locale()))
    return str(format_datetime(moment.astimezone(), "medium", locale=locale()))


def long_day(day: date) -> str:
    """“18 November 2024”."""
    return str(format_date(day, "long", locale=locale()))
