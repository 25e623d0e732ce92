"""Two programs on one database, each a process of its own: an edit in one is seen in the window within two seconds."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.ui.main_window import MainWindow
from tests import databases
from tests.ui.conftest import PATIENCE, add_people, show_contact

ROOT = Path(__file__).resolve().parents[3]
COLLEAGUE = """
import sys, time
from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.services.contacts import change_contact, contact_card
from desktop_crm.services.derived import DERIVED
database = Database.open(parse_address(sys.argv[1]), operator="Olga", workstation="pc-2", installation="pc-2",
                         derived=DERIVED)
print("ready", flush=True)
for line in sys.stdin:
    version = database.ask(contact_card, int(sys.argv[2])).version
    database.do(Label("Theirs"), change_contact, int(sys.argv[2]), version, {"family_name": line.strip()})
    print(time.time(), flush=True)
database.close()
"""


@pytest.mark.parametrize("kind", databases.KINDS)
def test_an_edit_of_another_process_is_seen_within_two_seconds(
    kind: str, tmp_path: Path, opened: Callable[..., Database], open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    database = opened(databases.fresh(kind, tmp_path))
    ana = database.do(Label("Test data"), add_people)[0]
    window = open_window(database)
    show_contact(window, ana, qtbot)
    page: Any = window.page
    where = database.address.path or database.address.url.set(drivername=kind).render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", COLLEAGUE, str(where), str(ana)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as colleague:  # fmt: skip
        assert colleague.stdin is not None and colleague.stdout is not None
        assert colleague.stdout.readline() == "ready\n"
        waits = []
        for name in ("Munteanu", "Ceban", "Popa"):  # each directly after a look, which is the longest wait there is
            colleague.stdin.write(f"{name}\n")
            colleague.stdin.flush()
            qtbot.waitUntil(lambda name=name: page.card.header.title.text() == f"Ana {name}", timeout=PATIENCE)
            seen = time.time()
            waits.append(seen - float(colleague.stdout.readline()))
        colleague.stdin.close()
    assert max(waits) < 2.0, waits
