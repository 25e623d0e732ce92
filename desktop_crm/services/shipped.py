"""What every database starts with: entries of the lists, and the deadlines of the book of complaints."""

from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.complaints.terms import add_shipped_presets


def add_shipped(session: CrmSession) -> int:
    """Add what is not there yet, also to a database made by an older program; says how many."""
    return add_shipped_choices(session) + add_shipped_presets(session)
