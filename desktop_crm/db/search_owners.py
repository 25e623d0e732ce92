"""Whose entries change when rows are taken away or given to somebody else: only the journal still knows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.db.packing import unpack_columns
from desktop_crm.db.session import JournaledSession

_OWNERS = {
    "phone": "contact_id",
    "email": "contact_id",
    "address": "contact_id",
    "messenger": "contact_id",
    "bank_account": "contact_id",
    "external_id": "contact_id",
    "contact_tag": "contact_id",
    "custom_value": "contact_id",
    "job": "person_id",
}


def owners_before(session: Session) -> set[int]:
    """Contacts to which rows belonged that this write took away or moved."""
    if not isinstance(session, JournaledSession) or session.journal is None:
        return set()
    owners: set[int] = set()
    for (table, _row_id), change in session.journal.rows.items():
        owner = (change.before or {}).get(_OWNERS.get(table, ""))
        if owner is not None:
            owners.add(int(owner))
    for record in session.journal.bulk:
        if record["action"] in ("bulk_update", "bulk_delete"):
            owners |= _owners_in(record)
    return owners


def _owners_in(record: Mapping[str, Any]) -> set[int]:
    owner = _OWNERS.get(record["table_name"])
    if owner is None:
        return set()
    columns, values = unpack_columns(record["bulk"])
    return {int(value) for value in values[columns.index(owner)]} if owner in columns else set()
