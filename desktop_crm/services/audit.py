"""Who changed what on a card, and when: read from the journal, also what imports and other bulk work did to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, and_, or_, select, type_coerce

from desktop_crm.base import formats
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Base, Change, ChangeSet, Choice, Contact, CustomField, Operator, Tag
from desktop_crm.model.operator import Workstation
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices
from desktop_crm.services.audit_fields import AUDITED, CODES, AuditedTable
from desktop_crm.services.phone_places import country_name

MOST = 200  # change sets
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; of a row that came or went, its content."""

    change: int  # record of the journal
    table: str
    row_id: int
    action: str  # insert, update, delete
    field: str  # column; "" of a whole row
    title: str  # in the user's language
    before: str
    after: str
    can_restore: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What one change set did to the card."""

    change_set: int
    at: datetime
    operator: str
    workstation: str
    kind: str  # do, undo, redo
    label: Label
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RowRecord:
    """What the journal says about one row: images before and after, in literals."""

    change: int
    change_set: int
    table: str
    row_id: int
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def audit_trail(session: CrmSession, contact_id: int, limit: int = MOST) -> list[AuditEntry]:
    """The last changes of a contact and its rows, latest first; raises ``NotFound``."""
    if session.get(Contact, contact_id) is None:
        raise NotFound(what=_("The contact"))
    records = sorted(_records(session, contact_id), key=lambda record: record.change)
    by_set: dict[int, list[RowRecord]] = {}
    for record in reversed(records):
        if len(by_set) == limit and record.change_set not in by_set:
            break
        by_set.setdefault(record.change_set, []).append(record)
    words = _Words(session, records)
    heads = _heads(session, by_set)
    entries = []
    for number, of_set in by_set.items():
        changes = tuple(change for record in reversed(of_set) for change in words.changes(record))
        if changes and number in heads:
            entries.append(AuditEntry(number, *heads[number], changes))
    return sorted(entries, key=lambda entry: (entry.at, entry.change_set), reverse=True)


def _heads(session: CrmSession, numbers: Iterable[int]) -> dict[int, tuple[datetime, str, str, str, Label]]:
    query = (
        select(ChangeSet, Operator.name, Workstation.name)
        .outerjoin(Operator, Operator.id == ChangeSet.operator_id)
        .outerjoin(Workstation, Workstation.number == ChangeSet.workstation)
    )
    heads = {}
    for part in _parts(list(numbers)):
        for row, operator, workstation in session.execute(query.where(ChangeSet.id.in_(part))):
            label = Label(row.label, dict(row.facts or {}))
            heads[row.id] = (row.at, operator or "", workstation or "", row.kind, label)
    return heads


# Records --------------------------------------------------------------------------------------------------------------


def _records(session: CrmSession, contact_id: int) -> Iterator[RowRecord]:
    own = {name: _own_rows(session, table, contact_id) for name, table in AUDITED.items()}
    for record in _deletes(session, contact_id):
        own[record.table].add(record.row_id)
    all_ids = sorted(set().union(*own.values()))
    for part in _parts(all_ids):
        query = select(Change).where(Change.row_id.in_(part), Change.table_name.in_(list(AUDITED)))
        for change in session.scalars(query):
            if change.row_id in own[change.table_name]:
                yield _record(change, int(change.row_id))
    yield from _bulk_records(session, own)


def _own_rows(session: CrmSession, table: AuditedTable, contact_id: int) -> set[int]:
    model = table.model
    return set(
        session.scalars(select(model.id).where(or_(*(getattr(model, owner) == contact_id for owner in table.owners))))
    )


def _deletes(session: CrmSession, contact_id: int) -> list[RowRecord]:
    """Rows that are gone: only their image in the journal still says whose they were."""
    image = type_coerce(Change.before, Text)
    wanted = [
        and_(
            Change.table_name == name,
            or_(*(image.like(f'%"{owner}":{contact_id}%') for owner in table.owners)),
        )
        for name, table in AUDITED.items()
        if name != "contact"
    ]
    query = select(Change).where(Change.action == "delete", or_(*wanted))
    records = [_record(change, int(change.row_id)) for change in session.scalars(query) if change.row_id]
    return [record for record in records if _belongs(record.table, record.before, contact_id)]


def _belongs(table: str, image: Mapping[str, Any], contact_id: int) -> bool:
    return any(image.get(owner) == contact_id for owner in AUDITED[table].owners)


def _record(change: Change, row_id: int) -> RowRecord:
    return RowRecord(
        change.id,
        change.change_set_id,
        change.table_name,
        row_id,
        change.action,
        change.before or {},
        change.after if isinstance(change.after, dict) else {},
    )


def _bulk_records(session: CrmSession, own: Mapping[str, set[int]]) -> Iterator[RowRecord]:
    query = select(Change.id).where(
        Change.row_id.is_(None), Change.bulk.is_not(None), Change.table_name.in_(list(AUDITED))
    )
    for change_id in session.scalars(query).all():
        yield from bulk_rows(session, session.get_one(Change, change_id), own)


def bulk_rows(session: CrmSession, change: Change, own: Mapping[str, set[int]]) -> Iterator[RowRecord]:
    """Records of the rows named in *own* (table -> ids) that a record of bulk work holds."""
    wanted, action = own.get(change.table_name, set()), change.action.removeprefix("bulk_")
    if not wanted or change.bulk is None:
        return
    columns, values = session.unpack_bulk(change.action, change.bulk)
    for place, row_id in enumerate(values[0]):
        if row_id not in wanted:
            continue
        image = {name: column[place] for name, column in zip(columns, values, strict=True) if name != "id"}
        after = {name.removeprefix("after:"): value for name, value in image.items() if name.startswith("after:")}
        before = {name: value for name, value in image.items() if not name.startswith("after:")}
        changed = {name for name in after if before.get(name) != after[name]}
        if action == "update":
            before = {name: before[name] for name in changed}
            after = {name: after[name] for name in changed}
        yield RowRecord(change.id, change.change_set_id, change.table_name, row_id, action, before, after)


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


# Words ----------------------------------------------------------------------------------------------------------------


class _Words:
    """Literals of the journal as people read them."""

    def __init__(self, session: CrmSession, records: Iterable[RowRecord]) -> None:
        self._session = session
        self._names: dict[tuple[str, int], str] = {}
        self._images = {(record.table, record.row_id): record.before for record in records if record.action == "delete"}

    def changes(self, record: RowRecord) -> Iterator[FieldChange]:
        """One change of each field that means something to a user."""
        table = AUDITED[record.table]
        if record.action == "update":
            yield from self._fields(record, table)
            return
        image = record.before if record.action == "delete" else self._image(record)
        text = self._content(record.table, image)
        before, after = (text, "") if record.action == "delete" else ("", text)
        restorable = record.action == "delete" and record.table != "contact"
        yield FieldChange(
            record.change, record.table, record.row_id, record.action, "", _(table.title), before, after, restorable
        )

    def _fields(self, record: RowRecord, table: AuditedTable) -> Iterator[FieldChange]:
        composed = record.table == "contact" and record.before.keys() & {"given_name", "family_name", "middle_name"}
        for field, title in table.fields.items():
            if field not in record.before or (field == "name" and composed):
                continue
            words = _(title)
            if record.table != "contact":
                row = self._content(record.table, self._image(record)) if field not in table.content else ""
                words = " · ".join(part for part in (_(table.title), row, words if row else "") if part)
            yield FieldChange(
                record.change,
                record.table,
                record.row_id,
                record.action,
                field,
                words,
                self._text(record.table, field, record.before[field]),
                self._text(record.table, field, record.after.get(field)),
                not field.endswith("_at"),
            )

    def _image(self, record: RowRecord) -> Mapping[str, Any]:
        """The row as it is now, or was when it went."""
        table = AUDITED[record.table]
        if not table.content:
            return {}
        columns = [getattr(table.model, name) for name in table.content]
        row = self._session.execute(select(*columns).where(table.model.id == record.row_id)).first()
        if row is None:
            return self._images.get((record.table, record.row_id), {})
        return dict(zip(table.content, row, strict=True))

    def _content(self, table: str, image: Mapping[str, Any]) -> str:
        texts = [self._text(table, name, image.get(name)) for name in AUDITED[table].content]
        return (" – " if table in ("job", "relation") else " ").join(text for text in texts if text)

    def _text(self, table: str, field: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        codes = CODES.get((table, field))
        if codes is not None:
            return _(codes[value]) if codes.get(value) else str(value)
        column = Base.metadata.tables[table].c[field]
        for key in column.foreign_keys:
            return self._name(key.column.table.name, int(value))
        if field in ("deceased", "do_not_call", "is_primary"):
            return _("Yes") if value else _("No")
        if field == "country":
            return country_name(value) or str(value)
        if field.endswith("_on"):
            return formats.day_text(value if isinstance(value, date) else date.fromisoformat(value))
        if field.endswith("_at"):
            return formats.day_text(date.fromisoformat(str(value)[:10]))
        return str(value)

    def _name(self, table: str, row_id: int) -> str:
        if (table, row_id) not in self._names:
            self._names[table, row_id] = self._asked(table, row_id)
        return self._names[table, row_id]

    def _asked(self, table: str, row_id: int) -> str:
        if table == "choice":
            row = self._session.get(Choice, row_id)
            return choices.shown(row.code, row.renamed, row.name) if row is not None else ""
        models: dict[str, Any] = {"contact": Contact, "operator": Operator, "tag": Tag, "custom_field": CustomField}
        row = self._session.get(models[table], row_id) if table in models else None
        return row.name if row is not None else "?"
