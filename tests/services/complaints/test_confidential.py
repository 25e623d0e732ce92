"""A confidential complaint: its number is in the book, its words are for who received it and who is responsible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.changes import Label
from desktop_crm.base.document_json import document_json
from desktop_crm.base.errors import NotFound
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.db.discretion import ConfidentialChange
from desktop_crm.db.undo import history, undo
from desktop_crm.model import Contact, Operator, Reminder
from desktop_crm.services.attachments import attachment_file, evidence_of, remove_attachment
from desktop_crm.services.complaints import (
    ComplaintDraft,
    ComplaintFilter,
    add_complaint_files,
    change_complaint,
    complaint_board,
    complaint_card,
    complaint_rows,
    plan_action,
    register_complaint,
    related_complaints,
    take_step,
)
from desktop_crm.services.complaints.fields import Confidential
from desktop_crm.services.complaints.letters import letter_draft
from desktop_crm.services.complaints.printing import complaint_document, register_document
from desktop_crm.services.reminders import complete_reminder
from desktop_crm.services.reports.registry import make_report
from desktop_crm.services.reports.request import ReportRequest
from desktop_crm.services.search import search
from desktop_crm.services.trash_rows import trash_counts
from tests.services.complaints.books import ask, do, register

SECRET = "Harassment"


@pytest.fixture
def number(database: Database) -> int:
    def add(session: Any) -> int:
        session.add(Operator(name="Bob"))
        contact = Contact(kind="person", name="Zina Secretă")
        session.add(contact)
        session.flush()
        return contact.id

    who = do(database, add)
    made = register(database, f"{SECRET} at work", description=SECRET, contact_id=who, product=SECRET)
    do(database, change_complaint, made, ask(database, complaint_card, made).version, {"confidential": True})
    return made


def as_bob(session: Any, query: Any, *args: Any, **more: Any) -> Any:
    session.operator_id = session.query(Operator.id).filter(Operator.name == "Bob").scalar()
    return query(session, *args, **more)


def test_others_see_that_it_is_there_and_nothing_of_it(database: Database, number: int) -> None:
    (row,) = ask(database, as_bob, complaint_rows, ComplaintFilter("all")).rows
    assert row.hidden and row.number.startswith("1/")
    assert (row.subject, row.who, row.product, row.contact_id) == ("Confidential", "", "", None)
    assert SECRET not in str(ask(database, as_bob, complaint_board))
    for query, args in (
        (complaint_card, ()), (letter_draft, ("final",)), (complaint_document, ()),
        (take_step, ("acknowledge", None, {})), (plan_action, ("Something",)),
    ):  # fmt: skip
        with pytest.raises(Confidential, match="confidential"):
            (do if query in (take_step, plan_action) else ask)(database, as_bob, query, number, *args)


def test_no_question_tells_what_it_is_about(database: Database, number: int) -> None:
    card = ask(database, complaint_card, number)
    other = register(database, "Late", contact_id=card.contact_id, product=SECRET)
    questions = (ComplaintFilter("all", contact_id=card.contact_id), ComplaintFilter("all", text=SECRET),
                 ComplaintFilter("all", product=SECRET))  # fmt: skip
    for question in questions:
        assert number in [row.id for row in ask(database, complaint_rows, question).rows]
        assert number not in [row.id for row in ask(database, as_bob, complaint_rows, question).rows]
    assert [one.row.id for one in ask(database, related_complaints, other)] == [number]
    assert ask(database, as_bob, related_complaints, other) == ()


def test_it_is_not_told_by_search_reports_reminders_and_the_printed_book(database: Database, number: int) -> None:
    assert not ask(database, as_bob, search, SECRET).groups
    assert ask(database, search, SECRET).groups
    year = ask(database, complaint_card, number).year
    book = ask(database, as_bob, register_document, year=year)
    assert SECRET not in document_json(book) and "1/" in document_json(book)
    assert SECRET in document_json(ask(database, register_document, year=year))
    report = ask(database, as_bob, make_report, "complaints", ReportRequest())
    assert SECRET not in document_json(report)
    do(database, plan_action, number, "Talk to both")
    with database.read() as session:
        titles = [row.title for row in session.query(Reminder).all()]
    assert titles and SECRET not in " ".join(titles)


def test_who_becomes_responsible_sees_it(database: Database, number: int) -> None:
    def give(session: Any) -> None:
        bob = session.query(Operator.id).filter(Operator.name == "Bob").scalar()
        change_complaint(session, number, complaint_card(session, number).version, {"responsible_id": bob})

    do(database, give)
    assert ask(database, as_bob, complaint_card, number).fields["subject"] == f"{SECRET} at work"


def told(database: Database) -> list[str]:
    with database.read() as session:
        return [row.label.sentence for row in history(session)]


@pytest.fixture
def offices(address: Address, opened: Callable[..., Database]) -> tuple[Database, Database, int]:
    """Ana registered it, and made it confidential later; Bob reads the same book."""
    ana, bob = opened(address, "Ana", "pc-1"), opened(address, "Bob", "pc-2")
    label = Label("Register the complaint “{subject}”", {"subject": SECRET})
    made = ana.do(label, register_complaint, ComplaintDraft(SECRET))
    ana.do(Label("Plan an action “{what}”", {"what": SECRET}), plan_action, made, SECRET, {"due_on": date(2026, 12, 1)})
    file = AttachedFile(f"{SECRET}.txt", "text/plain", (b"x",))
    ana.do(Label("Attach {name}", {"name": file.name}), add_complaint_files, made, [file])
    with ana.read() as session:
        (reminder,) = session.query(Reminder).filter(Reminder.source_key.like("%action%")).all()
        title = reminder.title
    ana.do(Label("Done: “{title}”", {"title": title}), complete_reminder, reminder.id)
    assert SECRET in " ".join(told(bob))
    version = ask(ana, complaint_card, made).version
    ana.do(Label("Change “{subject}”", {"subject": SECRET}), change_complaint, made, version, {"confidential": True})
    return ana, bob, made


def test_the_history_of_changes_keeps_its_words(offices: tuple[Database, Database, int]) -> None:
    ana, bob, _made = offices
    assert [SECRET in text for text in told(ana)[:5]] == [True] * 5
    assert told(bob)[:5] == ["A confidential complaint"] * 5
    with bob.read() as session:
        last = history(session)[0].id
    with pytest.raises(ConfidentialChange, match="Nothing was changed"):  # by its number, as on the command line
        undo(bob, last)
    undo(ana, last)
    assert SECRET in " ".join(told(bob))


def test_its_files_are_not_to_be_had_by_their_numbers(offices: tuple[Database, Database, int]) -> None:
    ana, bob, made = offices
    (file,) = ask(ana, evidence_of, made)
    with pytest.raises(NotFound):
        ask(bob, attachment_file, file.id)
    with pytest.raises(NotFound):
        do(bob, remove_attachment, file.id)
    do(ana, remove_attachment, file.id)
    assert ask(ana, trash_counts)["attachment"] == 1
    assert ask(bob, trash_counts)["attachment"] == 0
