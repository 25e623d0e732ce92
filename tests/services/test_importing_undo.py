"""Taking an import back, rows that wait, and imports that are cancelled half-way."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, NotFound
from desktop_crm.base.progress import Progress
from desktop_crm.db.database import Database
from desktop_crm.db.undo import redo, undo
from desktop_crm.files.sheet_writer import write_csv
from desktop_crm.model import Contact, HeldRow, ImportRun, Phone
from desktop_crm.services import importing
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact, change_contact
from tests.services.import_steps import (
    adds_up,
    applied,
    asked,
    contact,
    count,
    fates,
    names,
    phones,
    planned,
    sheet,
    taken,
)

HEADERS = ("Nume", "Companie", "Telefon", "E-mail", "Observații")
FAMILIES = [
    "Rusu",
    "Ceban",
    "Lungu",
    "Dabija",
    "Moraru",
    "Vieru",
    "Sandu",
    "Țurcanu",
    "Botnari",
    "Chirtoacă",
    "Grosu",
    "Hîncu",
    "Josan",
    "Kogan",
    "Lisnic",
    "Nistor",
    "Osoianu",
    "Plămădeală",
    "Railean",
    "Scutaru",
]
GIVEN = [
    "Ana",
    "Boris",
    "Cristina",
    "Dumitru",
    "Elena",
    "Feodor",
    "Galina",
    "Horia",
    "Irina",
    "Jana",
    "Karina",
    "Leonid",
    "Mariana",
    "Nicolae",
    "Oxana",
    "Petru",
    "Radu",
    "Silvia",
    "Tatiana",
    "Vasile",
]
LOTS = [
    (f"{given} {family}", f"{family} {given} Impex SRL", f"069{(number * 7919 + 100_003) % 1_000_000:06}",
     f"{family}.{given}@{given}{family}.md".lower(), "")
    for number, (family, given) in enumerate(itertools.product(FAMILIES, GIVEN))
]  # fmt: skip


def pictures(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that an import touches, without what goes on rising through undo."""
    found = {}
    with database.read() as session:
        for table in Contact.metadata.sorted_tables:
            if table.name not in ("change", "change_set", "column_mapping", "meta"):
                wanted = [column for column in table.c if column.key not in ("version", "updated_at")]
                found[table.name] = sorted((tuple(row) for row in session.execute(select(*wanted))), key=repr)
    return found


@pytest.fixture
def base(sqlite_database: Database, tmp_path: Path) -> Database:
    first = ("Popescu Ion", "Alfa SRL", "069 123 456", "ion@alfa.md", "veche")
    taken(sqlite_database, sheet(tmp_path / "base.csv", HEADERS, first))
    return sqlite_database


CHANGES = [
    ("Ion Popescu", "Alfa S.R.L.", "069123456; 022 111 222", "ion@alfa.md", "nouă"),  # an update
    ("Vera Munteanu", "Beta SRL", "079 111 222", "", ""),  # a new person in a new firm
    ("", "", "", "", "fără nume"),  # held
]


@pytest.mark.parametrize("rows", [CHANGES, [*CHANGES, *LOTS]], ids=["few", "many"])
def test_undo_takes_back_all_of_an_import(base: Database, tmp_path: Path, rows: list[Any]) -> None:
    before = pictures(base)
    plan = planned(base, sheet(tmp_path / "more.csv", HEADERS, *rows), duplicates="update")
    result = applied(base, plan)
    assert fates(plan)[:3] == "uch"
    held = fates(plan).count("h")
    assert held == 1 or fates(plan).count("c") > 200  # more than are journaled one by one
    assert count(base, HeldRow) == held
    undone = undo(base, result.change_set)
    assert (undone.kept, pictures(base)) == (0, before)
    redo(base)
    assert phones(base, "Popescu Ion") == ["+37369123456", "+37322111222"]
    assert count(base, HeldRow) == held


@pytest.mark.parametrize("rows", [CHANGES, [*CHANGES, *LOTS]], ids=["few", "many"])
def test_undo_weeks_later_keeps_what_was_edited_since(base: Database, tmp_path: Path, rows: list[Any]) -> None:
    result = applied(base, planned(base, sheet(tmp_path / "more.csv", HEADERS, *rows), duplicates="update"))
    with clock.frozen(clock.now() + timedelta(days=40)):
        vera = contact(base, "Vera Munteanu")
        with base.write(Label("Edit")) as session:
            change_contact(session, vera.id, vera.version, {"preferences": "WhatsApp"})
        with base.write(Label("Add")) as session:
            add_contact(session, ContactDraft(name="Dan Guțu"))
        undone = undo(base, result.change_set)
    assert undone.kept
    left = names(base)
    assert {"Popescu Ion", "Alfa SRL", "Vera Munteanu", "Dan Guțu"} <= set(left)
    assert not [name for name in left if name in {row[0] for row in LOTS}]
    assert phones(base, "Popescu Ion") == ["+37369123456"]
    assert contact(base, "Popescu Ion").notes == "veche"
    assert base.check().problems == ()


def test_an_import_taken_back_can_be_done_again_from_the_file(base: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "more.csv", HEADERS, *CHANGES)
    result = applied(base, planned(base, path, duplicates="update"))
    undo(base, result.change_set)
    assert fates(taken(base, path, duplicates="update")) == "uch"


class Impatient(Progress):
    """Cancels at the step with this number."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        self.patience = patience
        self.steps = 0

    def step(self, text: str, done: int = 0, total: int = 0) -> None:
        """Count, and cancel when it is enough."""
        self.steps += 1
        if self.steps >= self.patience:
            self.cancel()
        super().step(text, done, total)


def test_a_cancelled_import_leaves_nothing(base: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "more.csv", HEADERS, *CHANGES, *LOTS)
    before = pictures(base)
    patience = 1
    while True:
        progress = Impatient(patience)
        plan = planned(base, path, duplicates="update")
        try:
            applied(base, plan, progress)
        except Cancelled:
            assert pictures(base) == before
            patience += 3
        else:
            break
    assert patience > 6
    assert fates(plan)[:3] == "uch"


def test_a_cancelled_plan_can_be_applied_afterwards(base: Database, tmp_path: Path) -> None:
    """The same plan object is used again by the wizard when the user changes his mind."""
    plan = planned(base, sheet(tmp_path / "more.csv", HEADERS, *CHANGES, *LOTS), duplicates="update")
    with pytest.raises(Cancelled):
        applied(base, plan, Impatient(2))
    applied(base, plan)
    adds_up(plan)
    assert fates(plan)[:6] == "uchccc"
    assert contact(base, "Vasile Scutaru").completeness == 30 + 20 + 15


# Rows that wait -------------------------------------------------------------------------------------------------------


def test_rows_that_wait_are_kept_with_their_reasons(base: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "more.csv", HEADERS, *CHANGES)
    plan = taken(base, path)
    assert fates(plan) == "hch"
    rows = asked(base, importing.held_rows)
    assert [(row.row, row.file_name, row.reason.code) for row in rows] == [
        (2, "more.csv", "looks_like_contact"),
        (4, "more.csv", "no_name"),
    ]
    assert rows[0].cells["E-mail"] == "ion@alfa.md"
    assert rows[0].match_contact_id == contact(base, "Popescu Ion").id
    assert "Popescu Ion" in rows[0].reason.sentence
    assert fates(taken(base, path)) == "ddd"  # they wait once
    assert count(base, HeldRow) == 2


def test_a_waiting_row_is_corrected_and_taken(base: Database, tmp_path: Path) -> None:
    taken(base, sheet(tmp_path / "more.csv", HEADERS, *CHANGES))
    (_alike, nameless) = asked(base, importing.held_rows)
    with base.write(Label("Take")) as session:
        result = importing.take_held_row(session, nameless.id, {"Nume": "Sanda Lupu"})
    assert result.counts["created"] == 1
    assert contact(base, "Sanda Lupu").notes == "fără nume"
    assert [row.row for row in asked(base, importing.held_rows)] == [2]
    with pytest.raises(NotFound), base.write(Label("Take")) as session:
        importing.take_held_row(session, nameless.id)
    undo(base)
    assert [row.row for row in asked(base, importing.held_rows)] == [2, 4]


def test_a_waiting_duplicate_is_joined_with_its_contact(base: Database, tmp_path: Path) -> None:
    taken(base, sheet(tmp_path / "more.csv", HEADERS, *CHANGES))
    alike, nameless = asked(base, importing.held_rows)
    with base.write(Label("Join")) as session:
        importing.take_held_row(session, alike.id, duplicates="update")
    assert phones(base, "Popescu Ion") == ["+37369123456", "+37322111222"]
    with base.write(Label("Still not good enough")) as session:
        importing.take_held_row(session, nameless.id, {"Telefon": "112"})
    (row,) = asked(base, importing.held_rows)
    assert (row.row, row.cells["Telefon"]) == (4, "112")
    with base.write(Label("Drop")) as session:
        importing.drop_held_row(session, row.id)
    assert asked(base, importing.held_rows) == []


def test_rows_wait_no_more_when_a_later_import_takes_them(base: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "more.csv", HEADERS, *CHANGES)
    taken(base, path)
    assert fates(taken(base, path, duplicates="update")) == "udh"
    assert [row.row for row in asked(base, importing.held_rows)] == [4]


def test_held_rows_as_a_sheet_can_be_imported(base: Database, tmp_path: Path) -> None:
    plan = taken(base, sheet(tmp_path / "more.csv", HEADERS, *CHANGES))
    columns, rows = importing.held_sheet(plan)
    assert [column.title for column in columns][1:-1] == list(HEADERS)
    assert rows[1][-1] == "There is no name in this row"
    write_csv(tmp_path / "held.csv", columns, rows)
    again = planned(base, tmp_path / "held.csv", duplicates="update")
    assert again.options.columns["Row"] == "skip"
    assert fates(again) == "uh"
    assert count(base, ImportRun) == 2
    assert count(base, Phone) == 2
