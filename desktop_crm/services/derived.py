"""The tables that follow from others, brought up to date in every write."""

from desktop_crm.model.session import Derived
from desktop_crm.services.duplicates import refresh_duplicates
from desktop_crm.services.search import refresh_search

DERIVED: tuple[Derived, ...] = (refresh_search, refresh_duplicates)
