"""One write is one change set: journaled, noticed, all or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, insert, select, text, update

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db import schema
from desktop_crm.db.database import Database
from desktop_crm.db.guard import UnjournaledWrite, WriteInReadSession
from desktop_crm.db.packing import unpack_ids
from desktop_crm.model import Change, ChangeSet, Contact, CustomField, CustomValue, ImportantDate, Meta, Phone, Photo

LABEL = Label("Change “{name}”", {"name": "Țurcanu & Фёдоров"})


def add_contact(database: Database, name: str = "Ion") -> int:
    with database.write(Label("Add contact")) as session:
        contact = Contact(kind="person", name=name, phones=[Phone(raw="022 123456")])
        session.add(contact)
    return contact.id


def test_write_is_one_change_set_with_notice(database: Database) -> None:
    notices: list[Changes] = []
    database.on_changes.append(notices.append)
    with database.write(LABEL) as session:
        contact = Contact(kind="person", name="Ion", phones=[Phone(raw="1"), Phone(raw="2")])
        session.add(contact)
        number = session.change_set_id
    (notice,) = notices
    assert notice.change_set == number
    assert notice.label == LABEL
    assert notice.rows["contact"] == {contact.id}
    assert len(notice.rows["phone"]) == 2
    with database.read() as session:
        change_set = session.get_one(ChangeSet, number)
        assert (change_set.label, change_set.facts) == (LABEL.text, LABEL.facts)
        assert change_set.operator is not None
        assert change_set.operator.name == "Ana"
        assert change_set.workstation == database.workstation_id
        actions = session.execute(select(Change.action, Change.before, Change.after)).all()
        assert set(actions) == {("insert", None, None)}
        assert len(actions) == 3


def test_update_keeps_changed_columns_before_and_after(database: Database) -> None:
    contact_id = add_contact(database)
    with database.write(LABEL) as session:
        contact = session.get_one(Contact, contact_id)
        contact.name = "Ion Țurcanu"
        session.flush()
        contact.name = "Ion Фёдоров"  # two flushes are still one change
        contact.first_contact_on = date(2024, 2, 29)
        contact.notes = contact.notes
    with database.read() as session:
        change = session.scalars(select(Change).where(Change.action == "update")).one()
        assert change.before == {"name": "Ion", "first_contact_on": None}
        assert change.after == {"name": "Ion Фёдоров", "first_contact_on": "2024-02-29"}
        assert session.get_one(Contact, contact_id).version == 3


def test_update_of_a_row_that_was_not_loaded_knows_the_value_before(database: Database) -> None:
    contact_id = add_contact(database)
    with database.write(LABEL) as session:
        contact = session.get_one(Contact, contact_id)
        session.expire(contact, ["notes"])
        contact.notes = "new"
    with database.read() as session:
        change = session.scalars(select(Change).where(Change.action == "update")).one()
        assert (change.before, change.after) == ({"notes": ""}, {"notes": "new"})


def test_delete_keeps_the_whole_row_and_that_of_its_children(database: Database) -> None:
    contact_id = add_contact(database)
    with database.write(Label("Delete")) as session:
        contact = session.get_one(Contact, contact_id)
        contact.name = "changed before it went"
        session.delete(contact)
    with database.read() as session:
        images = {c.table_name: c.before for c in session.scalars(select(Change).where(Change.action == "delete"))}
        assert images["contact"]["name"] == "Ion"
        assert images["phone"]["raw"] == "022 123456"
        assert session.scalar(select(func.count()).select_from(Contact)) == 0


def test_children_dropped_from_a_list_are_journaled(database: Database) -> None:
    contact_id = add_contact(database)
    with database.write(Label("Drop phone")) as session:
        contact = session.get_one(Contact, contact_id)
        contact.phones.clear()
    with database.read() as session:
        change = session.scalars(select(Change).where(Change.action == "delete")).one()
        assert change.table_name == "phone"


def test_all_types_have_images(database: Database) -> None:
    with database.write(LABEL) as session:
        contact = Contact(kind="person", name="Ion", deceased=True)
        field = CustomField(name="Preț", options=["да", "ă"])
        session.add_all([contact, field])
        session.flush()
        photo = Photo(contact_id=contact.id, content=bytes(range(256)))
        value = CustomValue(contact_id=contact.id, field_id=field.id, number=Decimal("12.5"), day=date(2020, 1, 2))
        birthday = ImportantDate(contact_id=contact.id, day=1, month=2)
        session.add_all([photo, value, birthday])
    with database.write(LABEL) as session:
        session.delete(session.get_one(Photo, photo.id))
        session.delete(session.get_one(CustomValue, value.id))
        session.get_one(CustomField, field.id).options = []
        session.get_one(Contact, contact.id).last_touch_at = datetime(2025, 1, 2, 3, 4, 5, 678, UTC)
    with database.read() as session:
        found = session.scalars(select(Change).where(Change.action != "insert"))
        images = {change.table_name: change for change in found}
        assert len(images["photo"].before["content"]) == 344
        assert images["custom_value"].before["number"] == "12.5000"
        assert images["custom_value"].before["day"] == "2020-01-02"
        assert images["custom_field"].before == {"options": '["да","ă"]'}
        assert images["contact"].after == {"last_touch_at": "2025-01-02 03:04:05.000678"}


def test_nothing_changed_leaves_nothing(database: Database) -> None:
    contact_id = add_contact(database)
    notices: list[Changes] = []
    database.on_changes.append(notices.append)
    with database.write(Label("Nothing")):
        pass
    with database.write(Label("There and back")) as session:
        contact = session.get_one(Contact, contact_id)
        contact.name = "other"
        session.flush()
        contact.name = "Ion"
        session.flush()
        extra = Contact(kind="person", name="for a moment")
        session.add(extra)
        session.flush()
        session.delete(extra)
    assert notices == []
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == 1


def test_an_error_takes_everything_back(database: Database) -> None:
    notices: list[Changes] = []
    database.on_changes.append(notices.append)
    with pytest.raises(ZeroDivisionError), database.write(LABEL) as session:
        session.add(Contact(kind="person", name="Ion"))
        session.flush()
        ids = new_ids(300)
        session.bulk_insert(Contact, ["id", "kind", "name"], [(i, "person", "x") for i in ids])
        raise ZeroDivisionError
    assert notices == []
    counts = database.info().counts
    assert (counts["contact"], counts["change_set"], counts["change"]) == (0, 0, 0)


def test_bulk_insert_fills_defaults_and_notes_ids(database: Database) -> None:
    ids = new_ids(1000)
    with database.write(LABEL) as session:
        rows = ((i, "person", f"Țurcanu {n}", date(2024, 1, 1), True) for n, i in enumerate(ids))
        assert session.bulk_insert(Contact, ["id", "kind", "name", "first_contact_on", "is_sample"], rows) == 1000
        assert session.bulk_insert(Phone, ["id", "contact_id", "raw"], zip(new_ids(5), ids, "12345", strict=False)) == 5
    with database.read() as session:
        contact = session.get_one(Contact, ids[-1])
        assert (contact.name, contact.version, contact.notes) == ("Țurcanu 999", 1, "")
        assert (contact.is_sample, contact.deceased, contact.first_contact_on) == (True, False, date(2024, 1, 1))
        assert contact.created_at == contact.updated_at
        assert contact.created_at.tzinfo is UTC
        bulk = session.scalars(select(Change).where(Change.table_name == "contact")).one()
        assert bulk.bulk is not None
        assert (bulk.action, bulk.after, unpack_ids(bulk.bulk)) == ("bulk_insert", 1000, ids)


def test_bulk_update_and_delete_are_journaled(database: Database) -> None:
    notices: list[Changes] = []
    ids = new_ids(600)
    with database.write(LABEL) as session:
        session.bulk_insert(Contact, ["id", "kind", "name"], [(i, "person", "a") for i in ids])
    database.on_changes.append(notices.append)
    with database.write(LABEL) as session:
        loaded = session.get_one(Contact, ids[0])
        rows = [(i, "b" if i != ids[5] else "a", datetime(2025, 1, 1, tzinfo=UTC)) for i in [*ids, 12345]]
        assert session.bulk_update(Contact, ["id", "name", "last_touch_at"], rows) == 600
        assert loaded.name == "b"
        assert loaded.version == 2
        assert session.bulk_update(Contact, ["id", "name"], [(ids[5], "a")]) == 0
        assert session.bulk_delete(Contact, ids[10:20]) == 10
    assert notices[0].rows["contact"] == set(ids)
    assert database.info().counts["contact"] == 590


def test_bulk_needs_the_id_first_and_a_write(database: Database) -> None:
    with pytest.raises(ValueError, match="id"), database.write(LABEL) as session:
        session.bulk_insert(Contact, ["kind", "name"], [("person", "x")])
    with pytest.raises(WriteInReadSession), database.read() as session:
        session.bulk_insert(Contact, ["id", "kind", "name"], [(1, "person", "x")])


def test_bulk_statements_outside_of_the_bulk_ways_are_refused(database: Database) -> None:
    contact_id = add_contact(database)
    for statement in (
        update(Contact).values(name="x"),
        insert(Contact).values(id=5, kind="person", name="x"),
        text("DELETE FROM contact WHERE id = 5"),
        text("update phone set raw = ''"),
    ):
        with pytest.raises(UnjournaledWrite), database.write(LABEL) as session:
            session.execute(statement)
    with database.write(LABEL) as session:
        session.execute(insert(Meta).values(key="k", value="v"))  # not journaled, so nothing to refuse
    assert database.meta("k") == "v"
    with database.read() as session:
        assert session.get_one(Contact, contact_id).version == 1


def test_a_read_session_cannot_write(database: Database) -> None:
    contact_id = add_contact(database)
    with pytest.raises(WriteInReadSession), database.read() as session:
        session.get_one(Contact, contact_id).name = "x"
        session.flush()
    with pytest.raises(WriteInReadSession), database.read() as session:
        session.add(Contact(kind="person", name="forgotten"))
    with pytest.raises(WriteInReadSession), database.read() as session:
        session.execute(insert(Meta).values(key="k", value="v"))
    assert database.info().counts["contact"] == 1


def test_no_session_on_a_forbidden_thread(database: Database) -> None:
    import threading

    database.forbid_thread(threading.get_ident())
    with pytest.raises(RuntimeError, match="thread"), database.read():
        pass
    database._forbidden_threads.clear()


def test_action_with_its_own_write(database: Database) -> None:
    def rename(session: object, contact_id: int, *, name: str) -> str:
        contact = session.get_one(Contact, contact_id)  # type: ignore[attr-defined]
        contact.name = name
        return str(contact.kind)

    contact_id = add_contact(database)
    assert database.do(LABEL, rename, contact_id, name="Vasile") == "person"
    with database.read() as session:
        assert session.get_one(Contact, contact_id).name == "Vasile"


def test_facts_of_the_database(database: Database) -> None:
    assert database.meta("firm", "none") == "none"
    database.set_meta("firm", "Țăndărică SRL")
    database.set_meta("firm", "Țăndărică și Фии SRL")
    assert database.meta("firm") == "Țăndărică și Фии SRL"
    info = database.info()
    assert info.counts["change_set"] == 0
    assert info.schema == schema.head()
    assert info.size_bytes > 0
    assert not info.read_only
