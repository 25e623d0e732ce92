"""What the program reminds of by itself: silence by class, tag and a rhythm of one's own, and days of every year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, ImportantDate, Reminder
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.daily_reminders import RhythmRules, dates_between, going_quiet, prepare_day, set_rhythm_rules
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.tags import add_tags, ensure_tags

CHANGE = Label("Change")
TODAY = datetime(2025, 3, 14, 9, tzinfo=UTC)


def reached(session: CrmSession, name: str, days: int, kind: str = "call") -> int:
    number = add_contact(session, ContactDraft(name=name))
    moment = TODAY - timedelta(days=days)
    add_interaction(session, InteractionDraft(number, kind, body="Spoke", started_at=moment))
    return number


def open_titles(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(row.title for row in session.query(Reminder).filter(Reminder.status == "new"))


def test_silence_is_counted_from_the_last_real_contact(database: Database) -> None:
    def write(session: CrmSession) -> int:
        by_class, by_tag, own = (reached(session, name, 40) for name in ("Class", "Tag", "Own"))
        reached(session, "Without a rule", 400)
        session.get_one(Contact, by_class).abc_class = "A"
        session.get_one(Contact, own).rhythm_days = 35
        add_tags(session, by_tag, ["dealer"])
        add_interaction(session, InteractionDraft(by_class, "note", body="Only a note", started_at=TODAY))
        rules = RhythmRules({"A": 30}, {ensure_tags(session, ["dealer"])[0]: 39}, make_reminders=True)
        set_rhythm_rules(session, rules)
        return by_class

    with clock.frozen(TODAY):
        by_class = database.do(CHANGE, write)
        with database.read() as session:
            assert {one.name: one.rhythm_days for one in going_quiet(session)} == {"Class": 30, "Tag": 39, "Own": 35}
        assert database.do(CHANGE, prepare_day) == 3 and database.do(CHANGE, prepare_day) == 0
        assert open_titles(database) == [f"Stay in touch: {name}" for name in ("Class", "Own", "Tag")]
        database.do(CHANGE, add_interaction, InteractionDraft(by_class, "call", body="Reached", started_at=TODAY))
        database.do(CHANGE, prepare_day)
    assert open_titles(database) == ["Stay in touch: Own", "Stay in touch: Tag"]


def test_birthdays_come_with_and_without_a_year_also_on_29_february(database: Database) -> None:
    def write(session: CrmSession) -> None:
        for name, day, year in (("Ana", 29, 1980), ("Ion", 28, None)):
            number = add_contact(session, ContactDraft(name=name))
            session.add(ImportantDate(contact_id=number, label="birthday", day=day, month=2, year=year,
                                      remind_days_before=3))  # fmt: skip
        session.flush()

    database.do(CHANGE, write)
    with database.read() as session:
        common = dates_between(session, date(2025, 2, 20), date(2025, 3, 10))
        leap = dates_between(session, date(2028, 2, 20), date(2028, 3, 10))
    assert [(line.name, line.day, line.age) for line in common] == [
        ("Ana", date(2025, 2, 28), 45), ("Ion", date(2025, 2, 28), None),
    ]  # fmt: skip
    assert [(line.name, line.day) for line in leap] == [("Ion", date(2028, 2, 28)), ("Ana", date(2028, 2, 29))]
    for day, made in ((24, 0), (25, 2), (26, 0)):
        with clock.frozen(datetime(2025, 2, day, 9, tzinfo=UTC)):
            assert database.do(CHANGE, prepare_day) == made
    assert open_titles(database) == ["Birthday: Ana", "Birthday: Ion"]
