"""A table and how its rows are read: what a reader of any part of it has to know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desktop_crm.services.custom_fields import FieldRow
from desktop_crm.services.importing.dates import decide_day_first
from desktop_crm.services.importing.options import ImportOptions
from desktop_crm.services.importing.row_fields import DATE_FIELDS
from desktop_crm.services.importing.table_columns import columns_of


class TableLike(Protocol):
    """What planning needs of a table that was read."""

    @property
    def name(self) -> str:
        """File name."""

    @property
    def headers(self) -> Sequence[str]:
        """One name a column."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """Cells."""

    @property
    def row_numbers(self) -> Sequence[int]:
        """Number of each row as its own program shows it."""

    @property
    def notes(self) -> Sequence[Any]:
        """What was unusual; each has a ``sentence``."""


@dataclass(frozen=True)
class Reading:
    """How the rows of one table are read: all that a reader of any part of it needs."""

    headers: Sequence[str]
    options: ImportOptions
    custom: Mapping[int, FieldRow]
    day_first: Mapping[int, bool]  # of columns with dates, decided on the whole column

    @classmethod
    def of(cls, table: TableLike, options: ImportOptions, custom: Mapping[int, FieldRow]) -> "Reading":
        """Look through the columns with dates."""
        days = {}
        for column in columns_of(table.headers, options.columns):
            if column.field in DATE_FIELDS:
                chosen = options.date_orders.get(column.header, options.day_first)
                cells = (row[column.index] for row in table.rows)
                days[column.index] = decide_day_first(cells) if chosen is None else chosen
        return cls(list(table.headers), options, dict(custom), days)


Part = tuple[int, Sequence[int], Sequence[Sequence[Any]]]  # place of the first row, numbers of the rows, cells


def parts_of_table(table: TableLike, size: int) -> Iterator[Part]:
    """The rows, *size* at a time."""
    for start in range(0, len(table.rows), size):
        yield start, table.row_numbers[start : start + size], table.rows[start : start + size]
