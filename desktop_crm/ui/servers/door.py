"""The part of the door that leads to servers: plain values in, plain values out; all of it runs off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_crm.base.errors import CrmError
from desktop_crm.ui.opening import keep_or_forget

if TYPE_CHECKING:
    from desktop_crm.base.progress import Progress
    from desktop_crm.db.address import Address
    from desktop_crm.db.probing import ServerFacts
    from desktop_crm.db.transfer import MovePlan, MoveResult


ATTEMPTS = 3  # at a move out of a server in which others work


@dataclass(frozen=True)
class Rehearsal:
    """What a move would do, and what the server it goes to is."""

    plan: MovePlan
    facts: ServerFacts | None  # None: a file, or a server on which half of an earlier move lies


@dataclass(frozen=True)
class Reach:
    """How a database on a server is reached, without the password."""

    kind: str = "postgresql"  # postgresql, mariadb
    host: str = ""
    port: int = 0  # 0 = the usual one
    name: str = ""
    user: str = ""
    sslmode: str = "prefer"  # prefer, require, verify-full
    authority: str = ""  # file of certificates; "" = those the computer trusts

    @property
    def is_complete(self) -> bool:
        """Whether a server can be asked."""
        return bool(self.host and self.name and self.user)


def shown_of(reach: Reach) -> str:
    """The address as it is kept and shown."""
    from desktop_crm.db.address import server_address  # noqa: PLC0415  (the window is painted before)

    made = server_address(
        reach.kind, reach.host, reach.port, reach.name, reach.user, sslmode=reach.sslmode, authority=reach.authority
    )
    return made.shown


def reach_of(text: str) -> tuple[Reach, str]:
    """What a typed or pasted address says, and the password in it; raises where it names no server."""
    from desktop_crm.db.address import AddressNotUnderstood, parse_address  # noqa: PLC0415
    from desktop_crm.db.tls import MODES, SYSTEM, mode_of  # noqa: PLC0415

    address = parse_address(text)
    if not address.is_server:
        raise AddressNotUnderstood(name=text)
    host, port = address.place
    mode = mode_of(address.url)
    authority = str(address.url.query.get("sslrootcert") or address.url.query.get("ssl_ca") or "")
    reach = Reach(
        address.kind,
        host,
        port,
        address.name,
        address.url.username or "",
        mode if mode in MODES else "prefer",
        "" if authority == SYSTEM else authority,
    )
    return reach, address.url.password or ""


def is_server(shown: str) -> bool:
    """Whether an address names a server; nothing is loaded for that."""
    return "://" in shown and not shown.casefold().startswith("sqlite:")


def probe_there(text: str, password: str, *, empty: bool = False) -> ServerFacts:
    """The test of a connection."""
    from desktop_crm.db.address import parse_address  # noqa: PLC0415
    from desktop_crm.db.probing import probe  # noqa: PLC0415

    return probe(_with(parse_address(text), password), empty=empty)


def _with(address: Any, password: str) -> Any:
    return address.with_password(password) if password else address.with_kept_password()


def plan_there(source: Address, text: str, password: str, progress: Progress | None = None) -> Rehearsal:
    """The rehearsal of a move of *source* to *text*: looks, tries, measures, and leaves both as they were."""
    from desktop_crm.db.address import parse_address  # noqa: PLC0415
    from desktop_crm.db.probing import probe  # noqa: PLC0415
    from desktop_crm.db.transfer import plan_move  # noqa: PLC0415

    target = _with(parse_address(text), password)
    plan = plan_move(source, target, progress)
    facts = probe(target) if target.is_server and not plan.unfinished else None
    return Rehearsal(plan, facts)


def move_there(
    source: Address, text: str, password: str, *, remember: bool | None, progress: Progress | None = None
) -> MoveResult:
    """Move everything of *source* to *text*; compared on both sides, or nothing happened."""
    from desktop_crm.db.address import parse_address  # noqa: PLC0415
    from desktop_crm.db.transfer import SourceChanged, move  # noqa: PLC0415
    from desktop_crm.services.complaints import verify_book  # noqa: PLC0415
    from desktop_crm.services.search import rebuild_search  # noqa: PLC0415

    target = _with(parse_address(text), password)
    for _attempt in range(ATTEMPTS - 1):
        try:
            result = move(source, target, search=rebuild_search, book=verify_book, progress=progress)
            break
        except SourceChanged:  # a reminder that this very window noted is reason enough; nothing of it is left
            continue
    else:
        result = move(source, target, search=rebuild_search, book=verify_book, progress=progress)
    if remember is not None and target.is_server:
        keep_or_forget(target.shown, password, remember=remember)
    return result


def moved_to(error: CrmError) -> str:
    """Where a database is now that was moved; "" where *error* says something else."""
    from desktop_crm.db.moved import DatabaseMoved  # noqa: PLC0415

    return error.target if isinstance(error, DatabaseMoved) else ""


def wants_password(error: CrmError) -> bool:
    """Whether another password may help."""
    from desktop_crm.db.refusals import AccessDenied, ComputerNotAllowed, TlsNeeded  # noqa: PLC0415

    return isinstance(error, AccessDenied) and not isinstance(error, (ComputerNotAllowed, TlsNeeded))


def file_name(shown: str) -> str:
    """What a database is called in a sentence."""
    return shown.rpartition("/")[2].partition("?")[0] if is_server(shown) else Path(shown).name
