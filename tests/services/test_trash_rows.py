"""The trash of everything: listed in one order, brought back, gone for good with what hangs on it."""

from datetime import timedelta

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Attachment, AttachmentPart, Contact, Interaction, Participant, Reminder
from desktop_crm.services.contacts import ContactDraft, add_contact, delete_contacts
from desktop_crm.services.interactions import InteractionDraft, add_interaction, remove_interaction
from desktop_crm.services.trash_rows import (
    old_trash,
    purge_old,
    purge_rows,
    restore_rows,
    trash_counts,
    trash_ids,
    trash_rows,
)


def _fill(session) -> dict[str, int]:
    ana, ion = (add_contact(session, ContactDraft(name=name)) for name in ("Ana Rusu", "Ion Ceban"))
    call = add_interaction(session, InteractionDraft(ana, kind="call", body="About the offer"))
    reminder = Reminder(title="Send the offer", contact_id=ana, interaction_id=call)
    file = Attachment(contact_id=ana, name="offer.pdf", size=3)
    on_call = Attachment(contact_id=ana, interaction_id=call, name="notes.txt", size=1)
    session.add_all([reminder, file, on_call])
    session.flush()
    session.add_all(AttachmentPart(attachment_id=one.id, content=b"abc") for one in (file, on_call))
    session.add(Participant(interaction_id=call, contact_id=ion))
    session.flush()
    return {"ana": ana, "ion": ion, "call": call, "reminder": reminder.id, "file": file.id}


def _delete_all(session, ids: dict[str, int]) -> None:
    delete_contacts(session, [ids["ion"]])
    remove_interaction(session, ids["call"])
    for table, name in ((Reminder, "reminder"), (Attachment, "file")):
        session.get(table, ids[name]).deleted_at = clock.now()
    session.flush()


def _count(database: Database, table) -> int:
    with database.read() as session:
        return session.query(table).count()


def test_everything_deleted_is_listed_and_comes_back(database: Database) -> None:
    ids = database.do(Label("Fill"), _fill)
    with database.read() as session:
        touched = session.get(Contact, ids["ana"]).last_touch_at
    database.do(Label("Delete"), _delete_all, ids)
    with database.read() as session:
        assert session.get(Contact, ids["ana"]).last_touch_at is None
        assert trash_counts(session) == {"contact": 1, "interaction": 1, "reminder": 1, "attachment": 1}
        rows = trash_rows(session).rows
        assert {(row.kind, row.title, row.who) for row in rows} == {
            ("contact", "Ion Ceban", ""),
            ("interaction", "About the offer", "Ana Rusu"),
            ("reminder", "Send the offer", "Ana Rusu"),
            ("attachment", "offer.pdf", "Ana Rusu"),
        }
        first = trash_rows(session, limit=3)
        rest = trash_rows(session, after=first.next, limit=3)
        assert [*first.rows, *rest.rows] == list(rows)
        assert rest.next is None
        everything = trash_ids(session)
    assert database.do(Label("Restore"), restore_rows, everything) == 4
    with database.read() as session:
        assert trash_ids(session) == []
        assert session.get(Contact, ids["ana"]).last_touch_at == touched
    assert database.do(Label("Restore"), restore_rows, everything) == 0
    undo(database)
    with database.read() as session:
        assert sorted(trash_ids(session)) == sorted(everything)


def test_gone_for_good_with_what_hangs_on_it(database: Database) -> None:
    ids = database.do(Label("Fill"), _fill)
    database.do(Label("Delete"), _delete_all, ids)
    assert database.do(Label("Purge"), purge_rows, [("interaction", ids["call"]), ("attachment", ids["file"])]) == 2
    for table in (Interaction, Participant, Attachment, AttachmentPart):
        assert _count(database, table) == 0
    with database.read() as session:
        assert session.get(Reminder, ids["reminder"]).interaction_id is None
    undo(database)  # what cannot be had from the trash comes back by undoing the deletion itself
    assert (_count(database, Interaction), _count(database, AttachmentPart), _count(database, Participant)) == (1, 2, 1)


def test_what_is_private_is_its_authors_in_the_trash_too(database: Database) -> None:
    ids = database.do(Label("Fill"), _fill)

    def somebody_elses(session) -> None:
        entry = session.get(Interaction, ids["call"])
        entry.private, entry.author_id, entry.deleted_at = True, None, clock.now()

    database.do(Label("Private"), somebody_elses)
    with database.read() as session:
        assert trash_rows(session).rows == ()
        assert trash_counts(session)["interaction"] == 0


def test_only_what_is_old_goes_by_itself(database: Database) -> None:
    ids = database.do(Label("Fill"), _fill)
    database.do(Label("Delete"), _delete_all, ids)

    def age(session) -> None:
        session.get(Interaction, ids["call"]).deleted_at = clock.now() - timedelta(days=31)

    database.do(Label("Age"), age)
    with database.read() as session:
        assert old_trash(session) == [("interaction", ids["call"])]
    assert database.do(Label("Empty"), purge_old) == 1
    with database.read() as session:
        assert trash_counts(session) == {"contact": 1, "interaction": 0, "reminder": 1, "attachment": 1}
