"""Behind the door: opening or making a database, and what it says of undo."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from desktop_crm.base import passwords
from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_
from desktop_crm.base.settings import Identity

if TYPE_CHECKING:
    from desktop_crm.db.database import Database


def open_database(
    text: str,
    who: Identity,
    *,
    create: bool,
    password: str | None = None,
    remember: bool | None = None,
    **keywords: Any,
) -> Database:
    """The database at *text*, opened or made; a new one gets the lists that come with the program.

    *remember*: whether the *password* is kept in the keyring once it has let us in; None leaves the keyring alone.
    """
    from desktop_crm.db.address import parse_address  # noqa: PLC0415  (loaded after the window is painted)
    from desktop_crm.db.database import Database  # noqa: PLC0415
    from desktop_crm.services.derived import DERIVED  # noqa: PLC0415
    from desktop_crm.services.shipped import add_shipped  # noqa: PLC0415

    make: Any = Database.create if create else Database.open
    address = parse_address(text)
    if password is not None:
        address = address.with_password(password)
    database: Database = make(address, **who, derived=DERIVED, **keywords)
    if create:
        database.note(Label(N_("New database")), add_shipped)
    if remember is not None:
        keep_or_forget(address.shown, password or "", remember=remember)
    return database


def keep_or_forget(shown: str, password: str, *, remember: bool) -> None:
    """As the user wants it; a keyring that was locked in the meantime is no reason to close the database again."""
    if not remember:
        passwords.forget(shown)
        return
    with contextlib.suppress(passwords.NoKeyring):
        passwords.keep(shown, password)


def undo_state(session: Any) -> tuple[Label | None, Label | None]:
    """What would be undone, and what done again."""
    from desktop_crm.db.undo import can_redo, can_undo  # noqa: PLC0415  (loaded after the window is painted)

    return can_undo(session), can_redo(session)
