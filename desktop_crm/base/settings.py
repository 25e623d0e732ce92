"""Settings of this user on this computer: one small TOML file, written atomically. Never a password."""

import getpass
import os
import socket
import tomllib
import uuid
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import time
from pathlib import Path
from typing import Any, TypedDict

import tomli_w

from desktop_crm.base import paths

RECENT = 8


@dataclass(frozen=True)
class Settings:
    """All settings; ``replace`` makes a changed copy, :func:`save` keeps it."""

    language: str = ""  # "" = the system's
    theme: str = "system"  # system, light, dark
    density: str = "comfortable"  # comfortable, compact
    country: str = ""  # ISO 3166 code for local phone numbers; "" = from the system's language
    area_code: str = ""
    operator: str = ""  # "" = the login name
    installation: str = ""  # made once; the workstation is known by it in every database
    backup_folder: str = ""  # a second place for backups
    notifications: bool = True  # of the desktop, when the window is not in front
    repeat_minutes: int = 10  # a reminder fires again until it is answered; 0 = once
    quiet_from: str = ""  # "22:00": from then on the desktop is not disturbed; "" = never
    quiet_until: str = ""
    tray: bool = False  # an icon beside the clock; closing the window leaves the program there
    calendar_folder: str = ""  # where a calendar file is kept up to date
    calendar_whose: str = "mine"  # mine, all
    last_database: str = ""
    recent_databases: tuple[str, ...] = ()
    window: dict[str, Any] = field(default_factory=dict)  # geometry, splitters, last page, columns

    def is_quiet(self, present: time) -> bool:
        """Whether the desktop is not to be disturbed at this time of day; the hours may go over midnight."""
        begin, end, shown = self.quiet_from, self.quiet_until, f"{present:%H:%M}"
        if not begin or not end or begin == end:
            return False
        return begin <= shown < end if begin < end else shown >= begin or shown < end

    def with_database(self, shown: str) -> "Settings":
        """The same, remembering *shown* as the last one used."""
        recent = (shown, *(name for name in self.recent_databases if name != shown))[:RECENT]
        return replace(self, last_database=shown, recent_databases=recent)


def settings_path() -> Path:
    """The TOML file."""
    return paths.settings_folder() / "settings.toml"


def load() -> Settings:
    """The kept settings; defaults for what is missing, unknown or broken (a bad file never stops the program)."""
    try:
        kept = tomllib.loads(settings_path().read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        kept = {}
    default = Settings()
    values: dict[str, Any] = {}
    for item in fields(Settings):
        value = kept.get(item.name)
        if item.name == "recent_databases" and isinstance(value, list):
            values[item.name] = tuple(str(name) for name in value)
        elif value is not None and isinstance(value, type(getattr(default, item.name))):
            values[item.name] = value
    settings = Settings(**values)
    return settings if settings.installation else replace(settings, installation=uuid.uuid4().hex)


class Identity(TypedDict):
    """Who works at which computer."""

    operator: str
    workstation: str
    installation: str


def identity(settings: Settings) -> Identity:
    """Who works at which computer, as a database registers them: operator, workstation, installation."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):  # no such user in this container
        login = ""
    return {
        "operator": settings.operator or login,
        "workstation": socket.gethostname(),
        "installation": settings.installation,
    }


def save(settings: Settings) -> None:
    """Write beside, then rename: a crash leaves the old file whole."""
    path = settings_path()
    kept = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(settings).items()}
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(tomli_w.dumps(kept), "utf-8")
    beside.replace(path)
