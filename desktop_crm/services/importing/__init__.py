"""Import: a client list becomes contacts. Plan (dry run: every row gets a fate) → look → apply → undo at any time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from desktop_crm.base import clock, i18n
from desktop_crm.base.collector import collector_held
from desktop_crm.base.i18n import _
from desktop_crm.base.ids import new_id
from desktop_crm.base.progress import Progress
from desktop_crm.base.side_by_side import side_by_side
from desktop_crm.base.table import SheetColumn
from desktop_crm.base.text import fold
from desktop_crm.model import ColumnMapping, HeldRow, ImportRun
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import OWN_FIELD, ColumnMap, guess_fields, header_key
from desktop_crm.services.custom_fields import field_rows
from desktop_crm.services.importing.base import last_change
from desktop_crm.services.importing.cards import CardSource, card_records
from desktop_crm.services.importing.clinic import PhoneClinic, PhoneLine
from desktop_crm.services.importing.comparing import ComparedField, Comparison, compare_row
from desktop_crm.services.importing.date_orders import UnclearDates, unclear_dates
from desktop_crm.services.importing.doing import do, hold_collector
from desktop_crm.services.importing.held import (
    WaitingRow,
    as_table,
    drop_held_row,
    drop_held_rows,
    held_rows,
    options_of,
    waiting_page,
    waiting_row,
    waiting_rows,
    waiting_sheet,
)
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
from desktop_crm.services.importing.phone_choices import PhoneChoices
from desktop_crm.services.importing.planning import ImportPlan, Planner
from desktop_crm.services.importing.reading import Reading, TableLike, parts_of_table
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.importing.reports import HAPPENED, report_sheet
from desktop_crm.services.importing.rows import reader_of

__all__ = [
    "COUNTS", "DUPLICATE_POLICIES", "FATES", "HAPPENED", "UPDATE_POLICIES", "ComparedField", "Comparison",
    "ImportOptions", "ImportPlan", "ImportResult", "PhoneChoices", "PhoneClinic", "PhoneLine", "Reason", "RowFate",
    "Source", "UnclearDates", "WaitingRow", "apply", "compare_row", "drop_held_row", "drop_held_rows", "forget_rows",
    "guess_columns", "held_rows", "held_sheet", "phone_clinic", "plan", "remember_mapping", "report_sheet",
    "source_of", "take_held_row", "take_held_rows", "unclear_dates", "waiting_page",
    "waiting_sheet",
]  # fmt: skip
Source = TableLike | CardSource
_PART = 1_000  # rows read at once: a tenth of a second of work


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
    guess = guess_fields(source.headers, source.rows, _own_fields(session))
    kept = _remembered(session, header_key(source.headers))
    columns = {header: kept.get(header, code) for header, code in guess.items()}
    ways = _remembered(session, _ways_key(source.headers))
    return ColumnMap(columns, remembered=bool(kept or ways), guessed=guess, policies=ways)


def _remembered(session: CrmSession, key: str) -> dict[str, str]:
    kept = select(ColumnMapping.columns).where(ColumnMapping.header_key == key).order_by(ColumnMapping.id.desc())
    return dict(session.scalar(kept.limit(1)) or {})


def _ways_key(headers: Sequence[str]) -> str:
    """Ways of updating are kept beside the columns, under the same headers and one that no file has."""
    return header_key(["\0ways", *headers])


def _own_fields(session: CrmSession) -> dict[str, int]:
    """Folded headers of the firm's own fields."""
    own: dict[str, int] = {}
    for field in field_rows(session):
        own.setdefault(fold(field.name).strip(), field.id)
        for language in i18n.LANGUAGES:
            with i18n.language_scope(language):
                own.setdefault(fold(f"{field.name} ({_(OWN_FIELD)})").strip(), field.id)
    return own


def remember_mapping(session: CrmSession, source: Source, columns: Mapping[str, str]) -> None:
    """Keep the map for files with the same headers; called the moment the user makes it."""
    if not isinstance(source, CardSource):
        _remember(session, header_key(source.headers), columns)


def remember_policies(session: CrmSession, source: Source, policies: Mapping[str, str]) -> None:
    """Keep how each field is updated (field -> policy), for files with the same headers."""
    if not isinstance(source, CardSource):
        _remember(session, _ways_key(source.headers), policies)


def _remember(session: CrmSession, key: str, words: Mapping[str, str]) -> None:
    kept = session.scalar(select(ColumnMapping).where(ColumnMapping.header_key == key))
    if kept is None:
        session.add(ColumnMapping(id=new_id(), header_key=key, columns=dict(words)))
    else:
        kept.columns = dict(words)


def _records(session: CrmSession, source: Source, options: ImportOptions, progress: Progress) -> list[ImportRecord]:
    custom = {field.id: field for field in field_rows(session)}
    with collector_held():
        if isinstance(source, CardSource):
            return list(card_records(source, options, custom, progress))
        records: list[ImportRecord] = []
        total = len(source.rows)

        def told() -> None:
            progress.step(_("Reading the rows"), len(records), total)

        told()
        parts = parts_of_table(source, _PART)
        for found in side_by_side(reader_of, Reading.of(source, options, custom), parts, told, rows=total):
            records += found
        return records


def _decide_phones(records: list[ImportRecord], options: ImportOptions) -> None:
    if options.phones:
        for record in records:
            if record.phones or record.words or record.company:
                options.phones.apply(record, options.country, options.area_code)


def phone_clinic(
    session: CrmSession, source: Source, options: ImportOptions, progress: Progress | None = None
) -> PhoneClinic:
    """Every phone before and after, without looking for duplicates: quick enough to follow each choice."""
    records = _records(session, source, options, progress or Progress())
    return PhoneClinic.of(records, options.phones, options.country, options.area_code)


def plan(session: CrmSession, source: Source, options: ImportOptions, progress: Progress | None = None) -> ImportPlan:
    """The fate of every row; nothing is written."""
    progress = progress or Progress()
    records = _records(session, source, options, progress)
    _decide_phones(records, options)
    with collector_held():
        return Planner(session, source, options, records, progress).run()


def apply(session: CrmSession, planned: ImportPlan, progress: Progress | None = None) -> ImportResult:
    """Do what was planned, in the change set of *session*; planned anew if the contacts changed since."""
    progress = progress or Progress()
    if planned.spent or last_change(session) != planned.as_of:
        fresh = plan(session, planned.source, planned.options, progress)
        planned.__dict__.update(fresh.__dict__)
    planned.spent = True
    hold_collector(session)
    return do(session, planned, progress)


def take_held_row(
    session: CrmSession,
    held_id: int,
    cells: Mapping[str, str] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    duplicates: str = "create",
) -> ImportResult:
    """Take a row that waits, corrected by *cells* (and *columns*). What cannot be taken waits again as corrected.

    *duplicates*: “create” makes a contact whatever it looks like, “update” joins it with what it looks like, “hold”
    takes it if it looks like nobody.
    """
    row, run = waiting_row(session, held_id)
    return _take(session, [row], run, cells, columns, duplicates)


def take_held_rows(
    session: CrmSession, held_ids: Sequence[int], duplicates: str = "create", progress: Progress | None = None
) -> list[ImportResult]:
    """Take rows that wait as they are, those of one import together; rows that somebody took meanwhile are passed."""
    found: dict[int, list[HeldRow]] = {}
    for row in waiting_rows(session, held_ids):
        found.setdefault(row.import_run_id, []).append(row)
    results = []
    for rows in found.values():
        results.append(_take(session, rows, rows[0].import_run, None, None, duplicates, progress))
    return results


def _take(
    session: CrmSession,
    rows: Sequence[HeldRow],
    run: ImportRun,
    cells: Mapping[str, str] | None,
    columns: Mapping[str, str] | None,
    duplicates: str,
    progress: Progress | None = None,
) -> ImportResult:
    table = as_table(rows, run, cells)
    options = options_of(run, table, columns, duplicates)
    for row in rows:
        row.deleted_at = clock.now()
    session.flush()
    return apply(session, plan(session, table, options, progress), progress)


def forget_rows(planned: ImportPlan) -> None:
    """Let go of the cells of all rows but the held ones, where nobody will look at the file again: it takes memory."""
    rows = planned.source.rows
    for index, fate in enumerate(planned.fates):
        if fate.fate != "held":
            rows[index] = ()


def held_sheet(planned: ImportPlan) -> tuple[list[SheetColumn], list[tuple[Any, ...]]]:
    """The held rows as a sheet: the file's own columns, then the reason."""
    headers: Sequence[str] = planned.source.headers
    columns = [SheetColumn(_("Row"), "number"), *(SheetColumn(header) for header in headers), SheetColumn(_("Why"))]
    rows = []
    for index in planned.indices("held"):
        fate = planned.fates[index]
        rows.append((fate.row, *planned.source.rows[index], fate.reason.sentence))
    return columns, rows
