"""Two cards of one contact, and pictures of everything that hangs on them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, or_, select

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model import Base, Contact
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact

# columns by which a row belongs to a contact
_KEYS = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if any(key.target_fullname == "contact.id" for key in column.foreign_keys)
]
OWNERS = {
    table: [column for name, column in _KEYS if name == table]
    for table, _column in _KEYS
    if table not in ("contact", "merge")
}
BOOKKEEPING = ("version", "updated_at")


def add(database: Database, name: str, *, phone: str = "", **more: Any) -> int:
    draft = ContactDraft(name=name, phones=(phone,) if phone else (), country="MD", **more)
    return int(database.do(Label("Add contact"), add_contact, draft))


def rows_of(session: CrmSession, table: Table, ids: set[int]) -> dict[int, dict[str, Any]]:
    """Rows of *table* that name one of *ids*."""
    query = select(table).where(or_(*(table.c[column].in_(ids) for column in OWNERS[table.name])))
    return {
        row["id"]: {name: value for name, value in row.items() if name not in BOOKKEEPING}
        for row in session.execute(query).mappings()
    }


def picture(database: Database, *ids: int) -> dict[str, dict[int, dict[str, Any]]]:
    """The contacts *ids* and every row that hangs on them."""
    with database.read() as session:
        made = {name: rows_of(session, Base.metadata.tables[name], set(ids)) for name in OWNERS}
        contacts = session.execute(select(Contact.__table__).where(Contact.id.in_(ids))).mappings()
        made["contact"] = {
            row["id"]: {name: value for name, value in row.items() if name not in BOOKKEEPING} for row in contacts
        }
    return made
