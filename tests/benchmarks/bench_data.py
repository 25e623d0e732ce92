"""Where the generated data lies: the folder in the environment variable ``DESKTOP_CRM_BENCH``."""

import os
import sys
from pathlib import Path

VARIABLE = "DESKTOP_CRM_BENCH"


def folder() -> Path:
    """The folder with ``clients_N.xlsx/.csv``, ``truth_N.csv`` …; says so and stops where it is missing."""
    named = os.environ.get(VARIABLE, "")
    if not named or not (Path(named) / "clients_1000.csv").exists():
        sys.exit(
            f"Set {VARIABLE} to the folder of the generated client lists (clients_1000.csv … clients_100000.xlsx)."
        )
    return Path(named)
