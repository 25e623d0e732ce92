"""A row of the file beside what it looks like, with everything that speaks for one contact and against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.importing.planning import ImportPlan, record_index
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.phones import format_phone

TITLES = (
    N_("Name"), N_("Organisation"), N_("Position"), N_("Phones"), N_("E-mails"), N_("Address"), N_("Tax number"),
    N_("Notes"),
)  # fmt: skip
_NOTE = 200


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of both."""

    title: str
    mine: str
    theirs: str

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return self.mine == self.theirs


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row beside a contact, or beside an earlier row."""

    row: int
    other_row: int  # 0 = a contact of the database
    contact_id: int | None
    fields: Sequence[ComparedField]  # where either has something
    speaks_for: Sequence[str]
    speaks_against: Sequence[str]


def compare_row(session: CrmSession, plan: ImportPlan, index: int) -> Comparison | None:
    """The row at *index* beside what the plan found it to be like; ``None`` where it is like nothing."""
    fate = plan.fates[index]
    target = plan.targets.get(index)
    if target is None or not plan.records:
        return None
    other = plan.records[record_index(target)] if target < 0 else None
    theirs = _of_record(other) if other is not None else _of_card(contact_card(session, target))
    mine = _of_record(plan.records[index])
    fields = [
        ComparedField(_(title), one, two) for title, one, two in zip(TITLES, mine, theirs, strict=True) if one or two
    ]
    match = plan.matches.get(index)
    evidence = sorted(match.evidence, key=lambda part: -abs(part.weight)) if match is not None else []
    speaks_for = [part.sentence for part in evidence if part.weight > 0] or [fate.reason.sentence]
    return Comparison(
        fate.row,
        other.row if other is not None else 0,
        target if target >= 0 else None,
        fields,
        speaks_for,
        [part.sentence for part in evidence if part.weight < 0],
    )


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(list(dict.fromkeys(filter(None, texts)))[:4])


def _of_record(record: ImportRecord) -> tuple[str, ...]:
    job = record.jobs[0] if record.jobs else None
    company = record.company
    phones = [format_phone(one.e164, one.extension, one.region) if one.e164 else one.raw for one in record.phones]
    places = [*record.addresses, *(company.addresses if company else ())]
    tax = record.values.get("tax_number") or (company.values.get("tax_number") if company else "") or ""
    return (
        record.name,
        job.company if job else "",
        job.position if job else "",
        _lines(phones),
        _lines(address.lower() for address in record.emails),
        _lines(", ".join(filter(None, (part.street, part.city, part.postcode))) for part in places),
        str(tax),
        "\n".join(record.notes)[:_NOTE],
    )


def _of_card(card: ContactCard) -> tuple[str, ...]:
    return (
        card.name,
        card.organisation,
        card.position,
        _lines(phone.shown for phone in card.phones),
        _lines(email.address.lower() for email in card.emails),
        _lines(", ".join(filter(None, (part.street, part.city, part.postcode))) for part in card.addresses),
        card.tax_number,
        card.notes[:_NOTE],
    )
