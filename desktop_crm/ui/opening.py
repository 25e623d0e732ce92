"""Opening or making a database behind the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_
from desktop_crm.base.settings import Identity

if TYPE_CHECKING:
    from desktop_crm.db.database import Database


def open_database(text: str, who: Identity, *, create: bool, **keywords: Any) -> Database:
    """The database at *text*, opened or made; a new one gets the lists that come with the program."""
    from desktop_crm.db.address import parse_address  # noqa: PLC0415  (loaded after the window is painted)
    from desktop_crm.db.database import Database  # noqa: PLC0415
    from desktop_crm.services.derived import DERIVED  # noqa: PLC0415
    from desktop_crm.services.shipped import add_shipped  # noqa: PLC0415

    make: Any = Database.create if create else Database.open
    database: Database = make(parse_address(text), **who, derived=DERIVED, **keywords)
    if create:
        database.note(Label(N_("New database")), add_shipped)
    return database
