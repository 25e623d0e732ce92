"""Editing a reminder as a whole, alone and in its series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import VersionConflict
from desktop_crm.base.recurrence import Pattern, pattern_of
from desktop_crm.db import undo
from desktop_crm.db.database import Database
from desktop_crm.services.reminder_editing import ReminderFacts, edit_reminder, reminder_facts
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder

CHANGE = Label("Change")
MONDAYS = Pattern("weekly", weekdays=(0,)).rule()


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.frozen(datetime(2025, 3, 10, 8, tzinfo=UTC)):
        yield


def facts(database: Database, number: int) -> ReminderFacts:
    with database.read() as session:
        return reminder_facts(session, number)


def make(database: Database, **values: object) -> ReminderFacts:
    draft = ReminderDraft("Report", **{"due_on": date(2025, 3, 10), "checklist": ("one", "two"), **values})
    return facts(database, database.do(CHANGE, add_reminder, draft))


def test_everything_comes_back_as_it_was_typed(database: Database) -> None:
    seen = make(database)
    at = datetime(2025, 3, 12, 9, 30, tzinfo=UTC)
    draft = replace(seen.draft, title="Figures", kind="send", priority="high", note="For Olga", due_at=at,
                    due_on=date(2025, 3, 12), lead_minutes=30, checklist=("one", "three"))  # fmt: skip
    database.do(CHANGE, edit_reminder, seen, draft)
    again = facts(database, seen.id)
    assert again.draft == draft
    undo.undo(database)
    assert facts(database, seen.id).draft == seen.draft


def test_ticks_of_the_checklist_stay(sqlite_database: Database) -> None:
    from desktop_crm.services.reminders import tick_item

    seen = make(sqlite_database)
    sqlite_database.do(CHANGE, tick_item, seen.id, 0)
    seen = facts(sqlite_database, seen.id)
    sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, checklist=("one", "two", "three")))
    assert facts(sqlite_database, seen.id).checklist == (("one", True), ("two", False), ("three", False))


def test_the_time_is_taken_away(sqlite_database: Database) -> None:
    seen = make(sqlite_database, due_at=datetime(2025, 3, 10, 9, tzinfo=UTC))
    sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, due_at=None))
    again = facts(sqlite_database, seen.id)
    assert (again.draft.due_on, again.draft.due_at) == (date(2025, 3, 10), None)


def test_the_same_field_changed_elsewhere_is_a_conflict_others_are_merged(sqlite_database: Database) -> None:
    seen = make(sqlite_database)
    sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, title="Theirs"))
    sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, note="Mine"))
    with pytest.raises(VersionConflict):
        sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, title="Mine"))
    assert (facts(sqlite_database, seen.id).draft.title, facts(sqlite_database, seen.id).draft.note) == (
        "Theirs",
        "Mine",
    )


def test_only_this_one_or_all(sqlite_database: Database) -> None:
    seen = make(sqlite_database, rule=MONDAYS)
    sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, title="Only now"), "this")
    sqlite_database.do(CHANGE, complete_reminder, seen.id)
    following = seen.id
    with sqlite_database.read() as session:
        from desktop_crm.services.agenda import reminder_rows

        (line,) = reminder_rows(session)
        assert (line.title, line.due_on) == ("Report", date(2025, 3, 17))
        following = line.id
    seen = facts(sqlite_database, following)
    moved = replace(seen.draft, title="Figures", due_on=date(2025, 3, 18), due_at=datetime(2025, 3, 18, 9, tzinfo=UTC))
    sqlite_database.do(CHANGE, edit_reminder, seen, moved, "all")
    again = facts(sqlite_database, following)
    assert (again.draft.title, again.draft.due_at) == ("Figures", moved.due_at)
    assert pattern_of(again.draft.rule) == Pattern("weekly", weekdays=(1,))


def test_a_series_begins_and_ends(sqlite_database: Database) -> None:
    seen = make(sqlite_database)
    sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, rule=MONDAYS))
    seen = facts(sqlite_database, seen.id)
    assert seen.series_id is not None and seen.draft.rule == MONDAYS
    sqlite_database.do(CHANGE, edit_reminder, seen, replace(seen.draft, rule=""))
    assert facts(sqlite_database, seen.id).series_id is None
