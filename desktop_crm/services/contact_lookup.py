"""Who is calling: contacts by a phone number."""

from sqlalchemy import select

from desktop_crm.base.text import digits
from desktop_crm.model import Contact, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.contact_phones import read_phones
from desktop_crm.services.contact_views import ContactRow

_MOST = 100


def lookup_phone(session: CrmSession, text: str, country: str = "") -> list[ContactRow]:
    """All contacts that have the number, archived ones too: exactly, else with the same last seven digits.

    A shared number gives everybody; people come before organisations, recently touched first.
    """
    found = read_phones(session, text, country)
    exact = [phone.e164 for phone in found if phone.e164]
    ids = _having(session, Phone.e164.in_(exact)) if exact else []
    number = digits(text)
    if not ids and len(number) >= 7:
        ids = _having(session, Phone.last7 == number[-7:])
    if not ids and len(number) >= 3:
        ids = _having(session, Phone.digits == number)
    return contact_rows_of(session, ids)


def _having(session: CrmSession, condition: object) -> list[int]:
    query = (
        select(Contact.id, Contact.kind, Contact.last_touch_at)
        .join(Phone, Phone.contact_id == Contact.id)
        .where(condition, Contact.deleted_at.is_(None))  # type: ignore[arg-type]
        .limit(_MOST)
    )
    rows = {row.id: row for row in session.execute(query)}.values()
    ordered = sorted(rows, key=lambda row: row.id)
    ordered.sort(key=lambda row: row.last_touch_at.timestamp() if row.last_touch_at else 0.0, reverse=True)
    ordered.sort(key=lambda row: row.kind != "person")
    return [row.id for row in ordered]
