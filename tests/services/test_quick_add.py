"""Reminders in one sentence, in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.named_contacts import contacts_named
from desktop_crm.services.quick_add import understand

FRIDAY = datetime(2025, 3, 14, 11, 26, tzinfo=UTC)

SENTENCES = [
    ("sună Ana mâine la 10", "Sună Ana", "call", date(2025, 3, 15), time(10), ""),
    ("позвонить Ане завтра в 10", "Позвонить Ане", "call", date(2025, 3, 15), time(10), ""),
    ("call Ana tomorrow at 10", "Call Ana", "call", date(2025, 3, 15), time(10), ""),
    ("Call Ana Rusu in 3 days", "Call Ana Rusu", "call", date(2025, 3, 17), None, ""),
    ("peste 2 săptămâni trimite oferta", "Trimite oferta", "send", date(2025, 3, 28), None, ""),
    ("peste o lună plata", "Plata", "pay", date(2025, 4, 14), None, ""),
    ("через полчаса перезвонить Петрову", "Перезвонить Петрову", "call", date(2025, 3, 14), time(11, 56), ""),
    ("in half an hour call Ion", "Call Ion", "call", date(2025, 3, 14), time(11, 56), ""),
    ("peste o jumătate de oră sună Ion", "Sună Ion", "call", date(2025, 3, 14), time(11, 56), ""),
    ("через 2 часа позвонить", "Позвонить", "call", date(2025, 3, 14), time(13, 26), ""),
    ("в понедельник в 14:30 встреча с Ильёй", "Встреча с Ильёй", "meet", date(2025, 3, 17), time(14, 30), ""),
    ("luni la 9 întâlnire cu Ion", "Întâlnire cu Ion", "meet", date(2025, 3, 17), time(9), ""),
    ("next Friday visit", "Visit", "visit", date(2025, 3, 21), None, ""),
    ("next Sunday visit", "Visit", "visit", date(2025, 3, 23), None, ""),
    ("la 8 sună Ion", "Sună Ion", "call", date(2025, 3, 15), time(8), ""),
    ("call at 5pm", "Call", "call", date(2025, 3, 14), time(17), ""),
    ("diseară sună mama", "Sună mama", "call", date(2025, 3, 14), time(19), ""),
    ("send contract on 15 March", "Send contract", "send", date(2025, 3, 15), None, ""),
    ("send contract on March 20 2026", "Send contract", "send", date(2026, 3, 20), None, ""),
    ("trimite actele pe 20 martie", "Trimite actele", "send", date(2025, 3, 20), None, ""),
    ("отправить договор 20.03", "Отправить договор", "send", date(2025, 3, 20), None, ""),
    ("отправить договор 10.03", "Отправить договор", "send", date(2026, 3, 10), None, ""),
    ("отправить договор 31-го", "Отправить договор", "send", date(2025, 3, 31), None, ""),
    ("every Monday at 9 send report", "Send report", "send", date(2025, 3, 17), time(9), "FREQ=WEEKLY;BYDAY=MO"),
    ("по вторникам и четвергам созвон", "Созвон", "call", date(2025, 3, 18), None, "FREQ=WEEKLY;BYDAY=TU,TH"),
    (
        "каждые 2 недели по понедельникам звонок", "Звонок", "call", date(2025, 3, 17), None,
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    ),
    (
        "каждый месяц 31 числа оплатить аренду", "Оплатить аренду", "pay", date(2025, 3, 31), None,
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    ),
    (
        "plătește chiria în fiecare lună pe 5", "Plătește chiria", "pay", date(2025, 4, 5), None,
        "FREQ=MONTHLY;BYMONTHDAY=5",
    ),
    ("zilnic la 18 verifică poșta", "Verifică poșta", "check", date(2025, 3, 14), time(18), "FREQ=DAILY"),
    ("Buy paper", "Buy paper", "todo", None, None, ""),
    ("Offer for 200 chairs", "Offer for 200 chairs", "todo", None, None, ""),
    ("Звонок на 112", "Звонок на 112", "call", None, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "kind", "day", "clock", "rule"), SENTENCES)
def test_sentences(text: str, title: str, kind: str, day: date | None, clock: time | None, rule: str) -> None:
    found = understand(text, FRIDAY)
    assert (found.title, found.kind, found.due_on, found.due_time, found.rule) == (title, kind, day, clock, rule)


def test_urgency_is_taken_out() -> None:
    assert understand("отправить договор срочно", FRIDAY).priority == "urgent"
    found = understand("send it! tomorrow", FRIDAY)
    assert (found.priority, found.title, found.due_on) == ("high", "Send it", date(2025, 3, 15))


def test_the_spans_are_what_was_understood() -> None:
    text = "sună Ana mâine la 10"
    assert [text[start:end] for start, end in understand(text, FRIDAY).spans] == ["mâine", "la 10"]


@pytest.mark.parametrize(
    "text", ["", "   ", "in", "at", "every", "в", "25:99", "32.13.2025", "at 99", "9" * 400, "💥 \u0000"]
)
def test_odd_sentences_are_titles(text: str) -> None:
    found = understand(text, FRIDAY)
    assert found.due_on is None and found.rule == "" and found.title.casefold() == text.strip().casefold()


def test_names_are_found_in_any_case(database: Database) -> None:
    with database.write(Label("Add")) as session:
        for name in ("Анна Ротару", "Ion Ceban", "Пётр Петров", "Andrei Popa"):
            given, family = name.split()
            add_contact(session, ContactDraft(kind="person", values={"given_name": given, "family_name": family}))
    with database.read() as session:
        assert [row.name for row in contacts_named(session, ["Анне"])] == ["Анна Ротару"]
        assert [row.name for row in contacts_named(session, ["Петрову"])] == ["Пётр Петров"]
        assert [row.name for row in contacts_named(session, ["Ion"])] == ["Ion Ceban"]
        assert contacts_named(session, ["Zacharias"]) == []
