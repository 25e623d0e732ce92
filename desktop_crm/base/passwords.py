"""Passwords of databases: kept in the keyring of the operating system, or nowhere.

On the ground, because the command line, the windows and the opening of a database all need them, and nothing here
knows more of a database than its address as shown. Only keyrings that encrypt are used: what keeps plain text, does
nothing or ranks below 1 (keyring's own measure of what may be recommended) is refused.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "desktop_crm"
LEAST_PRIORITY = 1
_REFUSED = ("plaintext", "null", "fail", "uncrypted")  # in the name of a class that was chosen by hand

log = logging.getLogger(__name__)


class NoKeyring(CrmError):
    """No place where a password may be kept."""

    text = N_(
        "The password was not kept: this computer has no keyring that encrypts, or it is locked. The program asks for "
        "the password at the next start."
    )


def kept(shown: str) -> str | None:
    """The kept password of the database *shown*; None where there is none. May wait for the keyring to be unlocked."""
    for backend in _usable():
        with _quiet():
            found = backend.get_password(SERVICE, shown)
            if found is not None:
                return str(found)
    return None


def keep(shown: str, password: str) -> None:
    """Keep *password* for the database *shown*; raises :class:`NoKeyring`."""
    for backend in _usable():
        with _quiet():
            backend.set_password(SERVICE, shown, password)
            return
    raise NoKeyring


def forget(shown: str) -> None:
    """Keep the password of *shown* no longer, in any keyring."""
    for backend in _usable():
        with _quiet():
            if backend.get_password(SERVICE, shown) is not None:
                backend.delete_password(SERVICE, shown)


def can_keep() -> bool:
    """Whether this computer has a keyring that encrypts."""
    return any(True for _backend in _usable())


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """A keyring that is locked or broken is as good as none; what it says may hold anything, so its kind is logged."""
    import keyring.errors  # noqa: PLC0415 - 0.1 s that a database in a file does not need

    try:
        yield
    except (keyring.errors.KeyringError, OSError) as error:
        log.info("the keyring refused: %s", type(error).__name__)


def _usable() -> Iterator[KeyringBackend]:
    import keyring  # noqa: PLC0415 - as above

    chosen: Any = keyring.get_keyring()
    for backend in getattr(chosen, "backends", None) or (chosen,):
        name = f"{type(backend).__module__}.{type(backend).__name__}".casefold()
        if backend.priority >= LEAST_PRIORITY and not any(word in name for word in _REFUSED):
            yield backend
