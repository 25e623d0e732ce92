"""Proving that the book is whole: no entry pulled, changed or put in, no complaint changed by another program."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Complaint, ComplaintChain, ComplaintCounter, ComplaintEvent
from desktop_crm.model.complaint import SEEN_BY_COLUMNS, may_see, register_number
from desktop_crm.model.complaint_event import BEGINNING, HASHED, digest, entry_hash, is_content
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.refreshing import CLOCK
from desktop_crm.services.complaints.verifying_rows import (
    changed_files,
    clock_differences,
    field_title,
    may_move,
    row_title,
)

PROBLEMS = {
    "entry_changed": N_("Entry {position} (complaint {number}) was changed."),
    "entry_missing": N_("Entry {position} is missing."),
    "entry_foreign": N_("Entry {position} (complaint {number}) was put in."),
    "chain_broken": N_("Entry {position} does not follow entry {before}."),
    "tail_missing": N_("The book has {count} entries, but {expected} were written: the last ones were removed."),
    "tail_foreign": N_("The book has {count} entries, but {expected} were written: some were put in."),
    "head_changed": N_("The end of the book was changed: its hash is not that of the last entry."),
    "row_changed": N_("Complaint {number}: “{field}” was changed from “{before}” to “{after}”."),
    "row_missing": N_("Complaint {number}: a row was removed ({row})."),
    "row_foreign": N_("Complaint {number}: a row was put in ({row})."),
    "complaint_missing": N_("Complaint {number} was removed."),
    "complaint_foreign": N_("Complaint {number} was put in: it has no entry in the book."),
    "file_changed": N_("Complaint {number}: the content of the file “{name}” was changed."),
    "number_missing": N_("Number {number} is missing from the register."),
    "counter_changed": N_("The numbering of {year} was changed: {count} complaints, counter at {last}."),
}
_MOST = 1_000
_CHUNK = 1_000
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)  # what another program's values lead to


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """One thing that does not agree."""

    code: str  # of PROBLEMS
    sentence: str
    position: int | None = None
    complaint_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found; ``last_hash`` is what a printed book can be compared with."""

    ok: bool
    complaints: int
    entries: int
    last_hash: str
    problems: tuple[ChainProblem, ...]


Contents = Callable[[list[int]], dict[int, dict[str, dict[str, Any]]]]


def verify_book(session: CrmSession, progress: Progress | None = None) -> ChainReport:
    """Go through the whole book; changes nothing."""
    return _Verification(session, progress or Progress()).run()


class _Verification:
    """One walk through the book."""

    def __init__(self, session: CrmSession, progress: Progress) -> None:
        self.session, self.progress = session, progress
        self.problems: list[ChainProblem] = []
        query = select(Complaint.id, Complaint.year, Complaint.number, *SEEN_BY_COLUMNS)
        rows = session.execute(query).all()
        self.numbers: dict[int, str] = {row.id: register_number(row.year, row.number) for row in rows}
        self.hidden = {row.id for row in rows if not may_see(session.operator_id, *row[3:])}
        self.written: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)  # content as the entries tell it
        self.sealed: dict[int, tuple[int, str]] = {}  # position and hash of the content, of the last entry with one
        self.clocks: dict[int, dict[str, Any]] = {}  # as the last entries tell them
        columns = select(ComplaintChain.id, ComplaintChain.count, ComplaintChain.last_hash)
        self.heads = session.execute(columns).all()
        head = next((row for row in self.heads if row.id == 1), None)
        self.end = head.count if head is not None and isinstance(head.count, int) else 1 << 62  # of the book

    def run(self) -> ChainReport:
        count, last = self._entries()
        self._head(count, last)
        self._rows()
        self._register()
        return ChainReport(not self.problems, len(self.numbers), count, last, tuple(self.problems[:_MOST]))

    def _say(self, code: str, complaint_id: int | None = None, position: int | None = None, **facts: object) -> None:
        if complaint_id is not None:
            facts.setdefault("number", self.numbers.get(complaint_id, f"#{complaint_id}"))
        if position is not None:
            facts["position"] = position
        self.problems.append(ChainProblem(code, _(PROBLEMS[code]).format(**facts), position, complaint_id))

    def _entries(self) -> tuple[int, str]:
        """Each entry holds the hash of the one before it, and its own is that of what it says."""
        total = self.session.scalar(select(func.count()).select_from(ComplaintEvent)) or 0
        before, expected, count = BEGINNING, 0, 0
        for position, row in self._each_entry():
            count += 1
            if count % 500 == 1:
                self.progress.step(_("Checking the book …"), count, total)
            if position > self.end:
                self._say("entry_foreign", getattr(row, "complaint_id", 0), position)
                continue
            expected += 1
            while expected < position:
                self._say("entry_missing", position=expected)
                expected += 1
            if row is None:
                self._say("entry_changed", position=position, number="?")
                before = ""
                continue
            if before and row.previous_hash != before and not self.problems:
                self._say("chain_broken", position=position, before=position - 1)
            self._entry(row)
            before = row.hash
        return count, before

    def _each_entry(self) -> Iterator[tuple[int, Any]]:
        """(position, entry) one after the other; ``None`` for one that another program made unreadable."""
        columns = [getattr(ComplaintEvent, name) for name in (*HASHED, "previous_hash", "hash")]
        positions = list(self.session.scalars(select(ComplaintEvent.position).order_by(ComplaintEvent.position)))
        query = select(*columns).order_by(ComplaintEvent.position)
        for start in range(0, len(positions), _CHUNK):
            part = positions[start : start + _CHUNK]
            try:
                found = self.session.execute(query.where(ComplaintEvent.position.between(part[0], part[-1]))).all()
                yield from ((row.position, row) for row in found)
            except UNREADABLE:
                yield from ((position, self._one(query, position)) for position in part)

    def _one(self, query: Select[Any], position: int) -> Any:
        try:
            return self.session.execute(query.where(ComplaintEvent.position == position)).one_or_none()
        except UNREADABLE:
            return None

    def _entry(self, row: Any) -> None:
        entry = {name: getattr(row, name) for name in HASHED}
        for name in ("at", "recorded_at"):
            entry[name] = entry[name].replace(tzinfo=None).isoformat(" ", "microseconds")
        if entry_hash(row.previous_hash, entry) != row.hash:
            self._say("entry_changed", row.complaint_id, row.position)
        own = self.written[row.complaint_id]
        for key, after in _images(row.changes):
            if after is None:
                own.pop(key, None)
            else:
                kept = {**own.get(key, {}), **after}
                own[key] = {name: value for name, value in kept.items() if is_content(value)}
        if row.content_hash:
            self.sealed[row.complaint_id] = row.position, row.content_hash
        facts = row.facts if isinstance(row.facts, dict) else {}
        if isinstance(facts.get(CLOCK), dict):
            self.clocks[row.complaint_id] = facts[CLOCK]
        elif may_move(row.kind):
            self.clocks.pop(row.complaint_id, None)

    def _head(self, count: int, last: str) -> None:
        head = next((row for row in self.heads if row.id == 1), None)
        expected = head.count if head is not None else 0
        if len(self.heads) > 1 or not isinstance(expected, int):
            self._say("head_changed")
        elif count < expected:
            self._say("tail_missing", count=count, expected=expected)
        elif count > expected:
            self._say("tail_foreign", count=count, expected=expected)
        elif head is not None and head.last_hash != last:
            self._say("head_changed")

    def _rows(self) -> None:
        """The rows are what their trails say."""
        ids = sorted(self.numbers.keys() | self.written.keys())
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            self.progress.step(_("Checking the complaints …"), start, len(ids))
            stored = self.session.trail_contents(part)
            for complaint_id in part:
                if complaint_id not in self.numbers:
                    self._say("complaint_missing", complaint_id, number=_number_in(self.written[complaint_id]))
                elif complaint_id not in self.written:
                    self._say("complaint_foreign", complaint_id)
                else:
                    self._compare(complaint_id, stored[complaint_id], self.written[complaint_id])
            self._besides(part)

    def _besides(self, part: list[int]) -> None:
        """Clocks and files."""
        try:
            for complaint_id, difference in clock_differences(self.session, part, self.clocks):
                self._say_changed(complaint_id, *difference)
            for complaint_id, name in changed_files(self.session, part):
                self._say("file_changed", complaint_id, name=self._words(complaint_id, name))
        except UNREADABLE:  # what cannot be read is named already, as changed
            if not self.problems:
                raise

    def _say_changed(self, complaint_id: int, field: str, before: object, after: object) -> None:
        was, is_now = self._words(complaint_id, before), self._words(complaint_id, after)
        self._say("row_changed", complaint_id, field=field_title(field), before=was, after=is_now)

    def _words(self, complaint_id: int, value: object) -> str:
        """Of a confidential complaint nothing is told to who may not see it."""
        return "…" if complaint_id in self.hidden else "" if value is None else str(value)

    def _compare(self, complaint_id: int, stored: dict[str, Any], written: dict[str, Any]) -> None:
        position, sealed = self.sealed.get(complaint_id, (0, ""))
        if digest(stored) == sealed and stored == written:
            return
        found = len(self.problems)
        for key in sorted(stored.keys() | written.keys()):
            if key not in stored:
                self._say("row_missing", complaint_id, row=row_title(key))
            elif key not in written:
                self._say("row_foreign", complaint_id, row=row_title(key))
            else:
                for difference in _differences(written[key], stored[key]):
                    self._say_changed(complaint_id, *difference)
        if found == len(self.problems):  # the rows agree with the entries, but an entry's hash of them does not
            self._say("entry_changed", complaint_id, position)

    def _register(self) -> None:
        """Numbers go from 1 to the counter without a gap."""
        years: dict[int, set[int]] = defaultdict(set)
        for row in self.session.execute(select(Complaint.year, Complaint.number)):
            if isinstance(row.year, int) and isinstance(row.number, int):  # else it is named already, as changed
                years[row.year].add(row.number)
        columns = select(ComplaintCounter.year, ComplaintCounter.last_number)
        counters = {row.year: row.last_number for row in self.session.execute(columns)}
        for year in sorted({*years, *counters}, key=str):
            numbers, counter = years[year], counters.get(year, 0)
            greatest = max(numbers, default=0)
            last = min(max(greatest, counter), greatest + _MOST) if isinstance(counter, int) else greatest
            for number in sorted(set(range(1, last + 1)) - numbers)[:_MOST]:
                self._say("number_missing", number=register_number(year, number))
            if counter != greatest:
                self._say("counter_changed", year=year, count=len(numbers), last=counter)


def _images(changes: Any) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """What an entry says of each row, as far as it can be read."""
    for key, after in changes.items() if isinstance(changes, dict) else ():
        if after is None or isinstance(after, dict):
            yield key, after


def _number_in(content: dict[str, dict[str, Any]]) -> str:
    image = next((value for key, value in content.items() if key.startswith("complaint:")), {})
    return register_number(image.get("year", 0), image.get("number", 0))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for field in sorted(before.keys() | after.keys()):
        if before.get(field) != after.get(field):
            yield field, before.get(field, ""), after.get(field, "")
