"""What was imported: the list, the report of each row, the undo weeks later and what it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import NotFound, NothingToUndo
from desktop_crm.db.database import Database
from desktop_crm.db.undo import changed_since, redo, undo
from desktop_crm.model import Contact
from desktop_crm.services import importing
from desktop_crm.services.contact_phones import add_phone
from desktop_crm.services.import_runs import contact_names, import_report, import_runs
from desktop_crm.services.waiting import waiting_counts
from tests.services.import_steps import applied, asked, contact, names, planned, sheet, taken

HEADERS = ("Nume", "Telefon", "E-mail")
ROWS = (("Ana Rusu", "069123456", ""), ("Ion Ceban", "079400118", "ion@ceban.example"), ("", "", "nobody"),
        ("Ion Ceban", "079400118", "ion@ceban.example"))  # fmt: skip


@pytest.fixture
def base(database: Database, tmp_path: Path) -> Database:
    taken(database, sheet(tmp_path / "first.csv", HEADERS, *ROWS))
    return database


def test_imports_are_listed_with_their_counts_also_undone_ones(base, tmp_path):
    taken(base, sheet(tmp_path / "second.csv", HEADERS, ("Elena Rotaru", "069999999", "")))
    second, first = asked(base, import_runs).rows
    assert (first.file_name, second.file_name) == ("first.csv", "second.csv")
    assert first.counts == {"created": 2, "updated": 0, "duplicates": 1, "held": 1, "skipped": 0}
    assert (first.waiting, second.waiting) == (1, 0)
    assert asked(base, waiting_counts) == {first.run_id: 1}
    undo(base, first.id)  # not the last one
    second, first = asked(base, import_runs).rows
    assert (first.undone, second.undone) == (True, False)
    assert (first.file_name, first.run_id, first.waiting, first.has_report) == ("first.csv", None, 0, False)
    assert names(base) == ["Elena Rotaru"]
    redo(base)
    first = asked(base, import_runs).rows[1]
    assert (first.undone, first.waiting, first.has_report) == (False, 1, True)
    assert [fate.row for fate in asked(base, import_report, first.id)] == [2, 3, 4, 5]


def test_pages_of_imports(base, tmp_path):
    for number in range(3):
        taken(base, sheet(tmp_path / f"{number}.csv", HEADERS, (f"Elena {number}", f"06999999{number}", "")))
    page = asked(base, import_runs, None, None, 3)
    assert [row.file_name for row in page.rows] == ["2.csv", "1.csv", "0.csv"]
    rest = asked(base, import_runs, None, page.next, 3)
    assert [row.file_name for row in rest.rows] == ["first.csv"]
    assert rest.next is None


def test_the_report_tells_the_fate_and_contact_of_every_row_again(base):
    (run,) = asked(base, import_runs).rows
    fates = asked(base, import_report, run.id)
    assert [(fate.row, fate.fate, fate.name) for fate in fates] == [
        (2, "created", "Ana Rusu"), (3, "created", "Ion Ceban"), (4, "held", ""), (5, "duplicate", "Ion Ceban"),
    ]  # fmt: skip
    assert fates[0].contact_id == contact(base, "Ana Rusu").id
    assert all(fate.reason.sentence for fate in fates)
    columns, rows = importing.report_sheet(fates)
    assert len(rows) == 4
    assert {len(row) for row in rows} == {len(columns)}
    with pytest.raises(NotFound):
        asked(base, import_report, 1)


def test_joined_rows_name_the_contact_they_went_into(database, tmp_path):
    rows = (("Ana Rusu", "069123456", ""), ("Ana Rusu", "069123456", "ana@rusu.example"))
    plan = planned(database, sheet(tmp_path / "a.csv", HEADERS, *rows), duplicates="update", inside="update")
    applied(database, plan)
    assert [fate.contact_id for fate in plan.fates] == [contact(database, "Ana Rusu").id] * 2


def test_what_was_edited_since_is_named_before_the_undo_and_stays(base):
    (run,) = asked(base, import_runs).rows
    assert asked(base, changed_since, run.id) == []
    ana = contact(base, "Ana Rusu").id
    base.do(Label("Phone"), add_phone, ana, "022 123 456")
    kept = asked(base, changed_since, run.id)
    assert kept == [("contact", ana)]
    assert asked(base, contact_names, [ana, 12]) == {ana: "Ana Rusu"}
    done = undo(base, run.id)
    assert done.kept == len(kept)
    assert names(base) == ["Ana Rusu"]
    with pytest.raises(NothingToUndo):
        asked(base, changed_since, run.id)
    assert asked(base, import_runs).rows[0].undone


def test_rows_taken_from_the_queue_are_no_import_of_their_own(base):
    (row,) = asked(base, importing.held_rows)
    base.do(Label("Row taken"), importing.take_held_row, row.id, {"Nume": "Vasile Nou"})
    (run,) = asked(base, import_runs).rows
    assert (run.file_name, run.waiting) == ("first.csv", 0)
    assert asked(base, lambda session: session.get(Contact, contact(base, "Vasile Nou").id).name) == "Vasile Nou"
