"""Many rows written without their indexes: these are there again at the end, or the transaction is gone as a whole."""

from pathlib import Path

import pytest
from sqlalchemy import text

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled
from desktop_crm.base.ids import new_ids
from desktop_crm.db import index_builds
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Phone
from desktop_crm.model.session import CrmSession

_INDEXES = text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")
TABLES = (Contact, Phone)


def indexes(session: CrmSession) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in session.execute(_INDEXES)]


def fill(session: CrmSession, count: int) -> None:
    rows = [(number, "person", f"Ion {number}", f"ion {number}", f"ion {number}") for number in new_ids(count)]
    session.bulk_insert(Contact, ("id", "kind", "name", "sort_name", "name_key"), rows)


def test_the_indexes_are_there_again_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_builds, "LEAST", 10)
    database = Database.create(parse_address(str(tmp_path / "base.crm")))
    with database.read() as session:
        before = indexes(session)
    told: list[int] = []
    with (
        database.write(Label("Many")) as session,
        session.bulk_load(TABLES, 20, lambda: told.append(1)),
    ):
        inside = {table for _name, table, sql in indexes(session) if sql and "UNIQUE" not in sql.upper()}
        assert not inside & {"contact", "phone"}
        fill(session, 20)
    assert told
    with database.read() as session:
        assert indexes(session) == before
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    with database.write(Label("Few beside many")) as session, session.bulk_load(TABLES, 15, lambda: None):
        kept = {table for _name, table, _sql in indexes(session)}
        assert "contact" in kept  # building them anew would cost more than the few rows
        assert "ix_phone_e164" not in {name for name, _table, _sql in indexes(session)}
    with database.read() as session:
        assert indexes(session) == before
    database.close()


def test_a_cancel_while_indexes_are_built_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_builds, "LEAST", 10)
    database = Database.create(parse_address(str(tmp_path / "base.crm")))
    with database.read() as session:
        before = indexes(session)

    def told() -> None:
        raise Cancelled

    with pytest.raises(Cancelled), database.write(Label("Many")) as session, session.bulk_load(TABLES, 20, told):
        fill(session, 20)
    with database.read() as session:
        assert indexes(session) == before
        assert session.query(Contact).count() == 0
    database.close()
