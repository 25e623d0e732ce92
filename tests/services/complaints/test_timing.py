"""The clock: weekends, holidays, lunch, pauses, changes of the clocks; each deadline explained in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.base.i18n import language_scope
from desktop_crm.base.working_time import WorkingCalendar
from desktop_crm.services.complaints.terms import calendar_for, preset_for, preset_rows
from desktop_crm.services.complaints.timing import ComplaintClock, Entry, clock_of, in_force, worked_minutes
from desktop_crm.services.complaints.timing_words import clock_words, left_text
from desktop_crm.services.firm import Firm

ZONE = "Europe/Chisinau"
FRIDAY = (2025, 3, 14)
TERMS = {"acknowledge": [2, "working_days"], "interim": [5, "working_days"], "resolve": [10, "working_days"]}


def at(day: tuple[int, int, int], hour: int = 10, minute: int = 0) -> datetime:
    return datetime(*day, hour, minute, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def calendar(**more: Any) -> WorkingCalendar:
    return calendar_for(Firm(**{"country": "MD", **more}), ZONE, 2025)


def entries(*told: tuple[str, str, datetime], reason: str = "") -> list[Entry]:
    return [
        Entry(kind, state, moment, number, None, reason if state.startswith("waiting") else "")
        for number, (kind, state, moment) in enumerate(told, 1)
    ]


def clock(received: datetime, *told: tuple[str, str, datetime], terms: Any = None, reason: str = "") -> ComplaintClock:
    trail = entries(("register", "registered", received), *told, reason=reason)
    return clock_of(calendar(), received, terms or TERMS, trail, trail[-1].state)


def by(state: ComplaintClock, kind: str) -> datetime | None:
    return next(one.by for one in state.deadlines if one.kind == kind)


def test_a_weekend_does_not_count() -> None:
    assert by(clock(at(FRIDAY)), "acknowledge") == at((2025, 3, 18), 18)


def test_a_holiday_does_not_count_and_is_named() -> None:
    state = clock(at((2025, 4, 30)))
    assert by(state, "acknowledge") == at((2025, 5, 5), 18)  # 1 May is free, then a weekend
    with language_scope("en"):
        text = clock_words(calendar(), state, at((2025, 4, 30), 11)).explanation
    assert "5 May 2025, 18:00: 2 working days from 30 Apr 2025, free:" in text


def test_lunch_does_not_count_in_hours() -> None:
    terms = {"acknowledge": [4, "working_hours"]}
    assert by(clock(at(FRIDAY, 11), terms=terms), "acknowledge") == at(FRIDAY, 16)
    without = clock_of(calendar(lunch_ends=time(13)), at(FRIDAY, 11), terms, [], "registered")
    assert by(without, "acknowledge") == at(FRIDAY, 15)
    assert by(clock(at(FRIDAY, 17), terms=terms), "acknowledge") == at((2025, 3, 17), 12)


def test_the_change_of_the_clocks_moves_no_deadline() -> None:
    """On 30 March 2025 the clocks go forward."""
    state = clock(at((2025, 3, 28), 17), terms={"resolve": [2, "working_hours"], "interim": [1, "working_days"]})
    assert by(state, "resolve") == at((2025, 3, 31), 10) == datetime(2025, 3, 31, 7, tzinfo=UTC)
    assert by(state, "interim") == at((2025, 3, 31), 18)


def test_calendar_days_end_on_a_working_day() -> None:
    terms = {"resolve": [14, "calendar_days"]}
    assert by(clock(at((2025, 3, 8)), terms=terms), "resolve") == at((2025, 3, 24), 18)  # the 22nd is a Saturday


def test_a_pause_stops_the_clock_and_is_explained() -> None:
    pause = ("wait_complainant", "waiting_complainant", at((2025, 3, 18), 9))
    terms = {"resolve": [4, "working_days"]}
    waiting = clock(at(FRIDAY), pause, terms=terms, reason="waiting for a photo")
    assert by(waiting, "resolve") is None and waiting.due is None
    gone_on = clock(at(FRIDAY), pause, ("resume", "registered", at((2025, 3, 21), 9)), terms=terms,
                    reason="waiting for a photo")  # fmt: skip
    assert by(gone_on, "resolve") == at((2025, 3, 25), 18)
    with language_scope("en"):
        assert clock_words(calendar(), waiting, at((2025, 3, 19))).headline == "Paused: waiting for a photo"
        words = clock_words(calendar(), gone_on, at((2025, 3, 21), 10))
    assert words.explanation.startswith("2 working days left: paused 3 days, waiting for a photo. Answer by 25 Mar")


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("en", "2 working days left: paused 3 days, photo. Answer by 25 Mar 2025, 18:00: "
               "4 working days from 14 Mar 2025."),
        ("ro", "Au rămas 2 zile lucrătoare: suspendată 3 zile, photo. Răspuns până la 25 mar. 2025, 18:00: "
               "4 zile lucrătoare din 14 mar. 2025."),
        ("ru", "Осталось 2 рабочих дня: пауза 3 дня, photo. Ответить до 25 мар. 2025 г., 18:00: "
               "4 рабочих дня с 14 мар. 2025 г."),
    ],
)  # fmt: skip
def test_explained_in_three_languages(spoken: str, expected: str) -> None:
    state = clock(
        at(FRIDAY),
        ("wait_third_party", "waiting_third_party", at((2025, 3, 18), 9)),
        ("resume", "registered", at((2025, 3, 21), 9)),
        terms={"resolve": [4, "working_days"]},
        reason="photo",
    )
    with language_scope(spoken):
        text = clock_words(calendar(), state, at((2025, 3, 21), 10)).explanation
    assert text.replace("\u202f", " ").replace("\xa0", " ") == expected


LUNCH = {"acknowledge": [4, "working_hours"]}
SITUATIONS: dict[str, tuple[tuple[int, int, int], int, dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    "weekend": (FRIDAY, 10, {"acknowledge": [2, "working_days"]},
                ("2 working days from 14 Mar 2025", "2 zile lucrătoare din 14 mar. 2025",
                 "2 рабочих дня с 14 мар. 2025 г."), ("18 Mar 2025, 18:00", "18 mar. 2025, 18:00",
                                                      "18 мар. 2025 г., 18:00")),
    "holiday": ((2025, 4, 30), 10, {"acknowledge": [2, "working_days"]},
                ("free: ", "libere: ", "выходные: "),
                ("5 May 2025, 18:00", "5 mai 2025, 18:00", "5 мая 2025 г., 18:00")),
    "lunch": (FRIDAY, 11, LUNCH, ("4 working hours from", "4 ore lucrătoare din", "4 рабочих часа с"),
              ("14 Mar 2025, 16:00", "14 mar. 2025, 16:00", "14 мар. 2025 г., 16:00")),
    "change of the clocks": ((2025, 3, 28), 17, {"acknowledge": [2, "working_hours"]},
                             ("2 working hours from", "2 ore lucrătoare din", "2 рабочих часа с"),
                             ("31 Mar 2025, 10:00", "31 mar. 2025, 10:00", "31 мар. 2025 г., 10:00")),
}  # fmt: skip


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_deadline_is_explained_in_three_languages(situation: str) -> None:
    day, hour, terms, lengths, moments = SITUATIONS[situation]
    state = clock(at(day, hour), terms=terms)
    for spoken, length, moment in zip(("en", "ro", "ru"), lengths, moments, strict=True):
        with language_scope(spoken):
            text = clock_words(calendar_for(Firm(country="MD"), ZONE, 2025), state, at(day, hour)).explanation
        plain = text.replace("\u202f", " ").replace("\xa0", " ")
        assert length in plain and moment in plain, plain


@pytest.mark.parametrize(
    ("present", "text", "status"),
    [
        (at((2025, 3, 14), 11), "10 working days left", "ok"),
        (at((2025, 3, 27), 11), "1 working day left", "soon"),
        (at((2025, 3, 28), 15), "3 working hours left", "soon"),
        (at((2025, 3, 28), 19), "1 working hour overdue", "overdue"),
        (at((2025, 4, 1), 11), "2 working days overdue", "overdue"),
    ],
)
def test_what_is_left(present: datetime, text: str, status: str) -> None:
    state = clock(at(FRIDAY), terms={"resolve": [10, "working_days"]})
    with language_scope("en"):
        words = clock_words(calendar(), state, present)
        assert (words.headline, words.status) == (text, status)
        assert left_text(calendar(), by(state, "resolve") or present, present) == text


def test_an_answer_stops_the_clock_and_reopening_starts_it_anew() -> None:
    answered = ("answer", "answered", at((2025, 3, 17), 12))
    state = clock(at(FRIDAY), ("acknowledge", "acknowledged", at(FRIDAY, 12)), answered)
    assert state.due is None and state.answered_at == answered[2]
    assert worked_minutes(calendar(), state) == 10 * 60  # 7 hours on Friday, 3 on Monday
    with language_scope("en"):
        words = clock_words(calendar(), state, at((2025, 3, 20)))
    assert (words.status, words.headline) == ("met", "Answered in 1 working day")
    again = clock(at(FRIDAY), answered, ("reopen", "reopened", at((2025, 3, 20))))
    assert again.due is not None and again.due.kind == "interim" and by(again, "resolve") == at((2025, 4, 3), 18)


def test_what_was_taken_back_does_not_count() -> None:
    moment = at(FRIDAY)
    told = [
        Entry("register", "registered", moment, 1),
        Entry("wait_complainant", "waiting_complainant", moment, 2),
        Entry("undone", "registered", moment, 3, 2),
        Entry("redone", "waiting_complainant", moment, 4, 3),
    ]
    assert [entry.change_set_id for entry in in_force(told[:3])] == [1]
    assert [entry.change_set_id for entry in in_force(told)] == [1, 2]
    undone = clock_of(calendar(), moment, TERMS, told[:3], "registered")
    assert undone.pauses == () and undone.due is not None


def test_the_most_specific_terms_apply(sqlite_database: Any) -> None:
    with sqlite_database.read() as session:
        presets = preset_rows(session)
    names = [
        preset.name if (preset := preset_for(presets, *asked)) is not None else ""
        for asked in (("complaint", "medium"), ("complaint", "critical"), ("warranty", "low"), ("praise", "high"))
    ]
    assert names == ["Usual", "Critical", "Product fault", "Praise"]


def test_holidays_are_those_of_the_country() -> None:
    assert calendar().is_working_day(date(2025, 12, 1)) and not calendar(country="RO").is_working_day(date(2025, 12, 1))
