"""Totals of the owner's pack, counted once more from the rows by hand, on three bases.

The sample firm; a list of the generated client data with its history, where that lies beside the checkout; and a
hundred thousand customers.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.document import figures_of
from desktop_crm.base.ids import new_ids
from desktop_crm.db.database import Database
from desktop_crm.files.source import read_source
from desktop_crm.model import Contact, Interaction
from desktop_crm.services import importing
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.reports.periods import Period, parse_month
from desktop_crm.services.reports.registry import make_report
from desktop_crm.services.reports.request import ReportRequest
from desktop_crm.services.sample_data import add_sample_data
from tests import databases

GENERATOR = Path(__file__).parents[3] / "shared" / "bench" / "gen.py"
MANY = 100_000
NOW = datetime(2025, 3, 14, 9, tzinfo=UTC)
CUSTOMERS = (
    "deleted_at IS NULL AND archived_at IS NULL "
    "AND relation_to_us NOT IN ('supplier', 'partner', 'competitor', 'press', 'other')"
)
THERE = "FROM contact c WHERE deleted_at IS NULL AND archived_at IS NULL AND"
DONE = "i.deleted_at IS NULL AND i.private = 0 AND i.state = 'done' AND i.kind <> 'note'"


def _open(folder: Path, *, derived: Sequence[Any] = DERIVED) -> Database:
    return Database.open(databases.fresh("sqlite", folder), derived=derived)


def _sample_firm(folder: Path) -> Database:
    database = _open(folder)
    with database.write(Label("test")) as session:
        add_shipped_choices(session)
        add_sample_data(session, contacts=120, seed=3)
    return database


def _entries(database: Database, rows: Sequence[tuple[int, str, datetime]]) -> None:
    with database.write(Label("test")) as session:
        columns = ("id", "contact_id", "kind", "started_at")
        session.bulk_insert(
            Interaction, columns, ((one, *row) for one, row in zip(new_ids(len(rows)), rows, strict=True))
        )


def _generated_list(folder: Path) -> Database:
    if not GENERATOR.exists():
        pytest.skip(f"{GENERATOR.name} is not beside this checkout")
    subprocess.run([sys.executable, GENERATOR, "1000", "--no-xlsx", "--out", folder], check=True, capture_output=True)
    database = _open(folder)
    source = importing.source_of(read_source(folder / "clients_1000.csv"))
    with database.write(Label("test")) as session:
        add_shipped_choices(session)
        columns = importing.guess_columns(session, source).columns
        importing.apply(session, importing.plan(session, source, importing.ImportOptions(columns, country="RO")))
        contacts = list(session.scalars(select(Contact.id).order_by(Contact.id)))
    with (folder / "interactions_1000.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (contacts[int(row["row"]) % len(contacts)], row["kind"], datetime.fromisoformat(row["at"]))
            for row in csv.DictReader(file)
        ]
    _entries(database, [(contact, kind, at.replace(tzinfo=UTC)) for contact, kind, at in rows])
    return database


def _many(folder: Path) -> Database:
    """Without the derived tables: the totals do not come from them."""
    database = _open(folder, derived=())
    ids = new_ids(MANY)
    with database.write(Label("test")) as session:
        columns = ("id", "kind", "name", "sort_name", "name_key", "relation_to_us", "first_contact_on", "completeness")
        day = date(2023, 1, 1)
        names = ((one, f"Client {number}", number) for number, one in enumerate(ids))
        session.bulk_insert(
            Contact,
            columns,
            (
                (one, "person", name, name, name, "supplier" if number % 17 == 0 else "customer",
                 day + timedelta(days=number % 800), number % 101)
                for one, name, number in names
            ),
        )  # fmt: skip
    kinds = ("call", "meeting", "note", "email")
    _entries(
        database,
        [
            (
                ids[number * 7919 % (MANY * 9 // 10)],
                kinds[number % 4],
                NOW - timedelta(minutes=number * number % 999_983),
            )
            for number in range(150_000)
        ],
    )
    return database


BASES = {"sample": _sample_firm, "generated": _generated_list, "many": _many}


@pytest.mark.parametrize("base", BASES)
def test_totals_of_the_pack_are_what_the_rows_say(base: str, tmp_path: Path) -> None:
    moment = NOW if base == "many" else clock.now()
    with clock.frozen(moment):
        database = BASES[base](tmp_path)
        try:
            with database.read() as session:
                for period in _months(session, moment)[: 1 if base == "many" else 2]:
                    made = make_report(session, "pack", ReportRequest(period))
                    told = {figure.key: figure.value for figure in figures_of(made)}
                    counted = _by_hand(session, period)
                    assert {key: told[key] for key in counted} == counted, period
                assert counted["activity.touches"] > 0  # in the fullest
        finally:
            database.close()


def _months(session: Any, moment: datetime) -> list[Period]:
    """The month before *moment*, and the one with the most entries."""
    months = "SELECT substr(started_at, 1, 7) FROM interaction GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    fullest = parse_month(str(session.execute(text(months)).scalar()))
    return list(dict.fromkeys((parse_month(f"{moment:%Y-%m}").before, fullest)))


def _by_hand(session: Any, period: Period) -> dict[str, Any]:
    return {
        **_activity(session, period),
        **_customers(session, period),
        **_reminders(session, period),
        **_complaints(session, period),
        **_quality(session),
    }


def _all(session: Any, words: str) -> Sequence[Any]:
    return session.execute(text(words)).all()  # type: ignore[no-any-return]


def _day(moment: Any) -> date:
    """The day of a stored moment on the clock of this computer."""
    return datetime.fromisoformat(str(moment)).replace(tzinfo=UTC).astimezone().date()


def _activity(session: Any, period: Period) -> dict[str, Any]:
    rows = _all(
        session,
        "SELECT i.contact_id, i.started_at, i.all_day, i.state, i.kind FROM interaction i "
        "WHERE i.deleted_at IS NULL AND i.private = 0 AND i.started_at IS NOT NULL",
    )
    within = [
        (contact, state, kind)
        for contact, at, all_day, state, kind in rows
        if period.first <= (date.fromisoformat(str(at)[:10]) if all_day else _day(at)) <= period.last
    ]
    real = [contact for contact, state, kind in within if state == "done" and kind != "note"]
    return {
        "activity.touches": len(real),
        "activity.reached": len({contact for contact in real if contact is not None}),
        "activity.not_reached": sum(state == "not_reached" for _contact, state, _kind in within),
    }


def _customers(session: Any, period: Period) -> dict[str, Any]:
    """New, woken, dormant, lost, ABC and RFM."""
    own = f"SELECT i.contact_id, i.started_at FROM interaction i WHERE {DONE}"
    other = (
        "SELECT p.contact_id, i.started_at FROM participant p JOIN interaction i ON i.id = p.interaction_id "
        f"WHERE p.contact_id IS NOT NULL AND p.deleted_at IS NULL AND {DONE}"
    )
    days: dict[int, list[date]] = defaultdict(list)
    for contact, at in (*_all(session, own), *_all(session, other)):
        day = _day(at)
        if day <= period.last:
            days[contact].append(day)
    customers = {row[0]: row[1:] for row in _all(session, f"SELECT id, first_contact_on, created_at FROM contact "
                                                          f"WHERE {CUSTOMERS}")}  # fmt: skip
    begun = {one: date.fromisoformat(str(first)) if first else _day(made) for one, (first, made) in customers.items()}
    ago = {one: (period.last - max(days[one])).days for one in customers if days.get(one)}
    woken = 0
    for one in customers:
        within = [day for day in days.get(one, ()) if day >= period.first]
        before = [day for day in days.get(one, ()) if day < period.first]
        woken += bool(within and before and (min(within) - max(before)).days >= 90)
    year = {one: sum((period.last - day).days < 365 for day in days.get(one, ())) for one in customers}
    known = [one for one in customers if begun[one] <= period.last or days.get(one)]
    segments = [_segment(ago.get(one), year[one]) for one in known]
    names = ("champion", "loyal", "fresh", "at_risk", "sleeping", "silent")
    length = (period.last - period.first).days
    return {
        "customers.new": sum(period.first <= day <= period.last for day in begun.values()),
        "customers.woken": woken,
        "customers.dormant": sum(90 <= days_ago < 365 for days_ago in ago.values()),
        "customers.lost": sum(365 <= days_ago <= 365 + length for days_ago in ago.values()),
        **_classes(sorted((count for count in year.values() if count), reverse=True)),
        **{f"rfm.{name}": segments.count(name) for name in names},
    }


def _classes(counts: list[int]) -> dict[str, int]:
    """A until 80 % of all contacts are reached, B until 95 %."""
    found = {"abc.A": 0, "abc.B": 0, "abc.C": 0}
    before, total = 0, sum(counts)
    for count in counts:
        share = before / total
        found["abc.A" if share < 0.8 else "abc.B" if share < 0.95 else "abc.C"] += 1
        before += count
    return found


def _segment(ago: int | None, count: int) -> str:
    if ago is None or not count:
        return "silent"
    recency = 1 + sum(ago <= limit for limit in (30, 90, 180, 365))
    frequency = 1 + sum(count >= least for least in (2, 3, 6, 12))
    if recency >= 4 and frequency >= 4:
        return "champion"
    if recency >= 3 and frequency >= 3:
        return "loyal"
    if recency >= 4:
        return "fresh"
    return "at_risk" if frequency >= 3 else "sleeping"


def _reminders(session: Any, period: Period) -> dict[str, Any]:
    rows = _all(
        session,
        "SELECT due_on, done_at FROM reminder WHERE deleted_at IS NULL AND status <> 'cancelled' "
        f"AND due_on BETWEEN '{period.first}' AND '{period.last}'",
    )
    fates = []
    for due, done in rows:
        due_on, done_on = date.fromisoformat(str(due)), _day(done) if done is not None else None
        if done_on is not None and done_on <= period.last:
            fates.append("late" if done_on > due_on else "kept")
        elif due_on < clock.today():
            fates.append("missed")  # of a month that goes on, only what is past
    return {f"reminders.{fate}": fates.count(fate) for fate in ("kept", "late", "missed")}


def _complaints(session: Any, period: Period) -> dict[str, Any]:
    rows = _all(session, "SELECT received_at, closed_at, due_at FROM complaint WHERE voided_at IS NULL")
    present = clock.now()
    due = [datetime.fromisoformat(str(at)).replace(tzinfo=UTC) for _a, closed, at in rows if at and not closed]
    return {
        "complaints.received": sum(period.first <= _day(row[0]) <= period.last for row in rows),
        "complaints.closed": sum(bool(row[1]) and period.first <= _day(row[1]) <= period.last for row in rows),
        "complaints.open": sum(row[1] is None for row in rows),
        "complaints.overdue": sum(moment < present for moment in due),
    }


def _quality(session: Any) -> dict[str, Any]:
    def count(condition: str) -> int:
        return int(_all(session, f"SELECT count(*) {THERE} {condition}")[0][0])

    phones = "SELECT 1 FROM phone p WHERE p.contact_id = c.id AND p.deleted_at IS NULL"
    return {
        "quality.phone": count(f"NOT EXISTS ({phones})"),
        "quality.bad_phone": count(f"EXISTS ({phones}) AND NOT EXISTS ({phones} AND p.status <> 'bad')"),
        "quality.check_phone": count(f"EXISTS ({phones} AND p.status = 'check')"),
        "quality.email": count("NOT EXISTS (SELECT 1 FROM email e WHERE e.contact_id = c.id AND e.deleted_at IS NULL)"),
        "quality.responsible": count("responsible_id IS NULL"),
        "quality.poor": count("completeness < 50"),
        "quality.duplicates": int(_all(session, "SELECT count(*) FROM duplicate_candidate")[0][0]),
    }
