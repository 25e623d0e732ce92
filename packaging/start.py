"""One command to see the program: sets it up and opens it with sample data.

    python3 packaging/start.py [DATABASE]

Without DATABASE a sample firm is made in ``.venv/sample.crm``. Where there is no screen, it says so and shows what the
command line finds in the same data.
"""

import os
import sys

from environment import FOLDER, prepare, run


def main() -> int:
    """Set up, make the sample data once, open the window."""
    python = prepare()
    database = sys.argv[1] if len(sys.argv) > 1 else str(FOLDER / "sample.crm")
    if len(sys.argv) == 1 and not os.path.exists(database):  # noqa: PTH110  (plain script)
        code = run(python, "-m", "desktop_crm", "demo", database)
        if code:
            return code
    screen = os.name == "nt" or sys.platform == "darwin"
    if screen or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        return run(python, "-m", "desktop_crm", database)
    run(python, "-m", "desktop_crm", database)  # says that there is no screen and what to do
    print()
    return run(python, "-m", "desktop_crm", "contacts", "--database", database, "--limit", "10")


if __name__ == "__main__":
    sys.exit(main())
