"""Reminders that the program makes by itself, once a day: staying in touch, birthdays and other dates.

Each has a key of what it is for, so it is made once, whoever ticks first; what is no longer true is taken back.
"""

import calendar
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import or_, select

from desktop_crm.base import clock
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Contact, ContactTag, ImportantDate, Meta, Reminder
from desktop_crm.model.reminder import OPEN_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.refreshing import refresh_open_clocks
from desktop_crm.services.firm import firm
from desktop_crm.services.reminders import ReminderDraft, add_reminder
from desktop_crm.services.tags import tag_rows

RHYTHM_RULES = "contact_rhythm"  # key in ``meta``
DATE_TITLES = {"birthday": N_("Birthday: {name}"), "name_day": N_("Name day: {name}")}
_MOST = 500  # made in one day; more would bury the user
_NEVER = 1_000_000  # days
EVERY_DAY = tuple(range(1, 8))  # ISO 8601: Monday is 1


@dataclass(frozen=True)
class RhythmRules:
    """After how many days without a real contact somebody is to be thought of: by class, by tag (its id).

    The contact's own rhythm comes first; of several rules the shortest. Nobody without a rule.
    """

    by_class: Mapping[str, int] = field(default_factory=dict)
    by_tag: Mapping[int, int] = field(default_factory=dict)
    make_reminders: bool = False  # else they are only listed
    working_days: bool = False  # only days on which the firm works count


@dataclass(frozen=True)
class RhythmOverview:
    """For the settings: the rules, and how many contacts each of them finds going quiet today."""

    rules: RhythmRules
    tags: Mapping[int, str]  # all there are, by id
    due_by_class: Mapping[str, int]
    due_by_tag: Mapping[int, int]
    due: int  # contacts altogether, also those with a rhythm of their own


@dataclass(frozen=True, slots=True)
class Quiet:
    """A contact that was not touched for longer than his rhythm says."""

    id: int
    name: str
    kind: str
    last_touch_at: datetime
    rhythm_days: int
    quiet_days: int
    responsible_id: int | None


@dataclass(frozen=True, slots=True)
class DateLine:
    """A birthday or other date that comes."""

    contact_id: int
    name: str
    kind: str
    label: str  # code or the user's own word
    day: date
    age: int | None  # years on that day, where the year is known


def rhythm_rules(session: CrmSession) -> RhythmRules:
    """The rules of this database."""
    kept = session.get(Meta, RHYTHM_RULES)
    found = json.loads(kept.value) if kept is not None and kept.value else {}
    return RhythmRules(
        by_class={str(code): int(days) for code, days in found.get("by_class", {}).items()},
        by_tag={int(tag): int(days) for tag, days in found.get("by_tag", {}).items()},
        make_reminders=bool(found.get("make_reminders", False)),
        working_days=bool(found.get("working_days", False)),
    )


def set_rhythm_rules(session: CrmSession, rules: RhythmRules) -> None:
    """Keep them."""
    text = json.dumps(
        {
            "by_class": dict(rules.by_class),
            "by_tag": dict(rules.by_tag),
            "make_reminders": rules.make_reminders,
            "working_days": rules.working_days,
        }
    )
    kept = session.get(Meta, RHYTHM_RULES)
    if kept is None:
        session.add(Meta(key=RHYTHM_RULES, value=text))
    else:
        kept.value = text
    session.flush()


def going_quiet(session: CrmSession, today: date | None = None, limit: int | None = 200) -> list[Quiet]:
    """Contacts beyond their rhythm, the longest silence first; those never reached are not among them."""
    today = today or clock.today()
    rules = rhythm_rules(session)
    by_tag = _days_by_tag(session, rules)
    week = firm(session).working_days if rules.working_days else EVERY_DAY
    found: list[Quiet] = []
    for row in _with_a_rule(session, rules):
        own = row.rhythm_days
        days = own or min((rules.by_class.get(row.abc_class, _NEVER), by_tag.get(row.id, _NEVER)))
        last = row.last_touch_at.astimezone().date()
        quiet = (today - last).days
        if days_counted(last, today, week) > days:
            found.append(Quiet(row.id, row.name, row.kind, row.last_touch_at, days, quiet, row.responsible_id))
    return sorted(found, key=lambda one: (-one.quiet_days, one.id))[:limit]


def days_counted(last: date, today: date, week: Collection[int]) -> int:
    """Days after *last* up to *today* on the days of the *week* (1 is Monday) that count."""
    weeks, rest = divmod(max(0, (today - last).days), 7)
    counted = set(week) or set(EVERY_DAY)
    return weeks * len(counted) + sum((today - timedelta(days=back)).isoweekday() in counted for back in range(rest))


def rhythm_overview(session: CrmSession, today: date | None = None) -> RhythmOverview:
    """The rules, what more could have one, and whom each would call now."""
    rules = rhythm_rules(session)
    tags = {row.id: row.name for row in tag_rows(session)}
    quiet = {one.id for one in going_quiet(session, today, None)}
    by_class = dict.fromkeys(rules.by_class, 0)
    by_tag = dict.fromkeys((tag for tag in rules.by_tag if tag in tags), 0)
    for row in _with_a_rule(session, rules):
        if row.id in quiet and row.abc_class in by_class and row.rhythm_days is None:
            by_class[row.abc_class] += 1
    tagged = select(ContactTag.contact_id, ContactTag.tag_id).where(
        ContactTag.tag_id.in_(list(by_tag)), ContactTag.deleted_at.is_(None)
    )
    for contact_id, tag_id in session.execute(tagged) if by_tag else ():
        by_tag[tag_id] += contact_id in quiet
    return RhythmOverview(rules, tags, by_class, by_tag, len(quiet))


def _with_a_rule(session: CrmSession, rules: RhythmRules) -> Iterable[Any]:
    conditions = [Contact.rhythm_days.is_not(None), Contact.abc_class.in_(list(rules.by_class))]
    if rules.by_tag:
        tagged = select(ContactTag.contact_id).where(
            ContactTag.tag_id.in_(list(rules.by_tag)), ContactTag.deleted_at.is_(None)
        )
        conditions.append(Contact.id.in_(tagged))
    return session.execute(
        select(
            Contact.id, Contact.name, Contact.kind, Contact.abc_class, Contact.rhythm_days, Contact.last_touch_at,
            Contact.responsible_id,
        ).where(
            or_(*conditions), Contact.last_touch_at < clock.now() - timedelta(days=1), Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None), Contact.deceased.is_(False),
        )
    )  # fmt: skip


def _days_by_tag(session: CrmSession, rules: RhythmRules) -> dict[int, int]:
    """The shortest rhythm that the tags of a contact ask for."""
    found: dict[int, int] = {}
    query = select(ContactTag.contact_id, ContactTag.tag_id).where(
        ContactTag.tag_id.in_(list(rules.by_tag)), ContactTag.deleted_at.is_(None)
    )
    for contact_id, tag_id in session.execute(query) if rules.by_tag else ():
        days = rules.by_tag[tag_id]
        found[contact_id] = min(days, found.get(contact_id, days))
    return found


def dates_between(session: CrmSession, first: date, last: date) -> list[DateLine]:
    """Birthdays and other dates from *first* to *last* (less than a year), in order; 29 February falls on the 28th."""
    span = (last - first).days + 1
    days = {(day.month, day.day): day for day in (first + timedelta(days=number) for number in range(span))}
    if (2, 28) in days and not calendar.isleap(days[2, 28].year):
        days[2, 29] = days[2, 28]
    codes = [month * 100 + day for month, day in sorted(days)]
    one = ImportantDate
    query = (
        select(one.contact_id, Contact.name, Contact.kind, one.label, one.month, one.day, one.year)
        .join(Contact, Contact.id == ImportantDate.contact_id)
        .where(
            (one.month * 100 + one.day).in_(codes), one.deleted_at.is_(None), Contact.deleted_at.is_(None),
            Contact.archived_at.is_(None), Contact.deceased.is_(False),
        )
    )  # fmt: skip
    found = [
        DateLine(contact_id, name, kind, label, days[month, day], days[month, day].year - year if year else None)
        for contact_id, name, kind, label, month, day, year in session.execute(query)
    ]
    return sorted(found, key=lambda line: (line.day, line.name))


def prepare_day(session: CrmSession, today: date | None = None) -> int:
    """Make what is to be made today, take back what is no longer true; says how many reminders were made."""
    today = today or clock.today()
    refresh_open_clocks(session)  # a holiday or working hours may have been changed since
    made = _dates(session, today)
    if rhythm_rules(session).make_reminders:
        made += _rhythms(session, today)
    return made


def _dates(session: CrmSession, today: date) -> int:
    asked = select(ImportantDate.contact_id, ImportantDate.label, ImportantDate.remind_days_before).where(
        ImportantDate.remind_days_before.is_not(None), ImportantDate.deleted_at.is_(None)
    )
    before = {(row.contact_id, row.label): row.remind_days_before for row in session.execute(asked)}
    if not before:
        return 0
    farthest = max(0, min(360, max(before.values())))
    made = 0
    for line in dates_between(session, today, today + timedelta(days=farthest)):
        days = before.get((line.contact_id, line.label))
        if days is None or (line.day - today).days > days or made >= _MOST:
            continue
        title = _(DATE_TITLES.get(line.label, "{label}: {name}")).format(name=line.name, label=line.label)
        key = f"date:{line.contact_id}:{line.label[:40]}:{line.day.isoformat()}"
        made += _once(session, key, ReminderDraft(title, line.contact_id, today, kind="call", source="date"))
    return made


def _rhythms(session: CrmSession, today: date) -> int:
    quiet = going_quiet(session, today, None)
    made = stay_in_touch(session, quiet, today)
    _take_back(session, {one.id for one in quiet})
    return made


def stay_in_touch(session: CrmSession, quiet: Iterable[Quiet], today: date) -> int:
    """A reminder to call for everybody who has none since he was last reached; says how many were made."""
    made = 0
    for one in islice(quiet, _MOST):
        key = f"rhythm:{one.id}:{one.last_touch_at.astimezone().date().isoformat()}"
        title = _("Stay in touch: {name}").format(name=one.name)
        draft = ReminderDraft(title, one.id, today, kind="call", source="rhythm", assignee_id=one.responsible_id)
        made += _once(session, key, draft)
    return made


def _once(session: CrmSession, key: str, draft: ReminderDraft) -> bool:
    if session.scalar(select(Reminder.id).where(Reminder.source_key == key).limit(1)) is not None:
        return False
    add_reminder(session, replace(draft, source_key=key))
    return True


def _take_back(session: CrmSession, quiet: Collection[int]) -> None:
    """Who was reached meanwhile needs no reminding."""
    query = select(Reminder).where(
        Reminder.source == "rhythm", Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None)
    )
    for reminder in session.scalars(query):
        if reminder.contact_id not in quiet:
            reminder.status = "cancelled"
            reminder.arm()
    session.flush()
