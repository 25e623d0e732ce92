"""Whatever another program does to the file is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact
from desktop_crm.services.complaints import (
    ChainReport,
    ComplaintDraft,
    add_complaint_files,
    complaint_card,
    plan_action,
    register_complaint,
    take_step,
    verify_book,
)
from desktop_crm.services.complaints.refreshing import refresh_open_clocks
from desktop_crm.services.merging import merge_contacts
from desktop_crm.services.sample_complaints import remove_sample_complaints
from desktop_crm.services.trash import purge_contacts


def report(database: Database) -> ChainReport:
    with database.read() as session:
        return verify_book(session)


@pytest.fixture
def book(sqlite_database: Database) -> Database:
    for place in range(3):
        number = sqlite_database.do(Label("Register"), register_complaint, ComplaintDraft(f"Complaint {place}"))
        sqlite_database.do(Label("Step"), take_step, number, "acknowledge", None, {"note": "called back"})
        sqlite_database.do(Label("Plan"), plan_action, number, "Check each parcel")
    file = AttachedFile("photo.png", "image/png", (b"a photo",))
    sqlite_database.do(Label("Attach"), add_complaint_files, number, [file])
    return sqlite_database


CHAIN = """DELETE FROM complaint_event WHERE position > (SELECT MAX(position) - 2 FROM complaint_event)"""


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE complaint SET decision = 'theirs' WHERE number = 2", {"row_changed"}),
        ("UPDATE complaint SET state = 'closed' WHERE number = 1", {"row_changed"}),
        ("UPDATE corrective_action SET state = 'effective' WHERE id = (SELECT MIN(id) FROM corrective_action)",
         {"row_changed"}),
        ("DELETE FROM corrective_action WHERE id = (SELECT MIN(id) FROM corrective_action)", {"row_missing"}),
        ("UPDATE complaint_event SET facts = '{}' WHERE position = 2", {"entry_changed"}),
        ("UPDATE complaint_event SET at = '2020-01-01 00:00:00.000000' WHERE position = 4", {"entry_changed"}),
        ("DELETE FROM complaint_event WHERE position = 5", {"entry_missing"}),
        (CHAIN, {"tail_missing"}),
        ("DELETE FROM complaint WHERE number = 2", {"complaint_missing", "number_missing"}),
        ("UPDATE complaint_chain SET last_hash = 'x'", {"head_changed"}),
        ("UPDATE complaint_counter SET last_number = 9", {"counter_changed"}),
        ("INSERT INTO complaint_counter (year, last_number) VALUES (1999, 5)", {"counter_changed"}),
        ("DELETE FROM complaint_chain", {"tail_foreign"}),
        ("UPDATE complaint_chain SET count = 'x'", {"head_changed"}),
        ("UPDATE complaint SET resolve_by = '2031-01-01 00:00:00.000000' WHERE number = 2", {"row_changed"}),
        ("UPDATE complaint SET acknowledged_at = NULL WHERE number = 2", {"row_changed"}),
        ("UPDATE attachment_part SET content = x'00'", {"file_changed"}),
        ("DELETE FROM attachment_part", {"file_changed"}),
        ("UPDATE complaint_event SET changes = '{' WHERE position = 2", {"entry_changed"}),
        ("UPDATE complaint_event SET at = 'never' WHERE position = 2", {"entry_changed"}),
        ("UPDATE complaint_event SET changes = '[7]' WHERE position = 2", {"entry_changed"}),
        ("UPDATE complaint SET terms = '[', whys = '{' WHERE number = 1", {"row_changed"}),
        ("UPDATE complaint_event SET position = 900 WHERE position = 3", {"entry_missing", "entry_foreign"}),
    ],
)  # fmt: skip
def test_what_another_program_did_is_named(book: Database, statement: str, codes: set[str]) -> None:
    assert report(book).ok
    raw = sqlite3.connect(book.address.path)  # type: ignore[arg-type]
    raw.execute("PRAGMA foreign_keys = OFF")
    assert raw.execute(statement).rowcount > 0
    raw.commit()
    raw.close()
    found = report(book)
    assert not found.ok and codes <= {problem.code for problem in found.problems}
    assert all(problem.sentence for problem in found.problems)


def test_a_row_put_in_is_named(book: Database) -> None:
    raw = sqlite3.connect(book.address.path)  # type: ignore[arg-type]
    columns = ", ".join(row[1] for row in raw.execute("PRAGMA table_info(complaint)") if row[1] not in ("id", "number"))
    raw.execute(
        f"INSERT INTO complaint (id, number, {columns}) SELECT 77, 4, {columns} FROM complaint WHERE number = 3"
    )
    raw.commit()
    raw.close()
    assert {problem.code for problem in report(book).problems} == {"complaint_foreign", "counter_changed"}


def test_a_change_behind_the_back_is_not_hidden_by_later_steps(book: Database) -> None:
    raw = sqlite3.connect(book.address.path)  # type: ignore[arg-type]
    raw.execute("UPDATE complaint SET subject = 'Nothing at all' WHERE number = 1")
    number = raw.execute("SELECT id FROM complaint WHERE number = 1").fetchone()[0]
    raw.commit()
    raw.close()
    book.do(Label("Step"), take_step, number, "assess", None, {})
    (problem,) = report(book).problems
    assert problem.code == "row_changed" and "Nothing at all" in problem.sentence and problem.complaint_id == number


def test_other_working_hours_move_no_deadline_behind_the_back(database: Database) -> None:
    running = database.do(Label("Register"), register_complaint, ComplaintDraft("Runs"))
    done = database.do(Label("Register"), register_complaint, ComplaintDraft("Answered"))
    answered = database.do(Label("Register"), register_complaint, ComplaintDraft("Not closed yet"))
    reply = ("answer", {"reply_channel": "email", "justified": "justified"})
    for number, steps in ((answered, (reply,)), (done, (reply, ("close", {"accepted": "yes"})))):
        for step, facts in (("acknowledge", {}), *steps):
            database.do(Label("Step"), take_step, number, step, None, facts)
    before = card(database, running).clock.due_at
    database.set_meta("work_ends", "16:00")
    assert report(database).ok  # not yet counted anew
    assert database.do(Label("Daily"), refresh_open_clocks) == 2
    assert report(database).ok and card(database, running).clock.due_at != before
    assert card(database, running).trail[0].kind == "recount"
    moved = card(database, running).clock.due_at
    for ends in ("15:00", "18:00", "16:00"):  # changed, set back, changed again before they are counted anew
        database.set_meta("work_ends", ends)
        assert report(database).ok
        database.do(Label("Note"), take_step, done, "note", None, {"note": "called"})
        database.do(Label("Plan"), plan_action, running, "Check each parcel")
        assert report(database).ok
    assert database.do(Label("Daily"), refresh_open_clocks) == 0 and card(database, running).clock.due_at == moved
    for number in (running, answered, done):  # an entry that moves no clock
        database.do(Label("Plan"), plan_action, number, "Check each parcel")
        assert report(database).ok
    undo(database)
    assert report(database).ok


def test_merged_and_purged_contacts_leave_the_book_whole(database: Database) -> None:
    def make(session: object) -> list[int]:
        people = [Contact(kind="person", name=name) for name in ("Ana Rusu", "Ana Ruso")]
        session.add_all(people)  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]
        return [person.id for person in people]

    winner, loser = database.do(Label("Add"), make)
    number = database.do(Label("Register"), register_complaint, ComplaintDraft("Late", contact_id=loser))
    database.do(Label("Merge"), merge_contacts, winner, loser)
    assert card(database, number).contact_id == winner and report(database).ok
    database.do(Label("Purge"), purge_contacts, [winner])
    found = card(database, number)
    assert (found.contact_id, found.who) == (None, "Ana Ruso") and report(database).ok
    assert database.check().ok


def card(database: Database, number: int):
    with database.read() as session:
        return complaint_card(session, number)


def test_the_book_of_the_sample_begins_anew(sqlite_database: Database) -> None:
    for place in range(2):
        sqlite_database.do(Label("Register"), register_complaint, ComplaintDraft(f"Sample {place}", is_sample=True))
    assert sqlite_database.do(Label("Remove"), remove_sample_complaints) == 2
    number = sqlite_database.do(Label("Register"), register_complaint, ComplaintDraft("Real"))
    assert card(sqlite_database, number).number.startswith("1/")
    assert report(sqlite_database).ok and sqlite_database.check().ok
    sqlite_database.do(Label("Register"), register_complaint, ComplaintDraft("Sample", is_sample=True))
    sqlite_database.do(Label("Remove"), remove_sample_complaints)
    assert [problem.code for problem in report(sqlite_database).problems] == []


def test_only_a_sample_may_be_deleted(book: Database) -> None:
    from desktop_crm.model import Complaint, ComplaintEvent

    def remove(session: object) -> None:
        from sqlalchemy import delete

        session.execute(delete(ComplaintEvent))  # type: ignore[attr-defined]
        session.bulk_delete(Complaint, [session.query(Complaint.id).first()[0]])  # type: ignore[attr-defined]

    whole: Callable[[], bool] = lambda: report(book).ok  # noqa: E731
    with pytest.raises(Exception, match=r"never deleted|FOREIGN"):
        book.do(Label("Remove"), remove)
    assert whole()
