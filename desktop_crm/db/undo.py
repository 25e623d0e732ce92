"""Undo and redo of change sets, across restarts, and the history they are listed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from desktop_crm.base.changes import Label
from desktop_crm.base.collector import collector_held
from desktop_crm.base.errors import Cancelled, NotFound, NothingToUndo
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.db.batches import batch_of
from desktop_crm.db.content import content_of
from desktop_crm.db.database import Database
from desktop_crm.db.discretion import HIDDEN_COMPLAINT, ConfidentialChange, hidden_labels
from desktop_crm.db.heirs import heirs_of
from desktop_crm.db.replaying import replayed
from desktop_crm.db.reversal import Reversal
from desktop_crm.db.session import JournaledSession
from desktop_crm.model.import_run import ImportRun
from desktop_crm.model.journal import Change, ChangeSet
from desktop_crm.model.operator import Operator, Workstation
from desktop_crm.model.session import CrmSession


@dataclass(frozen=True)
class UndoResult:
    """What was taken back (or done again)."""

    change_set: int  # the new one, that did it
    label: Label  # of the action
    kept: int  # records that stayed because they were changed since


@dataclass(frozen=True)
class HistoryRow:
    """One change set as the history shows it."""

    id: int
    at: datetime
    operator: str
    workstation: str
    label: Label
    state: str  # done, undone, undo
    rows: int
    mine: bool  # of the operator who asks
    imported: bool  # an import


def undo(
    database: Database, change_set_id: int | None = None, *, force: bool = False, progress: Progress | None = None
) -> UndoResult:
    """Take back a change set; by default this operator's last one that is not undone.

    An ordinary one is refused (``ChangedSince``) where somebody changed the same since. With *force*, and always for
    imports and other bulk work, what was changed since stays as it is and is counted.
    """
    found = replayed(
        database,
        lambda: database.ask(_last_done) if change_set_id is None else database.ask(_in_force, change_set_id),
    )
    if found is None:
        raise NothingToUndo
    if change_set_id is None and batch_of(found):
        return _reverse_batch(database, found, "undo", _last_done, progress or Progress())
    return _reverse(database, found, "undo", force=force, progress=progress or Progress())


def redo(database: Database, *, force: bool = False, progress: Progress | None = None) -> UndoResult:
    """Do again what this operator undid last, unless something new was done since."""
    found = replayed(database, lambda: database.ask(_last_undo))
    if found is None:
        raise NothingToUndo
    if batch_of(found):
        return _reverse_batch(database, found, "redo", _last_undo, progress or Progress())
    return _reverse(database, found, "redo", force=force, progress=progress or Progress())


def changed_since(session: CrmSession, change_set_id: int, progress: Progress | None = None) -> list[tuple[str, int]]:
    """(table, id) of the records that an undo of an import would leave as they are; nothing is written."""
    found = _in_force(session, change_set_id)
    if found is None:
        raise NothingToUndo
    assert isinstance(session, JournaledSession)
    content = content_of(session, found.id)
    label = _label(found).sentence
    again = found.undoes_id is not None
    reversal = Reversal(session, content, found.id, label, lenient=True, again=again, progress=progress or Progress())
    return sorted(reversal.survey())


def can_undo(session: CrmSession) -> Label | None:
    """What :func:`undo` would take back."""
    found = _last_done(session)
    return None if found is None else _label(found)


def can_redo(session: CrmSession) -> Label | None:
    """What :func:`redo` would do again."""
    found = _last_undo(session)
    return None if found is None else _label(found)


def _label(change_set: ChangeSet) -> Label:
    return Label(change_set.label, dict(change_set.facts or {}))


def _told_label(session: CrmSession, change_set: ChangeSet) -> Label:
    """Its label, or what is said instead to whoever may not see what it touched.

    Raises ``ConfidentialChange``: who takes a complaint's confidence back could read it.
    """
    others = [] if change_set.operator_id == session.operator_id else [change_set.id]
    hidden = hidden_labels(session, others).get(change_set.id)
    if hidden is HIDDEN_COMPLAINT:
        raise ConfidentialChange
    return hidden or _label(change_set)


def _own(session: CrmSession) -> ColumnElement[bool]:
    if session.operator_id is None:
        return ChangeSet.operator_id.is_(None)
    return ChangeSet.operator_id == session.operator_id


def _last_done(session: CrmSession) -> ChangeSet | None:
    return session.scalars(
        select(ChangeSet)
        .where(_own(session), ChangeSet.kind.in_(("do", "redo")), ChangeSet.undone_by_id.is_(None))
        .order_by(ChangeSet.id.desc())
        .limit(1)
    ).first()


def _last_undo(session: CrmSession) -> ChangeSet | None:
    last = session.scalars(
        select(ChangeSet)
        .where(_own(session), ChangeSet.kind == "undo", ChangeSet.undone_by_id.is_(None))
        .order_by(ChangeSet.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return None
    newer = session.scalars(
        select(ChangeSet.id).where(_own(session), ChangeSet.kind == "do", ChangeSet.id > last.id).limit(1)
    ).first()
    return last if newer is None else None


def _in_force(session: CrmSession, change_set_id: int) -> ChangeSet | None:
    """The change set, or the redo that stands for it now; None where it is undone."""
    found = session.get(ChangeSet, change_set_id)
    if found is None:
        raise NotFound(what=_("Change {number}").format(number=change_set_id))
    while found.undone_by_id is not None:
        taken_back = session.get(ChangeSet, found.undone_by_id)
        again = None if taken_back is None or taken_back.undone_by_id is None else taken_back.undone_by_id
        next_one = None if again is None else session.get(ChangeSet, again)
        if next_one is None:
            return None
        found = next_one
    return found


def _reverse(database: Database, done: ChangeSet, kind: str, *, force: bool, progress: Progress) -> UndoResult:
    return replayed(database, lambda: _reverse_once(database, done, kind, force=force, progress=progress))


def _reverse_once(database: Database, done: ChangeSet, kind: str, *, force: bool, progress: Progress) -> UndoResult:
    label = database.ask(_told_label, done)
    with collector_held(), database.change_set(label, kind, done.id) as session:
        number = session.change_set_id or 0
        claimed = session.connection().execute(
            update(ChangeSet)
            .where(ChangeSet.id == done.id, ChangeSet.undone_by_id.is_(None))
            .values(undone_by_id=number)
        )
        if claimed.rowcount != 1:  # somebody was quicker
            raise NothingToUndo
        content = content_of(session, done.id)
        reversal = Reversal(
            session,
            content,
            done.id,
            label.sentence,
            lenient=force or content.has_bulk or ImportRun.__tablename__ in content.inserted,  # imports of any size
            again=done.undoes_id is not None,
            progress=progress,
            heirs=heirs_of(session, content),
        )
        kept = reversal.run()
    return UndoResult(number, label, kept)


def _reverse_batch(
    database: Database,
    found: ChangeSet,
    kind: str,
    find_next: Callable[[CrmSession], ChangeSet | None],
    progress: Progress,
) -> UndoResult:
    """All change sets of one batch, each whole. A cancel ends between two of them; nothing to reverse is no error."""
    batch = batch_of(found)
    result = _reverse(database, found, kind, force=True, progress=progress)
    kept = result.kept
    while True:
        following = replayed(database, lambda: database.ask(find_next))
        if following is None or batch_of(following) != batch:
            break
        try:
            result = _reverse(database, following, kind, force=True, progress=progress)
        except Cancelled:
            break
        kept += result.kept
    return UndoResult(result.change_set, result.label, kept)


def history(session: CrmSession, limit: int = 50) -> list[HistoryRow]:
    """The newest change sets, newest first; of what is private to others it says no more than that."""
    found = session.execute(
        select(ChangeSet, Operator.name, Workstation.name)
        .outerjoin(Operator, Operator.id == ChangeSet.operator_id)
        .outerjoin(Workstation, Workstation.number == ChangeSet.workstation)
        .order_by(ChangeSet.id.desc())
        .limit(limit)
    ).all()
    ids = [change_set.id for change_set, *_names in found]
    counts = _row_counts(session, ids)
    imports = set(session.scalars(select(ImportRun.change_set_id).where(ImportRun.change_set_id.in_(ids))))
    hidden = hidden_labels(session, [one.id for one, *_names in found if one.operator_id != session.operator_id])
    return [
        HistoryRow(
            id=change_set.id,
            at=change_set.at,
            operator=operator or "",
            workstation=workstation or "",
            label=hidden.get(change_set.id) or _label(change_set),
            state=_state(change_set),
            rows=counts[change_set.id],
            mine=change_set.operator_id == session.operator_id,
            imported=change_set.id in imports,
        )
        for change_set, operator, workstation in found
    ]


def _state(change_set: ChangeSet) -> str:
    if change_set.kind == "undo":
        return "undo"
    return "done" if change_set.undone_by_id is None else "undone"


def _row_counts(session: CrmSession, change_sets: list[int]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    single = select(Change.change_set_id, func.count()).where(
        Change.change_set_id.in_(change_sets), Change.row_id.is_not(None)
    )
    for change_set, count in session.execute(single.group_by(Change.change_set_id)):
        counts[change_set] += count
    many = select(Change.change_set_id, Change.after).where(
        Change.change_set_id.in_(change_sets), Change.row_id.is_(None)
    )
    for change_set, count in session.execute(many):
        counts[change_set] += int(count)
    return counts
