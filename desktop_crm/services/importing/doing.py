"""From a plan to the database: everything in one change set, or nothing."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from desktop_crm.base import side_by_side
from desktop_crm.base.collector import collector_held, let_go
from desktop_crm.base.i18n import _
from desktop_crm.base.ids import new_id
from desktop_crm.base.progress import Progress
from desktop_crm.model import Contact, DuplicateCandidate, HeldRow, ImportRun
from desktop_crm.model.session import CrmSession
from desktop_crm.services.importing import seen, updating
from desktop_crm.services.importing.applying import Writer
from desktop_crm.services.importing.cells import text_of
from desktop_crm.services.importing.completing import refresh_completeness_of
from desktop_crm.services.importing.contents import load_contents
from desktop_crm.services.importing.firms import known_differences
from desktop_crm.services.importing.held import drop_waiting, wait_on
from desktop_crm.services.importing.options import ImportResult, RowFate
from desktop_crm.services.importing.part_rows import TABLES
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.importing.reports import packed_report

if TYPE_CHECKING:
    from desktop_crm.services.importing.planning import ImportPlan


def do(session: CrmSession, planned: "ImportPlan", progress: Progress) -> ImportResult:
    """Write what was planned; the plan's records are let go as they are written."""
    side_by_side.ahead(planned.counts["created"])  # the search index needs them
    writer = Writer(session, planned.base.organisations, progress, planned.counts["created"])
    made = _Made(session, planned, writer, progress)
    made.organisations()
    made.write()
    updated = updating.update_contacts(session, planned, writer)
    touched = made.known_firms() | set(updated) | (writer.firms.staffed - set(writer.created))
    refresh_completeness_of(session, touched)
    made.settle_fates()
    run = _keep_run(session, planned, made.by_record)
    _hold_rows(session, planned, run)
    drop_waiting(session, planned)
    _keep_candidates(session, planned, made.by_record)
    let_go(planned.records)
    return ImportResult(session.change_set_id, planned.counts, writer.created, updated)


def hold_collector(session: CrmSession) -> None:
    """No cyclic garbage collection until the transaction ends: the derived tables are brought up to date after us."""
    held = ExitStack()
    held.enter_context(collector_held())

    def let_go(session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            held.close()

    event.listen(session, "after_transaction_end", let_go)


class _Made:
    """The contacts that an import makes, by the record they come from."""

    def __init__(self, session: CrmSession, planned: "ImportPlan", writer: Writer, progress: Progress) -> None:
        self.session = session
        self.planned = planned
        self.writer = writer
        self.progress = progress
        self.by_record: dict[int, int] = {}
        self._people: list[int] = []

    def organisations(self) -> None:
        """Those with rows of their own, then those where people work; the latter know by then all that rows say."""
        records = self.planned.records
        firms = self.writer.firms
        for index in self.planned.indices("created"):
            record = records[index]
            for other in self.planned.joined.get(index, ()):
                updating.join(record, records[other])
            if record.kind == "organisation":
                self.by_record[index] = firms.add(record)
            else:
                self._people.append(index)
        for number, record in enumerate(self._with_jobs()):
            if number % 5000 == 0:
                self.progress.step(_("Preparing"), number, len(records))
            firms.employ(record)
        if firms.known:
            contents = load_contents(self.session, firms.known)
            known_differences(self._with_jobs(), firms, contents)

    def _with_jobs(self) -> Iterator[ImportRecord]:
        for index in self._people:
            if self.planned.records[index].jobs:
                yield self.planned.records[index]
        for found in self.planned.updates.values():
            yield from (self.planned.records[index] for index in found)

    def write(self) -> None:
        """The organisations, then the people; each record is let go when its rows are made."""
        new = self.writer.firms.new

        def told() -> None:
            self.progress.step(_("Writing"), len(self.writer.created), len(self._people))

        with self.session.bulk_load((Contact, *TABLES), len(new) + len(self._people), told):
            for number in list(new):
                self.writer.add(new.pop(number), number)
            for index in self._people:
                self.by_record[index] = self.writer.add(self.planned.records[index])
                self.planned.records[index] = _SPENT
            self.writer.write()

    def known_firms(self) -> set[int]:
        """Add what rows say of organisations that were there before."""
        found = self.writer.firms.known
        return set(updating.Updater(self.session, self.writer, {}).firms(found)) if found else set()

    def settle_fates(self) -> None:
        """Put into each fate the contact that was made of the row, or of the row it was joined with."""
        first = {other: index for index, others in self.planned.joined.items() for other in others}
        fates = self.planned.fates
        for index, fate in enumerate(fates):
            contact = self.by_record.get(index) or self.by_record.get(first.get(index, -1))
            if contact is not None:
                fates[index] = RowFate(fate.row, fate.fate, fate.reason, fate.name, contact)


_SPENT = ImportRecord(0, 0)


def _keep_run(session: CrmSession, planned: "ImportPlan", by_record: Mapping[int, int]) -> int:
    options = planned.options
    run = ImportRun(
        id=new_id(),
        change_set_id=session.change_set_id or 0,
        file_name=planned.source.name[:300],
        options={
            "columns": dict(options.columns),
            "country": options.country,
            "area_code": options.area_code,
            "duplicates": options.duplicates,
            "policies": dict(options.policies),
            "date_orders": dict(options.date_orders),
            "phones": options.phones.of_rows(
                frozenset(planned.fates[index].row for index in planned.indices("held"))
            ).to_json(),
            seen.KEPT: seen.packed(_taken(planned, by_record)),
        },
        counts=planned.counts,
        report=packed_report(planned.fates),
    )
    session.add(run)
    session.flush()
    return run.id


def _taken(planned: "ImportPlan", by_record: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """(hash, contact) of the rows that were taken: made a contact, were joined into one, added to one or nothing."""
    contacts = dict(by_record)
    for index, contact in by_record.items():
        contacts.update(dict.fromkeys(planned.joined.get(index, ()), contact))
    for contact, found in planned.updates.items():
        contacts.update(dict.fromkeys(found, contact))
    options = planned.options
    if "skip" not in (options.duplicates, options.inside) and not options.decisions:  # skipped ones may hold more
        for index in planned.indices("duplicate"):
            target = planned.targets.get(index)
            known = target if target is None or target >= 0 else contacts.get(-target - 1)
            if known is not None:
                contacts[index] = known
    for index, contact in contacts.items():
        yield planned.contents[index], contact


def _hold_rows(session: CrmSession, planned: "ImportPlan", run: int) -> None:
    """Held rows wait in the database with all their cells; rows of equal content wait once."""
    headers = planned.source.headers
    rows: list[tuple[Any, ...]] = []
    before = {text[:32] for text in planned.base.held}
    waiting: dict[str, tuple[str, RowFate]] = {}
    for index in planned.indices("held"):
        cells = planned.source.rows[index]
        fate = planned.fates[index]
        text = seen.held_hash(headers, cells, planned.contents[index], planned.options.duplicates)
        if text[:32] not in waiting:
            waiting[text[:32]] = text, fate
            if text[:32] not in before:
                kept = {header: shown for header, cell in zip(headers, cells, strict=False) if (shown := text_of(cell))}
                facts = dict(fate.reason.facts)
                rows.append((new_id(), run, fate.row, kept, text, fate.reason.code, facts, fate.contact_id))
    if before:
        wait_on(session, waiting)
    columns = ("id", "import_run_id", "row_number", "cells", "content_hash", "reason", "facts", "match_contact_id")
    for start in range(0, len(rows), 2000):
        session.bulk_insert(HeldRow, columns, rows[start : start + 2000])


def _keep_candidates(session: CrmSession, planned: "ImportPlan", by_record: Mapping[int, int]) -> None:
    """What was found alike and was made all the same goes to the duplicates page."""
    pairs = {}
    for match in planned.looks_like:
        one, two = (by_record.get(-key - 1, 0) if key < 0 else key for key in (match.a, match.b))
        if one and two and one != two:
            pairs[min(one, two), max(one, two)] = match
    rows = [
        (
            first,
            second,
            match.score,
            match.level,
            [[evidence.code, dict(evidence.facts), evidence.weight] for evidence in match.evidence],
        )
        for (first, second), match in pairs.items()
    ]
    columns = ("first_id", "second_id", "score", "level", "evidence")
    for start in range(0, len(rows), 2000):
        session.bulk_insert(DuplicateCandidate, columns, rows[start : start + 2000])
