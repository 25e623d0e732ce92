"""Undo and redo: everything comes back, later changes stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import ChangedSince, NotFound, NothingToUndo
from desktop_crm.base.ids import new_id, new_ids
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import can_redo, can_undo, history, redo, undo
from desktop_crm.model import Base, Choice, Contact, Email, ImportRun, Job, Phone

IGNORED = {"change_set", "change", "meta", "workstation", "operator", "complaint_chain", "complaint_counter"}


def rows_of(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All journaled rows, without version and time of change."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in IGNORED or table.name.startswith("duplicate_"):
                continue
            columns = [c for c in table.c if c.name not in ("version", "updated_at")]
            found[table.name] = [tuple(row) for row in session.execute(select(*columns).order_by(table.c.id))]
    return found


def add(database: Database, name: str = "Ion") -> int:
    with database.write(Label("Add {name}", {"name": name})) as session:
        contact = Contact(kind="person", name=name, phones=[Phone(raw="022 123456")])
        session.add(contact)
    return contact.id


def rename(database: Database, contact_id: int, name: str) -> int:
    with database.write(Label("Rename to {name}", {"name": name})) as session:
        session.get_one(Contact, contact_id).name = name
        return session.change_set_id or 0


def count(database: Database, table: str) -> int:
    return database.info().counts[table]


def test_undo_and_redo_of_add_change_delete(database: Database) -> None:
    states = [rows_of(database)]
    contact_id = add(database)
    states.append(rows_of(database))
    rename(database, contact_id, "Vasile")
    states.append(rows_of(database))
    with database.write(Label("Delete")) as session:
        session.delete(session.get_one(Contact, contact_id))
    states.append(rows_of(database))
    for state in reversed(states[:-1]):
        undo(database)
        assert rows_of(database) == state
    with pytest.raises(NothingToUndo):
        undo(database)
    for state in states[1:]:
        redo(database)
        assert rows_of(database) == state
    with pytest.raises(NothingToUndo):
        redo(database)
    undo(database)
    assert rows_of(database) == states[2]
    with database.read() as session:
        assert session.get_one(Contact, contact_id).version > 1


def test_undo_is_offered_by_name_and_listed(database: Database) -> None:
    contact_id = add(database, "Țurcanu")
    rename(database, contact_id, "Фёдоров")
    done = undo(database)
    assert done.label.sentence == "Rename to Фёдоров"
    assert done.kept == 0
    with database.read() as session:
        undoable, redoable = can_undo(session), can_redo(session)
        assert undoable is not None
        assert redoable is not None
        assert (undoable.sentence, redoable.sentence) == ("Add Țurcanu", "Rename to Фёдоров")
        listed = history(session)
    assert [(row.state, row.label.sentence) for row in listed] == [
        ("undo", "Rename to Фёдоров"),
        ("undone", "Rename to Фёдоров"),
        ("done", "Add Țurcanu"),
    ]
    assert [row.rows for row in listed] == [1, 1, 2]
    assert {(row.operator, row.workstation) for row in listed} == {("Ana", "pc-1")}


def test_something_new_ends_redo(database: Database) -> None:
    contact_id = add(database)
    rename(database, contact_id, "Vasile")
    undo(database)
    rename(database, contact_id, "Petru")
    with pytest.raises(NothingToUndo):
        redo(database)
    with database.read() as session:
        assert can_redo(session) is None


def test_undo_outlives_a_restart_and_is_everybodys_own(address: Address, opened: Callable[..., Database]) -> None:
    first = opened(address)
    contact_id = add(first)
    first.close()
    olga = opened(address, operator="Olga", installation="pc-2")
    with pytest.raises(NothingToUndo):
        undo(olga)
    rename(olga, contact_id, "Petru")
    ana = opened(address)
    with pytest.raises(ChangedSince) as refused:
        undo(ana)
    assert refused.value.facts == {"who": "Olga", "what": "Petru"}
    undo(olga)
    undo(ana)
    assert count(ana, "contact") == 0


def test_a_later_change_of_the_same_column_is_refused_of_another_not(
    address: Address, opened: Callable[..., Database]
) -> None:
    ana, olga = opened(address), opened(address, operator="Olga", installation="pc-2")
    contact_id = add(ana)
    first = rename(ana, contact_id, "Vasile")
    with olga.write(Label("Note")) as session:
        contact = session.get_one(Contact, contact_id)
        contact.notes = "from Olga"
        contact.completeness = 40
    undo(ana, first)
    with ana.read() as session:
        contact = session.get_one(Contact, contact_id)
        assert (contact.name, contact.notes) == ("Ion", "from Olga")
    second = rename(ana, contact_id, "Mihai")
    rename(olga, contact_id, "Nicu")
    before = rows_of(ana)
    with pytest.raises(ChangedSince):
        undo(ana, second)
    assert rows_of(ana) == before
    rename(olga, contact_id, "Mihai")  # back to what Ana wrote is still Olga's decision
    with pytest.raises(ChangedSince):
        undo(ana, second)
    assert undo(ana, second, force=True).kept == 1


def test_computed_columns_never_stop_an_undo(database: Database) -> None:
    contact_id = add(database)
    with database.write(Label("A")) as session:
        contact = session.get_one(Contact, contact_id)
        contact.notes, contact.completeness = "a", 10
        number = session.change_set_id
    with database.write(Label("B")) as session:
        contact = session.get_one(Contact, contact_id)
        contact.size, contact.completeness = "b", 20
    undo(database, number)
    with database.read() as session:
        contact = session.get_one(Contact, contact_id)
        assert (contact.notes, contact.size, contact.completeness) == ("", "b", 20)


def test_new_row_that_others_refer_to_stays(database: Database) -> None:
    contact_id = add(database)
    with database.write(Label("Phone")) as session:
        session.add(Phone(contact_id=contact_id, raw="later"))
        later = session.change_set_id
    with database.read() as session:
        first = history(session)[-1].id
    with pytest.raises(ChangedSince):
        undo(database, first)
    undo(database, later)
    undo(database, first)
    assert count(database, "contact") == 0


def test_undo_by_number(database: Database) -> None:
    contact_id = add(database)
    number = rename(database, contact_id, "Vasile")
    add(database, "Petru")
    undo(database, number)
    with pytest.raises(NothingToUndo):
        undo(database, number)
    redo(database)
    undo(database, number)  # the redo stands for it
    with database.read() as session:
        assert session.get_one(Contact, contact_id).name == "Ion"
    with pytest.raises(NotFound):
        undo(database, 5)


def test_what_sets_up_a_database_is_not_offered(database: Database) -> None:
    with database.write(Label("New database"), undoable=False) as session:
        session.add(Choice(list_name="role", name="Director"))
    with pytest.raises(NothingToUndo):
        undo(database)
    with database.read() as session:
        assert can_undo(session) is None
        assert len(history(session)) == 1


def test_purge_of_what_an_undo_would_need(database: Database) -> None:
    contact_id = add(database)
    with database.write(Label("Delete phone")) as session:
        session.delete(session.scalars(select(Phone)).one())
        number = session.change_set_id
    with database.write(Label("Purge")) as session:
        session.delete(session.get_one(Contact, contact_id))
    with pytest.raises(ChangedSince):
        undo(database, number)
    undo(database)
    undo(database, number)
    assert (count(database, "contact"), count(database, "phone")) == (1, 1)


# ---- imports --------------------------------------------------------------------------------------------------------


def imported(database: Database, size: int = 600) -> tuple[int, list[int], list[int]]:
    """People with jobs, phones, a parent organisation, updates of one older contact; (change set, people, firms)."""
    with database.read() as session:
        older = session.scalars(select(Contact)).all()
    people, firms, parent, source = new_ids(size), new_ids(size // 2), new_id(), new_id()
    with database.write(Label("Import {file}", {"file": "клиенты.xlsx"})) as session:
        number = session.change_set_id or 0
        session.add(ImportRun(change_set_id=number, file_name="клиенты.xlsx"))
        session.bulk_insert(Choice, ["id", "list_name", "name"], [(source, "source", "Fair")])
        session.bulk_insert(Contact, ["id", "kind", "name"], [(parent, "organisation", "Holding")])
        columns = ["id", "kind", "name", "parent_id", "source_id"]
        session.bulk_insert(Contact, columns, [(i, "organisation", f"SRL {i}", parent, source) for i in firms])
        session.bulk_insert(Contact, columns, [(i, "person", f"Ion {i}", None, source) for i in people])
        jobs = [(new_id(), person, firms[n // 2]) for n, person in enumerate(people)]
        session.bulk_insert(Job, ["id", "person_id", "organisation_id"], jobs)
        session.bulk_insert(Phone, ["id", "contact_id", "raw"], [(new_id(), i, "1") for i in people])
        session.bulk_insert(Email, ["id", "contact_id", "address"], [(new_id(), i, "a@b.md") for i in firms])
        session.bulk_update(Contact, ["id", "tax_number", "parent_id"], [(c.id, "100", parent) for c in older])
    return number, people, firms


def test_undo_and_redo_of_an_import(database: Database) -> None:
    add(database)
    before = rows_of(database)
    number, people, _firms = imported(database)
    after = rows_of(database)
    assert len(after["contact"]) == 902
    notices: list[Changes] = []
    database.on_changes.append(notices.append)
    assert undo(database, number).kept == 0
    assert rows_of(database) == before
    assert set(people) < notices[0].rows["contact"]
    redo(database)
    assert rows_of(database) == after
    undo(database, number)
    assert rows_of(database) == before
    redo(database)
    assert rows_of(database) == after


def test_undo_of_an_import_keeps_what_was_changed_since(database: Database) -> None:
    older = add(database, "Older")
    number, people, firms = imported(database)
    edited, called, tagged = people[0], people[10], people[20]
    with database.write(Label("Edit")) as session:
        session.get_one(Contact, edited).notes = "important"
    with database.write(Label("Job elsewhere")) as session:
        session.add(Job(person_id=older, organisation_id=firms[50]))
    with database.write(Label("Phone")) as session:
        phone = session.scalars(select(Phone).where(Phone.contact_id == called)).one()
        phone.note = "ask for Maria"
    with database.write(Label("Then nothing")) as session:
        session.get_one(Contact, tagged).notes = "x"
    undo(database)
    with database.write(Label("Older")) as session:
        session.get_one(Contact, older).tax_number = "999"
    result = undo(database, number)
    with database.read() as session:
        names = set(session.scalars(select(Contact.id)))
        holding = session.scalars(select(Contact.id).where(Contact.name == "Holding")).one()
        assert names == {older, edited, firms[0], called, firms[5], firms[50], holding}
        assert session.get_one(Contact, older).tax_number == "999"
        assert session.get_one(Contact, older).parent_id is None
        assert set(session.scalars(select(Phone.contact_id))) == {older, edited, called}
        assert set(session.scalars(select(Email.contact_id))) == {firms[0], firms[5], firms[50]}
        assert session.scalar(select(func.count()).select_from(Job)) == 3
    assert result.kept == 4  # edited, called (his phone), the firm of the new job, the older contact's tax number
    redo(database)
    assert count(database, "contact") == 902
    assert database.check().ok


def test_undo_of_bulk_deletes(database: Database) -> None:
    _number, people, _firms = imported(database)
    before = rows_of(database)
    with database.write(Label("Purge people")) as session:
        session.bulk_delete(Job, session.scalars(select(Job.id)).all())
        session.bulk_delete(Phone, session.scalars(select(Phone.id)).all())
        session.bulk_delete(Contact, people)
    undo(database)
    assert rows_of(database) == before


def test_bulk_and_single_changes_of_the_same_rows_in_one_write(database: Database) -> None:
    ids = new_ids(300)
    with database.write(Label("All at once")) as session:
        session.bulk_insert(Contact, ["id", "kind", "name"], [(i, "person", "a") for i in ids])
        session.get_one(Contact, ids[0]).name = "b"
        session.flush()
        session.bulk_update(Contact, ["id", "name"], [(i, "c") for i in ids])
        session.bulk_update(Contact, ["id", "name"], [(i, "d") for i in ids])
        extra = Contact(kind="person", name="extra")
        session.add(extra)
        session.flush()
        session.bulk_delete(Contact, [*ids[:250], extra.id])
    after = rows_of(database)
    assert len(after["contact"]) == 50
    with database.write(Label("Twice")) as session:
        session.get_one(Contact, ids[260]).name = "e"
        session.flush()
        session.bulk_update(Contact, ["id", "name"], [(i, "f") for i in ids[250:]])
        session.bulk_delete(Contact, ids[250:270])
    undo(database)
    assert rows_of(database) == after
    redo(database)
    assert count(database, "contact") == 30
    undo(database)
    undo(database)
    assert count(database, "contact") == 0


def test_an_undo_that_is_cancelled_changes_nothing(database: Database) -> None:
    from desktop_crm.base.errors import Cancelled
    from desktop_crm.base.progress import Progress

    number, _people, _firms = imported(database)
    before = rows_of(database)
    steps: list[tuple[str, int, int]] = []

    def stop(text: str, done: int, total: int) -> None:
        steps.append((text, done, total))
        if done > 100:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        undo(database, number, progress=progress)
    assert rows_of(database) == before
    undo(database, number)
    assert count(database, "contact") == 0
