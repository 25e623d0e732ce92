"""Start to the first painted window and to the first contacts in it, and memory, with the big database.

Fresh processes, Qt without a screen; the reference is a bare window with a table of as many rows,
in the same run. Rounds alternate, medians count. The clock starts before the process does.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.big_base import copy_of_big_base

ROUNDS = 7
MOMENTS = ("frame", "contacts", "card")


def measured(*command: str, environment: dict[str, str]) -> dict[str, float]:
    """One start; moments become seconds since before the process was started."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, text=True, env=environment, timeout=120
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {name: value - start if name in MOMENTS else value for name, value in found.items()}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {
            "DESKTOP_CRM_HOME": scratch,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPYCACHEPREFIX": f"{scratch}/compiled",  # compiled once, as on every installed computer
        }
        path = str(copy_of_big_base(Path(scratch)))
        bare: list[dict[str, float]] = []
        ours: list[dict[str, float]] = []
        for _round in range(ROUNDS + 1):
            bare.append(measured("-m", "tests.benchmarks.bare_window", environment=environment))
            ours.append(measured("-m", "tests.benchmarks.watched_start", path, environment=environment))
        report(bare[1:], ours[1:])


def report(bare: list[dict[str, float]], ours: list[dict[str, float]]) -> None:
    """Medians, each beside its reference."""

    def median(rounds: list[dict[str, float]], name: str) -> float:
        return statistics.median(one[name] for one in rounds)

    reference = median(bare, "frame")
    print(f"{'bare window with a table':34}{reference:8.3f} s{median(bare, 'rss'):15.0f} MiB")
    for title, name, target in (("frame painted", "frame", 2.0), ("first contacts in it", "contacts", 4.0)):
        seconds = median(ours, name)
        print(f"{title:34}{seconds:8.3f} s{seconds / reference:7.2f}×     target ≤ {target}×")
    card = median(ours, "card")
    print(f"{'database open, first card filled':34}{card:8.3f} s{card / reference:7.2f}×")
    for title, when, target in (
        ("memory, list and card filled", "open ", "target ≤ 150 MiB"),
        ("all other pages made ahead", "", "no target"),
    ):
        own = f"(of its own {median(ours, f'{when}uss'):.0f} MiB)"
        print(f"{title:34}{median(ours, f'{when}rss'):25.0f} MiB   {target} {own}")


if __name__ == "__main__":
    main()
