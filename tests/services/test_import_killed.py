"""Killed at any moment of an import or of its undo: all of it is there, or nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.files.source import read_source
from desktop_crm.model import Contact, HeldRow, ImportRun, Phone
from desktop_crm.services import importing
from desktop_crm.services.derived import DERIVED

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261127
ROWS = 300
KILLS = 6
STATES = (Contact, Phone, HeldRow, ImportRun)


def imported(database: Database, file: Path) -> None:
    source = importing.source_of(read_source(file))
    with database.read() as session:
        options = importing.ImportOptions(importing.guess_columns(session, source).columns, country="MD")
        planned = importing.plan(session, source, options)
    with database.write(Label("Import")) as session:
        importing.apply(session, planned)


def state(database: Database) -> tuple[int, ...]:
    with database.read() as session:
        counts = [int(session.scalar(select(func.count()).select_from(model)) or 0) for model in STATES]
        assert session.search_index.count(session, "contact") == counts[0]
    return tuple(counts)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked, so that a round takes no second")
@pytest.mark.parametrize("usage", ["alone", "office"])
def test_an_import_is_whole_or_not_there(tmp_path: Path, usage: str) -> None:
    chance = random.Random(f"{SEED} {usage}")
    file = tmp_path / "clients.csv"
    names = [f"{chance.randbytes(4).hex()} SRL" for _row in range(ROWS)]
    lines = "".join(f"Ion {name[:8]},{name},+373690{n:05}\n" for n, name in enumerate(names))
    file.write_text(f"Nume,Companie,Telefon\n{lines}", "utf-8")
    address = parse_address(str(tmp_path / "base.crm"))
    database = Database.create(address, derived=DERIVED)
    database.set_usage(usage)
    imported(database, file)
    whole = state(database)
    assert whole[0] >= ROWS
    undo(database)
    assert state(database) == (0, 0, 0, 0)
    database.close()
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("import_killed.py")), str(address.path), str(file)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for round_ in range(KILLS):
            program.stdin.write("go\n")
            program.stdin.flush()
            child = int(program.stdout.readline())
            time.sleep(chance.uniform(0.0, 0.5))
            os.kill(child, signal.SIGKILL)
            database = Database.open(address, derived=DERIVED)
            assert database.check().problems == ()
            found = state(database)
            assert found in ((0, 0, 0, 0), whole), f"seed {SEED}, round {round_}"
            if found == whole:
                undo(database)
            database.close()
        program.stdin.close()
