"""A complaint by what people write of it."""

import re

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Complaint
from desktop_crm.model.session import CrmSession

_NUMBER = re.compile(r"#?\s*(\d{1,9})\s*(?:[/-]\s*(\d{4}))?")
_FIRST_ID = 10**9


def find_complaint(session: CrmSession, text: str) -> int:
    """The id of complaint “47/2026”, “47” (of this year) or of the one with that id; raises ``NotFound``."""
    text = text.strip()
    found: int | None = None
    if text.isdigit() and int(text) >= _FIRST_ID:
        found = session.scalar(select(Complaint.id).where(Complaint.id == int(text)))
    elif match := _NUMBER.fullmatch(text):
        year = int(match[2]) if match[2] else clock.today().year
        found = session.scalar(select(Complaint.id).where(Complaint.year == year, Complaint.number == int(match[1])))
    if found is None:
        raise NotFound(what=_("The complaint"))
    return found
