"""A user with a password on a real server, and a keyring that lives as long as a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
import keyring.errors
from keyring.backend import KeyringBackend

from desktop_crm.db.address import Address, parse_address
from tests import databases

PASSWORD = "corect-cal-baterie"


class MemoryKeyring(KeyringBackend):
    """What a keyring of an operating system does, for one test."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.held.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@contextmanager
def use_keyring(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    """The keyring of this process, for a while."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield backend
    finally:
        keyring.set_keyring(before)


@contextmanager
def guest_of_mariadb(address: Address) -> Iterator[Address]:
    """*address* for a user of its own, whose password is :data:`PASSWORD` and not in the address."""
    name = f"crm_guest_{os.getpid()}"
    for statement in (
        f"CREATE OR REPLACE USER {name} IDENTIFIED BY '{PASSWORD}'",
        f"GRANT ALL ON {address.name}.* TO {name}",
    ):
        databases.execute(address, statement)
    try:
        url = address.url.set(drivername="mariadb", username=name)
        yield parse_address(url.render_as_string(hide_password=False))
    finally:
        databases.execute(address, f"DROP USER {name}")
