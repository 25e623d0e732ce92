"""What all who work in a database share: the firm's name, the country of its numbers, its working time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import time
from typing import Any

from sqlalchemy import select

from desktop_crm.model import Meta
from desktop_crm.model.session import CrmSession

NAME, COUNTRY, AREA_CODE, PAPER_LINES = "firm_name", "country", "area_code", "paper_lines"
WEEK = range(1, 8)  # ISO 8601: Monday is 1


@dataclass(frozen=True, slots=True)
class Firm:
    """Facts of the firm. A lunch break that ends when it begins is none."""

    firm_name: str = ""
    country: str = ""  # ISO 3166 code: numbers without one are read as numbers of this country
    area_code: str = ""
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    work_begins: time = time(9)
    work_ends: time = time(18)
    lunch_begins: time = time(13)
    lunch_ends: time = time(14)
    paper_lines: str = ""  # what stands beside the name on printed pages: address, numbers, tax number

    @property
    def has_lunch(self) -> bool:
        """Whether work stops at noon."""
        return self.lunch_begins < self.lunch_ends


def firm(session: CrmSession) -> Firm:
    """The facts; defaults for what was never said or cannot be read."""
    names = [item.name for item in fields(Firm)]
    kept = {row.key: row.value for row in session.execute(select(Meta.key, Meta.value).where(Meta.key.in_(names)))}
    values: dict[str, Any] = {
        name: _READ.get(name, str)(text) for name, text in kept.items() if _is_readable(name, text)
    }
    return Firm(**values)


def firm_text(values: Mapping[str, object]) -> dict[str, str]:
    """*values* of :class:`Firm` as they are kept in the database."""
    return {name: _written(value) for name, value in values.items()}


def _written(value: object) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value).strip()


def _days(text: str) -> tuple[int, ...]:
    days = sorted({int(part) for part in text.split(",") if part})
    if any(day not in WEEK for day in days):
        raise ValueError(text)
    return tuple(days)


_READ: dict[str, Callable[[str], object]] = {
    "working_days": _days,
    "work_begins": time.fromisoformat,
    "work_ends": time.fromisoformat,
    "lunch_begins": time.fromisoformat,
    "lunch_ends": time.fromisoformat,
}


def _is_readable(name: str, text: str) -> bool:
    try:
        _READ.get(name, str)(text)
    except ValueError:
        return False
    return True
