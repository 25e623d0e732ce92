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


TUESDAY = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
OFFICE = [  # as people write them: title | kind | day and time | rule
    ("suna-l pe Ion maine la 10:30", "Suna-l pe Ion | call | 25.11 10:30 |"),
    ("de sunat Vasile Rusu joi dimineata", "De sunat Vasile Rusu | call | 26.11 09:00 |"),
    ("mâine dimineață la 8 plecare la Bălți", "Plecare la Bălți | todo | 25.11 08:00 |"),
    ("diseară la 7 sun la Lidia", "Sun la Lidia | call | 24.11 19:00 |"),
    ("sună-o pe Maria vineri pe la 4 după-amiaza", "Sună-o pe Maria | call | 27.11 16:00 |"),
    ("la 9 și jumătate sună Moldtelecom", "Sună Moldtelecom | call | 25.11 09:30 |"),
    ("la ora 10 fără un sfert apel cu Dan", "Apel cu Dan | call | 25.11 09:45 |"),
    ("trimite factura lui Popescu azi până la 17", "Trimite factura lui Popescu | send | 24.11 17:00 |"),
    ("până pe 30 noiembrie depune declarația", "Depune declarația | todo | 30.11 |"),
    ("la sfârșitul lunii închide actele", "Închide actele | todo | 30.11 |"),
    ("în ultima zi a lunii închide luna", "Închide luna | todo | 30.11 |"),
    ("закрыть месяц в последний день месяца", "Закрыть месяц | todo | 30.11 |"),
    ("close the books on the last day of the month", "Close the books | todo | 30.11 |"),
    (
        "каждый последний день месяца закрыть месяц",
        "Закрыть месяц | todo | 30.11 | FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    ),
    ("revin la Ion săptămâna viitoare", "Revin la Ion | todo | 30.11 |"),
    ("peste 30 de zile prelungește contractul", "Prelungește contractul | todo | 24.12 |"),
    ("plata chiriei pe data de 5 în fiecare lună", "Plata chiriei | pay | 05.12 | FREQ=MONTHLY;BYMONTHDAY=5"),
    ("ședință în fiecare zi lucrătoare la 9", "Ședință | meet | 25.11 09:00 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("ședință lunea și joia la 9", "Ședință | meet | 26.11 09:00 | FREQ=WEEKLY;BYDAY=MO,TH"),
    ("din două în două zile verifică mailul", "Verifică mailul | check | 24.11 | FREQ=DAILY;INTERVAL=2"),
    ("zilnic până vineri verifică plata", "Verifică plata | check | 24.11 | FREQ=DAILY;UNTIL=20261127"),
    ("în prima zi de luni a lunii raport", "Raport | todo | 07.12 | FREQ=MONTHLY;BYDAY=1MO"),
    ("trimite oferta la 2 clienți", "Trimite oferta la 2 clienți | send | |"),
    ("contract 3 luni cu Orange", "Contract 3 luni cu Orange | todo | |"),
    ("plata 12.50 lei pentru cafea", "Plata 12.50 lei pentru cafea | pay | |"),
    ("mâine între 10 și 12 instalator", "Între 10 și 12 instalator | todo | 25.11 10:00 |"),
    ("отправить КП Мебель Норд до пятницы", "Отправить КП Мебель Норд | send | 27.11 |"),
    ("перезвонить Сергею на следующей неделе", "Перезвонить Сергею | call | 30.11 |"),
    ("через пару дней напомнить про оплату", "Напомнить про оплату | todo | 26.11 |"),
    ("через полтора часа забрать договор", "Забрать договор | todo | 24.11 13:00 |"),
    ("завтра в 8 утра поезд", "Поезд | todo | 25.11 08:00 |"),
    ("сегодня в 3 часа дня позвонить Виктору", "Позвонить Виктору | call | 24.11 15:00 |"),
    ("в полдесятого позвонить Дану", "Позвонить Дану | call | 25.11 09:30 |"),
    ("без четверти десять звонок Дану", "Звонок Дану | call | 25.11 09:45 |"),
    ("в конце месяца закрыть акты", "Закрыть акты | todo | 30.11 |"),
    ("в выходные навестить Лену", "Навестить Лену | visit | 28.11 |"),
    ("оплата аренды 5 числа каждого месяца", "Оплата аренды | pay | 05.12 | FREQ=MONTHLY;BYMONTHDAY=5"),
    ("планёрка по будням в 9", "Планёрка | meet | 25.11 09:00 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("раз в 2 недели инвентаризация", "Инвентаризация | todo | 24.11 | FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("раз в квартал проверить счета", "Проверить счета | check | 24.11 | FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=24"),
    ("доставка в 2 адреса", "Доставка в 2 адреса | todo | |"),
    ("позвонить 069123456 в пятницу", "Позвонить 069123456 | call | 27.11 |"),
    ("send the quote to Nord by Friday", "Send the quote to Nord | send | 27.11 |"),
    ("call Victor at 3 in the afternoon", "Call Victor | call | 24.11 15:00 |"),
    ("call Moldtelecom at half past nine", "Call Moldtelecom | call | 25.11 09:30 |"),
    ("the day after tomorrow at noon lunch with Sandu", "Lunch with Sandu | meet | 26.11 12:00 |"),
    ("in an hour and a half pick up the contract", "Pick up the contract | todo | 24.11 13:00 |"),
    ("call Sergey next week", "Call Sergey | call | 30.11 |"),
    ("Tuesday next week demo", "Demo | todo | 01.12 |"),
    ("pay rent on the 5th of every month", "Pay rent | pay | 05.12 | FREQ=MONTHLY;BYMONTHDAY=5"),
    ("every other day check mail", "Check mail | check | 24.11 | FREQ=DAILY;INTERVAL=2"),
    ("stand-up every weekday at 9", "Stand-up | todo | 25.11 09:00 | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("call Sun Ltd on Mon at 9", "Call Sun Ltd | call | 30.11 09:00 |"),
    ("do 10 calls", "Do 10 calls | todo | |"),
]


@pytest.mark.parametrize(("text", "wanted"), OFFICE)
def test_sentences_of_an_office(text: str, wanted: str) -> None:
    found = understand(text, TUESDAY)
    moment = f"{found.due_on:%d.%m}" if found.due_on else ""
    moment += f" {found.due_time:%H:%M}" if found.due_time else ""
    assert " | ".join((found.title, found.kind, moment, found.rule)).split() == wanted.split()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("отправить КП Мебель Норд до пятницы", ("Мебель", "Норд")),
        ("позвонить в ООО «Вектор» завтра", ("Вектор",)),
        ("Revin la Ana Rusu despre oferta Orange", ("Ana", "Rusu")),
        ("întâlnire cu dna Ceban miercuri", ("Ceban",)),
        ("ask Mark for the TVA form", ("Mark",)),
        ("send invoice to IKEA", ("IKEA",)),
    ],
)
def test_who_is_named(text: str, who: tuple[str, ...]) -> None:
    assert understand(text, TUESDAY).who == who


def test_the_31st_of_every_month_stays_the_last_day() -> None:
    found = understand("каждый месяц 31 числа отчёт", TUESDAY)
    assert (found.due_on, found.rule) == (date(2026, 11, 30), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1")


def test_what_is_not_urgent_is_not_urgent() -> None:
    texts = ("не срочно: визитки", "nu e urgent: cărți de vizită", "urgent: X")
    assert [understand(text, TUESDAY).priority for text in texts] == ["low", "low", "urgent"]


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
