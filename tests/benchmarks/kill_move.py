"""The program killed at ten random moments of a move to each kind of database, and moved again each time.

The long run of ``tests/db/test_transfer_killed.py``: ``python -m tests.benchmarks.kill_move [times] [contacts]``. After
each kill the source must be the same byte for byte, nobody may be able to open half a target, and in the end the sums
of all tables must be equal on both sides.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests import databases
from tests.db import test_transfer_killed
from tests.moving import empty_place, full_file, moved

TIMES, CONTACTS = 10, 2_000
KINDS = ("sqlite", "postgresql", "mariadb")


def main(times: int, contacts: int) -> None:
    """Stops at the first that is not whole."""
    test_transfer_killed.KILLS, test_transfer_killed.CONTACTS = times, contacts
    try:
        for kind in KINDS:
            with tempfile.TemporaryDirectory() as place:
                source = full_file(Path(place) / "try.crm", contacts)
                with empty_place(kind, Path(place)) as target:
                    start = time.perf_counter()
                    moved(source, target)
                    test_transfer_killed.LONGEST = (time.perf_counter() - start) * 0.95
            with tempfile.TemporaryDirectory() as place:
                start = time.perf_counter()
                killed = test_transfer_killed.kill_and_move_again(Path(place), kind)
                print(
                    f"{kind}: killed {killed} times of {times} in {time.perf_counter() - start:.0f} s; whole each time"
                )
    finally:
        databases.clean_up()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [TIMES, CONTACTS][len(numbers) :]))
