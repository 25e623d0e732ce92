"""Totals of the reports against lists and against SQL by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.document import Document, Figure, Table, figures_of, tables_of
from desktop_crm.db.database import Database
from desktop_crm.files.pdf import pdf_bytes
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder
from desktop_crm.services.reports.periods import Period, parse_month
from desktop_crm.services.reports.registry import REPORTS, make_report
from desktop_crm.services.reports.request import ReportRequest, Thresholds, checked_thresholds
from desktop_crm.services.reports.segments import abc_classes, segment
from tests import databases

NOW = datetime(2025, 3, 14, 9, tzinfo=UTC)
FEBRUARY = parse_month("2025-02")
ALL = ReportRequest(FEBRUARY, list_most=10_000)
TOUCH = "state = 'done' and kind <> 'note' and deleted_at is null and private = 0"
Make = Callable[..., Document]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Forty customers, two hundred entries over two years, some at the edges of months; made once and only read."""
    chance = random.Random(7)
    address = databases.fresh("sqlite", tmp_path_factory.mktemp("reports"))
    who = {"operator": "Ana", "workstation": "pc-1", "installation": "pc-1"}
    database = Database.open(address, **who, derived=DERIVED)
    with clock.frozen(NOW), database.write(Label("test")) as session:
        people = [add_contact(session, ContactDraft(name=f"Client {number}")) for number in range(40)]
        kinds = ("call", "meeting", "email", "note", "visit")
        for number in range(200):
            at = NOW - timedelta(days=chance.random() ** 2 * 700, minutes=chance.randrange(1000))
            draft = InteractionDraft(
                chance.choice(people[:30]), kinds[number % 5], subject=f"s{number}", started_at=at,
                duration_minutes=number % 7,
                state="not_reached" if number % 11 == 0 else "done", private=number % 29 == 0,
            )  # fmt: skip
            add_interaction(session, draft)
        for day in (date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 28), date(2025, 3, 1)):
            for hour, second in ((0, 0), (23, 59)):
                local = datetime(day.year, day.month, day.day, hour, second, second).astimezone(UTC)
                add_interaction(session, InteractionDraft(people[35], "call", subject="edge", started_at=local))
            add_interaction(
                session,
                InteractionDraft(
                    people[35], "call", started_at=datetime(day.year, day.month, day.day, tzinfo=UTC), all_day=True
                ),
            )
        for number in range(30):
            due = date(2025, 1, 20) + timedelta(days=number * 2)
            made = add_reminder(session, ReminderDraft(f"r{number}", people[number], due))
            if number % 3:
                with clock.frozen(datetime(due.year, due.month, due.day, 12, tzinfo=UTC) + timedelta(days=number % 4)):
                    complete_reminder(session, made)
    yield database
    database.close()


@pytest.fixture
def make(filled: Database) -> Make:
    def made(name: str, request: ReportRequest = ALL) -> Document:
        with clock.frozen(NOW), filled.read() as session:
            return make_report(session, name, request)

    return made


def _figure(document: Document, key: str) -> Figure:
    return next(one for one in figures_of(document) if one.key == key)


def _sql(database: Database, words: str, **values: Any) -> Any:
    with database.read() as session:
        return session.execute(text(words), values).scalar()


def _local(period: Period) -> dict[str, str]:
    form = "%Y-%m-%d %H:%M:%S.000000"
    return {
        "a": period.begin.strftime(form), "b": period.end.strftime(form),
        "da": f"{period.first} 00:00:00.000000", "db": f"{period.last} 00:00:00.000000",
    }  # fmt: skip


MEASURED = ("complaints.median_days", "complaints.p90_days", "complaints.repeat")  # with the list they come from
IN = "((all_day = 0 and started_at >= :a and started_at < :b) or (all_day = 1 and started_at between :da and :db))"


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {"card", "extract"}))
def test_every_figure_that_counts_has_as_many_rows_behind_it(make: Make, name: str) -> None:
    for figure in figures_of(make(name)):
        if figure.rows is not None and figure.kind == "number" and figure.key not in MEASURED:
            assert figure.value == len(figure.rows.rows), figure.key
        assert figure.definition


@pytest.mark.parametrize("month", ["2025-01", "2025-02", "2025-03", "2024-02", "2023-12", "2030-06"])
def test_activity_is_what_sql_by_hand_says(make: Make, filled: Database, month: str) -> None:
    period = parse_month(month)
    document = make("activity", replace(ALL, period=period))
    where = f"from interaction where {IN} and {TOUCH}"
    values = _local(period)
    assert _figure(document, "activity.touches").value == _sql(filled, f"select count(*) {where}", **values)
    assert _figure(document, "activity.reached").value == _sql(
        filled, f"select count(distinct contact_id) {where}", **values
    )
    table = next(block for block in tables_of(document) if block.total)
    assert table.total[1] == _sql(filled, f"select count(*) {where} and kind = 'call'", **values)
    assert table.total[8] == (_sql(filled, f"select sum(duration_minutes) {where}", **values) or 0)
    assert table.total[5] == sum(row[5] for row in table.rows)  # type: ignore[misc]


def test_months_do_not_overlap_and_leave_nothing_out(make: Make, filled: Database) -> None:
    months = parse_month("2025-03").months(27)
    counts = [_figure(make("activity", replace(ALL, period=one)), "activity.touches").value for one in months]
    assert sum(counts) == _sql(filled, f"select count(*) from interaction where {TOUCH}")  # type: ignore[arg-type]


def test_trends_say_the_same_as_the_months_alone(make: Make) -> None:
    table = next(iter(tables_of(make("trends"))))
    assert len(table.rows) == 13
    for row, month in zip(table.rows, FEBRUARY.months(), strict=True):
        alone = make("activity", replace(ALL, period=month))
        assert (row[1], row[2]) == (_figure(alone, "activity.touches").value, _figure(alone, "activity.reached").value)


def test_dormant_lost_and_woken_by_hand(make: Make, filled: Database) -> None:
    document = make("customers")
    with filled.read() as session:
        rows = session.execute(text(f"select contact_id, started_at from interaction where {TOUCH} order by 2")).all()
    days: dict[int, list[date]] = {}
    for contact_id, at in rows:
        moment = datetime.fromisoformat(str(at)).replace(tzinfo=UTC)
        days.setdefault(contact_id, []).append(moment.astimezone().date())
    first, last = FEBRUARY.first, FEBRUARY.last
    ago = {one: (last - max(day for day in own if day <= last)).days for one, own in days.items() if min(own) <= last}
    assert _figure(document, "customers.dormant").value == sum(90 <= value < 365 for value in ago.values())
    lost = sum(365 <= value < 365 + 28 for value in ago.values())
    assert _figure(document, "customers.lost").value == lost
    woken = 0
    for own in days.values():
        before, within = [day for day in own if day < first], [day for day in own if first <= day <= last]
        woken += bool(before and within and (min(within) - max(before)).days >= 90)
    assert _figure(document, "customers.woken").value == woken
    wide = replace(ALL, thresholds=Thresholds(dormant_days=30))
    assert wide.thresholds.lost_days == 365


def test_reminders_by_hand(make: Make, filled: Database) -> None:
    document = make("reminders")
    with filled.read() as session:
        rows = session.execute(
            text("select due_on, done_at from reminder where due_on between '2025-02-01' and '2025-02-28'")
        ).all()
    fates = []
    for due, done in rows:
        due_on = date.fromisoformat(str(due))
        done_on = datetime.fromisoformat(str(done)).replace(tzinfo=UTC).astimezone().date() if done else None
        fates.append(
            "missed" if done_on is None or done_on > FEBRUARY.last else "kept" if done_on <= due_on else "late"
        )
    for name in ("kept", "late", "missed"):
        assert _figure(document, f"reminders.{name}").value == fates.count(name)
    assert _figure(document, "reminders.share").value == round(fates.count("kept") * 100 / len(fates), 1)


def test_every_customer_is_in_one_segment_and_moves_add_up(make: Make, filled: Database) -> None:
    document = make("rfm")
    total = sum(one.value for one in figures_of(document))  # type: ignore[misc]
    square = next(block for block in document.blocks if isinstance(block, Table) and block.total)
    assert square.total[-1] == total == sum(row[-1] for row in square.rows)  # type: ignore[misc]
    for place in range(1, len(square.columns)):
        assert square.total[place] == sum(row[place] or 0 for row in square.rows)  # type: ignore[misc]


def test_classes_and_segments_at_their_edges() -> None:
    lines = Thresholds()
    assert abc_classes({1: 80, 2: 15, 3: 5}, lines) == {1: "A", 2: "B", 3: "C"}
    assert abc_classes({1: 1}, lines) == {1: "A"}
    assert abc_classes({}, lines) == {}
    pairs = ((30, 6), (90, 3), (91, 3), (181, 3), (10, 1), (200, 1), (366, 0), (None, 0))
    names = ["champion", "loyal", "loyal", "at_risk", "fresh", "sleeping", "silent", "silent"]
    assert [segment(*pair) for pair in pairs] == names
    with pytest.raises(Exception, match="Days without contact"):
        checked_thresholds({"dormant_days": 400})


@pytest.mark.parametrize("people", [0, 1])
def test_an_empty_month_and_one_customer(sqlite_database: Database, people: int) -> None:
    request = replace(ALL, period=parse_month("2024-12"))
    with clock.frozen(NOW):
        if people:
            with sqlite_database.write(Label("test")) as session:
                add_contact(session, ContactDraft(name="Ana <b>Rusu</b>", street="str. Lungă 1", city="Orhei"))
        for name in sorted(set(REPORTS) - {"card", "extract"}):
            with sqlite_database.read() as session:
                document = make_report(session, name, request)
            assert document.title and document.blocks
            for figure in figures_of(document):
                assert figure.value in (0, 0.0, people, None) or figure.kind == "percent", figure.key
            assert pdf_bytes(document).startswith(b"%PDF")


def test_periods() -> None:
    assert parse_month("2024-02").last == date(2024, 2, 29)
    assert parse_month("2025-01").before == parse_month("2024-12")
    assert [one.first for one in parse_month("2025-01").months(3)] == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
    ]
    ten = Period(date(2025, 1, 1), date(2025, 1, 10))
    assert ten.before == Period(date(2024, 12, 22), date(2024, 12, 31))
    assert not ten.is_month
    for wrong in ("2025", "2025-13", "0000-01", "x"):
        with pytest.raises(Exception, match="Month"):
            parse_month(wrong)
