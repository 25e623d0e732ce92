"""Phones of a contact. Nothing is refused: what cannot be dialled is kept as text and marked."""

from collections.abc import Mapping

from sqlalchemy import select

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Address, Meta, Phone
from desktop_crm.model.reach import PHONE_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.phones import RepairedPhone, country_of, repair_cell
from desktop_crm.services.record_changes import (
    apply_values,
    code,
    must_exist,
    next_position,
    remove_row,
    row_to_change,
    touch,
)

PHONE_FIELDS = {
    "raw": N_("Phone"),
    "extension": N_("Extension"),
    "kind": N_("Kind"),
    "status": N_("State"),
    "do_not_call": N_("Do not call"),
    "note": N_("Note"),
}
PHONE_STATES = {"ok": N_("Right"), "check": N_("To be checked"), "bad": N_("Not a valid number")}


def own_country(session: CrmSession, contact_id: int | None = None) -> str:
    """Country that a number without one is meant for: the contact's first address, else the firm's own."""
    if contact_id is not None:
        query = select(Address.country).where(Address.contact_id == contact_id).order_by(Address.position)
        for country in session.scalars(query):
            if code := country_of(country):
                return code
    return session.scalar(select(Meta.value).where(Meta.key == "country")) or ""


def add_phone(
    session: CrmSession, contact_id: int, text: str, *, kind: str = "", note: str = "", country: str = ""
) -> list[int]:
    """Add the number or numbers in *text*, last in order. Numbers that cannot be dialled are kept as text."""
    must_exist(session, contact_id)
    found = read_phones(session, text, country or own_country(session, contact_id))
    if not found:
        raise InvalidValue(field=_("Phone"), value=text.strip()[:60])
    place = next_position(session, Phone, contact_id)
    rows = [Phone(contact_id=contact_id, position=place + index) for index in range(len(found))]
    for row, phone in zip(rows, found, strict=True):
        fill_phone(row, phone)
        row.kind = code(PHONE_KINDS, kind, _("Kind")) if kind else row.kind
        row.note = note.strip()[:400] or row.note
    session.add_all(rows)
    touch(session, contact_id)
    return [row.id for row in rows]


def read_phones(session: CrmSession, text: str, country: str = "") -> tuple[RepairedPhone, ...]:
    """The numbers in a text, read as the firm's own country and area code say."""
    own = own_country(session)
    area = session.scalar(select(Meta.value).where(Meta.key == "area_code")) or ""
    country = country or own
    return repair_cell(text, country=country, area_code=area if country == own else "")


def fill_phone(row: Phone, phone: RepairedPhone) -> None:
    """Put what was read onto the row; nothing longer than its column."""
    row.raw, row.e164, row.extension, row.region = phone.raw, phone.e164, phone.extension[:20], phone.region
    row.kind, row.status = phone.kind, phone.status
    row.digits, row.national, row.last7 = phone.digits[:40], phone.national[:20], phone.last7
    row.note = phone.note[:400]


def change_phone(session: CrmSession, phone_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change a number (``raw``: read anew) or what is known about it; says the new version."""
    row = row_to_change(session, Phone, phone_id, _("The phone number"))
    _codes_fit(values)
    changed = apply_values(session, row, version, values, PHONE_FIELDS)
    if "raw" in changed:
        _read_again(session, row, changed)
    touch(session, row.contact_id)
    return row.version


def _read_again(session: CrmSession, row: Phone, changed: set[str]) -> None:
    found = read_phones(session, row.raw, own_country(session, row.contact_id))
    if not found:
        raise InvalidValue(field=_("Phone"), value=row.raw[:60])
    kept = {field: getattr(row, field) for field in ("raw", "note", *(changed & {"kind", "extension", "status"}))}
    fill_phone(row, found[0])
    for field, value in kept.items():
        if field != "note" or value:
            setattr(row, field, value)


def accept_phones(session: CrmSession, phone_ids: list[int]) -> int:
    """Guesses (``check``) that the user looked at and found right."""
    accepted = 0
    for start in range(0, len(phone_ids), 500):
        query = select(Phone).where(Phone.id.in_(phone_ids[start : start + 500]), Phone.status == "check")
        for row in session.scalars(query):
            row.status = "ok"
            accepted += 1
    session.flush()
    return accepted


def remove_phone(session: CrmSession, phone_id: int) -> None:
    """Take a number off the card; undo brings it back."""
    remove_row(session, Phone, phone_id, _("The phone number"))


def _codes_fit(values: Mapping[str, object]) -> None:
    if "kind" in values:
        code(PHONE_KINDS, values["kind"], _("Kind"))
    if "status" in values:
        code(PHONE_STATES, values["status"], _("State"))
