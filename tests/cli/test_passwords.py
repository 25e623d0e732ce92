"""The password of a server: from the keyring or asked for, and never written anywhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm.base import passwords, settings
from desktop_crm.cli import main
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.db.refusals import PasswordWanted
from tests import databases
from tests.guests import PASSWORD, MemoryKeyring, guest_of_mariadb, use_keyring

pytestmark = pytest.mark.mariadb


@pytest.fixture
def guest() -> Iterator[Address]:
    with guest_of_mariadb(databases.emptied("mariadb")) as address:
        yield address


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    with use_keyring(MemoryKeyring()) as backend:
        yield backend


def _written(home: Path) -> str:
    """All that the program has written on this computer."""
    return "".join(path.read_text("utf-8", "replace") for path in home.rglob("*") if path.is_file())


def test_an_opening_takes_it_from_the_keyring(guest: Address, keyring: MemoryKeyring) -> None:
    with pytest.raises(PasswordWanted):
        Database.open(guest)
    passwords.keep(guest.shown, PASSWORD)
    database = Database.open(guest)
    assert PASSWORD not in f"{database.address!r} {database.address.shown} {database.info()}"
    database.close()


def test_a_password_in_a_command_is_used_advised_against_and_never_written(
    guest: Address, keyring: MemoryKeyring, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = guest.with_password(PASSWORD).url.set(drivername="mariadb").render_as_string(hide_password=False)
    assert main(["info", "--json", typed]) == 0
    said = capsys.readouterr()
    assert "Leave it out" in said.err and guest.shown in said.out
    assert settings.load().last_database == guest.shown
    assert main(["info", typed.replace(PASSWORD, "wrong-horse")]) == 1
    assert main(["info", typed.replace("mariadb://", "oracle://")]) == 1
    assert main(["info", typed.replace("mariadb://", "mariadb+strange://")]) == 1
    assert main(["info", f"{typed}&strange=1&strange=2"]) == 1
    assert main(["info"]) == 1  # the last one used, and nobody to ask
    wrong = capsys.readouterr()
    everything = "".join((said.out, said.err, wrong.out, wrong.err, _written(home), str(keyring.held)))
    assert PASSWORD not in everything and "wrong-horse" not in everything
    assert keyring.held == {}


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Windows are others")
def test_it_is_asked_for_at_a_terminal_and_unseen(guest: Address, home: Path) -> None:
    mine, its = pty.openpty()
    command = [sys.executable, "-m", "desktop_crm", "info", guest.shown]
    with subprocess.Popen(
        command, stdin=its, stdout=subprocess.PIPE, stderr=its, start_new_session=True, env={**os.environ}
    ) as running:
        os.close(its)
        seen = _until(mine, "Password of")
        os.write(mine, f"{PASSWORD}\n".encode())
        processes = ""
        while running.poll() is None:
            processes += subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
            time.sleep(0.1)
        answer = running.stdout.read().decode() if running.stdout else ""
        seen += _rest(mine)
    os.close(mine)
    assert running.returncode == 0, seen
    assert "MariaDB" in answer or "mariadb" in answer
    assert "desktop_crm info" in processes
    assert PASSWORD not in f"{processes}{answer}{seen}{_written(home)}"


def _until(terminal: int, words: str) -> str:
    seen = ""
    while words not in seen:
        seen += os.read(terminal, 1024).decode()
    return seen


def _rest(terminal: int) -> str:
    try:
        return os.read(terminal, 10_000).decode()
    except OSError:  # nobody holds the other end any more
        return ""
