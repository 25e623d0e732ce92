"""A list large enough for several processes becomes the very same contacts as in one."""

from pathlib import Path

import pytest
from sqlalchemy import text

from desktop_crm.base import ids, side_by_side
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled
from desktop_crm.base.progress import Progress
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.files.source import read_source
from desktop_crm.services import importing
from desktop_crm.services.derived import DERIVED

ROWS = side_by_side.MANY + 500
FIRMS = ("ООО «Север»", "Brutăria Ana SRL", "SRL Țesături", "")
PHONES = ("069 12 34 {0:02}; 022 55 66 {0:02}", "+40 721 55{1:04}", "8 (917) 05{1:05}", "7 int. {0}", "fără", "")
TABLES = ("contact", "phone", "email", "address", "job", "interaction", "held_row", "search_contact")


def list_of_clients(folder: Path) -> Path:
    file = folder / "clienți.csv"
    lines = ["Companie,Persoană,Telefon,E-mail,Oraș,Note,Ultimul contact,Data nașterii"]
    for number in range(ROWS):
        firm, phone = FIRMS[number % 4], PHONES[number % 6].format(number % 100, number)
        name = f"Ion{number % 977} Țurcanu{number % 61}" if number % 5 else ""
        mail = f"ion.{number % 2000}@example.md" if number % 3 else "nu are"
        lines.append(f'{firm},{name},"{phone}",{mail},Chișinău,notă {number % 7},{number % 12 + 1}/03/2024,03/04/1980')
    file.write_text("\n".join(lines), "utf-8")
    return file


def imported(path: Path, file: Path, processes: int, monkeypatch: pytest.MonkeyPatch) -> tuple[list[object], ...]:
    monkeypatch.setattr(side_by_side, "processes", lambda: processes)
    ids._source = ids.IdSource()  # the same ids in both
    database = Database.create(parse_address(str(path)), derived=DERIVED)
    source = importing.source_of(read_source(file))
    with database.read() as session:
        columns = importing.guess_columns(session, source).columns
        planned = importing.plan(session, source, importing.ImportOptions(columns, country="MD", area_code="22"))
    fates: list[object] = [(fate.row, fate.fate, fate.reason.sentence, fate.name) for fate in planned.fates]
    with database.write(Label("Import")) as session:
        importing.apply(session, planned)
    rows: list[object] = []
    with database.read() as session:
        for table in TABLES:
            rows += [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY rowid"))]
    assert database.check().problems == ()
    database.close()
    return fates, rows


def test_rows_that_brought_nothing_new_are_known_at_the_second_time(tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    row = "Ion Țurcanu,Cireș SRL,+37369123456,ion@example.md,"
    file.write_text(f"Nume,Companie,Telefon,E-mail,Oraș\n{row}Bălți\n{row.replace('Ț', 'T')}Bălți\n", "utf-8")
    database = Database.create(parse_address(str(tmp_path / "base.crm")), derived=DERIVED)
    reasons = []
    for _time in range(2):
        source = importing.source_of(read_source(file))
        with database.read() as session:
            options = importing.ImportOptions(importing.guess_columns(session, source).columns, country="MD")
            planned = importing.plan(session, source, options)
        with database.write(Label("Import")) as session:
            importing.apply(session, planned)
        reasons.append([(fate.fate, fate.reason.code) for fate in planned.fates])
    assert reasons[0] == [("created", "new_person"), ("duplicate", "looks_like_row")]
    assert reasons[1] == [("duplicate", "taken_already")] * 2
    database.close()


@pytest.mark.usefixtures("frozen_clock")
def test_one_process_and_several_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = list_of_clients(tmp_path)
    alone = imported(tmp_path / "one.crm", file, 0, monkeypatch)
    together = imported(tmp_path / "several.crm", file, 2, monkeypatch)
    assert len(alone[0]) == ROWS
    assert together[0] == alone[0]
    assert together[1] == alone[1]


def test_a_cancel_while_others_read_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "processes", lambda: 2)
    database = Database.create(parse_address(str(tmp_path / "base.crm")), derived=DERIVED)
    source = importing.source_of(read_source(list_of_clients(tmp_path)))
    progress = Progress(lambda _text, done, _total: progress.cancel() if done >= 2000 else None)
    with database.read() as session:
        options = importing.ImportOptions(importing.guess_columns(session, source).columns, country="MD")
        with pytest.raises(Cancelled):
            importing.plan(session, source, options, progress)
    database.close()
