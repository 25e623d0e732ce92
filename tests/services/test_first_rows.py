"""The first look shows what the list will show, and nothing heavy is loaded for it."""

import subprocess
import sys

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.first_look import first_look
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.contact_lists import ContactsView, contact_rows
from desktop_crm.services.contacts import archive_contacts, delete_contacts
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.first_rows import FirstRow, first_rows
from desktop_crm.services.sample_data import add_sample_data

QUICK = ("desktop_crm.app", "desktop_crm.db.first_look", "desktop_crm.ui.contacts.first_rows")
FRAME = ("desktop_crm.app",)
HEAVY = ("sqlalchemy", "rapidfuzz", "psycopg", "pymysql", "alembic", "openpyxl", "python_calamine")


@pytest.fixture
def firm(tmp_path):
    """A file with a sample firm; some contacts are archived, some are in the trash."""
    database = Database.create(parse_address(str(tmp_path / "firm.crm")), derived=DERIVED)
    with database.write(Label("New database")) as session:
        add_shipped_choices(session)
        add_sample_data(session, contacts=150, seed=3)
    with database.write(Label("Some go")) as session:
        ids = [row.id for row in contact_rows(session, ContactsView(), limit=12).rows]
        archive_contacts(session, ids[2:4])
        delete_contacts(session, ids[6:8])
    yield database
    database.close()


@pytest.mark.parametrize(
    ("sort", "descending"), [("name", False), ("name", True), ("touch", True), ("created", False), ("created", True)]
)
def test_first_rows_are_those_of_the_list(firm, sort, descending):
    with firm.read() as session:
        wanted = contact_rows(session, ContactsView(sort=sort, descending=descending), limit=40).rows
    with first_look(str(firm.address.path)) as ask:
        rows = first_rows(ask, sort, descending, 40)
    assert len(rows) == 40
    names = FirstRow.__dataclass_fields__
    for row, other in zip(rows, wanted, strict=True):
        assert {name: getattr(row, name) for name in names} == {name: getattr(other, name) for name in names}


def test_order_of_several_questions_gives_no_first_rows(firm):
    with first_look(str(firm.address.path)) as ask:
        assert first_rows(ask, "touch", False, 40) == ()


def test_no_look_where_something_is_unusual(firm, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("no database")
    for named in ("postgresql://nobody@localhost/x", str(tmp_path / "missing.crm"), str(other), str(tmp_path)):
        with first_look(named) as ask:
            assert ask is None
    with firm.write(Label("Older")) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with first_look(str(firm.address.path)) as ask:
        assert ask is None


def test_the_look_writes_nothing(firm):
    with first_look(str(firm.address.path)) as ask, pytest.raises(Exception, match="readonly"):
        ask("DELETE FROM contact", ())


@pytest.mark.parametrize(("modules", "heavy"), [(QUICK, HEAVY), (FRAME, ("babel", "zoneinfo", *HEAVY))])
def test_first_picture_loads_no_heavy_library(modules: tuple[str, ...], heavy: tuple[str, ...]) -> None:
    program = f"import sys; [__import__(name) for name in {modules}]; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
