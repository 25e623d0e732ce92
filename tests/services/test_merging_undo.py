"""Taking apart what was merged: at any time, also after later edits and later merges; nothing is ever lost."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.db.batches import Step, do_each
from desktop_crm.db.database import Database
from desktop_crm.db.undo import redo, undo
from desktop_crm.model import Contact, Email, Interaction, Job, Merge, Phone
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_parts import add_phone, change_email, remove_email, remove_phone
from desktop_crm.services.contacts import change_contact
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.duplicates import duplicate_rows
from desktop_crm.services.interactions import InteractionDraft, add_interaction, change_interaction
from desktop_crm.services.merging import certain_pairs, doubles_of, merge_certain, merge_contacts, merges_into
from desktop_crm.services.tags import set_tags
from desktop_crm.services.trash import MergedAway, purge_contacts, restore_contacts
from desktop_crm.services.trash_rows import old_trash, trash_ids
from tests import databases
from tests.services.merging_cards import OWNERS, add, picture

MERGE = Label("Merge “{winner}” and “{loser}”", {"winner": "A", "loser": "B"})


def merge(database, winner, loser, choices=None) -> int:
    """Merge; says the change set."""
    merge_id = database.do(MERGE, merge_contacts, winner, loser, choices or {})
    with database.read() as session:
        return session.get_one(Merge, merge_id).change_set_id


def unmerge(database, change_set: int) -> int:
    return undo(database, change_set, force=True).kept


def test_weeks_later_after_edits(database) -> None:
    one = add(database, "Ana Rusu", values={"language": "ro"})
    two = add(database, "Ana Russu", phone="069 123 456", emails=("ana@a.example",), values={"best_time": "mornings"})
    with database.write(Label("Call")) as session:
        call = add_interaction(session, InteractionDraft(two, kind="call", body="First"))
    change_set = merge(database, one, two)
    with database.write(Label("Edits")) as session:
        add_phone(session, one, "079 000 111", country="MD")
        mail = session.scalars(select(Email)).one()
        change_email(session, mail.id, mail.version, {"note": "private"})
        entry = session.get_one(Interaction, call)
        change_interaction(session, call, entry.version, {"body": "First, corrected"})
        add_interaction(session, InteractionDraft(one, kind="call", body="Second"))
        change_contact(session, one, session.get_one(Contact, one).version, {"language": "ru", "notes": "New"})
    assert unmerge(database, change_set) == 0
    with database.read() as session:
        mine, theirs = contact_card(session, one), contact_card(session, two)
    assert theirs.deleted_at is None
    assert [line.e164 for line in theirs.phones] == ["+37369123456"]
    assert [line.e164 for line in mine.phones] == ["+37379000111"]
    assert [(line.address, line.note) for line in theirs.emails] == [("ana@a.example", "private")]
    assert [line.body for line in theirs.history] == ["First, corrected"]
    assert [line.body for line in mine.history] == ["Second"]
    assert (mine.language, mine.notes, mine.best_time) == ("ru", "New", "")
    assert theirs.best_time == "mornings"
    with database.read() as session:
        assert doubles_of(session, one).merged == ()


def test_an_edited_value_that_was_taken_stays_with_the_winner(database) -> None:
    one, two = add(database, "Ana Rusu"), add(database, "Ana Russu", values={"best_time": "mornings"})
    change_set = merge(database, one, two)
    with database.write(Label("Edit")) as session:
        change_contact(session, one, session.get_one(Contact, one).version, {"best_time": "evenings"})
    assert unmerge(database, change_set) == 1
    with database.read() as session:
        assert contact_card(session, one).best_time == "evenings"
        assert contact_card(session, two).best_time == "mornings"


def test_the_first_of_two_merges_is_taken_apart_alone(database) -> None:
    """C went into B, B into A: C comes back with all that was its own, though A holds it now."""
    a, b, c = (
        add(database, name, phone=phone, emails=(f"{name[0].lower()}@x.example",))
        for name, phone in (("Ana Rusu", "069 111 111"), ("Bea Rusu", "069 222 222"), ("Cora Rusu", "069 333 333"))
    )
    with database.write(Label("Call")) as session:
        add_interaction(session, InteractionDraft(c, kind="call", body="With Cora"))
    before = picture(database, a, b, c)
    first = merge(database, b, c)
    second = merge(database, a, b)
    with database.read() as session:
        assert [row.loser_id for row in merges_into(session, a)] == [b, c]
    assert unmerge(database, first) == 0
    with database.read() as session:
        cora, ana = contact_card(session, c), contact_card(session, a)
    assert cora.deleted_at is None
    assert [line.e164 for line in cora.phones] == ["+37369333333"]
    assert [line.body for line in cora.history] == ["With Cora"]
    assert [line.e164 for line in ana.phones] == ["+37369111111", "+37369222222"]
    unmerge(database, second)
    after = picture(database, a, b, c)
    for table in OWNERS:
        owners = {row_id: row.get("contact_id") for row_id, row in before[table].items()}
        assert {row_id: row.get("contact_id") for row_id, row in after[table].items()} == owners


def test_a_large_history_goes_over_and_comes_back(database) -> None:
    one, two = (add(database, name, kind="organisation") for name in ("Orhei-Vit SA", "Orhei Vit"))
    with database.write(Label("History")) as session:
        calls = [
            Interaction(contact_id=two, kind="call", started_at=clock.now(), body=f"Call {number}")
            for number in range(450)
        ]
        names = [hashlib.sha256(bytes([number])).hexdigest() for number in range(230)]  # none is like another
        people = [Contact(kind="person", name=name) for name in names]
        session.add_all([*calls, *people])
        session.flush()
        session.add_all(Job(person_id=person.id, organisation_id=two) for person in people)
    before = picture(database, one, two)
    change_set = merge(database, one, two)
    with database.read() as session:
        assert set(session.scalars(select(Interaction.contact_id))) == {one}
    unmerge(database, change_set)
    assert picture(database, one, two) == before


def test_a_batch_is_taken_back_and_done_again_as_one(database) -> None:
    ids = [
        add(database, name, phone=phone, emails=(mail,))
        for phone, mail in (
            ("069 123 456", "e@t.example"),
            ("079 400 118", "i@c.example"),
            ("068 555 444", "v@m.example"),
        )
        for name in (f"Elena {mail[2].upper()}urcanu", f"{mail[2].upper()}urcanu Elena")
    ]
    before = picture(database, *ids)
    with database.read() as session:
        pairs = certain_pairs(session)
    assert len(pairs) >= 3
    steps = [
        Step(pair.label(number, len(pairs)), merge_certain, (pair.winner_id, pair.loser_id))
        for number, pair in enumerate(pairs, 1)
    ]
    answers = do_each(database, steps, "Merging")
    assert sum(answer is not None for answer in answers) >= 3
    after = picture(database, *ids)
    undo(database)
    assert picture(database, *ids) == before
    with database.read() as session:
        assert len(certain_pairs(session)) == len(pairs)
    redo(database)
    assert picture(database, *ids) == after
    with database.read() as session:
        assert duplicate_rows(session, "certain") == []


# ---- any merge, any edits, taken apart: nothing is lost --------------------------------------------------------------

_PHONES = ("069 111 111", "069 222 222", "069 333 333", "ask secretary")
_MAILS = ("a@x.example", "b@x.example", "A@x.example")
_CARD = st.fixed_dictionaries(
    {
        "phones": st.lists(st.sampled_from(_PHONES), unique=True, max_size=3),
        "emails": st.lists(st.sampled_from(_MAILS), unique=True, max_size=2),
        "tags": st.lists(st.sampled_from(("VIP", "Bazar")), unique=True, max_size=2),
        "language": st.sampled_from(("", "ro", "ru")),
        "notes": st.sampled_from(("", "Likes tea.", "Prefers mornings.")),
        "calls": st.integers(0, 2),
    }
)
_EDITS = st.lists(
    st.sampled_from(
        ("phone", "drop_phone", "mail_note", "drop_mail", "language", "notes", "call", "edit_call", "tags")
    ),
    max_size=5,
)


def _made(database: Database, name: str, card: dict[str, Any]) -> int:
    contact = add(
        database,
        name,
        emails=tuple(card["emails"]),
        tags=tuple(card["tags"]),
        values={"language": card["language"], "notes": card["notes"]},
    )
    with database.write(Label("More")) as session:
        for text in card["phones"]:
            add_phone(session, contact, text, country="MD")
        for number in range(card["calls"]):
            add_interaction(session, InteractionDraft(contact, kind="call", body=f"{name} {number}"))
    return contact


def _edit(session: Any, kind: str, contact: int, number: int) -> None:
    version = session.get_one(Contact, contact).version
    phones = session.scalars(select(Phone).where(Phone.contact_id == contact).order_by(Phone.id)).all()
    mails = session.scalars(select(Email).where(Email.contact_id == contact).order_by(Email.id)).all()
    calls = session.scalars(
        select(Interaction)
        .where(Interaction.contact_id == contact, Interaction.kind == "call")
        .order_by(Interaction.id)
    ).all()
    if kind == "phone":
        add_phone(session, contact, f"068 55{number} 444", country="MD")
    elif kind == "drop_phone" and phones:
        remove_phone(session, phones[-1].id)
    elif kind == "mail_note" and mails:
        change_email(session, mails[-1].id, mails[-1].version, {"note": f"note {number}"})
    elif kind == "drop_mail" and mails:
        remove_email(session, mails[-1].id)
    elif kind in ("language", "notes"):
        change_contact(session, contact, version, {kind: f"{kind} {number}"})
    elif kind == "call":
        add_interaction(session, InteractionDraft(contact, kind="call", body=f"later {number}"))
    elif kind == "edit_call" and calls:
        change_interaction(session, calls[-1].id, calls[-1].version, {"body": f"edited {number}"})
    elif kind == "tags":
        set_tags(session, contact, [f"Tag {number}"])


def _whose(database: Database, *ids: int) -> dict[str, dict[int, Any]]:
    seen = picture(database, *ids)
    return {
        table: {row_id: row["contact_id"] for row_id, row in rows.items()}
        for table, rows in seen.items()
        if table in _OF
    }


_OF = ("phone", "email", "contact_tag", "interaction")
_CONTENT = {"phone": "raw", "email": "note", "contact_tag": "tag_id", "interaction": "body"}


@pytest.mark.parametrize("kind", databases.KINDS)
def test_merge_edits_unmerge_lose_nothing(kind: str) -> None:
    databases.fresh(kind, Path(tempfile.mkdtemp()))  # a server that is missing skips here
    folder = Path(tempfile.mkdtemp(prefix="desktop_crm_merge_"))
    database = Database.open(databases.fresh(kind, folder), operator="Ana", installation="pc", derived=DERIVED)

    @settings(
        max_examples=25 if kind == "sqlite" else 6,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(mine=_CARD, theirs=_CARD, edits=_EDITS, pick=st.sampled_from(("winner", "loser", "")))
    def any_of_them(mine: dict[str, Any], theirs: dict[str, Any], edits: list[str], pick: str) -> None:
        one, two = _made(database, "Ana Rusu", mine), _made(database, "Ana Russu", theirs)
        before, whose = picture(database, one, two), _whose(database, one, two)
        both = mine["language"] and theirs["language"]
        change_set = merge(database, one, two, {"language": pick} if pick and both else {})
        merged = picture(database, one, two)
        undo(database)
        assert picture(database, one, two) == before
        redo(database)
        assert picture(database, one, two) == merged
        for number, edit in enumerate(edits):
            with database.write(Label("Edit")) as session:
                _edit(session, edit, one, number)
        edited = picture(database, one, two)
        unmerge(database, change_set)
        after, now = picture(database, one, two), _whose(database, one, two)
        assert after["contact"][two] == before["contact"][two]
        for table, column in _CONTENT.items():
            there = {row_id for row_id, row in edited[table].items() if row.get("subject", "")[:6] != "Merged"}
            assert there <= after[table].keys(), table  # what was there is still there
            for row_id in there:
                assert after[table][row_id][column] == edited[table][row_id][column]
                assert now[table][row_id] == whose[table].get(row_id, one)  # old rows go home, new ones stay
        for field in ("language", "notes"):
            touched = edited["contact"][one][field] != merged["contact"][one][field]
            source = edited if touched else before
            assert after["contact"][one][field] == source["contact"][one][field]

    try:
        any_of_them()
        assert database.check().ok
    finally:
        database.close()
        shutil.rmtree(folder)


def test_the_trash_leaves_merged_contacts_alone(database) -> None:
    """They can be taken apart at any time: not emptied, not restored alone, gone only with the winner."""
    one, two = add(database, "Ana Rusu"), add(database, "Ana Russu", phone="069 123 456")
    change_set = merge(database, one, two)
    with database.read() as session:
        assert trash_ids(session) == []
        assert old_trash(session, days=-1) == []
    with pytest.raises(MergedAway) as error:
        database.do(Label("Restore"), restore_contacts, [two])
    assert "Ana Russu" in error.value.sentence
    unmerge(database, change_set)
    change_set = merge(database, one, two)
    database.do(Label("Delete for good"), purge_contacts, [one])
    with database.read() as session:
        assert session.scalars(select(Contact.id)).all() == []
        assert session.scalars(select(Merge.id)).all() == []
    undo(database)
    unmerge(database, change_set)
    with database.read() as session:
        assert [line.e164 for line in contact_card(session, two).phones] == ["+37369123456"]
