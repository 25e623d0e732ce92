"""The day sheet: who is to be called, under which number, and what was said last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.document import Document, Heading, TickItem, TickList
from desktop_crm.db.database import Database
from desktop_crm.files.pdf import pdf_bytes
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder
from desktop_crm.services.reports.day_sheet import MOST, day_sheet

DAY = date(2025, 3, 14)


@pytest.fixture
def sheet(sqlite_database: Database, frozen_clock: datetime) -> Document:
    with sqlite_database.write(Label("test")) as session:
        ana = add_contact(session, ContactDraft(name="Ana Rusu", phones=("+373 69 123 456",)))
        ion = add_contact(session, ContactDraft(name="Ion Ceban"))
        add_interaction(session, InteractionDraft(ana, "call", subject="Invoice", body="Wants <b>a</b> copy",
                                                  started_at=datetime(2025, 3, 10, 9, tzinfo=UTC)))  # fmt: skip
        add_reminder(
            session, ReminderDraft("Call about the offer", ana, date(2025, 3, 12), kind="call", note="Be kind")
        )
        add_reminder(session, ReminderDraft("Send the plan", ion, due_at=datetime(2025, 3, 14, 14, tzinfo=UTC)))
        done = add_reminder(session, ReminderDraft("Done already", ion, DAY))
        complete_reminder(session, done)
        add_reminder(session, ReminderDraft("Tomorrow", ion, date(2025, 3, 15)))
    with sqlite_database.read() as session:
        return day_sheet(session)


def _items(document: Document) -> list[TickItem]:
    return [item for block in document.blocks if isinstance(block, TickList) for item in block.items]


def test_overdue_things_come_first_with_number_reason_and_last_words(sheet: Document) -> None:
    late, today = _items(sheet)
    assert late.text == "Call about the offer" and late.tone == "bad" and late.when == "12 Mar"
    assert late.who == "Ana Rusu" and late.phone == "+373 691 23 456"
    assert late.notes == ("Be kind", "Last: 10 Mar 2025: Invoice. Wants <b>a</b> copy")
    local = datetime(2025, 3, 14, 14, tzinfo=UTC).astimezone()
    assert today.text == "Send the plan" and today.when == f"{local:%H:%M}" and not today.phone
    assert sheet.period == "2 things to do, 1 overdue"


def test_a_day_without_anything_says_so(sqlite_database: Database) -> None:
    with clock.frozen(datetime(2030, 1, 1, 9, tzinfo=UTC)), sqlite_database.read() as session:
        document = day_sheet(session)
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["Today"]
    assert _items(document) == []
    assert next(block for block in document.blocks if isinstance(block, TickList)).empty


@pytest.mark.parametrize("count", [5, 24, 40, MOST, 120])
def test_a_full_day_is_one_page_with_its_numbers_and_last_words(
    sqlite_database: Database, frozen_clock: datetime, count: int
) -> None:
    with sqlite_database.write(Label("test")) as session:
        for number in range(count):
            name = f"Ana Rusu {number}"
            ana = add_contact(session, ContactDraft(name=name, phones=(f"+373 69 123{number:03}",)))
            long = " and more words of a long conversation" * (20 if count == 5 else 1)
            add_interaction(session, InteractionDraft(ana, "call", body=f"Wants a copy of the invoice {number}{long}"))
            draft = ReminderDraft(f"Call {number}", ana, date(2025, 3, 13 + number % 2), note=long * (count == 5))
            add_reminder(session, replace(draft, priority="urgent" if number in (7, count - 1) else "normal"))
    with sqlite_database.read() as session:
        document = day_sheet(session)
    pages = PdfReader(BytesIO(pdf_bytes(document))).pages
    assert len(pages) == 1
    words = pages[0].extract_text()
    shown = [item.text for item in _items(document)]
    assert len(shown) == min(count, MOST) and f"Call {count - 1}" in shown  # the urgent before the rest
    for item in _items(document):
        assert item.text in words and item.phone in words.replace("\xa0", " ")
    assert words.count("Wants") >= len(shown)
    if count > MOST:
        assert f"{count - MOST} more things" in words
    assert document.period == f"{count} things to do, {(count + 1) // 2} overdue"
