"""Programming errors are stopped here: writes in a read session, bulk statements that the journal would not see."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import TextClause, event
from sqlalchemy.orm import ORMExecuteState, Session

from desktop_crm.db.journal import JOURNALED

_WRITES = re.compile(
    r"\s*(?:INSERT|REPLACE|UPDATE|DELETE)\b(?:\s+OR\s+\w+)?(?:\s+(?:INTO|FROM|ONLY))*\s+[\"`]?(\w+)", re.I
)


class WriteInReadSession(RuntimeError):
    """A bug: something tried to change rows inside ``database.read()``."""


class UnjournaledWrite(RuntimeError):
    """A bug: a bulk statement on a journaled table; use ``session.bulk_insert/bulk_update/bulk_delete``."""


def _target(state: ORMExecuteState) -> str | None:
    """Name of the table that the statement writes; None where it only reads."""
    statement: Any = state.statement
    if state.is_insert or state.is_update or state.is_delete:
        return str(getattr(statement.table, "name", "?"))
    if isinstance(statement, TextClause):
        match = _WRITES.match(statement.text)
        return match[1] if match else None
    return None


def _is_reading(session: Session) -> bool:
    return getattr(session, "journal", None) is None


def refuse_unjournaled(state: ORMExecuteState) -> None:
    """Refuse what ``do_orm_execute`` must not let through."""
    table = _target(state)
    if table is None:
        return
    if _is_reading(state.session):
        raise WriteInReadSession(f"a read session must not write {table}")
    if table in JOURNALED:
        raise UnjournaledWrite(f"bulk statement on {table}: the journal would not see it; use session.bulk_…")


def refuse_flush(session: Session, flush_context: Any, instances: Any) -> None:
    """Refuse a flush in a read session."""
    if _is_reading(session):
        raise WriteInReadSession("a read session must not change objects")


def watch(session_class: type[Session]) -> None:
    """Guard all sessions of *session_class*."""
    event.listen(session_class, "do_orm_execute", refuse_unjournaled)
    event.listen(session_class, "before_flush", refuse_flush)
