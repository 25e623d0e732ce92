"""The password of a server on the command line: taken from the keyring, else asked where a person sits."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import TypeVar

from desktop_crm.base import passwords
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.refusals import AccessDenied

T = TypeVar("T")
YES = ("y", "d", "д")  # yes, da, да


def with_password(address: Address, work: Callable[[Address], T]) -> T:
    """*work* on *address*; where the server wants a password that is not known or not right, it is asked for.

    A password in the URL is used and never kept; so are PGPASSWORD and ``~/.pgpass``, which libpq reads itself.
    """
    if not address.is_server:
        return work(address)
    if address.url.password is not None:
        advise(address)
        return work(address)
    try:
        return work(address)
    except AccessDenied:
        if not sys.stdin.isatty():
            raise
    given = getpass.getpass(_("Password of {user} for “{name}”: ").format(user=address.url.username, name=address.name))
    answer = work(address.with_password(given))
    _offer_keeping(address, given)
    return answer


def advise(address: Address) -> None:
    """Say that a password typed into a command can be read by others on this computer."""
    advice = _(
        "A password in a command can be seen in the list of processes and stays in the shell's history. It is used "
        "now and not kept. Leave it out ({shown}): then you are asked for it, and it can be kept in the keyring."
    )
    print(advice.format(shown=address.shown), file=sys.stderr)


def advise_about(named: str) -> None:
    """The same for an address as it was typed; nothing where it holds no password or names no database."""
    try:
        address = parse_address(named)
    except CrmError:
        return
    if address.is_server and address.url.password is not None:
        advise(address)


def _offer_keeping(address: Address, given: str) -> None:
    if not passwords.can_keep():
        return
    sys.stderr.write(_("Keep the password in the keyring of this computer? [y/N] "))
    sys.stderr.flush()
    if not sys.stdin.readline().strip().casefold().startswith(YES):
        return
    try:
        passwords.keep(address.shown, given)
    except CrmError as error:
        print(error.sentence, file=sys.stderr)
