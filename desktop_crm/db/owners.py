"""Whose rows were taken away or given to somebody else: only the journal still knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_crm.db.packing import unpack_columns

_OWNERS = {
    "phone": ("contact_id",),
    "email": ("contact_id",),
    "address": ("contact_id",),
    "messenger": ("contact_id",),
    "bank_account": ("contact_id",),
    "external_id": ("contact_id",),
    "contact_tag": ("contact_id",),
    "custom_value": ("contact_id",),
    "job": ("person_id",),
    "attachment": ("contact_id",),
    "complaint": ("contact_id",),
    "reminder": ("contact_id",),
    "duplicate_decision": ("first_id", "second_id"),
}


def owners_before(rows: Mapping[tuple[str, int], Any], bulk: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    """Contacts to which rows belonged that a write took away or moved: its single *rows* and *bulk* records."""
    owners: set[int] = set()
    for (table, _row_id), change in rows.items():
        before = change.before or {}
        owners.update(int(before[column]) for column in _OWNERS.get(table, ()) if before.get(column) is not None)
    for record in bulk:
        if record["action"] in ("bulk_update", "bulk_delete") and record["table_name"] in _OWNERS:
            owners |= _owners_in(record)
    return frozenset(owners)


def _owners_in(record: Mapping[str, Any]) -> set[int]:
    columns, values = unpack_columns(record["bulk"])
    wanted = [column for column in _OWNERS[record["table_name"]] if column in columns]
    return {int(value) for column in wanted for value in values[columns.index(column)] if value is not None}
