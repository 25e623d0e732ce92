"""Starting with the desktop: an entry where each system looks for them, made and taken away by the user alone.

Linux and other free desktops: a ``.desktop`` file (Desktop Application Autostart Specification); macOS: a launch
agent; Windows: a value of the Run key of this user.
"""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_crm.base import paths
from desktop_crm.base.errors import FileNotWritten

IN_BACKGROUND = "--background"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")  # of the Exec line; arguments with these are quoted


def command() -> list[str]:
    """How this program is started: the packaged one by itself, else by the Python that runs it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, IN_BACKGROUND]
    return [windowless(sys.executable), "-m", "desktop_crm", "window", IN_BACKGROUND]


def windowless(python: str) -> str:
    """The Python beside *python* that opens no console of its own (Windows, ``pythonw.exe``), where there is one."""
    beside = Path(python).with_name("pythonw.exe")
    return str(beside) if Path(python).name.lower() == "python.exe" and beside.is_file() else python


def run_line(words: Sequence[str]) -> str:
    """*words* as a value of the Run key: the program in quotes, from which Windows takes its name."""
    return " ".join((f'"{words[0]}"', subprocess.list2cmdline(words[1:])))


def entry_path() -> Path:
    """The file of the entry; on Windows there is none."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{paths.APP}.plist"
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(config) / "autostart" / f"{paths.APP}.desktop"


def is_on() -> bool:
    """Whether it starts with the desktop."""
    if sys.platform == "win32":
        return _registered()
    return entry_path().is_file()


def switch(on: bool) -> None:
    """Make the entry, or take it away; raises ``FileNotWritten``."""
    try:
        if sys.platform == "win32":
            _register(on)
        elif on:
            path = entry_path()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(launch_agent(command()) if sys.platform == "darwin" else desktop_entry(command()))
        else:
            entry_path().unlink(missing_ok=True)
    except OSError as error:
        raise FileNotWritten(name=entry_path().name) from error


def desktop_entry(words: Sequence[str]) -> bytes:
    """The ``.desktop`` file that runs *words*."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={paths.APP}",
        f"Exec={' '.join(map(_quoted, words))}",
        f"Icon={paths.APP}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
        "",
    )
    return "\n".join(lines).encode()


def _quoted(word: str) -> str:
    """An argument of the Exec line (Desktop Entry Specification, 1.5)."""
    word = word.replace("%", "%%")
    if not _RESERVED & set(word):
        return word
    for mark in ("\\", '"', "`", "$"):
        word = word.replace(mark, f"\\{mark}")
    return f'"{word}"'.replace("\\", "\\\\")  # the value itself is a string with escapes


def launch_agent(words: Sequence[str]) -> bytes:
    """The launch agent that runs *words*."""
    return plistlib.dumps(
        {"Label": paths.APP, "ProgramArguments": list(words), "RunAtLoad": True, "ProcessType": "Interactive"}
    )


def _registered() -> bool:
    registry = _registry()
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
            registry.QueryValueEx(key, paths.APP)
    except FileNotFoundError:
        return False
    return True


def _register(on: bool) -> None:
    registry = _registry()
    with registry.CreateKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
        if on:
            registry.SetValueEx(key, paths.APP, 0, registry.REG_SZ, run_line(command()))
        elif _registered():
            registry.DeleteValue(key, paths.APP)


def _registry() -> Any:
    import winreg  # noqa: PLC0415  (only on Windows)

    return winreg
