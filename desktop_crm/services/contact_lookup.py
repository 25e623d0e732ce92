"""Who is calling: contacts by a phone number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from desktop_crm.base.text import digits
from desktop_crm.model import Contact, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.contact_phones import read_phones
from desktop_crm.services.contact_views import ContactRow
from desktop_crm.services.reading import IDS, fetch

_MOST = 100
_BY_E164 = select(Phone.contact_id).where(Phone.e164.in_(IDS)).distinct().limit(_MOST)
_BY_LAST7 = select(Phone.contact_id).where(Phone.last7.in_(IDS)).distinct().limit(_MOST)
_BY_LAST7_UNREAD = _BY_LAST7.where(Phone.e164 == "")
_CONTACTS = (
    select(Contact.id, Contact.kind, Contact.last_touch_at, Contact.deleted_at)
    .where(Contact.id.in_(IDS))
    .order_by(Contact.id)
)


def lookup_phone(session: CrmSession, text: str, country: str = "") -> list[ContactRow]:
    """All contacts that have the number, archived ones too: exactly, else with the same last seven digits.

    A shared number gives everybody; people come before organisations, recently touched first. Where the whole number
    is known, another number with the same ending is another number: only phones that were never understood are
    compared by their ending then.
    """
    found = read_phones(session, text, country)
    exact = [phone.e164 for phone in found if phone.e164]
    ids = _ordered(session, fetch(session, _BY_E164, ids=exact)) if exact else []
    number = digits(text)
    if not ids and len(number) >= 3:  # a number shorter than seven digits is its own last seven
        ending = _BY_LAST7_UNREAD if exact else _BY_LAST7
        ids = _ordered(session, fetch(session, ending, ids=[number[-7:]]))
    return contact_rows_of(session, ids)


def _ordered(session: CrmSession, phones: Sequence[Any]) -> list[int]:
    """Contacts of these phones that are not in the trash; asked by id, so that no database walks through them all."""
    rows = [row for row in fetch(session, _CONTACTS, ids=[phone.contact_id for phone in phones]) if not row.deleted_at]
    rows.sort(key=lambda row: row.last_touch_at.timestamp() if row.last_touch_at else 0.0, reverse=True)
    rows.sort(key=lambda row: row.kind != "person")
    return [row.id for row in rows]
