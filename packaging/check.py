"""One command to prove the program: sets it up and runs every check and test.

    python3 packaging/check.py [pytest arguments]

Style, types, floors, then the tests on SQLite, PostgreSQL (a running one, or one brought from PyPI) and MariaDB (a
running one; else its tests say why they skip). Real windows and real servers on a busy machine miss a moment now and
then: up to five tests that failed are tried once more, alone, and named; what fails twice has failed.
"""

import json
import sys

from environment import ROOT, prepare, run

FEW = 5
FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"

CHECKS = (
    ("ruff", "check", "desktop_crm", "packaging", "tests"),
    ("ruff", "format", "--check", "desktop_crm", "packaging", "tests"),
    ("mypy",),
)


def main() -> int:
    """All checks, then all tests; fails if any failed."""
    python = prepare("[test]")
    failed = [check for check in CHECKS if run(python, "-m", *check)]
    for check in failed:
        print("FAILED:", " ".join(check), flush=True)
    arguments = sys.argv[1:] or ["-n", "2"]
    FAILED.unlink(missing_ok=True)
    tests = run(python, "-m", "pytest", *arguments, QT_QPA_PLATFORM="offscreen")
    again = json.loads(FAILED.read_text(encoding="utf-8")) if tests and FAILED.exists() else {}
    if 0 < len(again) <= FEW:
        print("TRIED ONCE MORE, alone:", *again, sep="\n  ", flush=True)
        tests = run(python, "-m", "pytest", *again, QT_QPA_PLATFORM="offscreen")
    return 1 if failed or tests else 0


if __name__ == "__main__":
    sys.exit(main())
