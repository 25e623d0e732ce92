"""Import: a client list becomes contacts. Plan (dry run: every row gets a fate) → look → apply → undo at any time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from desktop_crm.base.i18n import _
from desktop_crm.base.ids import new_id
from desktop_crm.base.progress import Progress
from desktop_crm.base.table import SheetColumn
from desktop_crm.model import ColumnMapping, DuplicateCandidate, HeldRow, ImportRun
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import ColumnMap, guess_fields, header_key
from desktop_crm.services.custom_fields import field_rows
from desktop_crm.services.importing import updating
from desktop_crm.services.importing.applying import Writer
from desktop_crm.services.importing.base import last_change, load_contents
from desktop_crm.services.importing.cards import CardSource, card_records
from desktop_crm.services.importing.cells import text_of
from desktop_crm.services.importing.clinic import PhoneClinic, PhoneLine
from desktop_crm.services.importing.options import (
    COUNTS,
    DUPLICATE_POLICIES,
    FATES,
    UPDATE_POLICIES,
    ImportOptions,
    ImportResult,
    Reason,
    RowFate,
)
from desktop_crm.services.importing.planning import ImportPlan, Planner, content_hash, record_index
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.importing.rows import RowReader, TableLike

__all__ = [
    "COUNTS", "DUPLICATE_POLICIES", "FATES", "UPDATE_POLICIES", "ImportOptions", "ImportPlan", "ImportResult",
    "PhoneClinic", "PhoneLine", "Reason", "RowFate", "Source", "apply", "guess_columns",
    "held_sheet", "phone_clinic", "plan",
    "remember_mapping", "source_of",
]  # fmt: skip
Source = TableLike | CardSource


def source_of(read: Any) -> Source:
    """What ``files`` read, ready for planning: a table as it is, an address book as cards with their texts."""
    if hasattr(read, "cards"):
        return CardSource.of(read.name, read.cards, read.notes, read.encoding)
    table: TableLike = read
    return table


def guess_columns(session: CrmSession, source: Source) -> ColumnMap:
    """What each column means: as the user decided for these headers before, else the best guess."""
    if isinstance(source, CardSource):
        return ColumnMap({})
    guess = guess_fields(source.headers, source.rows)
    kept = session.scalar(
        select(ColumnMapping.columns)
        .where(ColumnMapping.header_key == header_key(source.headers))
        .order_by(ColumnMapping.id.desc())
        .limit(1)
    )
    columns = {header: (kept or {}).get(header, code) for header, code in guess.items()}
    return ColumnMap(columns, remembered=bool(kept), guessed=guess)


def remember_mapping(session: CrmSession, source: Source, columns: Mapping[str, str]) -> None:
    """Keep the map for files with the same headers; called the moment the user makes it."""
    if isinstance(source, CardSource):
        return
    key = header_key(source.headers)
    kept = session.scalar(select(ColumnMapping).where(ColumnMapping.header_key == key))
    if kept is None:
        session.add(ColumnMapping(id=new_id(), header_key=key, columns=dict(columns)))
    else:
        kept.columns = dict(columns)


def _records(session: CrmSession, source: Source, options: ImportOptions, progress: Progress) -> list[ImportRecord]:
    if isinstance(source, CardSource):
        return list(card_records(source, options, progress))
    custom = {field.id: field for field in field_rows(session)}
    return list(RowReader(source, options, custom).records(progress))


def phone_clinic(
    session: CrmSession, source: Source, options: ImportOptions, progress: Progress | None = None
) -> PhoneClinic:
    """Every phone before and after, without looking for duplicates: quick enough to follow each choice."""
    return PhoneClinic.of(_records(session, source, options, progress or Progress()))


def plan(session: CrmSession, source: Source, options: ImportOptions, progress: Progress | None = None) -> ImportPlan:
    """The fate of every row; nothing is written."""
    progress = progress or Progress()
    return Planner(session, source, options, _records(session, source, options, progress), progress).run()


def apply(session: CrmSession, planned: ImportPlan, progress: Progress | None = None) -> ImportResult:
    """Do what was planned, in the change set of *session*; planned anew if the contacts changed since."""
    progress = progress or Progress()
    if last_change(session) != planned.as_of:
        fresh = plan(session, planned.source, planned.options, progress)
        planned.__dict__.update(fresh.__dict__)
    writer = Writer(session, planned.base.organisations, progress)
    writer.known = load_contents(session, _organisations_spoken_of(planned))
    joined = {index for others in planned.joined.values() for index in others}
    by_record: dict[int, int] = {}
    text = _("Preparing")
    for number, index in enumerate(planned.indices("created")):
        if number % 1000 == 0:
            progress.step(text, number, len(planned.records))
        record = planned.records[index]
        for other in planned.joined.get(index, ()):
            updating.join(record, planned.records[other])
        by_record[index] = writer.add(record)
    updated = updating.update_contacts(session, planned, writer)
    counts = planned.counts
    writer.write()
    run = _keep_run(session, planned, counts)
    _hold_rows(session, planned, run)
    _keep_candidates(session, planned, by_record)
    planned.fates = [
        fate if fate.contact_id or index in joined else _with_contact(fate, by_record.get(index))
        for index, fate in enumerate(planned.fates)
    ]
    return ImportResult(session.change_set_id, counts, writer.created, updated)


def _with_contact(fate: RowFate, contact_id: int | None) -> RowFate:
    return RowFate(fate.row, fate.fate, fate.reason, fate.name, contact_id)


def _organisations_spoken_of(planned: ImportPlan) -> set[int]:
    """Organisations that are there already and of which a row says something (an address, a phone)."""
    found = set()
    for record in planned.records:
        if record.company and record.jobs:
            known = planned.base.organisations.find(record.jobs[0].company)
            if known is not None:
                found.add(known)
    return found


def _keep_run(session: CrmSession, planned: ImportPlan, counts: Mapping[str, int]) -> int:
    run = ImportRun(
        id=new_id(),
        change_set_id=session.change_set_id or 0,
        file_name=planned.source.name[:300],
        options={
            "columns": dict(planned.options.columns),
            "country": planned.options.country,
            "area_code": planned.options.area_code,
            "duplicates": planned.options.duplicates,
        },
        counts=dict(counts),
    )
    session.add(run)
    session.flush()
    return run.id


def _hold_rows(session: CrmSession, planned: ImportPlan, run: int) -> None:
    """Held rows wait in the database with all their cells; rows of equal content wait once."""
    headers = planned.source.headers
    rows = []
    seen: set[str] = set()
    for index in planned.indices("held"):
        cells = planned.source.rows[planned.records[index].index]
        fate, text = planned.fates[index], content_hash(headers, cells)
        if text in seen:
            continue
        seen.add(text)
        kept = {header: text_of(cell) for header, cell in zip(headers, cells, strict=False) if text_of(cell)}
        rows.append((new_id(), run, fate.row, kept, text, fate.reason.code, dict(fate.reason.facts), fate.contact_id))
    columns = ("id", "import_run_id", "row_number", "cells", "content_hash", "reason", "facts", "match_contact_id")
    session.bulk_insert(HeldRow, columns, rows)


def _keep_candidates(session: CrmSession, planned: ImportPlan, by_record: Mapping[int, int]) -> None:
    """What was found alike and was made all the same goes to the duplicates page."""
    pairs = {}
    for match in planned.looks_like:
        one, two = (by_record.get(record_index(key), 0) if key < 0 else key for key in (match.a, match.b))
        if one and two and one != two:
            pairs[min(one, two), max(one, two)] = match
    session.add_all(
        DuplicateCandidate(
            first_id=first,
            second_id=second,
            score=match.score,
            level=match.level,
            evidence=[[evidence.code, dict(evidence.facts), evidence.weight] for evidence in match.evidence],
        )
        for (first, second), match in pairs.items()
    )


def held_sheet(planned: ImportPlan) -> tuple[list[SheetColumn], list[tuple[Any, ...]]]:
    """The held rows as a sheet: the file's own columns, then the reason."""
    headers: Sequence[str] = planned.source.headers
    columns = [SheetColumn(_("Row"), "number"), *(SheetColumn(header) for header in headers), SheetColumn(_("Why"))]
    rows = []
    for index in planned.indices("held"):
        cells = planned.source.rows[planned.records[index].index]
        fate = planned.fates[index]
        rows.append((fate.row, *cells, fate.reason.sentence))
    return columns, rows
