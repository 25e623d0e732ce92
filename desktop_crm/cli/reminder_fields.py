"""What can be said of a reminder on the command line, new or there already."""

import argparse
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.model.reminder import PRIORITIES, REMINDER_KINDS, REMINDER_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.finding import find_complaint
from desktop_crm.services.reminder_editing import operator_choices


def add_fields(parser: argparse.ArgumentParser) -> None:
    """Options; what is not named stays as it is."""
    parser.add_argument("--due", metavar="DAY", help=_("by when, as 2026-03-14 or 2026-03-14T10:30"))
    parser.add_argument("--not-before", metavar="DAY", help=_("when it may begin, as 2026-03-14"))
    parser.add_argument("--contact", type=int, metavar="ID", help=_("about whom; else looked for in the sentence"))
    parser.add_argument("--complaint", metavar="NUMBER", help=_("it is about; as 47/2026, or its id"))
    parser.add_argument("--assignee", metavar="NAME", help=_("who is to do it: a colleague's name or id"))
    parser.add_argument("--kind", choices=sorted(REMINDER_KINDS))
    parser.add_argument("--priority", choices=sorted(PRIORITIES))
    parser.add_argument("--status", choices=sorted(REMINDER_STATUSES))
    parser.add_argument("--result", metavar="TEXT", help=_("what came of it"))
    parser.add_argument("--note", metavar="TEXT")
    parser.add_argument("--step", dest="checklist", action="append", metavar="TEXT", help=_("a line of the checklist"))
    parser.add_argument(
        "--repeat", metavar="RRULE", help=_("recurs, as FREQ=MONTHLY;BYMONTHDAY=5 (RFC 5545); empty: no more")
    )
    parser.add_argument("--from-completion", action=argparse.BooleanOptionalAction, default=None,
                        help=_("the next is counted from the day this one is done"))  # fmt: skip
    parser.add_argument("--before", type=int, metavar="MINUTES", help=_("reminds so long before"))


def named_fields(session: CrmSession, options: argparse.Namespace) -> dict[str, Any]:
    """Those that were named, as fields of a ``ReminderDraft``."""
    values: dict[str, Any] = {
        "kind": options.kind,
        "priority": options.priority,
        "status": options.status,
        "result": options.result,
        "note": options.note,
        "contact_id": options.contact,
        "lead_minutes": options.before,
        "rule": options.repeat,
        "from_completion": options.from_completion,
        "checklist": tuple(options.checklist) if options.checklist is not None else None,
        "complaint_id": find_complaint(session, options.complaint) if options.complaint else None,
        "assignee_id": operator_named(session, options.assignee) if options.assignee else None,
        "start_on": day_of(options.not_before) if options.not_before else None,
    }
    found = {name: value for name, value in values.items() if value is not None}
    if options.due:
        found["due_on"], found["due_at"] = due_of(options.due)
    return found


def day_of(text: str) -> date:
    """A day; raises ``InvalidValue``."""
    day = parse_day(text)
    if day is None:
        raise InvalidValue(field=_("Day"), value=text)
    return day


def due_of(text: str) -> tuple[date, datetime | None]:
    """A day, or a day and the moment on it."""
    day = parse_day(text)
    if day is not None:
        return day, None
    try:
        moment = datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise InvalidValue(field=_("Day"), value=text) from None
    return moment.date(), moment


def operator_named(session: CrmSession, text: str) -> int:
    """The colleague of that id or name; raises ``NotFound``."""
    everybody = operator_choices(session)
    if text.isdecimal():
        return _only([number for number, _name in everybody if number == int(text)])
    return _only([number for number, name in everybody if fold(name) == fold(text)])


def _only(found: Collection[int]) -> int:
    if len(found) != 1:
        raise NotFound(what=_("The colleague"))
    return next(iter(found))
