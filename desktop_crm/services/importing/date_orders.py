"""Columns whose dates can be read in two ways (03/04: March or April?): the user is asked once for the column."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop_crm.services.importing.cards import CardSource
from desktop_crm.services.importing.dates import parse_date, unclear_order
from desktop_crm.services.importing.reading import TableLike
from desktop_crm.services.importing.row_fields import DATE_FIELDS


@dataclass(frozen=True, slots=True)
class UnclearDates:
    """One column of dates that proves neither order."""

    header: str
    sample: str  # as it stands in the file
    day_first: date
    month_first: date
    count: int  # dates that can be read in two ways


def unclear_dates(source: TableLike | CardSource, columns: Mapping[str, str]) -> list[UnclearDates]:
    """The columns to ask about, in the order of the file."""
    if isinstance(source, CardSource):
        return []
    found = []
    for index, header in enumerate(source.headers):
        if columns.get(header) in DATE_FIELDS:
            sample, count = unclear_order(row[index] for row in source.rows)
            days = [parse_date(sample, day_first=order) for order in (True, False)] if count else []
            read = [day.as_date() if day is not None else None for day in days]
            if len(read) == 2 and read[0] is not None and read[1] is not None:
                found.append(UnclearDates(header, sample, read[0], read[1], count))
    return found
