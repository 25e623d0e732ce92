"""Import of a client list against the raw limit of the same run: an empty base, a base of the same size, undo,
and the window's thread meanwhile.

Each part runs in a process of its own, so that its peak of memory is its own. ``python -m tests.benchmarks.bench_import
[rows …]``; default 1000 10000 100000. Processor time is that of all processes that helped, which other programs
disturb least; wall clock is printed beside it. Both have their ratio to those of the raw limit, which has one process.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_crm.base import side_by_side
from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.files.source import read_source
from desktop_crm.services import importing
from desktop_crm.services.derived import DERIVED
from tests.benchmarks.bench_data import folder

SIZES = (1000, 10_000, 100_000)


def timed(times: dict[str, Any], name: str, work: Callable[[], Any]) -> Any:
    """Do it; its processor and wall time go into *times*."""
    wall, processor = time.perf_counter(), time.process_time()
    answer = work()
    times[name] = time.process_time() - processor
    times[f"{name} wall"] = time.perf_counter() - wall
    return answer


def once(what: str, file: Path, path: Path) -> dict[str, Any]:
    """One part: ``import`` a file into the base at *path* (made where it is missing), or ``undo`` the last."""
    address = parse_address(str(path))
    database = Database.open(address, derived=DERIVED) if path.exists() else Database.create(address, derived=DERIVED)
    times: dict[str, Any] = {}
    start, processor = time.perf_counter(), time.process_time()
    if what == "undo":
        undo(database)
    else:
        times["counts"] = imported(database, file, times)
    times |= {"wall": time.perf_counter() - start, "processor": time.process_time() - processor}
    times["helpers"] = helpers()
    times["processor"] += times["helpers"]
    times["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    database.close()
    return times


def helpers() -> float:
    """Processor time of the processes beside this one, which are let go: only of those that ended it is told."""
    side_by_side.end()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def imported(database: Database, file: Path, times: dict[str, Any]) -> dict[str, int]:
    """Everything between choosing the file and the notice."""
    source = timed(times, "read", lambda: importing.source_of(read_source(file)))
    with database.read() as session:
        columns = importing.guess_columns(session, source).columns
        options = importing.ImportOptions(columns, country="RO")
        plan = timed(times, "plan", lambda: importing.plan(session, source, options))

    def apply() -> None:
        with database.write(Label("Import of {name}", {"name": source.name})) as session:
            timed(times, "apply", lambda: importing.apply(session, plan))

    timed(times, "write", apply)
    return plan.counts


def part(*arguments: str) -> dict[str, Any]:
    """Run this file, or another module, in a process of its own; its answer is one line of JSON."""
    done = subprocess.run([sys.executable, "-m", *arguments], check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def line(title: str, found: dict[str, Any], reference: dict[str, Any], note: str = "") -> None:
    ratios = {name: found[name] / reference[name] for name in ("processor", "wall")}
    print(
        f"{title:34}{found['processor']:8.2f} s{ratios['processor']:7.2f}×{found['wall']:8.2f} s wall"
        f"{ratios['wall']:7.2f}×{found['memory']:7.0f} MiB  {note}",
        flush=True,
    )


def windows(file: Path, path: str) -> None:
    """The window's own thread meanwhile."""
    for phase, (middle, late, longest) in part("tests.benchmarks.window_import", str(file), path).items():
        print(
            f"    window during {phase:6} median tick {middle:4.0f} ms, p99 {late:4.0f} ms (target 50), "
            f"longest gap {longest:4.0f} ms (target 100)",
            flush=True,
        )


def main(sizes: list[int]) -> None:
    """Print the table."""
    bench = folder()
    before: dict[str, float] = {}
    for size in sizes:
        file = bench / f"clients_{size}.xlsx"
        other = bench / f"clients_{size}.csv"
        present: dict[str, float] = {}
        with tempfile.TemporaryDirectory() as scratch:
            os.environ["DESKTOP_CRM_HOME"] = scratch
            path = Path(scratch) / "base.crm"
            raw = part("tests.benchmarks.raw_import", str(file), f"{scratch}/raw.db")
            reference = {"wall": raw.pop("wall"), "processor": sum(raw.values())}
            parts = ", ".join(f"{name} {seconds:.2f}" for name, seconds in raw.items())
            limit = f"{reference['processor']:.2f} s processor, {reference['wall']:.2f} s wall"
            print(f"{size} rows: raw limit {limit} ({parts})")
            me = "tests.benchmarks.bench_import"
            first = part(me, "once", "import", str(file), str(path))
            costs = ", ".join(f"{name} {first[name]:.2f}" for name in ("helpers", "plan", "apply", "write"))
            print(f"  read the file {first['read']:.2f} s, {first['read'] / raw['read']:.2f}× calamine (target 1.3×)")
            line("  import into an empty base", first, reference, f"target 2.5×, 600 MiB ({costs}; write holds apply)")
            back = part(me, "once", "undo", str(file), str(path))
            line("  undo of it", back, first, "target 1.0× the import")
            part(me, "once", "import", str(file), str(path))
            again = part(me, "once", "import", str(file), str(path))
            line("  the same file again", again, reference, f"{again['counts']['created']} created")
            part(me, "once", "undo", str(file), str(path))
            part(me, "once", "import", str(file), str(path))
            renamed = Path(scratch) / "other.csv"
            renamed.write_text(other.read_text("utf-8").replace("company,person", "firma,persoana", 1), "utf-8")
            full = part(me, "once", "import", str(renamed), str(path))
            counts = " ".join(f"{name} {count}" for name, count in full["counts"].items())
            line("  import into a base of as many", full, reference, counts)
            windows(file, f"{scratch}/window.crm")
            present = {"read": first["read"], "import": first["processor"], "undo": back["processor"]}
        if before:
            grown = ", ".join(f"{name} {present[name] / before[name]:.1f}" for name in present)
            print(f"  growth from the size before: {grown} (target under 12)")
        before = present


if __name__ == "__main__":
    if sys.argv[1:2] == ["once"]:
        side_by_side.allow()
        print(json.dumps(once(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
    else:
        main([int(text) for text in sys.argv[1:]] or list(SIZES))
