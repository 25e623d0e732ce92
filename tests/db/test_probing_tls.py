"""The test of a connection against a PostgreSQL that takes passwords over TLS only, as an office's server should."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm.db.address import parse_address
from desktop_crm.db.probing import probe
from desktop_crm.db.refusals import (
    AccessDenied,
    CertificateNotTrusted,
    DatabaseNotOnServer,
    PasswordWanted,
    TlsNeeded,
)

pytestmark = pytest.mark.postgresql
PASSWORD = "corect-cal-baterie"
SETTINGS = """
unix_socket_directories = ''
ssl = on
ssl_cert_file = 'server.pem'
ssl_key_file = 'server.key'
fsync = off
"""


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next((path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    """Its host and port; the certificate is for “localhost”, its authority in no list of the computer."""
    programs, user = _programs(), "postgres" if os.name == "posix" and os.geteuid() == 0 else None
    if programs is None or not shutil.which("openssl"):
        pytest.skip("no initdb or no openssl here")
    folder = Path(tempfile.mkdtemp(prefix="desktop_crm_tls_"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "password").write_text(PASSWORD)
    if user is not None:
        shutil.chown(folder, user)
        shutil.chown(folder / "password", user)
    data = folder / "data"

    def run(*words: object) -> None:
        done = subprocess.run(
            [str(word) for word in words], user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert done.returncode == 0, words

    run(programs / "initdb", "-D", data, "-U", "crm", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}",
        "-E", "UTF8", "--no-sync")  # fmt: skip
    run("openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", data / "server.key", "-out", data / "server.pem")  # fmt: skip
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(f"port = {port}\n{SETTINGS}")
    (data / "pg_hba.conf").write_text(
        "hostssl all all 127.0.0.1/32 scram-sha-256\nhostssl all all ::1/128 scram-sha-256\n"
    )
    shutil.copy(data / "server.pem", folder / "ca.pem")
    run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "start")
    yield f"crm:{PASSWORD}@localhost:{port}/postgres?sslrootcert={folder / 'ca.pem'}&sslmode="
    run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("mode", ["require", "verify-full"])
def test_an_encrypted_connection_is_a_fact(guarded: str, mode: str) -> None:
    facts = probe(parse_address(f"postgresql://{guarded}{mode}"), empty=True)
    assert facts.tls and facts.is_here and facts.holds == ""


def test_each_trouble_is_told_apart(guarded: str) -> None:
    troubles = {
        TlsNeeded: f"{guarded}disable",
        AccessDenied: f"{guarded}require".replace(PASSWORD, "wrong-horse"),
        PasswordWanted: f"{guarded}require".replace(f":{PASSWORD}", ""),
        DatabaseNotOnServer: f"{guarded}require".replace("/postgres?", "/nowhere?"),
        CertificateNotTrusted: f"{guarded}verify-full".replace("@localhost", "@127.0.0.1"),
    }
    for trouble, where in troubles.items():
        with pytest.raises(trouble) as told:
            probe(parse_address(f"postgresql://{where}"))
        assert "wrong-horse" not in f"{told.value}" and PASSWORD not in f"{told.value}"


def test_a_wrong_password_is_told_as_one_although_the_driver_tries_without_encryption_too(guarded: str) -> None:
    with pytest.raises(AccessDenied) as told:
        probe(parse_address(f"postgresql://{guarded}prefer".replace(PASSWORD, "wrong-horse")))
    assert type(told.value) is AccessDenied


def test_an_authority_that_nobody_knows_is_not_trusted(guarded: str) -> None:
    where = f"postgresql://{guarded}verify-full"
    before, _mark, rest = where.partition("sslrootcert=")
    with pytest.raises(CertificateNotTrusted):
        probe(parse_address(f"{before}sslrootcert=system&{rest.partition('&')[2]}"))
