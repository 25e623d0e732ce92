"""Any chain of changes, undos and redos follows a simple model: a list of states and a place in it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import NothingToUndo
from desktop_crm.base.ids import new_ids
from desktop_crm.db.database import Database
from desktop_crm.db.undo import can_redo, can_undo, redo, undo
from desktop_crm.model import Contact, Job, Phone
from tests import databases

State = dict[str, dict[int, tuple[Any, ...]]]
_TABLES = (Contact, Phone, Job)
_names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


class Chains(RuleBasedStateMachine):
    """One operator's work on one database."""

    kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="desktop_crm_chain_"))
        self.database = Database.open(databases.fresh(self.kind, self.folder), operator="Ana", installation="pc")
        self.notices: list[Changes] = []
        self.database.on_changes.append(self.notices.append)
        self.states: list[State] = [self.state()]
        self.place = 0

    def teardown(self) -> None:
        assert self.database.check().ok
        self.database.close()
        shutil.rmtree(self.folder)

    def state(self) -> State:
        found: State = {}
        with self.database.read() as session:
            for table in _TABLES:
                columns = [c for c in table.__table__.c if c.name not in ("version", "updated_at")]
                rows = session.execute(select(table.__table__.c.id, *columns))
                found[table.__tablename__] = {row[0]: tuple(row[1:]) for row in rows}
        return found

    def did(self) -> None:
        present = self.state()
        if present != self.states[self.place]:
            del self.states[self.place + 1 :]
            self.states.append(present)
            self.place += 1

    def ids(self, table: str) -> list[int]:
        return sorted(self.states[self.place][table])

    @rule(name=_names, phones=st.integers(0, 3))
    def add(self, name: str, phones: int) -> None:
        with self.database.write(Label("Add")) as session:
            session.add(Contact(kind="person", name=name, phones=[Phone(raw=str(n)) for n in range(phones)]))
        self.did()

    @rule(count=st.sampled_from([3, 250]))
    def add_many(self, count: int) -> None:
        ids = new_ids(count)
        with self.database.write(Label("Import")) as session:
            rows = [(i, "person", "x", ids[n // 2] if n else None) for n, i in enumerate(ids)]
            session.bulk_insert(Contact, ["id", "kind", "name", "parent_id"], rows)
            session.bulk_insert(Phone, ["id", "contact_id", "raw"], zip(new_ids(count), ids, "1" * count, strict=True))
        self.did()

    @precondition(lambda self: self.ids("contact"))
    @rule(data=st.data(), name=_names, notes=_names)
    def change(self, data: st.DataObject, name: str, notes: str) -> None:
        with self.database.write(Label("Change")) as session:
            contact = session.get_one(Contact, data.draw(st.sampled_from(self.ids("contact"))))
            contact.name = name
            session.flush()
            contact.notes = notes
            contact.parent_id = data.draw(st.sampled_from([None, *self.ids("contact")]))
        self.did()

    @precondition(lambda self: self.ids("contact"))
    @rule(name=_names)
    def change_many(self, name: str) -> None:
        with self.database.write(Label("Change all")) as session:
            session.bulk_update(Contact, ["id", "name"], [(i, name) for i in self.ids("contact")])
        self.did()

    @precondition(lambda self: self.ids("phone"))
    @rule(data=st.data())
    def drop_phone(self, data: st.DataObject) -> None:
        with self.database.write(Label("Drop")) as session:
            session.delete(session.get_one(Phone, data.draw(st.sampled_from(self.ids("phone")))))
        self.did()

    @precondition(lambda self: len(self.ids("contact")) > 1)
    @rule(data=st.data())
    def job(self, data: st.DataObject) -> None:
        person, firm = (data.draw(st.sampled_from(self.ids("contact"))) for _ in range(2))
        with self.database.write(Label("Job")) as session:
            session.add(Job(person_id=person, organisation_id=firm))
        self.did()

    @precondition(lambda self: self.ids("contact"))
    @rule()
    def purge_everything(self) -> None:
        with self.database.write(Label("Purge")) as session:
            session.bulk_update(Contact, ["id", "parent_id"], [(i, None) for i in self.ids("contact")])
            for table in (Job, Phone, Contact):
                session.bulk_delete(table, self.ids(table.__tablename__))
        self.did()

    @rule()
    def take_back(self) -> None:
        if self.place == 0:
            with pytest.raises(NothingToUndo):
                undo(self.database)
            return
        self.notices.clear()
        assert undo(self.database).kept == 0
        self.place -= 1
        (notice,) = self.notices
        assert notice.rows

    @rule()
    def do_again(self) -> None:
        if self.place == len(self.states) - 1:
            with pytest.raises(NothingToUndo):
                redo(self.database)
            return
        assert redo(self.database).kept == 0
        self.place += 1

    @rule()
    def restart(self) -> None:
        address = self.database.address
        self.database.close()
        self.database = Database.open(address, operator="Ana", installation="pc")
        self.database.on_changes.append(self.notices.append)

    @invariant()
    def as_the_model_says(self) -> None:
        assert self.state() == self.states[self.place]
        with self.database.read() as session:
            assert (can_undo(session) is not None) == (self.place > 0)
            assert (can_redo(session) is not None) == (self.place < len(self.states) - 1)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_chains(kind: str) -> None:
    databases.fresh(kind, Path(tempfile.mkdtemp()))  # a server that is missing skips here

    class OfKind(Chains):
        pass

    OfKind.kind = kind
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        OfKind,
        settings=settings(
            max_examples=25 if kind == "sqlite" else 5,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
