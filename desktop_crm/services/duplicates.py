"""Contacts that look like one: candidates kept on write, and what the user decided about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, or_, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock
from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.base.ids import new_id
from desktop_crm.model import (
    Address,
    Contact,
    DuplicateCandidate,
    DuplicateDecision,
    Email,
    ExternalId,
    ImportRun,
    Job,
    Phone,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import is_personal_number
from desktop_crm.services.match_evidence import Evidence, Level, Match, explain
from desktop_crm.services.matching import MatchRecord, scores
from desktop_crm.services.reading import ID, IDS, fetch

WATCHED = ("contact", "phone", "email", "address", "job", "external_id", "important_date", "duplicate_decision")
FEW = 500  # more contacts at once come from bulk work; an import's own plan has looked for duplicates
AT_ONCE = 20  # contacts of one write for which the others wait, so that two added at the same instant find each other
NEIGHBOURS = 60  # contacts compared with one that was changed
_NO_PLACE = ("", "", "")
SURNAME = 5  # folded letters of a family name that two spellings usually share


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A pair that looks like one contact; ``sentence`` explains it."""

    first_id: int
    first_name: str
    second_id: int
    second_name: str
    level: Level
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def sentence(self) -> str:
        """Why, in the language in force now."""
        return explain(Match(self.first_id, self.second_id, self.score, self.level, self.evidence))

    @property
    def reasons(self) -> str:
        """What speaks for it, strongest first."""
        strongest = sorted(self.evidence, key=lambda evidence: -evidence.weight)
        return "; ".join(evidence.sentence for evidence in strongest if evidence.weight > 0)


_first, _second = aliased(Contact), aliased(Contact)
_PAIRS: Any = (
    select(DuplicateCandidate, _first.name, _second.name)
    .join(_first, _first.id == DuplicateCandidate.first_id)
    .join(_second, _second.id == DuplicateCandidate.second_id)
    .where(_first.deleted_at.is_(None), _second.deleted_at.is_(None))
    .order_by(DuplicateCandidate.score.desc(), DuplicateCandidate.first_id, DuplicateCandidate.second_id)
)


def duplicate_rows(session: CrmSession, level: str = "", limit: int = 0, offset: int = 0) -> list[DuplicateRow]:
    """Pairs of living contacts that look like one, the surest first."""
    query = _PAIRS.offset(offset)
    if level:
        query = query.where(DuplicateCandidate.level == level)
    return _rows(session, query.limit(limit) if limit else query)


def best_duplicate(session: CrmSession, contact_id: int) -> DuplicateRow | None:
    """The pair in which this contact looks most like another one."""
    mine = or_(DuplicateCandidate.first_id == contact_id, DuplicateCandidate.second_id == contact_id)
    rows = _rows(session, _PAIRS.where(mine).limit(1))
    return rows[0] if rows else None


def _rows(session: CrmSession, query: Any) -> list[DuplicateRow]:
    return [
        DuplicateRow(
            first_id=pair.first_id,
            first_name=first_name,
            second_id=pair.second_id,
            second_name=second_name,
            level="certain" if pair.level == "certain" else "likely",
            score=pair.score,
            evidence=tuple(Evidence(code, facts, weight) for code, facts, weight in pair.evidence),
        )
        for pair, first_name, second_name in session.execute(query)
    ]


def never_these_two(session: CrmSession, one: int, two: int) -> None:
    """The user says that they are two: the pair is not proposed again. Undo, or :func:`forget_decision`, ends it."""
    first, second = sorted((one, two))
    if first == second:
        raise InvalidValue(field=_("Never these two"), value=str(one))
    for contact_id in (first, second):
        if session.get(Contact, contact_id) is None:
            raise NotFound(what=_("The contact"))
    if not session.scalars(_decisions(first, second)).all():
        session.add(DuplicateDecision(id=new_id(), first_id=first, second_id=second))


def forget_decision(session: CrmSession, one: int, two: int) -> None:
    """They may be one after all: the pair is compared and proposed again."""
    first, second = sorted((one, two))
    for decision in session.scalars(_decisions(first, second)).all():
        decision.deleted_at = clock.now()


def _decisions(first: int, second: int) -> Select[DuplicateDecision]:
    return select(DuplicateDecision).where(
        DuplicateDecision.first_id == first,
        DuplicateDecision.second_id == second,
        DuplicateDecision.deleted_at.is_(None),
    )


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Two contacts of which the user said that they are two."""

    first_id: int
    first_name: str
    second_id: int
    second_name: str


def decision_rows(session: CrmSession) -> list[DecisionRow]:
    """All “never these two”, the latest first."""
    query = (
        select(_first.id, _first.name, _second.id, _second.name)
        .select_from(DuplicateDecision)
        .join(_first, _first.id == DuplicateDecision.first_id)
        .join(_second, _second.id == DuplicateDecision.second_id)
        .where(DuplicateDecision.deleted_at.is_(None), _first.deleted_at.is_(None), _second.deleted_at.is_(None))
        .order_by(DuplicateDecision.id.desc())
    )
    return [DecisionRow(*row) for row in session.execute(query)]


def refresh_duplicates(session: CrmSession, changes: Changes) -> None:
    """Bring the candidates of the changed contacts up to date (a few at a time; see FEW). An import keeps its own."""
    touched = _contacts_touched(session, changes)
    if not touched:
        return
    looked_for = len(touched) > FEW or bool(changes.touched(ImportRun.__tablename__))
    if len(touched) <= AT_ONCE:
        session.take_turns()
    _forget(session, touched, all_of_them=not looked_for)
    if looked_for:
        return
    records = {record.key: record for record in match_records(session, touched)}
    decided = _decided(session, touched)
    found: dict[tuple[int, int], Match] = {}
    for contact_id, record in records.items():
        met = {tuple(sorted((contact_id, other))): other for other in _neighbours(session, record)}
        others = [other for pair, other in met.items() if pair not in decided and pair not in found]
        for match in scores(record, match_records(session, others)):
            found[min(match.a, match.b), max(match.a, match.b)] = match
    rows = [
        {
            "first_id": first,
            "second_id": second,
            "score": match.score,
            "level": match.level,
            "evidence": [[evidence.code, dict(evidence.facts), evidence.weight] for evidence in match.evidence],
        }
        for (first, second), match in sorted(found.items())
    ]
    session.put_missing(DuplicateCandidate, rows)  # who changes the other of the two just now finds the same pair


def _contacts_touched(session: CrmSession, changes: Changes) -> set[int]:
    """Contacts whose own row, or a row that hangs on them, was touched."""
    touched = set(changes.touched("contact")) | changes.left
    for model in (Phone, Email, Address, ExternalId):
        rows = changes.touched(str(model.__tablename__))
        if rows and len(touched) + len(rows) <= FEW:
            touched |= set(session.scalars(select(model.contact_id).where(model.id.in_(rows))))
    if (jobs := changes.touched("job")) and len(touched) + len(jobs) <= FEW:
        touched |= set(session.scalars(select(Job.person_id).where(Job.id.in_(jobs))))
    if decisions := changes.touched("duplicate_decision"):
        pairs = select(DuplicateDecision.first_id, DuplicateDecision.second_id)
        for first, second in session.execute(pairs.where(DuplicateDecision.id.in_(decisions))):
            touched |= {first, second}
    return touched


def _forget(session: CrmSession, touched: set[int], *, all_of_them: bool) -> None:
    """Drop the old candidates: of the touched contacts, or after bulk work of those that are gone."""
    connection = session.connection()
    table = DuplicateCandidate.__table__
    if all_of_them:
        mine = or_(table.c.first_id.in_(touched), table.c.second_id.in_(touched))
        connection.execute(delete(DuplicateCandidate).where(mine))
        return
    living = select(Contact.id).where(Contact.deleted_at.is_(None))
    gone = or_(table.c.first_id.not_in(living), table.c.second_id.not_in(living))
    connection.execute(delete(DuplicateCandidate).where(gone))


def _decided(session: CrmSession, touched: set[int]) -> set[tuple[int, int]]:
    query = select(DuplicateDecision.first_id, DuplicateDecision.second_id).where(
        DuplicateDecision.deleted_at.is_(None),
        or_(DuplicateDecision.first_id.in_(touched), DuplicateDecision.second_id.in_(touched)),
    )
    return {(first, second) for first, second in session.execute(query)}


_VALUES: BindParameter[Any] = bindparam("values", expanding=True)
_TEXT: BindParameter[Any] = bindparam("text")
_SAME_PHONE = select(Phone.contact_id).where(Phone.e164.in_(_VALUES)).limit(NEIGHBOURS)
_SAME_EMAIL = select(Email.contact_id).where(Email.key.in_(_VALUES)).limit(NEIGHBOURS)
_SAME_NUMBER = select(ExternalId.contact_id).where(ExternalId.value.in_(_VALUES)).limit(NEIGHBOURS)
_LIVING = select(Contact.id).where(Contact.deleted_at.is_(None), Contact.archived_at.is_(None))
_SAME_TAX_NUMBER = select(Contact.id).where(Contact.tax_number == _TEXT)
_KEYS = select(Contact.name_key, Contact.sort_name).where(Contact.id == ID)
_SAME_WORDS = select(Contact.id).where(Contact.name_key == _TEXT).limit(NEIGHBOURS)
_NEAR = _LIVING.where(Contact.sort_name.between(_TEXT, bindparam("end"))).limit(NEIGHBOURS)


def _neighbours(session: CrmSession, record: MatchRecord) -> set[int]:
    """Contacts worth comparing: same phone, e-mail, tax number, foreign id, name words, or the same start of a name."""
    rows: list[Any] = []
    if record.phones:
        rows += fetch(session, _SAME_PHONE, values=record.phones)
    if record.emails:
        rows += fetch(session, _SAME_EMAIL, values=record.emails)
    if record.other_ids:
        rows += fetch(session, _SAME_NUMBER, values=record.other_ids)
    if record.tax_number:
        rows += fetch(session, _SAME_TAX_NUMBER, text=record.tax_number)
    for name_key, sort_name in fetch(session, _KEYS, id=record.key):
        rows += fetch(session, _SAME_WORDS, text=name_key)
        start = sort_name[:SURNAME]
        rows += fetch(session, _NEAR, text=start, end=start + "\U0010ffff")
    found = {row[0] for row in rows}
    found.discard(record.key)
    return found


def is_address(name: str) -> bool:
    """Whether a contact is called by its e-mail address or phone, for want of a name."""
    return ("@" in name and " " not in name) or (name[:1] == "+" and name[1:].isdecimal())


_employer = aliased(Contact)
_FACTS = select(
    Contact.id, Contact.kind, Contact.name, Contact.given_name, Contact.family_name, Contact.tax_number
).where(Contact.id.in_(IDS), Contact.deleted_at.is_(None))
_EMPLOYERS = (
    select(Job.person_id, _employer.name)
    .join(_employer, _employer.id == Job.organisation_id)
    .where(Job.person_id.in_(IDS), Job.deleted_at.is_(None))
    .order_by(Job.is_primary)
)
_PHONES = select(Phone.contact_id, Phone.e164).where(Phone.contact_id.in_(IDS), Phone.e164 != "")
_EMAILS = select(Email.contact_id, Email.key).where(Email.contact_id.in_(IDS))
_FOREIGN = select(ExternalId.contact_id, ExternalId.system, ExternalId.value).where(ExternalId.contact_id.in_(IDS))
_PLACES = (
    select(Address.contact_id, Address.street, Address.city, Address.postcode)
    .where(Address.contact_id.in_(IDS), Address.deleted_at.is_(None))
    .order_by(Address.position.desc())
)


def match_records(session: CrmSession, ids: Iterable[int]) -> list[MatchRecord]:
    """The living contacts *ids* as the search for duplicates sees them."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    employers: dict[int, str] = {row[0]: row[1] for row in fetch(session, _EMPLOYERS, ids=wanted)}
    phones, emails = _lists(fetch(session, _PHONES, ids=wanted)), _lists(fetch(session, _EMAILS, ids=wanted))
    numbers = _lists(  # those of rows in other programs say nothing about the person
        (owner, value) for owner, system, value in fetch(session, _FOREIGN, ids=wanted) if is_personal_number(system)
    )
    places = {owner: place for owner, *place in fetch(session, _PLACES, ids=wanted)}
    records = []
    for key, kind, name, given, family, tax_number in fetch(session, _FACTS, ids=wanted):
        street, city, postcode = places.get(key, _NO_PLACE)
        records.append(
            MatchRecord(
                key=key,
                kind=kind,
                name="" if is_address(name) else name,
                given=given,
                family=family,
                company=employers.get(key, ""),
                phones=phones.get(key, ()),
                emails=emails.get(key, ()),
                tax_number=tax_number,
                street=street,
                city=city,
                postcode=postcode,
                other_ids=numbers.get(key, ()),
            )
        )
    return records


def _lists(rows: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for owner, value in rows:
        found[owner] = (*found.get(owner, ()), value)
    return found
