"""A MariaDB with a certificate of its own: encrypted connections are facts, each trouble is told apart."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.probing import probe
from desktop_crm.db.refusals import AccessDenied, CertificateNotTrusted, PasswordWanted, TlsNeeded
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.derived import DERIVED
from tests.databases import execute
from tests.servers import OwnServer

pytestmark = pytest.mark.mariadb
PASSWORD = "corect-cal-baterie"


@pytest.fixture(scope="module")
def guarded() -> Iterator[tuple[Address, Path]]:
    """Its address as a user who must come over TLS, and the authority that signed its certificate (for localhost)."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here")
    folder = Path(tempfile.mkdtemp(prefix="desktop_crm_tls_", dir="/tmp"))
    folder.chmod(0o755)
    key, certificate = folder / "server.key", folder / "server.pem"
    subprocess.run(
        ["openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    key.chmod(0o644)  # for the user of the server; it lives as long as this test
    server = OwnServer("mariadb", f"--ssl-cert={certificate}", f"--ssl-key={key}", f"--ssl-ca={certificate}")
    try:
        execute(server.address, f"CREATE USER 'crm'@'%' IDENTIFIED BY '{PASSWORD}' REQUIRE SSL")
        execute(server.address, "GRANT ALL PRIVILEGES ON *.* TO 'crm'@'%'")
        url = server.address.url.set(drivername="mariadb", host="localhost", username="crm", password=PASSWORD)
        yield parse_address(url.render_as_string(hide_password=False)), certificate
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


def reached(guarded: tuple[Address, Path], mode: str, **changed: str) -> Address:
    address, authority = guarded
    url = address.url.set(drivername="mariadb", **changed)  # type: ignore[arg-type]
    query = {"sslmode": mode} | ({"ssl_ca": str(authority)} if mode == "verify-full" else {})
    return parse_address(url.set(query=query).render_as_string(hide_password=False))


@pytest.mark.parametrize("mode", ["prefer", "require", "verify-full"])
def test_an_encrypted_connection_is_a_fact(guarded: tuple[Address, Path], mode: str) -> None:
    assert "TLS" in probe(reached(guarded, mode), empty=True).tls


def test_each_trouble_is_told_apart(guarded: tuple[Address, Path]) -> None:
    troubles: dict[type[Exception], Address] = {
        CertificateNotTrusted: reached(guarded, "verify-full", host="127.0.0.1"),
        PasswordWanted: reached(guarded, "require", password=""),
    }
    for trouble, address in troubles.items():
        with pytest.raises(trouble):
            probe(address)
    for address in (reached(guarded, "disable"), reached(guarded, "require", password="wrong-horse")):
        with pytest.raises((AccessDenied, TlsNeeded)) as told:
            probe(address)
        assert "wrong-horse" not in f"{told.value}" and PASSWORD not in f"{told.value}"


def test_an_authority_that_nobody_knows_is_not_trusted(guarded: tuple[Address, Path]) -> None:
    unknown = reached(guarded, "require").url.set(drivername="mariadb", query={"sslmode": "verify-full"})
    with pytest.raises(CertificateNotTrusted):
        probe(parse_address(unknown.render_as_string(hide_password=False)))


def test_the_program_works_there(guarded: tuple[Address, Path]) -> None:
    database = Database.create(reached(guarded, "verify-full"), operator="Ana", installation="pc-1", derived=DERIVED)
    try:
        database.do(Label("Add"), add_contact, ContactDraft(name="Ion"))
        assert database.check().ok
        assert PASSWORD not in database.address.shown
    finally:
        database.close()
