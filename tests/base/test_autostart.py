"""Starting with the desktop: the entry that each system looks for."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

from desktop_crm.base import autostart
from desktop_crm.base.settings import Settings


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows it is a value of the registry")
def test_it_is_switched_on_and_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not autostart.is_on()
    autostart.switch(True)
    assert autostart.is_on()
    assert sys.executable in autostart.entry_path().read_text("utf-8")
    autostart.switch(False)
    autostart.switch(False)
    assert not autostart.is_on()


def test_the_desktop_entry_quotes_what_a_shell_would_split(tmp_path: Path) -> None:
    entry = autostart.desktop_entry(["/opt/My programs/desktop_crm", "100%", "--background"]).decode()
    assert 'Exec="/opt/My programs/desktop_crm" 100%% --background' in entry.splitlines()
    checker = shutil.which("desktop-file-validate")
    if checker is None:
        return
    path = tmp_path / "desktop_crm.desktop"
    path.write_text(entry, "utf-8")
    assert subprocess.run([checker, path], capture_output=True, check=False).stdout == b""


def test_a_launch_agent_starts_once_at_login_and_is_not_held_back() -> None:
    words = ["/Applications/Our CRM & more.app/Contents/MacOS/desktop_crm", "--background"]
    told = plistlib.loads(autostart.launch_agent(words))
    assert told == {
        "Label": "desktop_crm", "ProgramArguments": words, "RunAtLoad": True, "ProcessType": "Interactive",
    }  # fmt: skip


def test_the_run_key_quotes_the_program_and_leaves_its_words_apart() -> None:
    packaged = autostart.run_line(["C:\\Program Files\\Ana & Ion\\desktop_crm.exe", "--background"])
    assert packaged == '"C:\\Program Files\\Ana & Ion\\desktop_crm.exe" --background'
    by_python = autostart.run_line(["C:\\Python\\pythonw.exe", "-m", "desktop_crm", "window", "--background"])
    assert by_python == '"C:\\Python\\pythonw.exe" -m desktop_crm window --background'


def test_no_console_opens_at_logon_where_windows_has_a_python_without_one(tmp_path: Path) -> None:
    python = tmp_path / "Python.exe"
    assert autostart.windowless(str(python)) == str(python)
    (tmp_path / "pythonw.exe").touch()
    assert autostart.windowless(str(python)) == str(tmp_path / "pythonw.exe")
    assert autostart.windowless("/usr/bin/python3") == "/usr/bin/python3"


@pytest.mark.parametrize(
    ("begin", "end", "moment", "quiet"),
    [("22:00", "07:00", time(23, 30), True), ("22:00", "07:00", time(6, 59), True), ("22:00", "07:00", time(7), False),
     ("12:00", "13:00", time(12, 30), True), ("12:00", "13:00", time(13), False), ("", "", time(3), False)],
)  # fmt: skip
def test_quiet_hours_go_over_midnight(begin: str, end: str, moment: time, quiet: bool) -> None:
    assert Settings(quiet_from=begin, quiet_until=end).is_quiet(moment) is quiet
