"""A database that was moved elsewhere, and one into which a move is not finished: both are not worked in."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_
from desktop_crm.db.address import Address
from desktop_crm.model.meta import Meta

MOVED_TO = "moved_to"  # key in meta: where everything is now, as it may be typed, without a password
UNFINISHED = "desktop_crm_moving"  # table that stands on a server without transactional DDL until a move is whole


class DatabaseMoved(CrmError):
    """Everything is elsewhere now, and this one stays as it was. Facts: name, target."""

    text = N_(
        "The database “{name}” was moved to {target}. It stays here as it was then, and nothing more is written to it. "
        "Go on in {target}."
    )

    @property
    def target(self) -> str:
        """Where it is now, as it may be typed, without a password."""
        return str(self.facts["target"])


class MoveUnfinished(CrmError):
    """A move into the database goes on, or was broken off. Facts: name."""

    text = N_(
        "A move into the database “{name}” is not finished, so it cannot be used yet. Nothing was changed. Wait for "
        "it, or, if it was broken off, move once more: what is half there is cleared then."
    )


def moved_to(connection: Connection) -> str:
    """Where the database was moved to; "" where it was not."""
    return connection.execute(select(Meta.value).where(Meta.key == MOVED_TO)).scalar() or ""


def refuse_moved(connection: Connection, address: Address) -> None:
    """:class:`DatabaseMoved` where it was."""
    if target := moved_to(connection):
        raise DatabaseMoved(name=address.name, target=target)


def is_unfinished(connection: Connection) -> bool:
    """Whether a move left its sign on the server."""
    return connection.dialect.name in ("mysql", "mariadb") and inspect(connection).has_table(UNFINISHED)


def refuse_unfinished(connection: Connection, address: Address) -> None:
    """:class:`MoveUnfinished` where a move left its sign on a server."""
    if is_unfinished(connection):
        raise MoveUnfinished(name=address.name)
