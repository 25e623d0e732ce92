"""What is typed on a card: others by name, jobs, relations, pictures, moving, tags; on all three databases."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, InvalidValue, NotFound, VersionConflict
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.services import contact_named_ties as ties
from desktop_crm.services import contact_parts as parts
from desktop_crm.services.choices import add_shipped_choices, choice_rows
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_edits import CardChange, change_card, new_card
from desktop_crm.services.contact_photos import LARGEST, NotAPicture, contact_photo, remove_photo, set_photo
from desktop_crm.services.contact_typed import SeveralOfThisName, change_fields, named_contact
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.custom_fields import define_field, set_custom_value

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    with database.write(Label("Test")) as session:
        return action(session, *args, **more)


def card(database: Database, contact_id: int) -> ContactCard:
    with database.read() as session:
        return contact_card(session, contact_id)


def test_a_job_from_both_sides_and_its_end(database: Database) -> None:
    do(database, add_shipped_choices)
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu"))
    nord = do(database, add_contact, ContactDraft(kind="organisation", name="Nord SRL"))
    typed = {"other": "Nord SRL", "position": "chief", "role": "Director", "from_on": "2020-01-31"}
    do(database, ties.add_typed_job, ana, typed)
    do(database, ties.add_typed_job, ana, {"other": "Sud SRL", "role": "Door keeper"})  # both are new
    do(database, ties.add_typed_job, nord, {"other": f"id:{ana}", "position": "adviser"})
    do(database, ties.add_typed_job, nord, {"other": "Ion Ceban", "is_primary": "1"})
    main, *others = card(database, ana).jobs
    assert (main.other.id, main.position, main.role, main.from_on) == (nord, "chief", "Director", date(2020, 1, 31))
    assert {(job.other.name, job.role, job.is_primary) for job in others} == {
        ("Sud SRL", "Door keeper", False),
        ("Nord SRL", "", False),
    }
    assert {job.other.name for job in card(database, nord).jobs} == {"Ana Rusu", "Ion Ceban"}
    do(database, ties.end_job, main.id, main.version)
    jobs = card(database, ana).jobs
    assert [(job.id == main.id, job.current or job.to_on == clock.today()) for job in jobs][-1] == (True, True)
    assert sum(job.is_primary for job in jobs) == 1 and not jobs[-1].is_primary
    assert any(job.to_on == clock.today() for job in card(database, nord).jobs)  # history on both sides
    with pytest.raises(InvalidValue):
        do(database, ties.change_typed_job, main.id, jobs[-1].version, {"from_on": "2099-01-01"})


def test_relations_read_from_both_sides_and_turn(database: Database) -> None:
    do(database, add_shipped_choices)
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu"))
    with database.read() as session:
        child = next(row.id for row in choice_rows(session, "relation") if row.code == "child")
    do(database, ties.add_typed_relation, ana, {"other": "Ion Rusu", "kind": str(child), "note": "eldest"})
    tie = card(database, ana).relations[0]
    ion = tie.other.id
    assert (tie.kind, tie.note, tie.reverse) == ("Child", "eldest", False)
    assert card(database, ion).relations[0].kind == "Parent"
    args = (tie.id, tie.version, {"kind": f"{child}{ties.REVERSE}"}, ana, ion)
    do(database, ties.change_typed_relation, *args)
    assert card(database, ana).relations[0].kind == "Parent"
    assert card(database, ion).relations[0].kind == "Child"
    do(database, ties.add_typed_relation, ion, {"other": f"id:{ana}", "kind": f"{child}{ties.REVERSE}"})
    assert [line.kind for line in card(database, ion).relations] == ["Child", "Parent"]


def test_names_say_who_is_meant_or_ask(database: Database) -> None:
    first = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    assert do(database, named_contact, "popescu ION") == first
    second = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    with pytest.raises(SeveralOfThisName):
        do(database, named_contact, "Ion Popescu")
    assert do(database, named_contact, f"id:{second}") == second
    with pytest.raises(InvalidValue):
        do(database, named_contact, "Nobody Here")
    with pytest.raises(InvalidValue):
        do(database, named_contact, "id:77")


def test_branches_and_no_circles(database: Database) -> None:
    nord = do(database, add_contact, ContactDraft(kind="organisation", name="Nord SRL"))
    branch = do(database, ties.add_branch, nord, {"other": "Nord Bălți SRL"}) and card(database, nord).branches[0].id
    with pytest.raises(InvalidValue):
        do(database, ties.add_branch, branch, {"other": f"id:{nord}"})
    do(database, ties.part_from_parent, branch)
    assert card(database, nord).branches == ()


def test_pictures(database: Database) -> None:
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu"))
    assert card(database, ana).photo_id is None
    first = do(database, set_photo, ana, PNG)
    second = do(database, set_photo, ana, b"\xff\xd8\xff" + b"1" * 40)
    assert card(database, ana).photo_id == second != first
    undo(database)
    assert card(database, ana).photo_id == first
    with database.read() as session:
        assert contact_photo(session, ana) == PNG
    for bad in (b"GIF89a", PNG + b"0" * LARGEST):
        with pytest.raises(NotAPicture):
            do(database, set_photo, ana, bad)
    do(database, remove_photo, ana)
    assert card(database, ana).photo_id is None
    with pytest.raises(NotFound):
        do(database, remove_photo, ana)


def test_rows_move_up_and_down(database: Database) -> None:
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu", emails=("a@x.md", "b@x.md", "c@x.md")))
    first, _second, third = (mail.id for mail in card(database, ana).emails)
    do(database, parts.move_part, "email", first, 1)
    do(database, parts.move_part, "email", third, -5)
    assert [mail.address for mail in card(database, ana).emails] == ["c@x.md", "b@x.md", "a@x.md"]


def test_the_same_field_changed_elsewhere_is_a_conflict_others_are_not(database: Database) -> None:
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu", values={"nickname": "Anca"}))
    seen = card(database, ana).version
    do(database, change_fields, ana, seen, {"nickname": "Theirs", "language": "ro"})
    do(database, change_fields, ana, seen, {"how_met": "At a fair"})  # merged
    with pytest.raises(VersionConflict) as caught:
        do(database, change_fields, ana, seen, {"nickname": "Mine"})
    assert caught.value.facts["field"] == "nickname"
    size = do(database, define_field, "Shoe size")
    do(database, set_custom_value, ana, size, "42", "")
    with pytest.raises(VersionConflict):
        do(database, set_custom_value, ana, size, "43", "41")
    do(database, parts.set_consent, ana, "phone", "given", seen="")
    with pytest.raises(VersionConflict):
        do(database, parts.set_consent, ana, "phone", "withdrawn", seen="")
    now = card(database, ana)
    assert (now.nickname, now.how_met, now.custom[0].text, now.consents[0].state) == (
        "Theirs",
        "At a fair",
        "42",
        "given",
    )


def test_a_card_made_and_changed_in_one_go(database: Database) -> None:
    database.set_meta("country", "MD")
    size = do(database, define_field, "Shoe size", "number")
    made = CardChange(
        {"given_name": "Ana", "family_name": "Rusu", "source": "Fair", "custom:shoe SIZE": "38", "deceased": "no"},
        phones=("069 123 456",),
        emails=("a@x.md", "b@x.md"),
        tags=("VIP",),
    )
    ana = do(database, new_card, "person", made)
    now = card(database, ana)
    assert (now.name, now.source, now.custom[0].field_id, now.custom[0].text) == ("Ana Rusu", "Fair", size, "38")
    change = CardChange(
        {"family_name": "", "responsible": "me"},
        tags=("New",),
        gone_phones=("+373 69 123456",),
        gone_emails=("A@X.md",),
        gone_tags=("vip",),
    )
    do(database, change_card, ana, change)
    now = card(database, ana)
    assert (now.name, now.phones, [mail.address for mail in now.emails]) == ("Ana", (), ["b@x.md"])
    assert ([tag.name for tag in now.tags], now.responsible) == (["New"], "Ana")
    for wrong in (
        CardChange({"birthplace": "x"}),
        CardChange({"custom:None": "x"}),
        CardChange(gone_phones=("1234567",)),
        CardChange(gone_tags=("VIP",), fields={"nickname": "lost?"}),
    ):
        with pytest.raises(CrmError):
            do(database, change_card, ana, wrong)
    assert card(database, ana).nickname == ""
