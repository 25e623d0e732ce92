"""Makes ``.venv`` beside the project with nothing but Python, and installs the program into it."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"


def _bin(name: str) -> Path:
    return FOLDER / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def prepare(extra: str = "") -> Path:
    """Install the project (with *extra*, as ``[test]``) unless that was done for this state; returns the Python."""
    if sys.version_info < (3, 11):  # noqa: UP036  (an older Python gets a sentence, not a traceback)
        sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0])
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + extra.encode()).hexdigest()
    stamp = FOLDER / f"installed{extra}"
    python = _bin("python")
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print("Setting up, once (a few minutes on a slow line) …", flush=True)
    venv.create(FOLDER, with_pip=True, clear=not python.exists())
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", f"{ROOT}{extra}"]
    if subprocess.run(install, check=False).returncode:
        sys.exit("The packages could not be installed. Check the network and try again.")
    stamp.write_text(wanted)
    return python


def run(python: Path, *arguments: str, **environment: str) -> int:
    """Run ``python arguments`` in the project's folder; returns its exit code."""
    return subprocess.run(
        [str(python), *arguments], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode
