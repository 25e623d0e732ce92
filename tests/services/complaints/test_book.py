"""The book of complaints: numbers, steps, the trail, and what undo does to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, VersionConflict
from desktop_crm.db.database import Database
from desktop_crm.db.undo import redo, undo
from desktop_crm.model import Complaint, Contact, CorrectiveAction, Reminder
from desktop_crm.services.complaints import (
    ComplaintDraft,
    StepNeeds,
    StepNotAllowed,
    add_complaint_files,
    cancel_action,
    change_action,
    change_complaint,
    complaint_board,
    complaint_card,
    complaint_counts,
    complaint_rows,
    finish_action,
    plan_action,
    register_complaint,
    set_causes,
    take_step,
    void_complaint,
)
from desktop_crm.services.complaints.letters import letter_document, letter_draft
from desktop_crm.services.complaints.printing import complaint_document, register_document
from desktop_crm.services.reminder_subjects import ReminderSubject, reminder_subject
from tests.conftest import MOMENT
from tests.services.complaints.books import ask, do, register, whole


def test_a_complaint_goes_its_way(database: Database) -> None:
    with clock.frozen(MOMENT):
        number = register(database, "Broken seal", description="The jar came open", severity="high")
        card = ask(database, complaint_card, number)
        assert (card.number, card.state, card.fields["priority"]) == ("1/2025", "registered", "high")
        assert card.clock.due_kind == "acknowledge"
        steps = [
            ("acknowledge", {"channel": "phone"}),
            ("assess", {"severity": "medium"}),
            ("wait_complainant", {"reason": "waiting for a photo"}),
            ("resume", {}),
            ("investigate", {"note": "looked at the batch"}),
            ("decide", {"decision": "Ours", "justified": "justified", "fault_at": "us", "remedy": "refund"}),
            ("give_remedy", {"remedy_amount": "12,50"}),
            ("answer", {"reply_channel": "email"}),
            ("close", {"accepted": "yes", "satisfaction_outcome": 5}),
        ]
        version = card.version
        for step, facts in steps:
            version = do(database, take_step, number, step, version, facts)
    card = ask(database, complaint_card, number)
    assert (card.state, card.phase, card.steps[0].code) == ("closed", "closed", "escalate")
    assert card.fields["remedy_amount"] == 12.50
    assert [line.kind for line in reversed(card.trail)] == ["register", *(step for step, _facts in steps)]
    whole(database)
    for _step in steps:
        undo(database)
        whole(database)
    assert ask(database, complaint_card, number).state == "registered"
    for _step in steps:
        redo(database)
    assert ask(database, complaint_card, number).state == "closed"
    whole(database)


def test_an_undone_registration_is_voided_and_leaves_no_gap(database: Database) -> None:
    first = register(database, "One")
    second = register(database, "Two")
    undo(database)
    card = ask(database, complaint_card, second)
    assert (card.state, card.void_reason, card.steps) == ("voided", "Registration undone", ())
    assert card.trail[0].kind == "undone" and card.trail[1].taken_back
    assert ask(database, complaint_counts)["open"] == 1
    redo(database)
    assert ask(database, complaint_card, second).state == "registered"
    undo(database)
    third = register(database, "Three")
    numbers = [row.number for row in ask(database, complaint_rows, sort="number", descending=False).rows]
    assert [number.split("/")[0] for number in numbers] == ["1", "3"]
    assert ask(database, complaint_card, third).number == numbers[1] and first != third
    whole(database)


def test_a_failed_registration_leaves_no_gap(database: Database) -> None:
    register(database, "One")
    with pytest.raises(RuntimeError), database.write(Label("Fails")) as session:
        register_complaint(session, ComplaintDraft("Two"))
        raise RuntimeError
    second = register(database, "Two again")
    assert ask(database, complaint_card, second).number.startswith("2/")
    whole(database)


def test_a_step_needs_its_state_and_its_facts(database: Database) -> None:
    number = register(database)
    with pytest.raises(StepNotAllowed, match="Registered"):
        do(database, take_step, number, "close", None, {"accepted": "yes"})
    with pytest.raises(StepNeeds, match="Reason"):
        do(database, take_step, number, "wait_third_party", None, {})
    with pytest.raises(StepNeeds, match="Decision"):
        do(database, take_step, number, "decide", None, {"justified": "justified"})
    with pytest.raises(InvalidValue):
        do(database, take_step, number, "acknowledge", None, {"lessons": "none"})
    whole(database)


def test_two_people_take_a_step(opened: Callable[..., Database], sqlite_address: Any) -> None:
    ana, ion = opened(sqlite_address), opened(sqlite_address, "Ion", "pc-2")
    number = register(ana)
    seen = ask(ion, complaint_card, number).version
    do(ana, take_step, number, "acknowledge", seen, {})
    with pytest.raises(VersionConflict):
        do(ion, take_step, number, "assess", seen, {"severity": "low"})
    do(ion, change_complaint, number, seen, {"product": "Jar"})  # another field: merged
    with pytest.raises(VersionConflict):
        do(ana, change_complaint, number, seen, {"product": "Lid"})
    whole(ana)


def test_fields_are_checked_and_told_in_the_trail(database: Database) -> None:
    number = register(database)
    version = ask(database, complaint_card, number).version
    version = do(database, change_complaint, number, version, {"amount_claimed": "1 250,40", "whys": ["A", "", "B"]})
    card = ask(database, complaint_card, number)
    assert str(card.fields["amount_claimed"]) == "1250.40" and card.fields["whys"] == ("A", "B")
    assert card.trail[0].text == "Amount claimed, Five whys"
    for field, value in (("severity", "huge"), ("amount_claimed", "much"), ("subject", " "), ("accepted", "maybe")):
        with pytest.raises(InvalidValue):
            do(database, change_complaint, number, version, {field: value})
    version = do(database, change_complaint, number, version, {"flag_safety": True})
    assert ask(database, complaint_card, number).fields["priority"] == "critical"
    whole(database)


def test_the_board_and_its_counts(database: Database) -> None:
    made = [register(database, f"Complaint {place}") for place in range(4)]
    do(database, take_step, made[1], "acknowledge", None, {})
    do(database, take_step, made[2], "wait_third_party", None, {"reason": "carrier"})
    do(database, void_complaint, made[3], "written twice")
    columns = ask(database, complaint_board)
    assert {column.code: column.count for column in columns} == {
        "new": 1, "in_progress": 1, "waiting": 1, "resolved": 0
    }  # fmt: skip
    assert columns[1].rows[0].who == "" and columns[1].rows[0].group == "in_progress"
    assert ask(database, complaint_counts)["open"] == 3


def test_the_next_deadline_is_a_reminder(database: Database) -> None:
    with clock.frozen(MOMENT):
        number = register(database)
        (reminder,) = ask(database, _reminders)
        assert reminder.source == "complaint" and reminder.title.startswith("Acknowledge complaint")
        assert ask(database, reminder_subject, reminder.id) == ReminderSubject(complaint_id=number)
        do(database, take_step, number, "acknowledge", None, {})
        (reminder,) = ask(database, _reminders)
        assert reminder.title.startswith("Interim reply")
        do(database, take_step, number, "withdraw", None, {"reason": "settled"})
        assert ask(database, _reminders) == []
        undo(database)
        assert len(ask(database, _reminders)) == 1


def test_one_reminder_goes_with_an_action_to_its_end(database: Database) -> None:
    def waiting() -> list[tuple[str, date | None]]:
        with database.read() as session:
            own = [row for row in _reminders(session) if (row.source_key or "").count(":") == 3]
            return [(row.kind, row.due_on) for row in own]

    with clock.frozen(MOMENT):
        number = register(database)
        due, check = date(2025, 4, 1), date(2025, 5, 1)
        action = do(database, plan_action, number, "Train", {"due_on": due, "check_on": check})
        assert waiting() == [("todo", due)]
        with database.read() as session:
            (reminder,) = [row for row in _reminders(session) if row.kind == "todo"]
            assert reminder_subject(session, reminder.id) == ReminderSubject(complaint_id=number)
            version = session.get_one(CorrectiveAction, action).version
        do(database, change_action, action, version, {"due_on": due + timedelta(days=2)})
        assert waiting() == [("todo", due + timedelta(days=2))]
        do(database, finish_action, action, "Done")
        assert waiting() == [("check", check)]
        undo(database)
        assert waiting() == [("todo", due + timedelta(days=2))]
        do(database, cancel_action, action)
        assert waiting() == []


def test_paper_carries_the_letterhead_of_the_firm(database: Database) -> None:
    number = register(database)
    database.set_meta("firm_name", "Atelier Nord SRL")
    database.set_meta("paper_lines", "str. Bernardazzi 3")
    draft = ask(database, letter_draft, number, "acknowledgement")
    for document in (
        ask(database, complaint_document, number),
        ask(database, register_document),
        ask(database, letter_document, draft),
    ):
        assert (document.firm.name, document.firm.lines) == ("Atelier Nord SRL", ("str. Bernardazzi 3",))


def _reminders(session: Any) -> list[Reminder]:
    return [row for row in session.query(Reminder) if row.is_open and row.deleted_at is None]


def test_a_new_contact_goes_and_its_name_stays_with_the_voided_complaint(database: Database) -> None:
    def both(session: Any) -> int:
        contact = Contact(kind="person", name="Ana Rusu")
        session.add(contact)
        session.flush()
        return register_complaint(session, ComplaintDraft("Late", contact_id=contact.id))

    number = do(database, both)
    undo(database)
    with database.read() as session:
        complaint = session.get_one(Complaint, number)
        assert (complaint.state, complaint.contact_id, complaint.complainant) == ("voided", None, "Ana Rusu")
        assert session.query(Contact).count() == 0
    assert database.check().ok
    whole(database)
    redo(database)
    assert ask(database, complaint_card, number).who == "Ana Rusu"
    assert database.check().ok
    whole(database)


def test_pages_follow_one_another(database: Database) -> None:
    with clock.frozen(MOMENT):
        made = [register(database, f"Complaint {place}") for place in range(7)]
    for sort in ("number", "due", "received", "priority", "state"):
        seen: list[int] = []
        after = None
        while True:
            page = ask(database, complaint_rows, sort=sort, after=after, limit=3)
            seen += [row.id for row in page.rows]
            after = page.next
            if after is None:
                break
        assert seen == made[::-1], sort


def test_steps_are_told_in_order(database: Database) -> None:
    number = register(database)
    with pytest.raises(InvalidValue):
        do(database, take_step, number, "acknowledge", None, {}, clock.now() + timedelta(hours=1))
    with pytest.raises(InvalidValue):
        do(database, take_step, number, "acknowledge", None, {}, clock.now() - timedelta(hours=1))


def test_causes_and_files_are_part_of_the_book(database: Database) -> None:
    from desktop_crm.base.attached import attached
    from desktop_crm.services.choices import add_choice

    number = register(database)
    cause = do(database, add_choice, "complaint_cause", "Packing")
    do(database, set_causes, number, [cause])
    (file,) = do(database, add_complaint_files, number, [attached("photo.txt", b"jar")])
    card = ask(database, complaint_card, number)
    assert [name for _id, name in card.causes] == ["Packing"] and [line.id for line in card.files] == [file]
    whole(database)
    undo(database)
    undo(database)
    assert ask(database, complaint_card, number).causes == ()
    whole(database)
    redo(database)
    whole(database)
