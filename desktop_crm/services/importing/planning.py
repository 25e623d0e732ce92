"""The plan of an import: every row gets a fate and a reason; nothing is written."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.model.contact import name_key
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import FIELDS
from desktop_crm.services.importing.additions import additions, content_of
from desktop_crm.services.importing.base import Base, Content, load_base, load_contents
from desktop_crm.services.importing.cells import text_of
from desktop_crm.services.importing.options import ImportOptions, Reason, RowFate, counts_of
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.matching import Match, MatchRecord, find_matches

CERTAIN = "certain"


@dataclass
class ImportPlan:
    """What would happen, and everything needed to do it."""

    source: Any  # the table or cards, for re-planning and for held rows
    options: ImportOptions
    records: list[ImportRecord]
    fates: list[RowFate]
    as_of: int
    base: Base
    joined: dict[int, list[int]] = field(default_factory=dict)  # record -> records joined into it
    updates: dict[int, list[int]] = field(default_factory=dict)  # contact -> records that add to it
    looks_like: list[Match] = field(default_factory=list)  # among created records (policy “create”)

    @property
    def counts(self) -> dict[str, int]:
        """Counts by fate; they add up to ``rows``."""
        return counts_of(self.fates)

    def indices(self, fate: str) -> list[int]:
        """Records of that fate."""
        return [index for index, found in enumerate(self.fates) if found.fate == fate]


def record_key(index: int) -> int:
    """Key of a record among match records; contacts have positive ids."""
    return -(index + 1)


def record_index(key: int) -> int:
    """The way back."""
    return -key - 1


def match_record(record: ImportRecord, key: int) -> MatchRecord:
    """A record as the search for duplicates sees it."""
    address = next(iter(record.addresses), None)
    if address is None and record.company:
        address = next(iter(record.company.addresses), None)
    born = next((day for label, day in record.dates if label == "birthday" and day.year), None)
    company = record.company_name
    return MatchRecord(
        key=key,
        kind=record.kind,
        name=record.name,
        given=record.values.get("given_name", ""),
        family=record.values.get("family_name", ""),
        company=company,
        phones=tuple(phone.e164 for phone in record.phones if phone.e164),
        emails=tuple(address.lower() for address in record.emails),
        tax_number=record.values.get("tax_number", ""),
        city=address.city if address else "",
        street=address.street if address else "",
        postcode=address.postcode if address else "",
        born=f"{born.year:04}{born.month:02}{born.day:02}" if born else "",
        other_ids=tuple(value for _system, value in record.external_ids),
    )


def content_hash(headers: Sequence[str], row: Sequence[Any]) -> str:
    """Hash of a row's cells that is the same at every start: how a held row is known again."""
    text = "\x1f".join(f"{header}\x1e{text_of(cell)}" for header, cell in zip(headers, row, strict=False))
    return hashlib.sha256(text.encode()).hexdigest()


class Planner:
    """Gives each record its fate, in the order of the file."""

    def __init__(
        self, session: CrmSession, source: Any, options: ImportOptions, records: list[ImportRecord], progress: Progress
    ) -> None:
        self.session = session
        self.options = options
        self.records = records
        self.progress = progress
        self.base = load_base(session, progress)
        self.fates: list[RowFate | None] = [None] * len(records)
        self.plan = ImportPlan(source, options, records, [], self.base.as_of, self.base)
        self._organisations = self.base.organisations.copy()
        self._contents: dict[int, Content] = {}
        self._row_contents: dict[int, Content] = {}
        self._target: dict[int, int] = {}  # record -> key of the contact or record it goes into

    def run(self) -> ImportPlan:
        """All passes, from the surest to the vaguest."""
        self._problems()
        self._identical_rows()
        self._known_contacts()
        matches = self._matches()
        text = _("Deciding row by row")
        for index, record in enumerate(self.records):
            if index % 1000 == 0:
                self.progress.step(text, index, len(self.records))
            if self.fates[index] is None:
                self._decide(index, record, matches.get(index, []))
        self._follow_first_rows()
        self.plan.fates = [fate for fate in self.fates if fate is not None]
        return self.plan

    def _set(self, index: int, fate: str, reason: Reason, contact_id: int | None = None) -> None:
        record = self.records[index]
        self.fates[index] = RowFate(record.row, fate, reason, record.name, contact_id)

    # -- passes

    def _problems(self) -> None:
        hashes = self._hashes() if self.base.held else iter(())
        waiting = {index for index, text in enumerate(hashes) if text in self.base.held}
        for index, record in enumerate(self.records):
            if record.problem == "asked_to_delete":
                self._set(index, "skipped", Reason("asked_to_delete"))
            elif index in waiting:
                self._set(index, "duplicate", Reason("waits_already"))
            elif record.problem:
                self._set(index, "held", Reason(record.problem))

    def _hashes(self) -> Iterator[str]:
        headers, rows = self.plan.source.headers, self.plan.source.rows
        return (content_hash(headers, rows[record.index]) for record in self.records)

    def _identical_rows(self) -> None:
        first: dict[int, int] = {}
        rows = self.plan.source.rows
        for index, record in enumerate(self.records):
            if self.fates[index] is not None:
                continue
            earlier = first.setdefault(record.content, index)
            if earlier != index and rows[self.records[earlier].index] == rows[record.index]:
                self._set(index, "duplicate", Reason("same_as_row", {"row": self.records[earlier].row}))
                self._target[index] = record_key(earlier)

    def _known_contacts(self) -> None:
        """Rows that bring nothing to a contact of exactly that name: the same file a second time."""
        wanted: dict[int, list[int]] = {}
        for index, record in enumerate(self.records):
            if self.fates[index] is None:
                found = self.base.by_name_key.get((record.kind, name_key(record.name)))
                if found:
                    wanted[index] = found
        self._load({contact for found in wanted.values() for contact in found[:20]})
        for index, found in wanted.items():
            for contact in found[:20]:
                if not additions(self.records[index], self._contents[contact]):
                    reason = Reason("same_as_contact", {"name": self.base.names[contact]})
                    self._set(index, "duplicate", reason, contact)
                    self._target[index] = contact
                    break

    def _load(self, contacts: set[int]) -> None:
        missing = contacts - self._contents.keys()
        if missing:
            self._contents.update(load_contents(self.session, missing))

    def _matches(self) -> dict[int, list[tuple[Match, int]]]:
        """Record -> matches with earlier records or contacts, the surest first."""
        open_records = [
            match_record(record, record_key(index))
            for index, record in enumerate(self.records)
            if self.fates[index] is None
        ]
        found: dict[int, list[tuple[Match, int]]] = {}
        for match in find_matches(open_records, self.base.records, progress=self.progress):
            one, two = match.a, match.b
            if one >= 0:
                one, two = two, one
            elif two < 0 and record_index(two) > record_index(one):
                one, two = two, one  # the later row is compared with the earlier
            found.setdefault(record_index(one), []).append((match, two))
        for many in found.values():
            many.sort(key=lambda pair: (pair[0].level != CERTAIN, pair[1] < 0, -pair[0].score))
        self._load({other for many in found.values() for _match, other in many[:3] if other >= 0})
        return found

    # -- one row

    def _decide(self, index: int, record: ImportRecord, matches: list[tuple[Match, int]]) -> None:
        policy = self.options.duplicates
        if not matches and (namesake := self._namesake(record)) is not None:
            self._vague(index, namesake, _("Same organisation name"))
            return
        if not matches:
            self._create(index, record)
            return
        if policy == "create":
            self.plan.looks_like += [match for match, _other in matches]
            self._create(index, record)
            return
        match, other = matches[0]
        target = self._target.get(record_index(other), other) if other < 0 else other
        new = additions(record, self._content(target))
        why = max(match.evidence, key=lambda evidence: evidence.weight).sentence if match.evidence else ""
        certain = match.level == CERTAIN
        if policy == "skip" or (certain and not new):
            self._duplicate(index, target, why)
        elif certain and policy == "update" and self._may_join(target):
            self._join(index, target, new, why)
        else:
            self._vague(index, target, why)

    def _namesake(self, record: ImportRecord) -> int | None:
        """Another organisation of the same name, where nothing else says that it is the same one."""
        if record.kind != "organisation" or self.options.duplicates == "create":
            return None
        return self._organisations.find(record.name)

    def _vague(self, index: int, target: int, why: str) -> None:
        """Alike, but not surely the same: never joined, the user decides."""
        if self.options.duplicates == "skip":
            self._duplicate(index, target, why)
            return
        self._set(index, "held", self._looks_like(target, why), target if target >= 0 else None)
        self._target[index] = target

    def _create(self, index: int, record: ImportRecord) -> None:
        self._set(index, "created", Reason("new_person" if record.kind == "person" else "new_organisation"))
        if record.kind == "organisation":
            self._organisations.add(record.name, record_key(index))

    def _content(self, target: int) -> Content:
        if target >= 0:
            self._load({target})
            return self._contents[target]
        index = record_index(target)
        known = self._row_contents.get(index)
        if known is None:
            known = self._row_contents[index] = content_of(self.records[index])
        return known

    def _may_join(self, target: int) -> bool:
        if target >= 0:
            return True
        fate = self.fates[record_index(target)]
        return fate is not None and fate.fate == "created"

    def _looks_like(self, target: int, why: str) -> Reason:
        if target >= 0:
            return Reason("looks_like_contact", {"name": self.base.names[target], "why": why})
        return Reason("looks_like_row", {"row": self.records[record_index(target)].row, "why": why})

    def _duplicate(self, index: int, target: int, why: str) -> None:
        self._set(index, "duplicate", self._looks_like(target, why), target if target >= 0 else None)
        self._target[index] = target

    def _join(self, index: int, target: int, new: list[str], why: str) -> None:
        self._target[index] = target
        record = self.records[index]
        if target >= 0:
            self.plan.updates.setdefault(target, []).append(index)
            titles = ", ".join(_(FIELDS[code][0]) if code in FIELDS else code for code in dict.fromkeys(new))
            name = self.base.names[target]
            self._set(index, "updated", Reason("adds", {"name": name, "fields": titles}), target)
            _extend(self._contents[target], content_of(record))
        else:
            first = record_index(target)
            self.plan.joined.setdefault(first, []).append(index)
            self._set(index, "updated", Reason("joined", {"row": self.records[first].row, "why": why}))
            _extend(self._content(target), content_of(record))

    def _follow_first_rows(self) -> None:
        """A row identical to one that waits, waits with it: it is not lost, and not stored twice."""
        for index, target in self._target.items():
            fate = self.fates[index]
            if fate is not None and fate.reason.code == "same_as_row" and target < 0:
                first = self.fates[record_index(target)]
                if first is not None and first.contact_id is not None:
                    self._set(index, fate.fate, fate.reason, first.contact_id)


def _extend(content: Content, more: Content) -> None:
    """What was added is known from now on."""
    content.values = {**more.values, **{name: value for name, value in content.values.items() if value}}
    for name in (
        "phones",
        "emails",
        "addresses",
        "messengers",
        "dates",
        "tags",
        "external_ids",
        "companies",
        "touches",
    ):
        getattr(content, name).update(getattr(more, name))
    content.custom |= more.custom
    content.notes = f"{content.notes}\n{more.notes}"
