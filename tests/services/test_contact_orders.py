"""Orders and groups that no index gives, and the filters of the filter bar, on all three databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Phone
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_fields import FIELDS, OPERATORS, WITHOUT_VALUE, filter_fields, sentence
from desktop_crm.services.contact_lists import (
    ContactsView,
    Filter,
    GroupHeading,
    contact_count,
    contact_ids,
    contact_rows,
)
from desktop_crm.services.contact_orders import _kept
from desktop_crm.services.contact_views import GROUPS, INDEXED, SORTS
from desktop_crm.services.contacts import add_contact, change_contact
from desktop_crm.services.custom_fields import define_field, set_custom_value

NOW = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)  # a Friday


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


@pytest.fixture
def firm(database: Database) -> Database:
    """Five contacts that differ in everything one sorts or groups by."""
    with clock.frozen(NOW), database.write(Label("Fill")) as session:
        field = define_field(session, "Rank", "number")
        color = define_field(session, "Colours", "choices", options=("Red", "Green", "Blue"))
        drafts = (
            ContactDraft(name="Ana Rusu", organisation="Ștefan SRL", position="director", city="Chișinău",
                         phones=("+373 69 123 456",), emails=("b@x.example",), tags=("VIP",),
                         values={"life_cycle": "active", "abc_class": "B"}, birthday=date(1990, 3, 14)),
            ContactDraft(name="Ion Ceban", organisation="Agro SRL", position="Contabil", city="CHISINAU",
                         emails=("a@x.example",),
                         values={"life_cycle": "new", "relation_to_us": "customer", "notes": "Вежливый. Рафтури"},
                         birthday=date(1988, 3, 30)),
            ContactDraft(name="Zina Zaharia", city="Bălți", phones=("+373 22 123 456",), tags=("Gros",)),
        )  # fmt: skip
        ana, ion, zina = (add_contact(session, draft) for draft in drafts)
        for contact_id, rank in ((ana, "20"), (ion, "3")):
            set_custom_value(session, contact_id, field, rank)
        set_custom_value(session, zina, color, "Red\nBlue")
        for contact_id, days in ((ana, 3), (ion, 100)):
            session.get_one(Contact, contact_id).last_touch_at = NOW - timedelta(days=days)
        session.get_one(Contact, ana).next_step_on = date(2025, 3, 10)
        session.get_one(Contact, ion).next_step_on = date(2025, 3, 16)
    return database


def names(database: Database, view: ContactsView, size: int = 2) -> list[str]:
    """Names on all pages; headings in brackets with their count."""
    found: list[str] = []
    after: tuple[Any, ...] | None = None
    with clock.frozen(NOW), database.read() as session:
        while True:
            page = contact_rows(session, view, after, size)
            for row in page.rows:
                found.append(f"[{row.heading} {row.count}]" if isinstance(row, GroupHeading) else row.name.split()[0])
            after = page.next
            if after is None:
                break
        people = [name for name in found if not name.startswith("[")]
        assert len(people) == contact_count(session, view) == len(contact_ids(session, view))
    return found


def people(**values: Any) -> ContactsView:
    return ContactsView(kind="person", **values)


@pytest.mark.parametrize(
    ("sort", "up", "down"),
    [
        ("organisation", "Ion Ana Zina", "Ana Ion Zina"),
        ("position", "Ion Ana Zina", "Ana Ion Zina"),
        ("city", "Zina Ion Ana", "Ion Ana Zina"),  # Chișinău and CHISINAU are one; equal ones stay by name
        ("phone", "Zina Ana Ion", "Ana Zina Ion"),
        ("email", "Ion Ana Zina", "Ana Ion Zina"),
        ("life_cycle", "Ion Ana Zina", "Ana Ion Zina"),  # in the order of life
        ("abc", "Ana Ion Zina", "Ana Ion Zina"),
        ("relation", "Ion Ana Zina", "Ion Ana Zina"),
        ("tags", "Zina Ana Ion", "Ana Zina Ion"),
        ("touch", "Ion Ana Zina", "Ana Ion Zina"),
        ("next", "Ana Ion Zina", "Ion Ana Zina"),
    ],
)
def test_sorts(firm: Database, sort: str, up: str, down: str) -> None:
    assert names(firm, people(sort=sort)) == up.split()
    assert names(firm, people(sort=sort, descending=True)) == down.split()


def test_every_sort_and_group_gives_everybody(firm: Database) -> None:
    for sort in SORTS:
        assert sorted(names(firm, ContactsView(sort=sort))) == ["Agro", "Ana", "Ion", "Zina", "Ștefan"]
    for group in GROUPS:
        found = names(firm, ContactsView(group=group), 1)
        assert sum(not name.startswith("[") for name in found) == 5 and found[0].startswith("[")
    with pytest.raises(InvalidValue):
        names(firm, ContactsView(sort="password"))
    with pytest.raises(InvalidValue):
        names(firm, ContactsView(group="custom:12"))


def test_groups_have_headings_and_counts(firm: Database) -> None:
    assert names(firm, people(group="letter"), 1) == ["[C 1]", "Ion", "[R 1]", "Ana", "[Z 1]", "Zina"]
    assert names(firm, people(group="city")) == ["[Bălți 1]", "Zina", "[CHISINAU 2]", "Ion", "Ana"]
    assert names(firm, people(group="city", descending=True))[3:] == ["Ana", "Ion"]
    assert names(firm, people(group="life_cycle")) == [
        "[New 1]", "Ion", "[Active 1]", "Ana", "[Not given 1]", "Zina",
    ]  # fmt: skip
    assert names(firm, people(group="touch_age")) == [
        "[Within a week 1]", "Ana", "[Within a year 1]", "Ion", "[Never 1]", "Zina",
    ]  # fmt: skip
    assert names(firm, people(group="city", sort="email"))[2:] == ["[CHISINAU 2]", "Ion", "Ana"]


def test_own_fields_sort_group_and_stand_in_rows(firm: Database) -> None:
    with firm.read() as session:
        fields = {field.title: field for field in filter_fields(session)}
    rank, colours = fields["Rank"].code, fields["Colours"].code
    assert names(firm, people(sort=rank)) == ["Ion", "Ana", "Zina"]
    assert names(firm, people(group=rank, sort="name"))[0] == "[3 1]"
    own = int(rank.removeprefix("custom:"))
    with firm.read() as session:
        rows = contact_rows(session, people(own_fields=(own,))).rows
        assert {row.name: row.own_value(own) for row in rows} == {
            "Ana Rusu": "20",
            "Ion Ceban": "3",
            "Zina Zaharia": "",
        }
    assert names(firm, people(filters=(Filter(colours, "is", "Blue"),))) == ["Zina"]
    assert names(firm, people(filters=(Filter(colours, "is", "Green", ("Red",)),))) == ["Zina"]
    assert names(firm, people(filters=(Filter(colours, "is_not", "Red"),))) == ["Ion", "Ana"]


def test_the_first_of_phones_and_emails_are_the_first_of_the_whole_order(database: Database) -> None:
    with database.write(Label("Fill")) as session:
        for number in range(30):
            shared = number // 3 % 4  # several have the same
            add_contact(
                session,
                ContactDraft(
                    name=f"Person {number * 7 % 30:02}",
                    phones=(f"+373 69 123 45{shared}", "+373 22 000 111") if number % 5 else ("(internal) 12",),
                    emails=(f"b{shared}@x.example", f"a{number}@x.example") if number % 4 else (),
                ),
            )
    for sort, down in (("phone", False), ("phone", True), ("email", False), ("email", True)):
        view = ContactsView(sort=sort, descending=down)
        pages = names(database, view, 4)
        assert pages == names(database, view, 100)
        with database.read() as session:
            ids = contact_ids(session, view)
            for size in (1, 4, 9):
                _kept.clear()
                assert [row.id for row in contact_rows(session, view, None, size).rows] == ids[:size]
            if sort == "phone":  # what is no number stands behind the numbers in both directions
                assert {row.phone for row in contact_rows(session, view, None, 30).rows[-6:]} == {"(internal) 12"}


def test_an_order_follows_what_is_written(firm: Database) -> None:
    view = people(sort="city")
    with firm.read() as session:
        page = contact_rows(session, view, None, 2)
    gone = page.rows[-1]
    with firm.write(Label("Rename")) as session:
        change_contact(session, gone.id, gone.version, {"name": "Ina Moraru"})
        assert [row.name for row in contact_rows(session, view).rows][-1] == "Ana Rusu"
    assert names(firm, view) == ["Zina", "Ina", "Ana"]
    with firm.read() as session:  # a page asked for with the place of before
        after = contact_rows(session, view, page.next, 2)
    assert [row.name for row in after.rows] == ["Ana Rusu"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Filter("name", "contains", "rusu an"), "Ana"),
        (Filter("organisation", "contains", "stefan"), "Ana"),
        (Filter("organisation", "is_not", "stefan", ("agro",)), "Zina"),
        (Filter("organisation", "empty"), "Zina"),
        (Filter("city", "is", "chisinau", ("balti",)), "Ion Ana Zina"),
        (Filter("life_cycle", "is", "active", ("new",)), "Ion Ana"),
        (Filter("life_cycle", "is_not", "active", ("new",)), "Zina"),
        (Filter("responsible_id", "is", "me"), "Ion Ana Zina"),
        (Filter("responsible_id", "is_not", "me"), ""),
        (Filter("responsible_id", "empty"), ""),
        (Filter("last_touch_at", "this_month"), "Ana"),
        (Filter("last_touch_at", "this_week"), "Ana"),
        (Filter("last_touch_at", "today"), ""),
        (Filter("last_touch_at", "more", "90"), "Ion Zina"),
        (Filter("last_touch_at", "before", "2025-03-01"), "Ion"),
        (Filter("last_touch_at", "on", "11.03.2025"), "Ana"),
        (Filter("created_at", "today"), "Ion Ana Zina"),
        (Filter("next_step_on", "overdue"), "Ana"),
        (Filter("next_step_on", "next", "7"), "Ion"),
        (Filter("next_step_on", "this_week"), "Ion Ana"),
        (Filter("next_step_on", "empty"), "Zina"),
        (Filter("birthday", "today"), "Ana"),
        (Filter("birthday", "this_month"), "Ion Ana"),
        (Filter("birthday", "next", "10"), "Ana"),
        (Filter("tag", "filled"), "Ana Zina"),
        (Filter("do_not_contact", "is", "yes"), "Zina"),
        (Filter("do_not_contact", "is", "no"), "Ion Ana"),
        (Filter("duplicates", "is", "yes"), ""),
        (Filter("deceased", "is", "no"), "Ion Ana Zina"),
        (Filter("completeness", "more", "0"), "Ion Ana Zina"),
        (Filter("phone", "contains", "22 123"), "Zina"),
        (Filter("notes", "contains", "рафтури"), "Ion"),
    ],
)  # fmt: skip
def test_filters_by_clicking(firm: Database, condition: Filter, expected: str) -> None:
    with firm.write(Label("Refuse")) as session:
        for phone in session.query(Phone).where(Phone.e164 == "+37322123456"):
            phone.do_not_call = True
    assert names(firm, people(filters=(condition,))) == expected.split()


def test_all_chips_must_hold(firm: Database) -> None:
    both = (Filter("city", "is", "Chișinău"), Filter("life_cycle", "is", "active", ("lost",)))
    assert names(firm, people(filters=both)) == ["Ana"]


def test_only_some(firm: Database) -> None:
    with firm.read() as session:
        ids = contact_ids(session, people())
    assert names(firm, people(only=tuple(ids[:2]))) == ["Ion", "Ana"]
    assert names(firm, people(only=())) == []


def test_every_field_and_operator_is_a_condition_and_a_sentence(firm: Database) -> None:
    with clock.frozen(NOW), firm.read() as session:
        fields = {field.code: field for field in filter_fields(session)}
        assert set(FIELDS) < set(fields)
        for field in fields.values():
            for operator in OPERATORS[field.type]:
                sample = {"moment": "5", "own_date": "5", "due": "5", "birthday": "5", "number": "5", "choice": "5"}
                value = sample.get(field.type, field.options[0][0] if field.options else "x")
                if field.code == "import":
                    value = "1"
                if operator in ("before", "since", "on"):
                    value = "2025-03-01"
                wanted = Filter(field.code, operator, "" if operator in WITHOUT_VALUE else value)
                contact_count(session, ContactsView(filters=(wanted,)))
                assert sentence(fields, wanted).startswith(f"{field.title}: ")
        assert sentence(fields, Filter("last_touch_at", "more", "90")) == "Last contact: older than 90 days"
        assert sentence(fields, Filter("life_cycle", "is", "active", ("new",))) == "Life cycle: Active, New"


@pytest.mark.parametrize(
    "wanted",
    [Filter("last_touch_at", "on", "soon"), Filter("last_touch_at", "more", "-1"), Filter("birthday", "overdue"),
     Filter("city", "above", "x"), Filter("next_step_on", "more", "1e30")],
)  # fmt: skip
def test_conditions_that_make_no_sense(firm: Database, wanted: Filter) -> None:
    with pytest.raises(InvalidValue):
        names(firm, replace(ContactsView(), filters=(wanted,)))


def test_indexed_sorts_are_sorts() -> None:
    assert set(INDEXED) < set(SORTS)
