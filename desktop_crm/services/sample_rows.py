"""Rows of the sample data on their way into the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from desktop_crm.base.ids import new_ids
from desktop_crm.model import (
    Address,
    Attachment,
    AttachmentPart,
    Base,
    Contact,
    ContactTag,
    Email,
    ImportantDate,
    Interaction,
    Job,
    Messenger,
    Participant,
    Phone,
    Reminder,
)
from desktop_crm.model.session import CrmSession

# columns without the id, in the order in which the values are given; tables that others refer to first
_CONTACT = """
    kind name sort_name name_key relation_to_us life_cycle abc_class language source_id responsible_id notes
    first_contact_on last_touch_at next_step_on next_step rhythm_days completeness is_sample legal_form
    industry_id tax_number given_name middle_name family_name sex
"""
CONTACT_COLUMNS = tuple(_CONTACT.split())
COLUMNS: dict[type[Base], tuple[str, ...]] = {
    Contact: CONTACT_COLUMNS,
    Phone: ("contact_id", "raw", "e164", "region", "kind", "status", "digits", "national", "last7", "position"),
    Email: ("contact_id", "address", "key", "kind"),
    Address: ("contact_id", "kind", "street", "city", "region", "postcode", "country"),
    Messenger: ("contact_id", "system", "address"),
    ImportantDate: ("contact_id", "label", "day", "month", "year"),
    Job: ("person_id", "organisation_id", "position", "role_id", "is_primary"),
    ContactTag: ("contact_id", "tag_id"),
    Interaction: (
        "contact_id",
        "kind",
        "direction",
        "state",
        "subject",
        "body",
        "started_at",
        "duration_minutes",
        "responsible_id",
        "outcome_id",
        "pinned",
        "author_id",
    ),
    Participant: ("interaction_id", "contact_id", "operator_id"),
    Attachment: ("contact_id", "interaction_id", "name", "media_type", "size", "sha256"),
    AttachmentPart: ("attachment_id", "position", "content"),
    Reminder: ("title", "due_on", "contact_id", "interaction_id", "assignee_id", "author_id"),
}
_KNOWN = (Contact, Interaction, Attachment)  # their ids are given when they are put on the pile
_EMPTY = {
    "source_id": None,
    "responsible_id": None,
    "industry_id": None,
    "first_contact_on": None,
    "last_touch_at": None,
    "next_step_on": None,
    "next_step": None,
    "rhythm_days": None,
    "is_sample": True,
    "completeness": 0,
}


class Pile:
    """Rows of all tables that are waiting to be written together."""

    def __init__(self) -> None:
        self._rows: dict[type[Base], list[tuple[Any, ...]]] = defaultdict(list)

    def add(self, table: type[Base], *values: Any) -> None:
        """Put a row on the pile; its id is given when it is written."""
        self._rows[table].append(values)

    def add_known(self, table: type[Base], row_id: int, *values: Any) -> None:
        """Put a row on the pile that others refer to."""
        self._rows[table].append((row_id, *values))

    def add_contact(self, contact_id: int, **values: Any) -> None:
        """Put a contact on the pile; columns that are not named are empty."""
        row = tuple(values.get(name, _EMPTY.get(name, "")) for name in CONTACT_COLUMNS)
        self._rows[Contact].append((contact_id, *row))

    def write(self, session: CrmSession) -> None:
        """Write everything and begin anew."""
        for table, columns in COLUMNS.items():
            rows = self._rows[table]
            if rows:
                session.bulk_insert(table, ("id", *columns), rows if table in _KNOWN else _with_ids(rows))
        self._rows.clear()


def _with_ids(rows: Sequence[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    return ((row_id, *row) for row_id, row in zip(new_ids(len(rows)), rows, strict=True))
