"""Two programs register at the same time: no gap, no number twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.model import Complaint
from desktop_crm.services.complaints import verify_book

ROOT = Path(__file__).resolve().parents[3]


def test_two_programs_register_at_once(address: Address, tmp_path: Path) -> None:
    count = 200 if address.path is not None else 25
    shown = str(address.path) if address.path is not None else address.url.render_as_string(hide_password=False)
    work = Path(__file__).with_name("register_many.py")
    programs = [
        subprocess.Popen(
            [sys.executable, str(work), shown, str(count), name],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(tmp_path)},
            stderr=subprocess.PIPE,
        )
        for name in ("Ana", "Ion")
    ]
    for program in programs:
        _out, errors = program.communicate(timeout=200)
        assert program.returncode == 0, errors.decode()
    database = Database.open(address, operator="Olga", installation="pc-3")
    try:
        with database.read() as session:
            numbers = sorted(row.number for row in session.query(Complaint.number))
            assert numbers == list(range(1, 2 * count + 1))
            report = verify_book(session)
            assert report.ok and report.entries == 2 * count, report.problems
    finally:
        database.close()
