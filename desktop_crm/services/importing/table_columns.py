"""The columns of a table with their meaning: which belong together, which are left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_crm.services.columns import CUSTOM, column_group, labelled_column

ADDRESS_PARTS = ("street", "city", "region", "postcode", "country")
JOB_PARTS = ("company", "position", "department", "job_role", "job_since", "job_until")
_PHONE_KINDS = {"mobile": "mobile", "work_phone": "work", "home_phone": "home", "fax": "fax"}
_VALUE = re.compile(r"\s*[-–]\s*value$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its meaning."""

    index: int
    header: str
    field: str
    phone_kind: str = ""  # from the field
    label_index: int = -1  # of the column that says what kind this one is (“Phone 1 - Type”)


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns that make one address or one job: part -> indices."""

    place: str = ""  # "home", "other"
    parts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    label_index: int = -1


def columns_of(headers: Sequence[str], mapping: Mapping[str, str]) -> list[Column]:
    """The columns that are taken, in order."""
    labels = {
        labelled_column(header).strip().lower(): index
        for index, header in enumerate(headers)
        if mapping.get(header) in ("label", "skip") and labelled_column(header)
    }
    columns = []
    for index, header in enumerate(headers):
        code = mapping.get(header, "note_extra")
        if code not in ("skip", "label"):
            base = _VALUE.sub("", header).strip().lower()
            columns.append(Column(index, header, code, _PHONE_KINDS.get(code, ""), labels.get(base, -1)))
    return columns


def lone_labels(headers: Sequence[str], mapping: Mapping[str, str], columns: Sequence[Column]) -> list[Column]:
    """Columns said to be kinds of others, of which no other knows: kept in the notes."""
    known = {column.label_index for column in columns}
    return [
        Column(index, header, "note_extra")
        for index, header in enumerate(headers)
        if mapping.get(header) == "label" and index not in known
    ]


def groups_of(columns: Sequence[Column], parts: Sequence[str]) -> list[ColumnGroup]:
    """Addresses (or jobs) side by side in one row: “City”, “Home City”, “City 2”.

    A further group that has nothing but its first part without a place of its own (“Address 2”) continues the first.
    """
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    labels: dict[tuple[str, str], int] = {}
    for column in columns:
        if column.field in parts:
            key = column_group(column.header)
            found.setdefault(key, {}).setdefault(column.field, []).append(column.index)
            if column.label_index >= 0:
                labels[key] = column.label_index
    main = ("", "") if ("", "") in found else next(iter(found), ("", ""))
    for key in [key for key, group in found.items() if key != main and not key[0] and set(group) <= {parts[0]}]:
        if parts[0] == ADDRESS_PARTS[0] and key not in labels:
            found[main].setdefault(parts[0], []).extend(found.pop(key)[parts[0]])
    if parts[0] == JOB_PARTS[0]:
        found = _with_company(found)
    return [ColumnGroup(key[0], group, labels.get(key, -1)) for key, group in found.items()]


def plain_group(groups: Sequence[ColumnGroup], parts: Sequence[str]) -> tuple[int, ...] | None:
    """Indices of the parts where there is one group of single columns at most; -1 for a part that is not there."""
    if len(groups) > 1 or any(group.label_index >= 0 for group in groups):
        return None
    found = groups[0].parts if groups else {}
    if not set(found) <= set(parts) or any(len(indices) > 1 for indices in found.values()):
        return None
    return tuple([found[part][0] if part in found else -1 for part in parts])


def _with_company(found: dict[tuple[str, str], dict[str, list[int]]]) -> dict[tuple[str, str], dict[str, list[int]]]:
    """Positions without an organisation of their own belong to the first job."""
    joined: dict[tuple[str, str], dict[str, list[int]]] = {}
    first = next((key for key, group in found.items() if "company" in group), None)
    for key, group in found.items():
        target = key if "company" in group or first is None else first
        for part, indices in group.items():
            joined.setdefault(target, {}).setdefault(part, []).extend(indices)
    for group in joined.values():
        for indices in group.values():
            indices.sort()
    return joined


def custom_id(code: str) -> int:
    """Id of the firm's own field in ``custom:12``."""
    return int(code.removeprefix(CUSTOM))
