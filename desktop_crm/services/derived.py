"""The tables that follow from others, brought up to date in every write."""

from desktop_crm.model.session import Derived
from desktop_crm.services.duplicates import refresh_duplicates

DERIVED: tuple[Derived, ...] = (refresh_duplicates,)
