"""Rows of a card: phones, e-mails, addresses, messengers, dates, consents, bank accounts, other programs' ids."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import (
    Address,
    BankAccount,
    Consent,
    Email,
    ExternalId,
    ImportantDate,
    Messenger,
    Phone,
)
from desktop_crm.model.contact import CHANNELS, CONSENT_STATES
from desktop_crm.model.reach import ADDRESS_KINDS, MESSENGER_SYSTEMS, REACH_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.bank_accounts import compact_iban
from desktop_crm.services.contact_phones import accept_phones, add_phone, change_phone, remove_phone
from desktop_crm.services.phones import country_of
from desktop_crm.services.record_changes import (
    added,
    apply_values,
    clean_value,
    code,
    must_exist,
    next_position,
    remove_row,
    row_to_change,
    touch,
)

__all__ = [
    "accept_phones",
    "add_address",
    "add_bank_account",
    "add_date",
    "add_email",
    "add_external_id",
    "add_messenger",
    "add_phone",
    "change_address",
    "change_bank_account",
    "change_date",
    "change_email",
    "change_messenger",
    "change_phone",
    "make_primary",
    "move_part",
    "remove_address",
    "remove_bank_account",
    "remove_date",
    "remove_email",
    "remove_external_id",
    "remove_messenger",
    "remove_phone",
    "set_consent",
]

EMAIL_FIELDS = {"address": N_("E-mail"), "kind": N_("Kind"), "status": N_("State"), "note": N_("Note")}
ADDRESS_FIELDS = {
    "kind": N_("Kind"),
    "street": N_("Street"),
    "city": N_("City"),
    "region": N_("Region"),
    "postcode": N_("Postcode"),
    "country": N_("Country"),
    "note": N_("Note"),
}
MESSENGER_FIELDS = {"system": N_("System"), "address": N_("Address"), "note": N_("Note")}
DATE_FIELDS = {
    "label": N_("Date"),
    "day": N_("Day"),
    "month": N_("Month"),
    "year": N_("Year"),
    "remind_days_before": N_("Remind days before"),
}
DATE_LABELS = {
    "birthday": N_("Birthday"),
    "name_day": N_("Name day"),
    "anniversary": N_("Anniversary"),
    "founded": N_("Founded"),
}
BANK_FIELDS = {"iban": N_("IBAN"), "bank": N_("Bank"), "currency": N_("Currency")}
_PARTS: Mapping[str, Any] = {"phone": Phone, "email": Email, "address": Address, "messenger": Messenger}
_CODES: Mapping[type[Any], Mapping[str, Mapping[str, str]]] = {
    Email: {"kind": REACH_KINDS, "status": {"ok": "", "check": "", "bad": ""}},
    Address: {"kind": ADDRESS_KINDS},
    Messenger: {"system": MESSENGER_SYSTEMS},
}


# E-mails, addresses, messengers ---------------------------------------------------------------------------------------


def add_email(session: CrmSession, contact_id: int, address: str, *, kind: str = "work", note: str = "") -> int:
    """Add an address, last in order; one that cannot be right is kept and marked."""
    must_exist(session, contact_id)
    row = Email(contact_id=contact_id, position=next_position(session, Email, contact_id))
    _set_email(row, str(clean_value(session, Email, "address", address, EMAIL_FIELDS)))
    row.kind, row.note = code(_CODES[Email]["kind"], kind, _("Kind")), note.strip()[:400]
    return added(session, row)


def _set_email(row: Email, address: str) -> None:
    address = address.removeprefix("mailto:").strip(" <>;,")
    if not address:
        raise InvalidValue(field=_("E-mail"), value=address)
    row.address, row.key = address, address.lower()
    local, at, domain = address.rpartition("@")
    row.status = "ok" if local and at and "." in domain.strip(".") and " " not in address else "bad"


def change_email(session: CrmSession, email_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change an address or its kind; says the new version."""
    row = row_to_change(session, Email, email_id, _("The e-mail address"))
    _codes_fit(Email, values)
    if "address" in apply_values(session, row, version, values, EMAIL_FIELDS):
        _set_email(row, row.address)
    touch(session, row.contact_id)
    return row.version


def remove_email(session: CrmSession, email_id: int) -> None:
    """Take an address off the card."""
    remove_row(session, Email, email_id, _("The e-mail address"))


def add_address(session: CrmSession, contact_id: int, values: Mapping[str, object]) -> int:
    """Add a postal address from the fields of :data:`ADDRESS_FIELDS`, last in order."""
    must_exist(session, contact_id)
    row = Address(contact_id=contact_id, position=next_position(session, Address, contact_id))
    _set_address(session, row, values)
    return added(session, row)


def _set_address(session: CrmSession, row: Address, values: Mapping[str, object]) -> None:
    _codes_fit(Address, values)
    for field, value in values.items():
        setattr(row, field, clean_value(session, Address, field, value, ADDRESS_FIELDS))
    row.country = country_of(row.country or "") or row.country or ""
    if not any((row.street, row.city, row.region, row.postcode, row.country)):
        raise InvalidValue(field=_("Address"), value="")


def change_address(session: CrmSession, address_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change parts of an address; says the new version."""
    row = row_to_change(session, Address, address_id, _("The address"))
    _codes_fit(Address, values)
    apply_values(session, row, version, values, ADDRESS_FIELDS)
    row.country = country_of(row.country) or row.country
    touch(session, row.contact_id)
    return row.version


def remove_address(session: CrmSession, address_id: int) -> None:
    """Take an address off the card."""
    remove_row(session, Address, address_id, _("The address"))


def add_messenger(session: CrmSession, contact_id: int, address: str, *, system: str = "web", note: str = "") -> int:
    """Add a website, messenger or network account, last in order."""
    must_exist(session, contact_id)
    row = Messenger(contact_id=contact_id, position=next_position(session, Messenger, contact_id))
    row.address = str(clean_value(session, Messenger, "address", address, MESSENGER_FIELDS))
    if not row.address:
        raise InvalidValue(field=_("Address"), value="")
    row.system, row.note = code(_CODES[Messenger]["system"], system, _("Kind")), note.strip()[:400]
    return added(session, row)


def change_messenger(session: CrmSession, messenger_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change it; says the new version."""
    row = row_to_change(session, Messenger, messenger_id, _("The address"))
    _codes_fit(Messenger, values)
    apply_values(session, row, version, values, MESSENGER_FIELDS)
    touch(session, row.contact_id)
    return row.version


def remove_messenger(session: CrmSession, messenger_id: int) -> None:
    """Take it off the card."""
    remove_row(session, Messenger, messenger_id, _("The address"))


def move_part(session: CrmSession, part: str, part_id: int, steps: int) -> None:
    """Move a phone, e-mail, address or messenger (the table's name) up (negative) or down among its like."""
    row = row_to_change(session, _PARTS[part], part_id, _("The entry"))
    rows = _in_order(session, row)
    place = rows.index(row)
    rows.insert(max(0, place + steps), rows.pop(place))
    _number(session, rows)


def make_primary(session: CrmSession, part: str, part_id: int) -> None:
    """Put a phone, e-mail, address or messenger (the table's name) first; the others keep their order."""
    row = row_to_change(session, _PARTS[part], part_id, _("The entry"))
    _number(session, [row, *(other for other in _in_order(session, row) if other is not row)])


def _in_order(session: CrmSession, row: Any) -> list[Any]:
    table = type(row)
    query = select(table).where(table.contact_id == row.contact_id).order_by(table.position, table.id)
    return list(session.scalars(query))


def _number(session: CrmSession, rows: list[Any]) -> None:
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
    touch(session, rows[0].contact_id)


# Dates, consents, bank accounts, ids of other programs ----------------------------------------------------------------


def add_date(
    session: CrmSession,
    contact_id: int,
    label: str,
    day: int,
    month: int,
    year: int | None = None,
    remind_days_before: int | None = None,
) -> int:
    """Add an important date; *label* is a code of :data:`DATE_LABELS` or the user's own word."""
    must_exist(session, contact_id)
    row = ImportantDate(contact_id=contact_id, day=day, month=month, year=year, remind_days_before=remind_days_before)
    row.label = " ".join(label.split())[:100] or "birthday"
    _date_fits(row)
    return added(session, row)


def _date_fits(row: ImportantDate) -> None:
    try:
        date(row.year or 2000, row.month, row.day)  # 2000 had a 29 February
    except (ValueError, OverflowError):
        text = "-".join(str(part) for part in (row.year, row.month, row.day) if part is not None)
        raise InvalidValue(field=_(DATE_LABELS.get(row.label, row.label)), value=text) from None


def change_date(session: CrmSession, date_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change it; says the new version."""
    row = row_to_change(session, ImportantDate, date_id, _("The date"))
    apply_values(session, row, version, values, DATE_FIELDS)
    with session.no_autoflush:
        _date_fits(row)
    touch(session, row.contact_id)
    return row.version


def remove_date(session: CrmSession, date_id: int) -> None:
    """Take it off the card."""
    remove_row(session, ImportantDate, date_id, _("The date"))


def set_consent(
    session: CrmSession,
    contact_id: int,
    channel: str,
    state: str,
    *,
    noted_on: date | None = None,
    note: str = "",
    seen: str | None = None,
) -> None:
    """Note consent or refusal for one channel, today unless a day is given; state "" forgets it.

    *seen*: the state last looked at; another one by now is a ``VersionConflict``.
    """
    must_exist(session, contact_id)
    if channel not in CHANNELS:
        raise InvalidValue(field=_("Channel"), value=channel)
    if state and state not in CONSENT_STATES:
        raise InvalidValue(field=_("Consent"), value=state)
    query = select(Consent).where(Consent.contact_id == contact_id, Consent.channel == channel).order_by(Consent.id)
    rows = session.scalars(query).all()
    if seen is not None and (rows[0].state if rows else "") not in (seen, state):
        raise VersionConflict(what=_("Consent: {channel}").format(channel=_(CHANNELS[channel])))
    for row in rows if not state else rows[1:]:
        session.delete(row)
    if state:
        row = rows[0] if rows else Consent(contact_id=contact_id, channel=channel)
        row.state, row.noted_on, row.note = state, noted_on or clock.today(), note.strip()[:300]
        session.add(row)
    touch(session, contact_id)


def add_bank_account(session: CrmSession, contact_id: int, iban: str, *, bank: str = "", currency: str = "") -> int:
    """Add an account; an IBAN whose check digits do not fit is kept, the card flags it."""
    must_exist(session, contact_id)
    row = BankAccount(contact_id=contact_id)
    _set_bank_account(session, row, {"iban": iban, "bank": bank, "currency": currency.upper()})
    return added(session, row)


def _set_bank_account(session: CrmSession, row: BankAccount, values: Mapping[str, object]) -> None:
    for field, value in values.items():
        setattr(row, field, clean_value(session, BankAccount, field, value, BANK_FIELDS))
    row.iban = compact_iban(row.iban)
    if not row.iban:
        raise InvalidValue(field=_("IBAN"), value="")


def change_bank_account(session: CrmSession, account_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change it; says the new version."""
    row = row_to_change(session, BankAccount, account_id, _("The bank account"))
    apply_values(session, row, version, values, BANK_FIELDS)
    row.iban = compact_iban(row.iban)
    touch(session, row.contact_id)
    return row.version


def remove_bank_account(session: CrmSession, account_id: int) -> None:
    """Take it off the card."""
    remove_row(session, BankAccount, account_id, _("The bank account"))


def add_external_id(session: CrmSession, contact_id: int, system: str, value: str) -> int:
    """Note the contact's id in another program."""
    must_exist(session, contact_id)
    row = ExternalId(contact_id=contact_id, system=system.strip()[:60], value=value.strip()[:200])
    return added(session, row)


def remove_external_id(session: CrmSession, external_id: int) -> None:
    """Forget it."""
    remove_row(session, ExternalId, external_id, _("The entry"))


def _codes_fit(table: type[Any], values: Mapping[str, object]) -> None:
    for field in _CODES[table].keys() & values.keys():
        code(_CODES[table][field], values[field], _("Kind"))
