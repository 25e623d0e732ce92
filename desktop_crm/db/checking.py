"""Is everything whole: the file, the ties between rows, the journal, the search."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select, text

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.db import bulk
from desktop_crm.db.journal import JOURNALED
from desktop_crm.db.packing import unpack_columns, unpack_ids
from desktop_crm.db.references import REFERENCES
from desktop_crm.db.search_tokens import KINDS, table_of
from desktop_crm.model.base import Base
from desktop_crm.model.journal import Change, ChangeSet
from desktop_crm.model.session import CrmSession

_MOST = 20  # problems of one kind that are listed
_UNJOURNALED_TABLES = {"operator"}  # rows are made when somebody opens the database


@dataclass(frozen=True)
class CheckResult:
    """What was found."""

    ok: bool
    problems: tuple[str, ...]
    counts: dict[str, int] = field(default_factory=dict)


def check(session: CrmSession, progress: Progress) -> CheckResult:
    """Look through everything; changes nothing."""
    problems: list[str] = []
    if session.connection().dialect.name == "sqlite":
        progress.step(_("Checking the file …"))
        problems += _file_problems(session)
    if problems:  # a broken file cannot be asked further
        return CheckResult(False, tuple(problems))
    counts: dict[str, int] = {}
    tables = sorted(Base.metadata.tables)
    for done, name in enumerate(tables):
        progress.step(_("Checking the records …"), done, len(tables))
        table = Base.metadata.tables[name]
        counts[name] = session.execute(select(func.count()).select_from(table)).scalar_one()
        problems += _loose_ends(session, name)
        if name in JOURNALED and name not in _UNJOURNALED_TABLES:
            problems += _journal_problems(session, name)
    progress.step(_("Checking the history …"), len(tables), len(tables))
    problems += _history_problems(session)
    problems += _search_problems(session)
    return CheckResult(not problems, tuple(problems), counts)


def _file_problems(session: CrmSession) -> list[str]:
    found = [str(row[0]) for row in session.execute(text(f"PRAGMA integrity_check({_MOST})"))]
    return [] if found == ["ok"] else [_("The file is damaged: {what}").format(what=what) for what in found]


def _loose_ends(session: CrmSession, name: str) -> list[str]:
    """Rows that refer to rows which are not there."""
    problems = []
    connection = session.connection()
    for reference in REFERENCES[name]:
        child, column, parent = (
            bulk.quoted(connection.dialect, part) for part in (name, reference.column, reference.parent)
        )
        statement = (
            f"SELECT c.id FROM {child} c LEFT JOIN {parent} p ON p.id = c.{column} "
            f"WHERE c.{column} IS NOT NULL AND p.id IS NULL LIMIT {_MOST}"
        )
        problems += [
            _("{table} {id} refers to a row that is not there ({column}).").format(
                table=name, id=row[0], column=reference.column
            )
            for row in bulk.fetch(connection, statement)
        ]
    return problems


def _journal_problems(session: CrmSession, name: str) -> list[str]:
    """A row is there exactly when the journal made it once more than it took it away."""
    alive: set[int] = set()
    changes = session.execute(
        select(Change.action, Change.row_id, Change.bulk)
        .where(Change.table_name == name, Change.action.in_(("insert", "delete", "bulk_insert", "bulk_delete")))
        .execution_options(yield_per=500)
    )
    for action, row_id, packed in changes:
        if packed is None:
            alive ^= {row_id or 0}
        elif action == "bulk_insert":
            alive ^= set(unpack_ids(packed))
        else:
            alive ^= set(unpack_columns(packed)[1][0])
    connection = session.connection()
    there = {row[0] for row in bulk.fetch(connection, f"SELECT id FROM {bulk.quoted(connection.dialect, name)}")}
    if alive == there:
        return []
    missing, unknown = len(alive - there), len(there - alive)
    return [
        _("{table}: {missing} rows of the history are missing, {unknown} rows are not in the history.").format(
            table=name, missing=missing, unknown=unknown
        )
    ]


def _history_problems(session: CrmSession) -> list[str]:
    """Undo and redo must point at each other."""
    links: dict[int, tuple[int | None, int | None]] = {}
    backward: dict[int, list[int]] = defaultdict(list)
    for number, undoes, undone_by in session.execute(select(ChangeSet.id, ChangeSet.undoes_id, ChangeSet.undone_by_id)):
        links[number] = (undoes, undone_by)
        if undoes is not None:
            backward[undoes].append(number)
    broken = [
        number
        for number, (_undoes, undone_by) in links.items()
        if backward.get(number, []) != ([] if undone_by is None else [undone_by])
    ]
    return [_("The history of change {id} is broken.").format(id=number) for number in broken[:_MOST]]


def _search_problems(session: CrmSession) -> list[str]:
    """The index must know all records that are not in the trash, and none that is gone."""
    problems = []
    connection = session.connection()
    key = "rowid" if connection.dialect.name == "sqlite" else "record_id"
    for kind in KINDS:
        index, records = table_of(kind), bulk.quoted(connection.dialect, kind)
        if not bulk.fetch(connection, f"SELECT 1 FROM {index} LIMIT 1"):
            continue  # nobody keeps it here
        # not NOT IN: of a million rows PostgreSQL would look through the whole list for each of them
        record, entry = (
            f"SELECT 1 FROM {records} r WHERE r.id = {index}.{key}",
            f"SELECT 1 FROM {index} s WHERE s.{key} = r.id",
        )
        stale = f"SELECT COUNT(*) FROM {index} WHERE NOT EXISTS ({record})"
        unknown = f"SELECT COUNT(*) FROM {records} r WHERE deleted_at IS NULL AND NOT EXISTS ({entry})"
        numbers = [bulk.fetch(connection, statement)[0][0] for statement in (stale, unknown)]
        if any(numbers):
            problems.append(
                _("The search does not agree with the records ({kind}: {stale} too many, {missing} missing).").format(
                    kind=kind, stale=numbers[0], missing=numbers[1]
                )
            )
    return problems
