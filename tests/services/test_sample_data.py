"""Sample data: believable, nobody real, and gone in one step."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import phonenumbers
import pytest
from sqlalchemy import func, select

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled
from desktop_crm.base.progress import Progress
from desktop_crm.db.database import Database
from desktop_crm.files.pdf import pdf_bytes
from desktop_crm.model import (
    Address,
    Attachment,
    Complaint,
    ComplaintEvent,
    ComplaintInteraction,
    Contact,
    CorrectiveAction,
    Email,
    Interaction,
    Messenger,
    Phone,
)
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.complaints import verify_book
from desktop_crm.services.completeness import refresh_completeness
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_lists import ContactsView, contact_rows
from desktop_crm.services.contact_ties import add_job
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.firm import firm
from desktop_crm.services.sample_data import add_sample_data, remove_sample_data, sample_count
from desktop_crm.services.tags import set_tags
from desktop_crm.services.tax_numbers import check_tax_number


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def fill(database: Database, contacts: int = 120, seed: int = 1) -> None:
    with database.write(Label("New")) as session:
        add_shipped_choices(session)
    with database.write(Label("Sample")) as session:
        add_sample_data(session, contacts, seed)


def test_a_believable_firm(sqlite_database: Database, frozen_clock: datetime) -> None:
    fill(sqlite_database, 200)
    with sqlite_database.read() as session:
        assert sample_count(session) == 200
        kinds = dict(session.execute(select(Contact.kind, func.count()).group_by(Contact.kind)).all())
        assert 50 < kinds["organisation"] < 110
        assert set(session.scalars(select(Contact.language).distinct())) == {"ro", "ru", "en"}
        for e164, digits, national, last7, region in session.execute(
            select(Phone.e164, Phone.digits, Phone.national, Phone.last7, Phone.region)
        ):
            number = phonenumbers.parse(e164)
            assert phonenumbers.is_valid_number(number), e164
            assert phonenumbers.region_code_for_number(number) == region
            assert (digits, last7) == (e164[1:], e164[-7:])
            assert national == str(number.national_number)
        assert all(address.endswith(".example") for address in session.scalars(select(Email.address)))
        assert all(
            "@" in address and address.isascii() and "--" not in address
            for address in session.scalars(select(Email.address))
        )
        web = session.scalars(select(Messenger.address).where(Messenger.system == "web")).all()
        assert web and all(address.endswith(".example") for address in web)
        for number, name in session.execute(select(Contact.tax_number, Contact.name).where(Contact.tax_number != "")):
            assert check_tax_number(number).status == "ok", name
        moments = session.scalars(select(Interaction.started_at)).all()
        assert len(moments) > 400
        assert max(moments) <= clock.now()
        assert not [text for text in session.scalars(select(Interaction.body)) if "{" in text]
        assert set(session.scalars(select(Address.city))) >= {"Chișinău", "București", "Санкт-Петербург"}
        keys = session.execute(select(Contact.name_key, func.count()).group_by(Contact.name_key)).all()
        assert any(count > 1 for _key, count in keys)  # a few duplicates


def test_a_believable_year_of_complaints(sqlite_database: Database, frozen_clock: datetime) -> None:
    fill(sqlite_database, 120)
    with sqlite_database.read() as session:
        assert verify_book(session).ok
        rows = {row.id: row for row in session.scalars(select(Complaint))}
        phases = {row.phase for row in rows.values()}
        assert phases == {"open", "paused", "closed"}
        assert clock.now() - min(row.received_at for row in rows.values()) > timedelta(days=330)
        said = [row for row in rows.values() if row.interaction_id is not None]
        assert len(said) > len(rows) / 2
        linked = session.execute(
            select(ComplaintInteraction.complaint_id, Interaction).join(
                Interaction, Interaction.id == ComplaintInteraction.interaction_id
            )
        ).all()
        acknowledged = {row.id for row in rows.values() if row.acknowledged_at and row.kind == "complaint"}
        assert acknowledged - {row.id for row in rows.values() if row.state == "withdrawn"} <= {
            one for one, _ in linked
        }
        for number, entry in linked:
            assert rows[number].received_at <= entry.started_at <= clock.now()
            assert entry.contact_id == rows[number].contact_id
        assert {row.state for row in session.scalars(select(CorrectiveAction))} >= {"planned", "done"}
        assert any(len(row.whys) > 2 for row in rows.values())


def test_the_firm_has_a_name_and_kept_letters_of_its_complaints(sqlite_database: Database) -> None:
    with sqlite_database.write(Label("Sample")) as session:
        add_shipped_choices(session)
        add_sample_data(session, 120, to_pdf=pdf_bytes)
    with sqlite_database.read() as session:
        letters = session.scalars(select(ComplaintEvent).where(ComplaintEvent.kind == "letter")).all()
        assert {row.facts["letter"] for row in letters} == {"acknowledgement", "final"}
        for row in letters:
            assert firm(session).firm_name in row.facts["words"] and row.at <= clock.now() and row.facts["receiver"]
        of = Attachment.complaint_id.is_not(None)
        kept = session.execute(select(Attachment.complaint_id, Attachment.media_type).where(of)).all()
        assert len(kept) == len(letters) and {row.media_type for row in kept} == {"application/pdf"}
        assert verify_book(session).ok
    with sqlite_database.write(Label("Remove")) as session:
        remove_sample_data(session)
    with sqlite_database.read() as session:
        assert not firm(session).firm_name and session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_rows_are_as_the_services_would_have_made_them(sqlite_database: Database) -> None:
    fill(sqlite_database, 60)
    with sqlite_database.write(Label("Test")) as session:
        for contact in session.scalars(select(Contact)).all():
            made = (contact.name, contact.sort_name, contact.name_key, contact.completeness)
            contact.compose_name()
            refresh_completeness(session, contact.id)
            assert (contact.name, contact.sort_name, contact.name_key, contact.completeness) == made


def test_the_same_seed_makes_the_same_firm(sqlite_database: Database, frozen_clock: datetime) -> None:
    fill(sqlite_database, 40, seed=7)
    with sqlite_database.read() as session:
        first = [row.name for row in contact_rows(session, ContactsView(sort="created")).rows]
    with sqlite_database.write(Label("Test")) as session:
        remove_sample_data(session)
        add_sample_data(session, 40, seed=7)
    with sqlite_database.read() as session:
        second = contact_rows(session, ContactsView(sort="created")).rows
    assert [row.name for row in second] == first


def test_gone_in_one_step_and_nothing_else(database: Database) -> None:
    fill(database)
    with database.write(Label("Mine")) as session:
        mine = add_contact(session, ContactDraft(name="Ion Popescu", phones=("+37369123456",)))
        employer = session.scalars(select(Contact.id).where(Contact.kind == "organisation")).first()
        assert employer is not None
        add_job(session, mine, employer)
        set_tags(session, mine, ["VIP"])
    with database.write(Label("Remove")) as session:
        assert remove_sample_data(session) == 120
    counts = database.info().counts
    assert (counts["contact"], counts["phone"], counts["tag"], counts["contact_tag"]) == (1, 1, 1, 1)
    for table in ("interaction", "job", "email", "address", "messenger", "important_date"):
        assert counts[table] == 0
    with database.read() as session:
        assert contact_card(session, mine).tags[0].name == "VIP"
    with database.write(Label("Again")) as session:
        assert remove_sample_data(session) == 0


def test_cancel_leaves_nothing(sqlite_database: Database) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled), sqlite_database.write(Label("Sample")) as session:
        add_sample_data(session, progress=progress)
    assert sqlite_database.info().counts["contact"] == 0
