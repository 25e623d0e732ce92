"""Why a database is not moved: each a sentence."""

from __future__ import annotations

from desktop_crm.base.errors import CrmError, DatabaseBusy, DatabaseExists
from desktop_crm.base.i18n import N_


class SamePlace(CrmError):
    """Source and target are one. Facts: name."""

    text = N_("“{name}” cannot be moved onto itself. Nothing was changed. Name another place.")


class TargetNotEmpty(DatabaseExists):
    """There is something in the target. Facts: name."""

    text = N_(
        "There are tables in the database “{name}” already, and a move needs an empty one. Nothing was changed. Make a "
        "new, empty database on the server, and name that."
    )


class PacketTooSmall(CrmError):
    """A server that takes too little at once. Facts: name, limit (bytes)."""

    text = N_(
        "The server of the database “{name}” takes only {limit} bytes at once (max_allowed_packet), and 4 MB are "
        "needed. Nothing was changed. Ask whoever keeps the server to raise it."
    )


class SourceOutOfDate(CrmError):
    """The source has an older schema. Facts: name."""

    text = N_(
        "The database “{name}” was last used by an older version of this program. Nothing was changed. Open it once, "
        "so that it is brought up to date, and then move it."
    )


class SourceChanged(DatabaseBusy):
    """Somebody wrote into the source meanwhile. Facts: name."""

    text = N_(
        "Somebody changed the database “{name}” while it was being moved, so the move was taken back. Nothing was "
        "lost. Ask the others to close the program, and move again."
    )


class ContentDiffers(CrmError):
    """What arrived is not what was sent. Facts: name, table."""

    text = N_(
        "What arrived in “{name}” is not the same as what was sent ({table}), so the move was taken back. Nothing was "
        "changed. Try again; if it happens again, ask for help."
    )


class TooLong(CrmError):
    """A text that a server's column does not take. Facts: name, table, column, id, limit."""

    text = N_(
        "A text in “{name}” is longer than a server keeps it, or holds a sign that it cannot keep ({table} {id}, "
        "{column}, {limit} letters). Nothing was changed. Shorten it, and move again."
    )


class MoveRunning(DatabaseBusy):
    """Another program moves into the same place now. Facts: name."""

    text = N_(
        "Another program is moving into “{name}” at this moment. Nothing was changed. Wait until it is done, or "
        "stop it."
    )
