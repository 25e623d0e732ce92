"""Two contacts become one: field by field, lists without doubles, everything that hangs on the loser goes over."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, NotFound, VersionConflict
from desktop_crm.db.undo import redo, undo
from desktop_crm.model import (
    Attachment,
    Base,
    Consent,
    Contact,
    DuplicateDecision,
    Interaction,
    Merge,
    Participant,
    Phone,
    Reminder,
)
from desktop_crm.model.contact import KINDS
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_parts import add_bank_account, add_date, add_email, add_external_id, set_consent
from desktop_crm.services.contact_ties import add_job, add_relation
from desktop_crm.services.contacts import change_contact, delete_contacts
from desktop_crm.services.custom_fields import define_field, set_custom_value
from desktop_crm.services.duplicates import duplicate_rows, never_these_two
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.merging import (
    CannotMerge,
    InTrash,
    OtherKind,
    certain_pairs,
    doubles_of,
    merge_certain,
    merge_contacts,
    merge_plan,
)
from desktop_crm.services.merging import fields as merge_fields
from desktop_crm.services.search import search
from tests.services.merging_cards import OWNERS, add, picture

MERGE = Label("Merge “{winner}” and “{loser}”", {"winner": "A", "loser": "B"})


def card(database, contact_id):
    with database.read() as session:
        return contact_card(session, contact_id)


def plan(database, winner, loser):
    with database.read() as session:
        return merge_plan(session, winner, loser)


def merge(database, winner, loser, *more) -> int:
    return database.do(MERGE, merge_contacts, winner, loser, *more)


def test_every_column_and_every_table_is_looked_after() -> None:
    """A new column of a contact, or a new table that names one, must get its place in a merge."""
    bookkeeping = {"id", "kind", "version", "created_at", "updated_at", "deleted_at"}
    merged = set.union(*(merge_fields.columns_of(kind) for kind in KINDS))
    assert {column.name for column in Contact.__table__.columns} - bookkeeping == merged
    assert set(OWNERS) == {
        "phone", "email", "address", "messenger", "important_date", "consent", "bank_account", "external_id", "photo",
        "contact_tag", "custom_value", "interaction", "participant", "attachment", "reminder", "reminder_series", "job",
        "relation", "duplicate_decision", "complaint",
    }  # fmt: skip
    assert "merge" in Base.metadata.tables


def test_the_plan_shows_both_values_and_proposes_one(database) -> None:
    one = add(
        database, "Ana Rusu", phone="069 123 456", tags=("VIP",), values={"language": "ro", "greeting": "Dragă Ana"}
    )
    two = add(
        database, "Ana Ion Rusu", phone="+373 69 123 456", tags=("VIP", "Bazar"), emails=("ana@orhei.example",),
        values={"language": "ru", "best_time": "mornings"},
    )  # fmt: skip
    made = plan(database, one, two)
    fields = {field.code: (field.winner, field.loser, field.choice, field.differs) for field in made.fields}
    assert fields["name"] == ("Ana Rusu", "Ana Ion Rusu", "loser", True)  # says the same and more
    assert fields["language"] == ("ro", "ru", "winner", True)
    assert fields["best_time"] == ("", "mornings", "loser", True)
    assert fields["greeting"] == ("Dragă Ana", "", "winner", True)
    lists = {made_list.code: [(line.text, line.origin) for line in made_list.lines] for made_list in made.lists}
    assert lists["phones"] == [("+373 691 23 456", "both")]
    assert lists["emails"] == [("ana@orhei.example", "loser")]
    assert lists["tags"] == [("VIP", "both"), ("Bazar", "loser")]


def test_lists_are_united_and_nothing_is_lost(database) -> None:
    one = add(database, "Ana Rusu", phone="069 123 456", tags=("VIP",), values={"notes": "Prefers mornings."})
    two = add(
        database, "Rusu Ana", phone="+373 69 123 456", tags=("vip", "Bazar"), emails=("ana@orhei.example",),
        organisation="Orhei-Vit SA", position="director", values={"notes": "Likes tea.", "language": "ru"},
    )  # fmt: skip
    firm = card(database, two).organisation_id
    with database.write(Label("More")) as session:
        add_job(session, one, firm)
        set_consent(session, one, "email", "given")
        set_consent(session, two, "email", "withdrawn", note="asked by phone")
        add_date(session, one, "birthday", 14, 3)
        add_date(session, two, "birthday", 14, 3, 1980)
        add_external_id(session, two, "1C", "A-17")
        add_interaction(
            session, InteractionDraft(two, kind="call", body="First call", started_at=datetime(2025, 1, 5, tzinfo=UTC))
        )
        phone = session.scalars(select(Phone).where(Phone.contact_id == two)).one()
        phone.do_not_call, phone.note = True, "ask for Maria"
        session.add(Reminder(title="Call back", contact_id=two, due_on=date(2025, 5, 1)))
        session.add(Attachment(name="offer.pdf", contact_id=two))
        change_contact(session, one, session.get_one(Contact, one).version, {"language": "ro"})
    merge(database, one, two)
    made = card(database, one)
    assert made.name == "Ana Rusu"
    assert [line.shown for line in made.phones] == ["+373 691 23 456"]
    assert made.phones[0].do_not_call
    assert made.phones[0].note == "ask for Maria"
    assert [line.address for line in made.emails] == ["ana@orhei.example"]
    assert [tag.name for tag in made.tags] == ["VIP", "Bazar"]
    assert [(job.other.id, job.position) for job in made.jobs] == [(firm, "director")]
    assert [(line.channel, line.state, line.note) for line in made.consents] == [
        ("email", "withdrawn", "asked by phone")
    ]
    assert [(line.day, line.month, line.year) for line in made.dates] == [(14, 3, 1980)]
    assert [line.value for line in made.external_ids] == ["A-17"]
    assert made.notes == "Prefers mornings.\n\nLikes tea."
    assert made.last_touch_at == datetime(2025, 1, 5, tzinfo=UTC)
    with database.read() as session:
        for table in (Interaction, Reminder, Attachment):
            assert set(session.scalars(select(table.contact_id))) == {one}
        assert session.get_one(Contact, two).deleted_at is not None
        lost = session.scalars(select(Merge.lost)).one()
        assert lost["language"] == ["ru"]
        assert lost["consents"] == ["E-mail: Consent given"]
    note = made.history[0]
    assert note.kind == "note"
    assert "Ana Rusu" in note.subject
    assert "Language: ru" in note.body


def test_choices_are_taken_and_what_was_there_is_kept_as_history(database) -> None:
    field_id = database.do(Label("Field"), define_field, "Discount", "number", "")
    one = add(database, "Ana Rusu", values={"language": "ro"}, custom={field_id: "5"})
    two = add(database, "Anna Russu", values={"language": "ru", "how_met": "Fair"}, custom={field_id: "7"})
    with database.write(Label("Birthdays")) as session:
        add_date(session, one, "birthday", 1, 2)
        add_date(session, two, "birthday", 3, 4)
    choices = {
        "name": "loser", "language": "loser", f"custom:{field_id}": "loser", "birthday": "loser", "how_met": "winner",
    }  # fmt: skip
    merge(database, one, two, choices)
    made = card(database, one)
    assert (made.name, made.family_name, made.language, made.how_met) == ("Anna Russu", "Russu", "ru", "")
    assert [line.text for line in made.custom] == ["7"]
    assert [(line.day, line.month) for line in made.dates] == [(3, 4)]
    body = made.history[0].body
    for words in ("Name: Ana Rusu", "Language: ro", "Discount: 5", "Birthday: 1 February", "How we met: Fair"):
        assert words in body


def test_organisations_with_their_people_branches_and_accounts(database) -> None:
    one = add(database, "Orhei-Vit SA", kind="organisation", phone="022 123 456")
    two = add(database, "S.A. Orhei-Vit", kind="organisation", values={"tax_number": "1002600001234"})
    branch = add(database, "Orhei-Vit Bălți", kind="organisation", values={"parent_id": two})
    ana = add(database, "Ana Rusu", organisation="Orhei-Vit SA", position="director")
    with database.write(Label("More")) as session:
        add_job(session, ana, two, position="director")
        ion = session.scalars(select(Contact.id).where(Contact.name == "Orhei-Vit Bălți")).one()
        add_bank_account(session, two, "MD24 AG00 0225 1000 1310 4168")
        change_contact(session, one, session.get_one(Contact, one).version, {"parent_id": two})
    assert ion == branch
    merge(database, one, two)
    made = card(database, one)
    assert made.tax_number == "1002600001234"
    assert made.other_names == "S.A. Orhei-Vit"
    assert [link.id for link in made.branches] == [branch]
    assert [job.other.id for job in made.jobs] == [ana]
    assert made.parent_id is None  # it was the other one
    assert [line.iban for line in made.bank_accounts] == ["MD24AG000225100013104168"]


def test_ties_between_the_two_and_to_others(database) -> None:
    one, two, other = (add(database, name) for name in ("Ana Rusu", "Rusu Ana", "Ion Ceban"))
    with database.write(Label("Ties")) as session:
        add_relation(session, one, two, None)
        add_relation(session, two, other, None, note="brother")
        never_these_two(session, two, other)
        meeting = add_interaction(session, InteractionDraft(other, kind="meeting"))
        session.add(Participant(interaction_id=meeting, contact_id=two))
    merge(database, one, two)
    made = card(database, one)
    assert [(line.other.id, line.note) for line in made.relations] == [(other, "brother")]
    with database.read() as session:
        decision = session.scalars(select(DuplicateDecision)).one()
        assert {decision.first_id, decision.second_id} == {one, other}
        assert decision.first_id < decision.second_id
        assert session.scalars(select(Participant.contact_id)).all() == [one]


def test_the_same_mail_on_both_cards_stays_once(database) -> None:
    one, two = add(database, "Ana Rusu"), add(database, "Rusu Ana")
    with database.write(Label("Mails")) as session:
        for contact in (one, two):
            entry = add_interaction(session, InteractionDraft(contact, kind="email", subject="Offer"))
            session.get_one(Interaction, entry).message_key = "abc"
    merge(database, one, two)
    assert [line.subject for line in card(database, one).history if line.kind == "email"] == ["Offer"]


def test_what_is_refused(database) -> None:
    person, other = add(database, "Ana Rusu"), add(database, "Rusu Ana")
    firm = add(database, "Rusu SRL", kind="organisation")
    before = picture(database, person, other, firm)
    versions = {person: card(database, person).version - 1}
    for refusal, arguments in (
        (CannotMerge, (person, person)),
        (OtherKind, (person, firm)),
        (NotFound, (person, 17)),
        (VersionConflict, (person, other, {}, versions)),
        (InvalidValue, (person, other, {"shoe_size": "loser"})),
        (InvalidValue, (person, other, {"name": "both"})),
    ):
        with pytest.raises(refusal) as error:
            merge(database, *arguments)
        assert error.value.sentence
    assert picture(database, person, other, firm) == before
    with database.write(Label("Delete")) as session:
        delete_contacts(session, [other])
    with pytest.raises(InTrash):
        merge(database, person, other)
    with database.read() as session, pytest.raises(InTrash):
        merge_plan(session, other, person)


def test_a_merge_is_undone_and_done_again_to_the_letter(database) -> None:
    one = add(database, "Ana Rusu", phone="069 123 456", tags=("VIP",))
    two = add(
        database, "Rusu Ana", phone="079 000 111", emails=("a@b.example",), values={"notes": "x", "language": "ru"}
    )
    before = picture(database, one, two)
    merge(database, one, two)
    after = picture(database, one, two)
    for _each in range(2):
        undo(database)
        assert picture(database, one, two) == before
        redo(database)
        assert picture(database, one, two) == after
    with database.read() as session:
        assert [row.loser_id for row in doubles_of(session, one).merged] == [two]
        assert doubles_of(session, two).into.winner_id == one


def test_candidates_and_search_follow(database) -> None:
    one, two, three = (
        add(database, name, phone="069 123 456") for name in ("Elena Țurcanu", "Turcanu Elena", "Elena Turcan")
    )
    with database.read() as session:
        assert {(row.first_id, row.second_id) for row in duplicate_rows(session)} >= {(one, two)}
    with database.write(Label("E-mail")) as session:
        add_email(session, two, "elena@turcanu.example")
    merge(database, one, two)
    with database.read() as session:
        pairs = {(row.first_id, row.second_id) for row in duplicate_rows(session)}
        assert all(two not in pair for pair in pairs)
        assert (one, three) in pairs
        hits = [hit.contact_id for group in search(session, "elena@turcanu").groups for hit in group.hits]
        assert set(hits) == {one}


def test_certain_pairs_one_after_the_other(database) -> None:
    ids = [
        add(database, name, phone="069 123 456", emails=("elena@turcanu.example",))
        for name in ("Elena Țurcanu", "Turcanu Elena", "Elena Turcanu")
    ]
    with database.read() as session:
        pairs = certain_pairs(session)
    assert len(pairs) == 3
    merged = [database.do(pair.label(1, 1), merge_certain, pair.winner_id, pair.loser_id) for pair in pairs]
    assert sum(merge_id is not None for merge_id in merged) == 2  # the third pair is one contact by then
    with database.read() as session:
        assert duplicate_rows(session) == []
        living = session.scalars(select(Contact.id).where(Contact.deleted_at.is_(None), Contact.kind == "person")).all()
    assert len(living) == 1
    assert living[0] in ids


def test_a_pair_told_apart_is_never_merged_through_a_third(database) -> None:
    one, two, three = (
        add(database, name, phone="069 123 456", emails=("elena@turcanu.example",))
        for name in ("Elena Țurcanu", "Turcanu Elena", "Elena Turcanu")
    )
    with database.write(Label("Never")) as session:
        never_these_two(session, one, three)
    with database.read() as session:
        pairs = certain_pairs(session)
    for pair in pairs:
        database.do(pair.label(1, 1), merge_certain, pair.winner_id, pair.loser_id)
    with database.read() as session:
        living = set(session.scalars(select(Contact.id).where(Contact.deleted_at.is_(None))))
    assert len(living) == 2
    assert not ({one, three} - living) or two in living


def test_consents_both_given_stay_one(database) -> None:
    one, two = add(database, "Ana Rusu"), add(database, "Rusu Ana")
    with database.write(Label("Consents")) as session:
        for contact in (one, two):
            set_consent(session, contact, "phone", "given")
        set_consent(session, two, "letter", "withdrawn")
        set_custom_value(session, two, define_field(session, "Size"), "L")
    merge(database, one, two)
    with database.read() as session:
        rows = session.execute(select(Consent.channel, Consent.state).where(Consent.contact_id == one)).all()
    assert sorted(map(tuple, rows)) == [("letter", "withdrawn"), ("phone", "given")]
    assert [line.text for line in card(database, one).custom] == ["L"]
