"""Encryption on the way to a server: what a URL may say of it, in the same words for both kinds of server.

``sslmode=prefer`` (the default: encrypted where the server can), ``require`` (encrypted or not at all) and
``verify-full`` (and the certificate is the server's own, signed by an authority of this computer or in the file
``sslrootcert``; for MariaDB also written ``ssl_ca``). PostgreSQL's library knows these words itself.
"""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from desktop_crm.db.refusals import CertificateUnreadable, TlsNotOffered

MODES = ("prefer", "require", "verify-full")
SYSTEM = "system"  # the authorities this computer trusts
_OWN = ("sslmode", "sslrootcert", "ssl_ca", "ssl_cert", "ssl_key", "ssl_check_hostname")
_NO = ("0", "false", "no")


def mode_of(url: URL) -> str:
    """Which of the modes *url* asks for."""
    mode = str(url.query.get("sslmode", ""))
    if not mode and url.query.get("ssl_ca"):
        mode = "verify-full"
    return mode or "prefer"


def mariadb_arguments(url: URL) -> tuple[URL, dict[str, Any]]:
    """*url* without what it says of encryption, and the same as arguments of PyMySQL."""
    said = {name: str(url.query[name]) for name in _OWN if name in url.query}
    bare = url.difference_update_query(_OWN)
    mode = mode_of(url)
    if mode == "disable":
        return bare, {"ssl_disabled": True}
    if mode == "prefer" and not said.get("ssl_cert"):
        return bare, {}
    authority = said.get("ssl_ca") or said.get("sslrootcert") or SYSTEM
    try:
        context = ssl.create_default_context(cafile=None if authority == SYSTEM else authority)
        if said.get("ssl_cert"):
            context.load_cert_chain(said["ssl_cert"], said.get("ssl_key"))
    except (OSError, ssl.SSLError) as error:
        raise CertificateUnreadable(name=Path(authority).name) from error
    verified = mode == "verify-full"
    context.check_hostname = verified and said.get("ssl_check_hostname", "true").casefold() not in _NO
    context.verify_mode = ssl.CERT_REQUIRED if verified else ssl.CERT_NONE
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)  # the certificates MariaDB makes itself fail that
    return bare, {"ssl": context}


def used_tls(raw: Any, kind: str) -> str:
    """Version of TLS that the open connection of a driver is encrypted with; '' where it is not."""
    if kind == "postgresql":
        return "TLS" if raw.pgconn.ssl_in_use else ""
    version = getattr(getattr(raw, "_sock", None), "version", None)
    return str(version() or "TLS") if version is not None else ""


def insist(raw: Any, url: URL) -> None:
    """Older drivers of MariaDB go on in the open where the server has no encryption: not where it is a must."""
    if mode_of(url) in ("require", "verify-full") and not used_tls(raw, "mariadb"):
        raw.close()
        raise TlsNotOffered(host=url.host or "localhost", name=url.database or "")
