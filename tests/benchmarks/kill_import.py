"""The program killed at 200 random moments of an import or its undo: the file opens, is whole, holds all or nothing.

The long run of ``tests/services/test_import_killed.py``: ``python -m tests.benchmarks.kill_import [times]``.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.services import test_import_killed

TIMES = 200


def main(times: int) -> None:
    """Half of them in a file of one computer, half in one that several use; stops at the first that is not whole."""
    test_import_killed.KILLS = times // 2
    for usage in ("alone", "office"):
        with tempfile.TemporaryDirectory() as place:
            start = time.perf_counter()
            test_import_killed.test_an_import_is_whole_or_not_there(Path(place), usage)
            print(f"{usage}: killed {times // 2} times in {time.perf_counter() - start:.0f} s, all or none each time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else TIMES)
