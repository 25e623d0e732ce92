"""Export of contacts: a sheet or address book that an import reads back as the same contacts."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base import i18n
from desktop_crm.base.i18n import _
from desktop_crm.base.table import SheetColumn
from desktop_crm.base.text import fold
from desktop_crm.base.vcard import VCard
from desktop_crm.model import Address, Contact, Email, ExternalId, Job, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import FIELDS, ID_PREFIX, KIND_OF_COLUMN, OWN_FIELD, field_of_header
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.custom_fields import field_rows
from desktop_crm.services.export_cards import card_of
from desktop_crm.services.export_contents import ExportContact, export_contacts
from desktop_crm.services.importing.cells import listed
from desktop_crm.services.importing.codes import title_of
from desktop_crm.services.phones import format_phone

Value = Callable[[ExportContact], Any]
MANY = 30  # phones, e-mails … of one contact that get columns; what is more goes into the last one
_MESSENGERS = ("telegram", "viber", "whatsapp", "facebook", "instagram", "linkedin", "skype")
_CODED = ("sex", "relation_to_us", "life_cycle", "abc_class", "organisation_type")


def contact_sheet(session: CrmSession, view: ContactsView) -> tuple[list[SheetColumn], Iterator[tuple[Any, ...]]]:
    """Columns and rows with everything about the contacts of the view.

    Columns that nobody fills are left out; the titles are in the user's language, and columns of several phones,
    addresses or jobs are numbered.
    """
    plan = list(_columns(session))
    columns = [column for column, _value in plan]
    values = [value for _column, value in plan]
    rows = (tuple([value(contact) for value in values]) for contact in export_contacts(session, view))
    return columns, rows


def contact_cards_for_export(session: CrmSession, view: ContactsView) -> Iterator[VCard]:
    """The contacts of the view as cards; what vCard has no property for goes into properties of the program's own."""
    names = {field.id: field.name for field in field_rows(session)}
    for contact in export_contacts(session, view, photos=True):
        yield card_of(contact, names)


# Columns --------------------------------------------------------------------------------------------------------------


def _columns(session: CrmSession) -> Iterator[tuple[SheetColumn, Value]]:
    filled = _filled_columns(session)
    yield _column("kind"), lambda contact: title_of("kind", contact.row.kind)
    yield _column("name", width=30), lambda contact: contact.row.name
    for name in ("prefix", "given_name", "middle_name", "family_name", "suffix", "nickname", "former_name"):
        if name in filled:
            yield _column(name), _scalar(name)
    yield from _jobs(session)
    yield from _reach(session)
    yield from _addresses(session)
    yield _column("website"), _links("web")
    for system in _MESSENGERS:
        yield _column(system), _links(system)
    yield _column("messenger"), _other_messengers
    yield _column("birthday", "date"), lambda contact: _day(contact.birthday)
    yield _column("dates"), _other_dates
    for name in ("source", "industry", "campaign", "responsible"):
        yield _column(name), _attribute(name)
    for name in _CODED:
        if name in filled:
            yield _column(name), _code(name)
    for name in ("language", "legal_name", "legal_form", "other_names", "size", "tax_number", "registration_number"):
        if name in filled:
            yield _column(name), _scalar(name)
    yield _column("iban"), lambda contact: listed(contact.ibans)
    yield _column("tags"), lambda contact: listed(contact.tags)
    yield from _rest(session, filled)
    yield _column("own_id"), lambda contact: str(contact.row.id)
    yield _column("notes", width=40), lambda contact: contact.row.notes


def _rest(session: CrmSession, filled: set[str]) -> Iterator[tuple[SheetColumn, Value]]:
    yield _column("first_contact", "date"), _scalar("first_contact_on")
    yield _column("last_contact", "date"), lambda contact: contact.last_contact
    if "rhythm_days" in filled:
        yield _column("rhythm_days", "number"), _scalar("rhythm_days")
    for name in ("greeting", "preferences", "best_time", "how_met"):
        if name in filled:
            yield _column(name), _scalar(name)
    if "deceased" in filled:
        yield _column("deceased"), lambda contact: title_of("yes_no", "yes") if contact.row.deceased else ""
    yield _column("consents"), _consents
    yield _column("do_not_call"), _not_to_call
    yield from _custom(session)
    for system in session.scalars(select(ExternalId.system).distinct().order_by(ExternalId.system)):
        known = field_of_header(system) in ("external_id", "personal_number")
        yield SheetColumn(system if known else f"{ID_PREFIX}{system}"), _ids(system)


def _filled_columns(session: CrmSession) -> set[str]:
    """Columns of contacts that at least one fills."""
    columns = [column for column in Contact.__table__.c if column.key not in ("archived_at", "is_sample", "deceased")]
    row = session.execute(select(*(func.max(column) for column in columns))).one()
    filled = {column.key for column, value in zip(columns, row, strict=True) if value not in (None, "", 0)}
    if session.scalar(select(func.count()).where(Contact.deceased)):
        filled.add("deceased")
    return filled


def _most(session: CrmSession, owner: Any) -> int:
    """How many rows one contact has at most."""
    counts = select(func.count().label("count")).where(owner.class_.deleted_at.is_(None)).group_by(owner).subquery()
    return min(MANY, session.scalar(select(func.max(counts.c.count))) or 0)


def _title(code: str, number: int = 1) -> str:
    title = _(FIELDS[code][0])
    return title if number == 1 else f"{title} {number}"


def _column(code: str, kind: Any = "text", number: int = 1, width: int = 0) -> SheetColumn:
    return SheetColumn(_title(code, number), kind, width)


def _label(code: str, number: int) -> SheetColumn:
    return SheetColumn(f"{_title(code, number)} – {_(KIND_OF_COLUMN)}")


def _jobs(session: CrmSession) -> Iterator[tuple[SheetColumn, Value]]:
    fields = ("company", "position", "department", "job_role", "job_since", "job_until")
    there = select(func.max(Job.department), func.max(Job.role_id), func.max(Job.from_on), func.max(Job.to_on))
    wanted = (True, True, *map(bool, session.execute(there).one()))
    for number in range(1, max(1, _most(session, Job.person_id)) + 1):
        for place, (code, shown) in enumerate(zip(fields, wanted, strict=True)):
            if shown:
                yield _column(code, number=number), _nth("jobs", number, place)


def _reach(session: CrmSession) -> Iterator[tuple[SheetColumn, Value]]:
    for number in range(1, max(1, _most(session, Phone.contact_id)) + 1):
        yield _column("phone", number=number, width=20), _phone(number)
        yield _label("phone", number), _kind("phones", number, "phone_kind")
    kinds = session.scalar(select(func.count()).where(Email.kind != "work"))
    for number in range(1, max(1, _most(session, Email.contact_id)) + 1):
        yield _column("email", number=number, width=24), _nth("emails", number, 1)
        if kinds:
            yield _label("email", number), _kind("emails", number, "email_kind")


def _addresses(session: CrmSession) -> Iterator[tuple[SheetColumn, Value]]:
    kinds = session.scalar(select(func.count()).where(Address.kind != "work"))
    for number in range(1, max(1, _most(session, Address.contact_id)) + 1):
        for place, code in enumerate(("street", "city", "region", "postcode", "country"), 2):
            yield _column(code, number=number), _nth("addresses", number, place)
        if kinds:
            yield _label("street", number), _kind("addresses", number, "address_kind")


def _custom(session: CrmSession) -> Iterator[tuple[SheetColumn, Value]]:
    """One column a name; two fields of one name are those of people and of organisations."""
    named: dict[str, list[int]] = {}
    for field in field_rows(session):
        named.setdefault(field.name, []).append(field.id)
    titles = {fold(i18n._(title)) for title, _group in FIELDS.values()}
    for name, ids in named.items():
        title = f"{name} ({_(OWN_FIELD)})" if fold(name) in titles else name
        yield SheetColumn(title), _own(tuple(ids))


# Values ---------------------------------------------------------------------------------------------------------------


def _scalar(name: str) -> Value:
    return lambda contact: getattr(contact.row, name)


def _attribute(name: str) -> Value:
    return lambda contact: getattr(contact, name)


def _code(name: str) -> Value:
    return lambda contact: title_of(name, code) if (code := getattr(contact.row, name)) else ""


def _nth(parts: str, number: int, place: int) -> Value:
    def value(contact: ExportContact) -> Any:
        rows = getattr(contact, parts)
        return rows[number - 1][place] if len(rows) >= number else ""

    return value


def _kind(parts: str, number: int, table: str) -> Value:
    def value(contact: ExportContact) -> str:
        rows = getattr(contact, parts)
        return title_of(table, rows[number - 1].kind) if len(rows) >= number else ""

    return value


def _phone(number: int) -> Value:
    def value(contact: ExportContact) -> str:
        return shown_phone(contact.phones[number - 1]) if len(contact.phones) >= number else ""

    return value


def shown_phone(phone: Any) -> str:
    """A number with extension and note such that it is read back as the same; as given where it is not valid."""
    if not phone.e164:
        return str(phone.raw)
    text = format_phone(phone.e164)
    if phone.extension:
        text += f" ext. {phone.extension}"
    return f"{text} {phone.note}" if phone.note else text


def _links(system: str) -> Value:
    return lambda contact: listed(row.address for row in contact.messengers if row.system == system)


def _other_messengers(contact: ExportContact) -> str:
    return listed(row.address for row in contact.messengers if row.system not in ("web", *_MESSENGERS))


def _day(row: Any) -> Any:
    if row is None:
        return ""
    return date(row.year, row.month, row.day) if row.year else f"{row.day:02}.{row.month:02}."


def _other_dates(contact: ExportContact) -> str:
    others = [row for row in contact.dates if row is not contact.birthday]
    return listed(f"{title_of('date_label', row.label)}: {_shown_day(row)}" for row in others)


def _shown_day(row: Any) -> str:
    day = _day(row)
    return day if isinstance(day, str) else day.isoformat()


def _consents(contact: ExportContact) -> str:
    return listed(
        f"{title_of('channel', channel)}: {title_of('consent', state)}" for channel, state in contact.consents
    )


def _not_to_call(contact: ExportContact) -> str:
    return listed(shown_phone(phone) for phone in contact.phones if phone.do_not_call)


def _own(ids: tuple[int, ...]) -> Value:
    return lambda contact: next((contact.custom[number] for number in ids if number in contact.custom), "")


def _ids(system: str) -> Value:
    return lambda contact: listed(value for name, value in contact.external_ids if name == system)
