"""The end of a write: derived tables, the journal, the commit; and what became of it where the answer was lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from desktop_crm.base import clock
from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import DatabaseBusy, DatabaseUnreachable
from desktop_crm.db.failures import CommitUnknown, told
from desktop_crm.db.journal import Journal
from desktop_crm.db.patience import Pauses
from desktop_crm.db.session import JournaledSession, ended
from desktop_crm.db.trail import seal
from desktop_crm.model.journal import ChangeSet
from desktop_crm.model.session import Derived

if TYPE_CHECKING:
    from desktop_crm.db.database import Database


def complete(
    session: JournaledSession,
    derived: Sequence[Derived],
    label: Label,
    kind: str,
    undoes_id: int | None,
) -> tuple[Changes, bool]:
    """Bring derived tables up to date and write the journal; the notice, and whether there is a change set."""
    session.flush()
    journal, number = session.journal, session.change_set_id
    if journal is None or number is None:
        raise RuntimeError("not a write session")
    seal(session, journal, label, kind, undoes_id)
    theirs = journal.changes(number, label, computed=False)  # a touch or a next step tells them nothing
    if theirs.rows:
        for refresh in derived:
            refresh(session, theirs)
        session.flush()
    del theirs  # of an import it is large
    changes = journal.changes(number, label)
    stored = bool(changes.rows) or undoes_id is not None
    if stored:
        _store(session, journal, number, label, kind, undoes_id)
    return changes, stored


def _store(
    session: JournaledSession, journal: Journal, number: int, label: Label, kind: str, undoes_id: int | None
) -> None:
    journal.store(
        session.connection(),
        {
            "id": number,
            "operator_id": session.operator_id,
            "workstation": session.workstation_id or 0,
            "kind": kind,
            "label": label.text,
            "facts": dict(label.facts),
            "undoes_id": undoes_id,
        },
    )


def commit(database: Database, session: JournaledSession, change_set: int | None) -> None:
    """Commit. Where the answer is lost, find out what became of *change_set*.

    Raises ``DatabaseUnreachable`` where it is certain that nothing was saved, ``CommitUnknown`` where it is not.
    """
    try:
        with told(database.address):
            session.commit()
    except CommitUnknown:
        raise
    except DatabaseUnreachable as error:
        if change_set is None:
            raise
        ended(session)
        if not settle(database, change_set):
            raise DatabaseUnreachable(name=database.address.name) from error


def settle(database: Database, change_set: int) -> bool:
    """Whether *change_set* was saved; for certain, because nobody can save it any more after this.

    Tries for some seconds to reach the database; raises ``CommitUnknown`` after that.
    """
    pauses = Pauses(database.reconnect_seconds)
    while True:
        database.forget_connections()
        try:
            return database.look(lambda connection: _was_saved(connection, change_set), writing=True)
        except (DatabaseUnreachable, DatabaseBusy) as error:
            if not pauses.wait():
                raise CommitUnknown(name=database.address.name) from error


def _was_saved(connection: Connection, change_set: int) -> bool:
    """Its own row is put there and taken back: that waits for a server that still works on the lost commit."""
    if connection.execute(select(ChangeSet.id).where(ChangeSet.id == change_set)).scalar() is not None:
        return True
    claim = insert(ChangeSet).values(id=change_set, at=clock.now(), kind="fixed", label="", facts={}, workstation=0)
    try:
        connection.execute(claim)
    except IntegrityError:
        return True
    finally:
        connection.rollback()
    return False


def settle_open(database: Database) -> list[tuple[Label, bool]]:
    """The writes of which nobody knew what became of them, when the database is back: (label, whether saved)."""
    told_now: list[tuple[Label, bool]] = []
    for change_set, label in list(database.unsettled.items()):
        told_now.append((label, settle(database, change_set)))
        del database.unsettled[change_set]
    return told_now
