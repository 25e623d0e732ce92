"""The tables that follow from others, brought up to date in every write."""

from desktop_crm.model.session import Derived
from desktop_crm.services.complaints.refreshing import refresh_complaints
from desktop_crm.services.duplicates import refresh_duplicates
from desktop_crm.services.search import refresh_search
from desktop_crm.services.touches import refresh_next_steps

DERIVED: tuple[Derived, ...] = (refresh_complaints, refresh_next_steps, refresh_search, refresh_duplicates)
