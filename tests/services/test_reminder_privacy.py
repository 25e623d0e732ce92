"""What follows from a private entry is nobody else's to see: lists, calendar, figures, card, next steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import NotFound
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import history
from desktop_crm.model import Contact, Interaction, Reminder
from desktop_crm.services.agenda import AgendaFilter, calendar_lines, reminder_count, reminder_rows
from desktop_crm.services.calendar_exchange import calendar_entries
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction, change_interaction
from desktop_crm.services.reminder_series import begin_series
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder, reminders_of, remove_reminder
from desktop_crm.services.trash_rows import trash_counts

CHANGE = Label("Change")
DAY = date(2025, 3, 12)


def read(database: Database, query: Callable[..., Any], *args: Any, **more: Any) -> Any:
    with database.read() as session:
        return query(session, *args, **more)


@pytest.fixture
def office(address: Address, opened: Callable[..., Database]) -> tuple[Database, Database, int, int, int]:
    """Ana and Ion; a contact, Ana's private entry, its next step."""
    ana, ion = opened(address, "Ana", "pc-1"), opened(address, "Ion", "pc-2")
    contact = ana.do(CHANGE, add_contact, ContactDraft(name="Doina Lupu"))
    draft = InteractionDraft(contact, kind="call", body="Salary", private=True, next_step="Raise it",
                             next_step_on=DAY)  # fmt: skip
    entry = ana.do(CHANGE, add_interaction, draft)
    with ana.read() as session:
        number = session.query(Reminder.id).scalar()
    assert number is not None
    return ana, ion, contact, entry, number


def seen(database: Database, contact: int) -> list[bool]:
    """Whether the one reminder is in each of the lists."""
    return [
        bool(read(database, reminder_rows)),
        bool(read(database, reminder_count, AgendaFilter("all"))),
        bool(read(database, calendar_lines, DAY, DAY)),
        bool(read(database, reminders_of, contact)),
    ]


def test_the_history_of_changes_keeps_the_title_to_itself(office: Any) -> None:
    ana, ion, _contact, _entry, number = office
    ana.do(Label("Done: “{title}”", {"title": "Raise it"}), complete_reminder, number)
    ana.do(Label("Reminder “{title}”", {"title": "Buy paper"}), add_reminder, ReminderDraft("Buy paper"))
    own = [row.label.sentence for row in read(ana, history)]
    others = [row.label.sentence for row in read(ion, history)]
    assert "Done: “Raise it”" in own and "Reminder “Buy paper”" in own
    assert "Reminder “Buy paper”" in others and not any("Raise it" in text for text in others)
    assert others[1] == "A private entry, or one that is gone"


def test_others_do_not_see_what_follows_from_a_private_entry(office: Any) -> None:
    ana, ion, contact, entry, number = office
    assert seen(ana, contact) == [True] * 4
    assert seen(ion, contact) == [False] * 4
    assert read(ana, lambda session: session.get_one(Contact, contact).next_step) is None  # all see this column
    with pytest.raises(NotFound):
        ion.do(CHANGE, complete_reminder, number)
    version = read(ana, lambda session: session.get_one(Interaction, entry).version)
    ana.do(CHANGE, change_interaction, entry, version, {"private": False})
    assert seen(ion, contact) == [True] * 4
    assert read(ion, lambda session: session.get_one(Contact, contact).next_step) == "Raise it"


def test_neither_in_the_trash_nor_in_the_calendar_file(office: Any) -> None:
    ana, ion, _contact, _entry, number = office
    assert read(ana, calendar_entries) == read(ana, calendar_entries, mine=True) == []
    ana.do(CHANGE, remove_reminder, number)
    assert read(ana, trash_counts)["reminder"] == 1
    assert read(ion, trash_counts)["reminder"] == 0


def test_whoever_is_to_do_it_sees_it(office: Any) -> None:
    ana, ion, contact, _entry, number = office
    ana.do(CHANGE, lambda session: setattr(session.get_one(Reminder, number), "assignee_id", ion_id(ion)))
    assert seen(ion, contact) == [True] * 4


def ion_id(ion: Database) -> int:
    return int(ion.operator_id)


def test_a_series_stays_private(sqlite_address: Address, opened: Callable[..., Database]) -> None:
    ana, ion = opened(sqlite_address, "Ana", "pc-1"), opened(sqlite_address, "Ion", "pc-2")
    with clock.frozen(datetime(2025, 3, 11, tzinfo=UTC)):
        contact = ana.do(CHANGE, add_contact, ContactDraft(name="Doina Lupu"))
        draft = InteractionDraft(contact, kind="note", body="x", private=True, next_step="Look", next_step_on=DAY)
        ana.do(CHANGE, add_interaction, draft)

        def weekly(session: Any) -> int:
            reminder = session.query(Reminder).one()
            begin_series(session, reminder, "FREQ=WEEKLY")
            return int(reminder.id)

        ana.do(CHANGE, complete_reminder, ana.do(CHANGE, weekly))
        ahead = DAY + timedelta(days=7), DAY + timedelta(days=28)
        assert len(read(ana, calendar_lines, *ahead)) == 4
        assert read(ion, calendar_lines, *ahead) == []
        assert read(ion, reminder_rows) == []
