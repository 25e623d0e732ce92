"""Runs all benchmarks one after the other, each in a process of its own, and prints their tables."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.bench_data import folder

NOT_BENCHES = {"bench_data"}


def main() -> int:
    """All, or those named on the command line (``phones import``)."""
    folder()
    wanted = {f"bench_{name}" for name in sys.argv[1:]}
    failed = 0
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if path.stem in NOT_BENCHES or (wanted and path.stem not in wanted):
            continue
        print(f"\n== {path.stem.removeprefix('bench_')}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"tests.benchmarks.{path.stem}"], check=False).returncode
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
