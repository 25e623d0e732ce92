"""Killed at any moment of a move and moved again: everything is there once, and the source is as it was."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desktop_crm.base.errors import CrmError
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.db.moved import DatabaseMoved
from tests.moving import empty_place, full_file, moved

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261128
KILLS = 2
CONTACTS = 25
LONGEST = 2.5  # seconds after which a move of the small database is over
KINDS = (
    pytest.param("sqlite"),
    pytest.param("postgresql", marks=pytest.mark.postgresql),
    pytest.param("mariadb", marks=pytest.mark.mariadb),
)


def is_marked(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute("SELECT 1 FROM meta WHERE key = 'moved_to'").fetchone() is not None


def nobody_sees_half(target: Address, whole: dict[str, int] | None) -> None:
    """It cannot be opened, or everything is there."""
    with suppress(CrmError):
        database = Database.open(target, looking=True)
        try:
            found = database.info().counts
            assert found == whole
        finally:
            database.close()


def kill_and_move_again(tmp_path: Path, kind: str) -> int:
    """How many times it was killed before the move was over."""
    chance = random.Random(f"{SEED} {kind}")
    source = full_file(tmp_path / "firm.crm", CONTACTS)
    assert source.path is not None
    database = Database.open(source)
    whole = database.info().counts
    database.close()
    content = source.path.read_bytes()
    with empty_place(kind, tmp_path) as target:
        address = str(target.path or target.url.render_as_string(hide_password=False))
        with subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("move_killed.py")), str(source.path), address],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as program:
            assert program.stdin is not None
            assert program.stdout is not None
            killed = 0
            for round_ in range(KILLS):
                program.stdin.write("go\n")
                program.stdin.flush()
                child = int(program.stdout.readline())
                time.sleep(LONGEST * (round_ + chance.random()) / KILLS)
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                assert program.stdout.readline() == "over\n"
                if is_marked(source.path):
                    with pytest.raises(DatabaseMoved):
                        moved(source, target)
                    break
                killed += 1
                assert source.path.read_bytes() == content, f"seed {SEED}, round {round_}"
                nobody_sees_half(target, whole)
            program.stdin.close()
        if not is_marked(source.path):
            result = moved(source, target)
            assert all(table.equal for table in result.tables)
        nobody_sees_half(target, whole)
        database = Database.open(target)
        assert database.check().problems == ()
        assert database.info().counts == whole
        database.close()
    assert not list(tmp_path.glob(".*.moving*"))
    return killed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked, so that a round takes no second")
@pytest.mark.parametrize("kind", KINDS)
def test_killed_and_moved_again(tmp_path: Path, kind: str) -> None:
    kill_and_move_again(tmp_path, kind)
