"""``interaction new|change|pin|unpin|delete``."""

import argparse
from datetime import UTC, date, datetime
from typing import Any

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database
from desktop_crm.files.attached import read_all
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_KINDS, INTERACTION_STATES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import find_choice
from desktop_crm.services.complaints import log_about_complaint
from desktop_crm.services.complaints.finding import find_complaint
from desktop_crm.services.interaction_rows import interaction_line
from desktop_crm.services.interactions import (
    InteractionDraft,
    add_interaction,
    change_interaction,
    remove_interaction,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with what."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="new|change|pin|unpin|delete")
    new = verbs.add_parser("new", help=_("write an entry"))
    new.add_argument("--contact", type=int, metavar="ID")
    new.add_argument("--complaint", metavar="NUMBER", help=_("it is about; as 47/2026, or its id"))
    _add_fields(new)
    new.add_argument("--with", dest="people", type=int, action="append", metavar="ID", help=_("who else took part"))
    new.add_argument("--next-step", default="", metavar="TEXT", help=_("what is to be done next; makes a reminder"))
    new.add_argument("--due", default="", metavar="DAY", help=_("by when, as 2026-03-14"))
    new.add_argument("--file", action="append", default=[], type=file_argument, metavar="FILE")
    change = verbs.add_parser("change", help=_("change fields of an entry"))
    _add_fields(change)
    for verb in (change, *(verbs.add_parser(name) for name in ("pin", "unpin", "delete"))):
        verb.add_argument("id", type=int, metavar="ID", help=_("as given by “interactions”"))
    for verb in verbs.choices.values():
        add_database_option(verb)
        add_json_option(verb)


def _add_fields(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=sorted(INTERACTION_KINDS))
    parser.add_argument("--direction", choices=sorted(DIRECTIONS))
    parser.add_argument("--state", choices=sorted(INTERACTION_STATES))
    parser.add_argument("--subject", metavar="TEXT")
    parser.add_argument("--text", metavar="TEXT")
    parser.add_argument("--outcome", metavar="NAME", help=_("of the editable list, by its name or code"))
    parser.add_argument("--at", metavar="MOMENT", help=_("2026-03-14 or 2026-03-14T10:30; default: now"))
    parser.add_argument("--minutes", type=int, metavar="N")
    parser.add_argument("--place", metavar="TEXT")
    parser.add_argument("--private", action="store_true", default=None)


def _fields(session: CrmSession, options: argparse.Namespace) -> dict[str, Any]:
    """The fields that were named."""
    values: dict[str, Any] = {
        "kind": options.kind,
        "direction": options.direction,
        "state": options.state,
        "subject": options.subject,
        "body": options.text,
        "duration_minutes": options.minutes,
        "place": options.place,
        "private": options.private,
    }
    if options.outcome:
        values["outcome_id"] = find_choice(session, "outcome", options.outcome)
        if values["outcome_id"] is None:
            raise InvalidValue(field=_("Outcome"), value=options.outcome)
    if options.at:
        values["started_at"], values["all_day"] = _moment(options.at)
    return {name: value for name, value in values.items() if value is not None}


def _moment(text: str) -> tuple[datetime, bool]:
    day = parse_day(text)
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC), True
    try:
        return datetime.fromisoformat(text).astimezone(UTC), False
    except ValueError:
        raise InvalidValue(field=_("When"), value=text) from None


def _due(text: str) -> date | None:
    day = parse_day(text) if text else None
    if text and day is None:
        raise InvalidValue(field=_("Day"), value=text)
    return day


def _new(session: CrmSession, options: argparse.Namespace, files: tuple[Any, ...]) -> int:
    if options.contact is None and options.complaint is None:
        raise InvalidValue(field="--contact", value="")
    draft = InteractionDraft(
        options.contact or 0,
        **_fields(session, options),
        people=tuple(options.people or ()),
        next_step=options.next_step,
        next_step_on=_due(options.due),
        files=files,
    )
    if options.complaint is not None:
        return log_about_complaint(session, find_complaint(session, options.complaint), draft)
    return add_interaction(session, draft)


def _change(session: CrmSession, options: argparse.Namespace) -> int:
    version = interaction_line(session, options.id).version
    if options.verb in ("pin", "unpin"):
        change_interaction(session, options.id, version, {"pinned": options.verb == "pin"})
    elif options.verb == "delete":
        remove_interaction(session, options.id)
    else:
        change_interaction(session, options.id, version, _fields(session, options))
    return int(options.id)


_LABELS = {
    "new": N_("Add to the history"),
    "change": N_("Change an entry of the history"),
    "pin": N_("Pin an entry"),
    "unpin": N_("Unpin an entry"),
    "delete": N_("Move an entry to the trash"),
}


def run(options: argparse.Namespace) -> int:
    """Do it; says the entry's id."""
    files = tuple(read_all(options.file)) if options.verb == "new" else ()
    database = open_database(options.database)
    try:
        with database.write(Label(_LABELS[options.verb])) as session:
            made = _new(session, options, files) if options.verb == "new" else _change(session, options)
    finally:
        database.close()
    if options.json:
        print_json({"id": made})
    else:
        print(made)
    return 0
