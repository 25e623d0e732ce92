"""Killed at any moment: the file opens, is whole, and holds all of a write or nothing of it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Phone

ROOT = Path(__file__).resolve().parents[2]
SEED = 20250314


def program(address: Address, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("crash_work.py")), str(address.path), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("usage", "kills"), [("alone", 14), ("office", 6)])
def test_killed_at_random_moments(
    usage: str, kills: int, sqlite_address: Address, opened: Callable[..., Database]
) -> None:
    opened(sqlite_address).set_usage(usage)
    chance = random.Random(f"{SEED} {usage}")
    promised: Counter[str] = Counter()
    for round_ in range(kills):
        running = program(sqlite_address, "kill", str(SEED + round_))
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.25))
        running.kill()
        said = [line.split() for line in running.communicate()[0].splitlines() if line.endswith(tuple("0123456789"))]
        for words in said:
            if len(words) == 3:
                promised[words[1]] = int(words[2]) if words[0] == "saved" else 0
        database = opened(sqlite_address)
        result = database.check()
        assert result.problems == ()
        with database.read() as session:
            counts = session.execute(select(Contact.name, func.count()).group_by(Contact.name))
            found = Counter({str(name): int(count) for name, count in counts})
            phones = session.scalar(select(func.count()).select_from(Phone))
        assert phones == found.total(), f"seed {SEED}, round {round_}"
        for number, count in promised.items():
            # the write after the last one that was acknowledged may have been its undo
            in_doubt = bool(said) and said[-1] == ["saved", number, str(count)]
            assert found[number] == count or (in_doubt and found[number] == 0), f"seed {SEED}, round {round_}"
        promised = Counter({number: found[number] for number in promised})
        unknown = {number: count for number, count in found.items() if number not in promised}
        assert set(unknown.values()) <= {1, 50, 3000}
        promised.update(unknown)  # saved, but killed before it could say so
        database.close()


def test_two_programs_write_to_one_office_file(sqlite_address: Address, opened: Callable[..., Database]) -> None:
    database = opened(sqlite_address)
    database.set_usage("office")
    running = [program(sqlite_address, "add", "40") for _ in range(2)]
    said = [line for one in running for line in one.communicate(timeout=60)[0].splitlines()]
    assert [one.returncode for one in running] == [0, 0]
    assert len(said) == 80
    with database.read() as session:
        assert {f"saved {row_id}" for row_id in session.scalars(select(Contact.id))} == set(said)
    assert database.check().ok
    assert database.info().journal_mode == "delete"
