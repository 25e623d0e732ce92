"""The migrated schema is what the models say, on every database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import DatabaseDamaged, DatabaseNewer
from desktop_crm.db import schema
from desktop_crm.db.address import Address, file_address
from desktop_crm.db.backup import backups_of, verify_backup
from desktop_crm.db.connection import connect_file
from desktop_crm.db.database import Database
from desktop_crm.db.engine import file_engine
from desktop_crm.db.file import APPLICATION_ID
from desktop_crm.db.patience import Patience
from desktop_crm.model import Base, Contact, Interaction

HEAD = schema.head()
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contact", recreate="always") as table:
        table.add_column(sa.Column("colour", sa.String(20), nullable=False, server_default=""))
"""


def test_models_and_migrations_agree(database: Database) -> None:
    with database._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = compare_metadata(context, Base.metadata)
    unexpected = [difference for difference in found if not _of_the_search(difference)]
    assert unexpected == []


def _of_the_search(difference: object) -> bool:
    return "search_" in str(difference)


def test_the_program_knows_its_revisions() -> None:
    script = ScriptDirectory.from_config(schema.configuration())
    assert tuple(reversed([revision.revision for revision in script.walk_revisions()])) == schema.REVISIONS
    assert script.get_current_head() == schema.head()


def test_a_newer_database_is_refused_and_left_alone(database: Database) -> None:
    with database._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer, match="newer version"):
        Database.open(database.address)


@pytest.fixture
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with one more revision."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for file in schema.LOCATION.rglob("*.py"):
        (folder / file.relative_to(schema.LOCATION)).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "versions" / "9001_colour.py").write_text(NEXT.format(head=HEAD), encoding="utf-8")
    monkeypatch.setattr(schema, "LOCATION", folder)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9001"))
    return folder


def _with_family(database: Database) -> None:
    with database.write(Label("Add")) as session:
        parent = Contact(kind="organisation", name="Holding")
        session.add(parent)
        session.flush()
        session.add(Contact(kind="organisation", name="SRL", parent_id=parent.id))
    database.close()


def test_an_older_file_is_backed_up_and_upgraded(sqlite_database: Database, later_program: Path) -> None:
    address = sqlite_database.address
    _with_family(sqlite_database)
    database = Database.open(address)
    try:
        assert database.info().schema == "9001"
        assert database.info().counts["contact"] == 2
        assert database.check().ok
        with database._engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT colour FROM contact").fetchall() == [("",), ("",)]
    finally:
        database.close()
    (backup,) = backups_of(address)
    assert verify_backup(backup).revision == HEAD
    assert verify_backup(backup).counts["contact"] == 2


def test_an_upgrade_that_would_break_ties_changes_nothing(
    sqlite_address: Address, sqlite_database: Database, later_program: Path
) -> None:
    _with_family(sqlite_database)
    file = later_program / "versions" / "9001_colour.py"
    file.write_text(
        NEXT.format(head=HEAD) + "    op.execute(\"DELETE FROM contact WHERE name = 'Holding'\")\n", encoding="utf-8"
    )
    with pytest.raises(DatabaseDamaged):
        Database.open(sqlite_address)
    connection = connect_file(sqlite_database.address.path)  # type: ignore[arg-type]
    try:
        assert connection.execute("SELECT COUNT(*) FROM contact").fetchone() == (2,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    finally:
        connection.close()


FIRST = """
INSERT INTO contact (id, version, created_at, updated_at, kind, name, sort_name, name_key, relation_to_us, life_cycle,
 abc_class, language, notes, completeness, is_sample, legal_name, legal_form, other_names, organisation_type, size,
 registration_number, tax_number, prefix, given_name, middle_name, family_name, suffix, nickname, former_name, sex,
 greeting, preferences, best_time, how_met, deceased)
VALUES (7, 1, '2025-01-01 00:00:00.000000', '2025-01-01 00:00:00.000000', 'person', 'Ana Țurcanu', 'turcanu ana',
 'ana turcanu', '', '', '', '', '', 0, 0, '', '', '', '', '', '', '', '', 'Ana', '', 'Țurcanu', '', '', '', '', '', '',
 '', '', 0);
INSERT INTO interaction (id, version, created_at, updated_at, contact_id, kind, direction, state, subject, body,
 started_at, all_day)
VALUES (8, 1, '2025-01-01 00:00:00.000000', '2025-01-01 00:00:00.000000', 7, 'call', 'out', 'done', 'Offer', 'Agreed',
 '2025-01-01 10:00:00.000000', 0);
INSERT INTO change_set (id, at, workstation, kind, label, facts)
VALUES (9, '2025-01-01 10:00:00', 1, 'do', 'Add', '{}');
INSERT INTO change (id, change_set_id, table_name, action, row_id) VALUES (10, 9, 'contact', 'insert', 7);
INSERT INTO change (id, change_set_id, table_name, action, row_id) VALUES (11, 9, 'interaction', 'insert', 8);
"""


def test_a_file_of_the_first_schema_is_upgraded_with_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.crm"
    engine = file_engine(path, Patience(), mode="rwc", foreign_keys=False).execution_options(writing=True)
    with engine.begin() as connection:
        command.upgrade(schema.configuration(connection), "0001")
    engine.dispose()
    raw = sqlite3.connect(path)
    raw.executescript(f"PRAGMA application_id={APPLICATION_ID};{FIRST}")
    raw.close()
    database = Database.open(file_address(path))
    try:
        assert database.check().ok
        with database.read() as session:
            entry = session.get_one(Interaction, 8)
            assert (entry.subject, entry.place, entry.pinned, entry.outcome_id) == ("Offer", "", False, None)
            assert session.get_one(Contact, 7).next_step_on is None
    finally:
        database.close()
