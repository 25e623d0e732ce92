"""Logging to a rotating file, and a trace of hard crashes beside it."""

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from desktop_crm.base import paths

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MAX_BYTES = 1_000_000
KEPT = 5

_crash_file: TextIO | None = None  # open for the life of the process: the crash handler needs its descriptor


def log_path() -> Path:
    """The current log file."""
    return paths.log_folder() / "desktop_crm.log"


def start_log() -> None:
    """Log to the rotating file; Python tracebacks of hard crashes go to ``crash.log``."""
    root = logging.getLogger()
    if any(isinstance(kept, RotatingFileHandler) for kept in root.handlers):
        return
    rotating = RotatingFileHandler(log_path(), maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    rotating.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(rotating)
    root.setLevel(logging.INFO)
    global _crash_file
    _crash_file = (paths.log_folder() / "crash.log").open("a", encoding="utf-8")
    faulthandler.enable(_crash_file)
