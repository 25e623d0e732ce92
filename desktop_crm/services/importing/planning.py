"""The plan of an import: every row gets a fate and a reason; nothing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_crm.base.collector import let_go
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.model.contact import name_key
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import is_personal_number
from desktop_crm.services.importing.additions import additions, content_of
from desktop_crm.services.importing.base import Base, load_base
from desktop_crm.services.importing.contents import Content, chunks, load_contents
from desktop_crm.services.importing.options import ImportOptions, Reason, RowFate, counts_of, why_of
from desktop_crm.services.importing.organisations import Organisations
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.importing.seen import held_hash
from desktop_crm.services.matching import Match, MatchRecord, find_matches

CERTAIN = "certain"
_NAMESAKES = 20  # contacts of exactly the same name that are looked into
_BLOCK = 1000  # rows, or contacts, that are looked at together
_NEW = {"person": Reason("new_person"), "organisation": Reason("new_organisation"), "nameless": Reason("new_nameless")}
Why = tuple[str, Mapping[str, Any]]


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
    targets: dict[int, int] = field(default_factory=dict)  # record -> key of the contact or record it is like
    contents: list[int] = field(default_factory=list)  # hash of each row
    matches: dict[int, Match] = field(default_factory=dict)  # record -> what it was found to be like, and why
    spent: bool = False  # its records were let go while they were written

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
    born = ""
    for label, day in record.dates:
        if label == "birthday" and day.year:
            born = f"{day.year:04}{day.month:02}{day.day:02}"
    values = record.values
    return MatchRecord(
        key,
        record.kind,
        "" if record.nameless else record.name,
        values.get("given_name", ""),
        values.get("family_name", ""),
        record.jobs[0].company if record.jobs else "",
        tuple([phone.e164 for phone in record.phones if phone.e164]) if record.phones else (),
        tuple([address.lower() for address in record.emails]) if record.emails else (),
        values.get("tax_number", ""),
        address.city if address else "",
        address.street if address else "",
        address.postcode if address else "",
        born,
        tuple([value for system, value in record.external_ids if is_personal_number(system)])
        if record.external_ids
        else (),
    )


def _may_hold(known: MatchRecord, record: ImportRecord) -> bool:
    """Whether the contact has the phones and e-mails of the record: looked at before all the rest is read."""
    for phone in record.phones:
        if phone.e164 and phone.e164 not in known.phones:
            return False
    return all(address.lower() in known.emails for address in record.emails)


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
        self.plan.contents = [record.content for record in records]
        self._organisations = Organisations(self.base.organisations)
        self._contents: dict[int, Content] = {}
        self._row_contents: dict[int, Content] = {}
        self._target: dict[int, int] = {}  # record -> key of the contact or record it goes into

    def run(self) -> ImportPlan:
        """All passes, from the surest to the vaguest."""
        self._problems()
        self._taken_rows()
        self._identical_rows()
        if self.base.names:
            self._known_contacts()
        matches = self._matches()
        text = _("Deciding row by row")
        for index, record in enumerate(self.records):
            if index % _BLOCK == 0:
                self.progress.step(text, index, len(self.records))
                block = (matches[one][0] for one in range(index, index + _BLOCK) if one in matches)
                self._load(other for match, other in block if other >= 0 and match.level == CERTAIN)
            if self.fates[index] is None:
                self._decide(index, record, matches.get(index, []))
        self._follow_first_rows()
        self.plan.fates = [fate for fate in self.fates if fate is not None]
        self.plan.targets |= self._target
        let_go(self.base.records, self.base.by_name_key, matches, self._contents, self._row_contents)
        return self.plan

    def _set(self, index: int, fate: str, reason: Reason, contact_id: int | None = None) -> None:
        record = self.records[index]
        self.fates[index] = RowFate(record.row, fate, reason, record.name, contact_id)

    # -- passes

    def _problems(self) -> None:
        waiting = self._waiting() if self.base.held else frozenset()
        for index, record in enumerate(self.records):
            if record.problem == "asked_to_delete":
                self._set(index, "skipped", Reason("asked_to_delete"))
            elif index in waiting and not self._made_anew(index):
                self._set(index, "duplicate", Reason("waits_already"))
            elif record.problem:
                self._set(index, "held", Reason(record.problem))

    def _waiting(self) -> frozenset[int]:
        """Rows that wait since an earlier import that read them in the same way."""
        headers, rows = self.plan.source.headers, self.plan.source.rows
        policy = self.options.duplicates
        return frozenset(
            index
            for index, record in enumerate(self.records)
            if record.content not in self.base.taken
            and held_hash(headers, rows[record.index], record.content, policy) in self.base.held
        )

    def _taken_rows(self) -> None:
        """Rows that an earlier import took, whatever became of their contacts since."""
        taken = self.base.taken
        overwriting = "overwrite" in self.options.policies.values()
        for index, record in enumerate(self.records):
            if self._made_anew(index) or self.fates[index] is not None or overwriting:
                continue
            if (contact := taken.get(record.content)) is not None:
                self._set(index, "duplicate", Reason("taken_already", {"name": self.base.names[contact]}), contact)
                self._target[index] = contact

    def _identical_rows(self) -> None:
        first: dict[int, int] = {}
        for index, record in enumerate(self.records):
            if self.fates[index] is not None or self._made_anew(index):
                continue
            earlier = first.setdefault(record.content, index)
            if earlier != index:
                self._set(index, "duplicate", Reason("same_as_row", {"row": self.records[earlier].row}))
                self._target[index] = record_key(earlier)

    def _known_contacts(self) -> None:
        """Rows that bring nothing to a contact of exactly that name: they are there already."""
        reach = {record.key: record for record in self.base.records}
        wanted: dict[int, list[int]] = {}
        for index, record in enumerate(self.records):
            if index % _BLOCK == 0:
                self.progress.step(_("Looking for what is there already"), index, len(self.records))
            if self.fates[index] is None and not self._made_anew(index):
                namesakes = self.base.by_name_key.get((record.kind, name_key(record.name)), ())
                for contact in namesakes[:_NAMESAKES]:
                    if _may_hold(reach[contact], record):
                        wanted.setdefault(contact, []).append(index)
        done = 0
        for some in chunks(wanted, _BLOCK):
            self.progress.step(_("Looking for what is there already"), done, len(wanted))
            done += len(some)
            for contact, content in load_contents(self.session, some).items():
                for index in wanted[contact]:
                    if self.fates[index] is None and not additions(self.records[index], content, self.options.policies):
                        reason = Reason("same_as_contact", {"name": self.base.names[contact]})
                        self._set(index, "duplicate", reason, contact)
                        self._target[index] = contact

    def _load(self, contacts: Iterable[int]) -> None:
        """Contents of these contacts; those loaded before are let go, but for the ones that rows were joined into."""
        self._contents = {contact: self._contents[contact] for contact in self.plan.updates}
        self._contents |= load_contents(self.session, {one for one in contacts if one not in self._contents})

    def _matches(self) -> dict[int, list[tuple[Match, int]]]:
        """Record -> matches with earlier records or contacts, the surest first."""
        open_records = [
            match_record(record, record_key(index))
            for index, record in enumerate(self.records)
            if self.fates[index] is None
        ]
        if not open_records:
            return {}
        found: dict[int, list[tuple[Match, int]]] = {}
        matches = find_matches(open_records, self.base.records, progress=self.progress)
        let_go(open_records)
        for match in matches:
            one, two = match.a, match.b
            if one >= 0:
                one, two = two, one
            elif two < 0 and record_index(two) > record_index(one):
                one, two = two, one  # the later row is compared with the earlier
            found.setdefault(record_index(one), []).append((match, two))
        for many in found.values():
            many.sort(key=lambda pair: (pair[0].level != CERTAIN, pair[1] < 0, -pair[0].score, -pair[1]))
        return found

    # -- one row

    def _made_anew(self, index: int) -> bool:
        return self.options.decisions.get(self.records[index].row) == "create"

    def _policy(self, index: int, target: int) -> tuple[str, bool]:
        """What to do with a row that looks like *target*, and whether it was decided for this very row."""
        options = self.options
        decided = options.decisions.get(self.records[index].row, "") if options.decisions else ""
        general = options.inside if target < 0 and options.inside else options.duplicates
        return decided or general, bool(decided)

    def _decide(self, index: int, record: ImportRecord, matches: list[tuple[Match, int]]) -> None:
        if (sure := self._same_number(record)) is not None:
            self._alike(index, record, *sure, certain=True)
        elif matches:
            match, other = matches[0]
            target = self._target.get(record_index(other), other) if other < 0 else other
            if self._policy(index, target)[0] == "create":
                self.plan.looks_like += [match for match, _other in matches]
                self._create(index, record)
                self.plan.targets[index] = target
            else:
                self._alike(index, record, target, why_of(match), certain=match.level == CERTAIN)
            self.plan.matches[index] = match
        elif (namesake := self._namesake(record)) is not None:
            self._alike(index, record, namesake, ("same_organisation_name", {}), certain=False)
        else:
            self._create(index, record)

    def _alike(self, index: int, record: ImportRecord, target: int, why: Why, *, certain: bool) -> None:
        policy, asked = self._policy(index, target)
        certain = certain or (asked and policy == "update")
        new = additions(record, self._content(target), self.options.policies) if certain else []
        if asked and policy == "skip":
            self._set(index, "skipped", self._looks_like(target, why), target if target >= 0 else None)
            self._target[index] = target
        elif policy == "skip" or (certain and not new and not (asked and policy in ("create", "hold"))):
            self._duplicate(index, target, why)
        elif certain and policy == "update" and self._may_join(record, target):
            self._join(index, target, new, why)
        elif policy == "create":
            self._create(index, record)
        else:  # never joined unasked: the user decides
            self._set(index, "held", self._looks_like(target, why), target if target >= 0 else None)
            self._target[index] = target

    def _same_number(self, record: ImportRecord) -> tuple[int, Why] | None:
        """The contact whose number in this program, or in another, the row names; a number alone proves little."""
        names = self.base.names
        if record.own_id in names and self.base.kinds[record.own_id] == record.kind:
            return record.own_id, ("own_number", {})
        for system, value in record.external_ids:
            found = self.base.by_foreign_id.get((system, value))
            if found is not None and self.base.kinds[found] == record.kind and self._related(record, found):
                return found, ("foreign_id", {"number": value})
        return None

    def _related(self, record: ImportRecord, contact: int) -> bool:
        if name_key(record.name) == name_key(self.base.names[contact]):
            return True
        mine, theirs = content_of(record), self._content(contact)
        return bool(mine.phones & theirs.phones or mine.emails & theirs.emails)

    def _namesake(self, record: ImportRecord) -> int | None:
        """Another organisation of the same name, where nothing else says that it is the same one."""
        return self._organisations.find(record.name) if record.kind == "organisation" else None

    def _create(self, index: int, record: ImportRecord) -> None:
        self._set(index, "created", _NEW["nameless" if record.nameless else record.kind])
        if record.kind == "organisation":
            self._organisations.add(record.name, record_key(index))

    def _content(self, target: int) -> Content:
        if target >= 0:
            if target not in self._contents:
                self._contents |= load_contents(self.session, (target,))
            return self._contents[target]
        index = record_index(target)
        known = self._row_contents.get(index)
        if known is None:
            known = self._row_contents[index] = content_of(self.records[index])
        return known

    def _may_join(self, record: ImportRecord, target: int) -> bool:
        """A person never becomes part of an organisation, nor a row part of one that is no contact."""
        if target >= 0:
            return self.base.kinds[target] == record.kind
        fate = self.fates[record_index(target)]
        return fate is not None and fate.fate == "created" and self.records[record_index(target)].kind == record.kind

    def _looks_like(self, target: int, why: Why) -> Reason:
        if target >= 0:
            return Reason("looks_like_contact", {"name": self.base.names[target], "why": why})
        return Reason("looks_like_row", {"row": self.records[record_index(target)].row, "why": why})

    def _duplicate(self, index: int, target: int, why: Why) -> None:
        self._set(index, "duplicate", self._looks_like(target, why), target if target >= 0 else None)
        self._target[index] = target

    def _join(self, index: int, target: int, new: list[str], why: Why) -> None:
        self._target[index] = target
        record = self.records[index]
        if target >= 0:
            self.plan.updates.setdefault(target, []).append(index)
            facts = {"name": self.base.names[target], "fields": list(dict.fromkeys(new))}
            self._set(index, "updated", Reason("adds", facts), target)
        else:
            first = record_index(target)
            self.plan.joined.setdefault(first, []).append(index)
            self._set(index, "updated", Reason("joined", {"row": self.records[first].row, "why": why}))
        self._content(target).extend(content_of(record))

    def _follow_first_rows(self) -> None:
        """A row identical to one that waits, waits with it: it is not lost, and not stored twice."""
        for index, target in self._target.items():
            fate = self.fates[index]
            if fate is not None and fate.reason.code == "same_as_row" and target < 0:
                first = self.fates[record_index(target)]
                if first is not None and first.contact_id is not None:
                    self._set(index, fate.fate, fate.reason, first.contact_id)
