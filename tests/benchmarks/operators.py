"""Twenty operators on each server at once: ``python -m tests.benchmarks.operators [seconds] [operators]``.

The long run of ``tests/db/test_office.py``: no error, nothing acknowledged lost or doubled, the book whole.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
from pathlib import Path

from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.services.derived import DERIVED
from tests import databases
from tests.office import Tally, book_is_whole, lost_or_doubled, office

PROGRAMS = 4


def one_program(shown: str, numbers: list[int], seconds: float, seed: int) -> Tally:
    """Some of the operators, in a program of their own."""
    os.environ["DESKTOP_CRM_HOME"] = tempfile.mkdtemp(prefix="desktop_crm_operators_")
    return office(parse_address(shown), numbers, seconds, seed)


def main(seconds: float, operators: int) -> None:
    """PostgreSQL, then MariaDB."""
    seed = random.randrange(10**6)
    spawn = multiprocessing.get_context("spawn")
    for kind in ("postgresql", "mariadb"):
        address = databases.fresh(kind, Path(tempfile.gettempdir()))
        shown = address.url.set(drivername=kind).render_as_string(hide_password=False)
        parts = [(shown, list(range(first, operators, PROGRAMS)), seconds, seed) for first in range(PROGRAMS)]
        tally = Tally()
        with spawn.Pool(PROGRAMS) as pool:
            for part in pool.starmap(one_program, parts):
                tally = tally.joined(part)
        database = Database.open(address, derived=DERIVED)
        wrong = [*lost_or_doubled(database, tally), *book_is_whole(database), *tally.errors]
        whole = database.check().ok
        database.close()
        waits = sorted(tally.waits)
        print(f"{kind}: {operators} operators, {seconds:.0f} s, seed {seed}: {sum(tally.done.values())} deeds")
        print(f"  {dict(tally.done)}; a colleague was quicker: {dict(tally.answers)}")
        print(f"  wait: middle {waits[len(waits) // 2]:.2f} s, 99 of 100 below {waits[len(waits) * 99 // 100]:.2f} s")
        print(f"  errors, lost or doubled: {wrong or 'none'}; check: {'whole' if whole else 'BROKEN'}")
    databases.clean_up()


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]]
    main(given[0] if given else 60, int(given[1]) if given[1:] else 20)
