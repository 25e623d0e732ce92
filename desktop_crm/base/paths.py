"""Folders of the program and of the user.

``DESKTOP_CRM_HOME`` moves everything of the user (settings, logs, backups) into one folder: portable use, tests.
"""

import os
from pathlib import Path

import platformdirs

APP = "desktop_crm"
_PACKAGE = Path(__file__).resolve().parent.parent


def _shipped(name: str) -> Path:
    """A folder that ships with the program: inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def resources_folder() -> Path:
    """Icons, fonts, sample sheet."""
    return _shipped("resources")


def translations_folder() -> Path:
    """Catalogues, one folder a language."""
    return _shipped("translations")


def _user(kind: str, standard: str) -> Path:
    home = os.environ.get("DESKTOP_CRM_HOME")
    folder = Path(home) / kind if home else Path(standard)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settings_folder() -> Path:
    """Where ``settings.toml`` lies."""
    return _user("settings", platformdirs.user_config_dir(APP, appauthor=False))


def data_folder() -> Path:
    """Where a new database is proposed and backups go."""
    return _user("data", platformdirs.user_data_dir(APP, appauthor=False))


def backups_folder() -> Path:
    """Where verified backups go."""
    folder = data_folder() / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def opened_folder() -> Path:
    """Where copies of files lie while another program shows them."""
    return _user("opened", str(Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "opened"))


def log_folder() -> Path:
    """Where the rotating log lies."""
    return _user("log", platformdirs.user_log_dir(APP, appauthor=False))
