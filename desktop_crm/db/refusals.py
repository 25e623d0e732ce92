"""Why a server could not be reached or did not let us in: each trouble is a known error with a sentence of its own.

All of them are children of the two that the rest of the program knows: ``DatabaseUnreachable`` (the way is broken) and
``AccessDenied`` (somebody answered, and refused).
"""

from __future__ import annotations

import socket
import ssl
from typing import Any

from desktop_crm.base.errors import CrmError, DatabaseMissing, DatabaseUnreachable
from desktop_crm.base.i18n import N_
from desktop_crm.db.address import Address


class AccessDenied(CrmError):
    """The server refused the user or the password. Facts: name."""

    text = N_(
        "The server did not let this user into the database “{name}”. Nothing was changed. Check the user name and "
        "the password."
    )


class PasswordWanted(AccessDenied):
    """The server asks for a password and none is known here. Facts: name, user."""

    text = N_("The database “{name}” asks for the password of “{user}”. Nothing was changed. Enter the password.")


class ComputerNotAllowed(AccessDenied):
    """The server takes nobody from this computer. Facts: name, host."""

    text = N_(
        "The server “{host}” does not accept this user or this database from your computer. Nothing was changed. Ask "
        "the administrator to allow your computer (pg_hba.conf on PostgreSQL, the host of the user on MariaDB)."
    )


class ServerUnknown(DatabaseUnreachable):
    """No computer has this name. Facts: host."""

    text = N_(
        "No computer with the name “{host}” was found. Nothing was changed. Check the name of the server and whether "
        "this PC is in the same network."
    )


class PortClosed(DatabaseUnreachable):
    """The computer is there and nothing listens. Facts: host, port."""

    text = N_(
        "The computer “{host}” answers, but no database server listens at port {port}. Nothing was changed. Check the "
        "port, and whether the server runs and takes connections from the network."
    )


class ServerSilent(DatabaseUnreachable):
    """No answer in time. Facts: host, port."""

    text = N_(
        "The server “{host}” did not answer at port {port}. Nothing was changed. Check the network and whether a "
        "firewall is in the way."
    )


class TlsNotOffered(DatabaseUnreachable):
    """Encryption was wanted and the server has none. Facts: host."""

    text = N_(
        "The server “{host}” does not offer an encrypted connection (TLS), and one was asked for. Nothing was changed. "
        "Ask the administrator to switch TLS on, or choose an open connection inside your own network."
    )


class TlsNeeded(AccessDenied):
    """The server speaks only over TLS. Facts: host."""

    text = N_(
        "The server “{host}” takes encrypted connections (TLS) only. Nothing was changed. Choose an encrypted "
        "connection."
    )


class CertificateNotTrusted(DatabaseUnreachable):
    """The certificate is not by whom it should be, for another name, or out of date. Facts: host."""

    text = N_(
        "The certificate of the server “{host}” could not be trusted, so nothing was sent. Nothing was changed. "
        "Choose the certificate file of the authority that signed it, and check the name of the server and the date of "
        "this PC."
    )


class CertificateUnreadable(CrmError):
    """A file with a certificate or its key cannot be read. Facts: name."""

    text = N_("The certificate file “{name}” cannot be read. Nothing was changed. Choose a certificate in PEM format.")


class DatabaseNotOnServer(DatabaseMissing):
    """The server has no database of this name. Facts: name, host."""

    text = N_(
        "The server “{host}” has no database “{name}”. Nothing was changed. Check the name, or ask the administrator "
        "to create it."
    )


def refusal(origin: BaseException, address: Address) -> CrmError | None:
    """The trouble behind an error of the driver while connecting; None where it is none of these."""
    if address.kind == "postgresql" and getattr(
        origin, "sqlstate", None
    ):  # an answer inside a session, not a refused login
        return None
    kind = _by_cause(origin)
    if kind is None:
        kind = _of_postgresql(origin, address) if address.kind == "postgresql" else _of_mariadb(origin)
    if kind is None:
        return None
    host, port = address.place
    return kind(name=address.name, host=host, port=port, user=address.url.username or "", who="")


def _by_cause(origin: BaseException) -> type[CrmError] | None:
    cause = getattr(origin, "original_exception", None) or origin.__cause__ or origin.__context__
    kinds: tuple[tuple[type[BaseException], type[CrmError]], ...] = (
        (ssl.SSLCertVerificationError, CertificateNotTrusted),
        (socket.gaierror, ServerUnknown),
        (ConnectionRefusedError, PortClosed),
        (TimeoutError, ServerSilent),
    )
    return next((known for raised, known in kinds if isinstance(cause, raised)), None)


# what libpq and the server say; the first that fits. A server may speak another language: see the end of the function
# (where encryption is not a must libpq tries without it too: the server's first answer is the one that tells)
_SAID: tuple[tuple[str, type[CrmError]], ...] = (
    ("no password supplied", PasswordWanted),
    ("authentication failed", AccessDenied),
    ("does not support ssl", TlsNotOffered),
    ("certificate verify failed", CertificateNotTrusted),
    ("does not match host name", CertificateNotTrusted),
    ("root certificate", CertificateNotTrusted),
    ("certificate", CertificateNotTrusted),
    ("no encryption", TlsNeeded),
    ("ssl off", TlsNeeded),
    ("pg_hba.conf", ComputerNotAllowed),
    ("could not translate host name", ServerUnknown),
    ("failed to resolve host", ServerUnknown),
    ("connection refused", PortClosed),
    ("timeout expired", ServerSilent),
    ("no route to host", ServerSilent),
    ("network is unreachable", ServerSilent),
    ('role "', AccessDenied),
)


def _of_postgresql(origin: BaseException, address: Address) -> type[CrmError] | None:
    connection: Any = getattr(origin, "pgconn", None)
    if connection is not None and connection.needs_password:
        return PasswordWanted
    said = str(origin).casefold()
    known = next((kind for words, kind in _SAID if words in said), None)
    if known is not None or connection is None:
        return known
    # in whatever language: a refused login names the user, a missing database only itself
    said = said.replace("«", '"').replace("»", '"').replace("„", '"').replace("”", '"')
    user, name = (f'"{(word or "").casefold()}"' for word in (address.url.username, address.name))
    if user in said and user != name:
        return AccessDenied
    return DatabaseNotOnServer if name in said else AccessDenied if connection.used_password else None


def _of_mariadb(origin: BaseException) -> type[CrmError] | None:
    code = origin.args[0] if origin.args else 0
    if code == 1045 and "using password: NO" in str(origin):
        return PasswordWanted
    known = {1130: ComputerNotAllowed, 1049: DatabaseNotOnServer, 2026: TlsNotOffered, 3159: TlsNeeded}
    return known.get(code) if isinstance(code, int) else None
