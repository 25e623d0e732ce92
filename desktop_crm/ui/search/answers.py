"""What the palette asks the database for one text: who is calling, what was found, what was chosen lately."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_crm.base.text import digits
from desktop_crm.services.contact_lists import ContactRow, contact_rows_of
from desktop_crm.services.contact_phones import read_phones
from desktop_crm.services.contacts import lookup_phone
from desktop_crm.services.phone_display import describe_phone, format_phone
from desktop_crm.services.search import SearchResult, search

if TYPE_CHECKING:
    from desktop_crm.model.session import CrmSession

LIMIT = 7  # hits of a group
PHONE_DIGITS = 5  # fewer digits are no number of a caller
_LINK = re.compile(r"^(tel|callto|sip):", re.IGNORECASE)
_PHONE = re.compile(r"[+\d\s()./\-–—]+")


@dataclass(frozen=True)
class Answer:
    """Everything found for one text."""

    text: str
    found: SearchResult | None = None
    callers: tuple[ContactRow, ...] = ()
    number: str = ""  # where the text is a number: as it is read
    line: str = ""  # and what it is: “Moldova, mobile”
    recent: tuple[ContactRow, ...] = ()  # for no text: contacts opened from here lately


def number_in(text: str) -> str:
    """The number of a caller that *text* is, typed or pasted; "" where it is none."""
    bare = _LINK.sub("", text)
    return bare if _PHONE.fullmatch(bare) and len(digits(bare)) >= PHONE_DIGITS else ""


def palette_answer(session: CrmSession, text: str, country: str) -> Answer:
    """Search, and look up the caller where the text is a number."""
    asked = number_in(text)
    if not asked:
        return Answer(text, search(session, text, limit=LIMIT))
    e164 = next((phone.e164 for phone in read_phones(session, asked, country) if phone.e164), "")
    return Answer(
        text,
        search(session, asked, limit=LIMIT),
        tuple(lookup_phone(session, asked, country)[:LIMIT]),
        format_phone(e164) if e164 else asked.strip(),
        describe_phone(e164) if e164 else "",
    )


def recent_answer(session: CrmSession, contacts: Sequence[int]) -> Answer:
    """Those of *contacts* that are still there, in the same order."""
    there = {row.id: row for row in contact_rows_of(session, contacts) if row.deleted_at is None}
    return Answer("", recent=tuple(there[one] for one in contacts if one in there))
