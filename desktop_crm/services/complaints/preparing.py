"""What a book of complaints starts with."""

from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.complaints.terms import add_shipped_presets


def prepare_book(session: CrmSession) -> int:
    """Categories, causes and terms that come with the program, where a database is older than they; says how many."""
    return add_shipped_choices(session) + add_shipped_presets(session)
