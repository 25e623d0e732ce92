"""A confidential complaint: its number is in the book, its words are for who received it and who is responsible."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_crm.base.document_json import document_json
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Operator, Reminder
from desktop_crm.services.complaints import (
    ComplaintFilter,
    change_complaint,
    complaint_board,
    complaint_card,
    complaint_rows,
    plan_action,
    take_step,
)
from desktop_crm.services.complaints.fields import Confidential
from desktop_crm.services.complaints.letters import letter_draft
from desktop_crm.services.complaints.printing import complaint_document, register_document
from desktop_crm.services.reports.registry import make_report
from desktop_crm.services.reports.request import ReportRequest
from desktop_crm.services.search import search
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
