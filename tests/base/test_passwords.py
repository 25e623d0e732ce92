"""Passwords are kept in a keyring that encrypts, or nowhere."""

from __future__ import annotations

import keyring.errors
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring

from desktop_crm.base import passwords
from tests.guests import MemoryKeyring, use_keyring

WHERE = "postgresql://ana@office/clients"


class PlaintextKeyring(MemoryKeyring):
    """As ``keyrings.alt`` has one; chosen by hand it would be used by ``keyring`` itself."""


class WeakKeyring(MemoryKeyring):
    priority = 0.6


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("s3cret")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked(password)


def test_kept_read_and_forgotten() -> None:
    with use_keyring(MemoryKeyring()):
        assert passwords.can_keep() and passwords.kept(WHERE) is None
        passwords.keep(WHERE, "s3cret")
        passwords.keep(f"{WHERE}2", "other")
        assert passwords.kept(WHERE) == "s3cret"
        passwords.forget(WHERE)
        passwords.forget(WHERE)
        assert (passwords.kept(WHERE), passwords.kept(f"{WHERE}2")) == (None, "other")


@pytest.mark.parametrize("backend", [PlaintextKeyring, WeakKeyring, NullKeyring, FailKeyring])
def test_keyrings_that_do_not_encrypt_are_refused(backend: type) -> None:
    with use_keyring(backend()) as held:
        assert not passwords.can_keep()
        with pytest.raises(passwords.NoKeyring, match="asks for the password"):
            passwords.keep(WHERE, "s3cret")
        assert passwords.kept(WHERE) is None
        passwords.forget(WHERE)
        assert not getattr(held, "held", None)


def test_a_locked_keyring_is_as_good_as_none(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    with use_keyring(LockedKeyring()):
        assert passwords.kept(WHERE) is None
        with pytest.raises(passwords.NoKeyring):
            passwords.keep(WHERE, "s3cret")
    assert "KeyringLocked" in caplog.text and "s3cret" not in caplog.text
