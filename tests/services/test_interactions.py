"""The history: entries with all that hangs on them, one undo step each."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.base import clock
from desktop_crm.base.attached import attached
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, NotFound, VersionConflict
from desktop_crm.db import undo
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.services.choices import add_shipped_choices, find_choice
from desktop_crm.services.contact_cards import ContactCard, contact_card, contact_history
from desktop_crm.services.contacts import ContactDraft, add_contact, delete_contacts, purge_contacts
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interaction_rows import interaction_line
from desktop_crm.services.interactions import (
    InteractionDraft,
    NotTheAuthor,
    add_interaction,
    change_interaction,
    remove_interaction,
)
from desktop_crm.services.reminders import (
    ReminderDraft,
    add_reminder,
    change_reminder,
    complete_reminder,
    reminders_of,
    remove_reminder,
)
from desktop_crm.services.search import search


def do(database: Database, action: Any, *args: Any) -> Any:
    return database.do(Label("Test"), action, *args)


def ask(database: Database, query: Any, *args: Any, **more: Any) -> Any:
    with database.read() as session:
        return query(session, *args, **more)


def card(database: Database, contact_id: int) -> ContactCard:
    return ask(database, contact_card, contact_id)


def line(database: Database, interaction_id: int) -> InteractionLine:
    return ask(database, interaction_line, interaction_id)


def outcome(database: Database, name: str) -> int:
    return ask(database, find_choice, "outcome", name)


@pytest.fixture
def people(database: Database) -> list[int]:
    """Ana (at Orhei-Vit SA) and Ion."""
    do(database, add_shipped_choices)
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu", organisation="Orhei-Vit SA"))
    return [ana, do(database, add_contact, ContactDraft(name="Ion Ceban"))]


def found(database: Database, text: str) -> list[str]:
    return [hit.kind for group in ask(database, search, text).groups for hit in group.hits]


def test_an_entry_with_everything_is_one_undo_step(database: Database, people: list[int]) -> None:
    ana, ion = people
    before = database.info().counts
    colleague = database.operator_id
    entry = do(
        database,
        add_interaction,
        InteractionDraft(
            ana, "meeting", "out", subject="Offer", body="Agreed on pallets.", place="Bălți",
            started_at=datetime(2025, 1, 2, 9, tzinfo=UTC), duration_minutes=45, people=(ion, ana),
            colleagues=(colleague,), outcome_id=outcome(database, "agreed"), reached_at="+37322123456",
            next_step="Send the contract", next_step_on=date(2025, 1, 9), files=(attached("Oferta.pdf", b"%PDF"),),
        ),
    )  # fmt: skip
    shown = line(database, entry)
    assert (shown.outcome, shown.place, shown.duration_minutes, shown.state) == ("Agreed", "Bălți", 45, "done")
    assert [one.name for one in shown.people] == ["Ion Ceban"]
    assert [one.id for one in shown.colleagues] == [colleague]
    assert [file.name for file in shown.files] == ["Oferta.pdf"]
    assert [(step.title, step.due_on) for step in shown.steps] == [("Send the contract", date(2025, 1, 9))]
    for contact in people:  # he who took part has it on his card, and was reached too
        assert [one.id for one in card(database, contact).history] == [entry]
        assert card(database, contact).last_touch_at == datetime(2025, 1, 2, 9, tzinfo=UTC)
    assert [one.title for one in card(database, ana).reminders] == ["Send the contract"]
    assert found(database, "oferta pdf") == ["interaction"]
    assert found(database, "acord") or found(database, "agreed") == ["interaction"]
    undo.undo(database)
    assert {table: count for table, count in database.info().counts.items() if before[table] != count} == {
        "change": database.info().counts["change"], "change_set": before["change_set"] + 2,
    }  # fmt: skip
    assert card(database, ion).last_touch_at is None
    assert found(database, "oferta pdf") == []
    undo.redo(database)
    assert line(database, entry).files[0].name == "Oferta.pdf"
    assert database.check().ok


def test_next_step_is_the_first_open_reminder(database: Database, people: list[int]) -> None:
    ana = people[0]

    def step() -> tuple[date | None, str | None]:
        with database.read() as session:
            from desktop_crm.model import Contact

            contact = session.get(Contact, ana)
            assert contact is not None
            return contact.next_step_on, contact.next_step

    someday = do(database, add_reminder, ReminderDraft("Someday", ana))
    assert step() == (None, "Someday")
    late = do(database, add_reminder, ReminderDraft("Late", ana, date(2030, 1, 2)))
    soon = do(database, add_reminder, ReminderDraft("Soon", ana, date(2029, 1, 2)))
    assert step() == (date(2029, 1, 2), "Soon")
    do(database, complete_reminder, soon)
    assert step() == (date(2030, 1, 2), "Late")
    assert [one.title for one in ask(database, reminders_of, ana)] == ["Late", "Someday"]
    undo.undo(database)
    assert step() == (date(2029, 1, 2), "Soon")
    do(database, change_reminder, soon, 3, {"due_on": "2031-05-06"})
    assert step() == (date(2030, 1, 2), "Late")
    do(database, remove_reminder, late)
    assert step() == (date(2031, 5, 6), "Soon")
    do(database, complete_reminder, soon, True, "Done by phone")
    do(database, complete_reminder, someday)
    assert step() == (None, None)
    with pytest.raises(InvalidValue):
        do(database, add_reminder, ReminderDraft("  ", ana))
    with pytest.raises(InvalidValue):
        do(database, change_reminder, soon, 1, {"priority": "whatever"})


def test_undo_of_an_older_step_keeps_the_next_step_true(database: Database, people: list[int]) -> None:
    first = do(database, add_reminder, ReminderDraft("First", people[0], date(2029, 1, 1)))
    done = database.read
    with done() as session:
        from desktop_crm.db.undo import history

        made = history(session, limit=1)[0].id
    do(database, add_reminder, ReminderDraft("Second", people[0], date(2029, 2, 1)))
    undo.undo(database, made)
    with done() as session:
        from desktop_crm.model import Contact, Reminder

        assert session.get(Reminder, first) is None
        contact = session.get(Contact, people[0])
        assert contact is not None and contact.next_step == "Second"


def test_fields_are_changed_one_by_one(database: Database, people: list[int]) -> None:
    ana, ion = people
    entry = do(database, add_interaction, InteractionDraft(ana, "call", body="Asked for a price"))
    seen = line(database, entry).version
    do(database, change_interaction, entry, seen, {"body": "Asked for prices", "duration_minutes": "6"})
    do(database, change_interaction, entry, seen, {"subject": "Price", "pinned": True})  # another field: merged
    with pytest.raises(VersionConflict):
        do(database, change_interaction, entry, seen, {"body": "Mine"})
    shown = line(database, entry)
    assert (shown.body, shown.subject, shown.duration_minutes) == ("Asked for prices", "Price", 6)
    assert [one.id for one in card(database, ana).pinned] == [entry]
    do(database, change_interaction, entry, shown.version, {"people": [ion]})
    assert [one.id for one in card(database, ion).history] == [entry]
    do(database, change_interaction, entry, shown.version, {"people": []})
    assert card(database, ion).history == () and card(database, ion).last_touch_at is None
    for wrong in ({"kind": "telepathy"}, {"duration_minutes": "long"}, {"outcome_id": 5}, {"started_at": "soon"}):
        with pytest.raises(InvalidValue):
            do(database, change_interaction, entry, shown.version, wrong)
    do(database, remove_interaction, entry)
    assert card(database, ana).last_touch_at is None
    with pytest.raises(NotFound):
        do(database, change_interaction, entry, shown.version, {"body": "x"})
    undo.undo(database)
    assert card(database, ana).last_touch_at is not None


def test_the_state_follows_from_time_and_outcome(database: Database, people: list[int]) -> None:
    ana = people[0]
    ahead = clock.now() + timedelta(days=2)
    meeting = do(database, add_interaction, InteractionDraft(ana, "meeting", started_at=ahead))
    assert line(database, meeting).state == "planned"
    assert card(database, ana).last_touch_at is None
    call = do(database, add_interaction, InteractionDraft(ana, "call", outcome_id=outcome(database, "no_answer")))
    assert line(database, call).state == "not_reached"
    assert card(database, ana).last_touch_at is None
    do(database, change_interaction, call, 1, {"outcome_id": outcome(database, "reached")})
    assert line(database, call).state == "done"
    assert card(database, ana).last_touch_at == line(database, call).started_at
    do(database, change_interaction, meeting, 1, {"started_at": clock.now() - timedelta(hours=1)})
    assert line(database, meeting).state == "done"


def test_private_is_for_its_author_only(
    database: Database, address: Address, opened: Callable[..., Database], people: list[int]
) -> None:
    ana = people[0]
    files = (attached("Salary.pdf", b"x"),)
    secret = do(
        database, add_interaction, InteractionDraft(ana, subject="Secretul", body="doar", private=True, files=files)
    )
    shared = do(database, add_interaction, InteractionDraft(ana, subject="Deschis"))
    assert [one.id for one in card(database, ana).history] == [shared, secret]
    olga = opened(address, operator="Olga", installation="pc-2")
    assert [one.id for one in card(olga, ana).history] == [shared]
    assert card(olga, ana).files == ()
    assert found(database, "secretul") == found(database, "salary") == ["interaction"]
    assert found(olga, "secretul") == found(olga, "salary") == []
    with pytest.raises(NotFound):
        line(olga, secret)
    with pytest.raises(NotFound):
        do(olga, change_interaction, secret, 1, {"body": "mine now"})
    with pytest.raises(NotTheAuthor):
        do(olga, change_interaction, shared, 1, {"private": True})


def test_history_by_kind_and_page(database: Database, people: list[int]) -> None:
    ana, ion = people
    start = datetime(2025, 1, 1, 9, tzinfo=UTC)
    for number in range(12):
        draft = InteractionDraft(
            ion if number % 4 == 0 else ana, "call" if number % 2 else "note", subject=str(number),
            started_at=start + timedelta(hours=number), people=(ana, ion),
        )  # fmt: skip
        do(database, add_interaction, draft)
    calls = ask(database, contact_history, ana, kinds=("call",))
    assert [one.subject for one in calls] == ["11", "9", "7", "5", "3", "1"]
    seen: list[str] = []
    before = None
    while page := ask(database, contact_history, ana, before, 5):
        seen += [one.subject for one in page]
        before = (page[-1].started_at, page[-1].id)
    assert seen == [str(number) for number in range(11, -1, -1)]


def test_purge_takes_the_history_along(database: Database, people: list[int]) -> None:
    ana, ion = people
    entry = do(
        database,
        add_interaction,
        InteractionDraft(ana, "call", people=(ion,), next_step="Again", files=(attached("a.txt", b"abc"),)),
    )
    other = do(database, add_interaction, InteractionDraft(ion, "call", people=(ana,)))
    do(database, add_reminder, ReminderDraft("Of Ion", ion, interaction_id=entry))
    do(database, delete_contacts, [ana])
    do(database, purge_contacts, [ana])
    counts = database.info().counts
    tables = ("interaction", "participant", "attachment", "attachment_part", "reminder")
    assert [counts[table] for table in tables] == [1, 0, 0, 0, 1]
    assert line(database, other).people == ()
    assert database.check().ok
    undo.undo(database)
    assert line(database, entry).files[0].name == "a.txt"
    assert line(database, entry).people[0].name == "Ion Ceban"
    assert database.check().ok
