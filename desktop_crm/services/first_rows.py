"""The first contacts of the list as their rows are drawn, for the moment between the window and the open database.

Read with plain questions (``db.first_look``) by modules that load at once; the list itself follows and takes over. A
test holds these rows against those of :mod:`services.contact_lists`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop_crm.base import clock
from desktop_crm.base.i18n import _
from desktop_crm.services.attention import chip_of
from desktop_crm.services.person_names import initials
from desktop_crm.services.phone_display import format_phone

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

_CONTACTS = """SELECT id, kind, name, given_name, family_name, industry_id, life_cycle, last_touch_at, rhythm_days
    FROM contact WHERE deleted_at IS NULL AND archived_at IS NULL{} ORDER BY {} LIMIT ?"""
_BY: dict[tuple[str, bool], tuple[str, str]] = {  # condition and order, named so that the list's index is used
    ("name", False): ("", "deleted_at, archived_at, sort_name, id"),
    ("name", True): ("", "deleted_at DESC, archived_at DESC, sort_name DESC, id DESC"),
    ("touch", True): (
        " AND last_touch_at IS NOT NULL",
        "deleted_at DESC, archived_at DESC, last_touch_at DESC, id DESC",
    ),
    ("created", False): ("", "deleted_at, archived_at, id"),
    ("created", True): ("", "deleted_at DESC, archived_at DESC, id DESC"),
}
_PHONES = "SELECT contact_id, e164, raw FROM phone WHERE contact_id IN ({}) ORDER BY position, id"
_EMAILS = "SELECT contact_id, address FROM email WHERE contact_id IN ({}) ORDER BY position, id"
_CITIES = "SELECT contact_id, city FROM address WHERE contact_id IN ({}) AND city <> '' ORDER BY position, id"
_JOBS = """SELECT person_id, name, job.position, to_on, contact.deleted_at FROM job
    JOIN contact ON contact.id = organisation_id WHERE person_id IN ({}) ORDER BY is_primary DESC, job.id"""
_CHOICES = "SELECT id, code, renamed, name FROM choice WHERE id IN ({})"


@dataclass(frozen=True, slots=True)
class FirstRow:
    """What the row of a contact draws; the names are those of :class:`services.contact_views.ContactRow`."""

    id: int
    kind: str
    name: str
    initials: str
    organisation: str
    position: str
    industry: str
    city: str
    phone: str
    email: str
    last_touch_at: datetime | None
    chip: str


def first_rows(ask: Ask, sort: str, descending: bool, limit: int) -> tuple[FirstRow, ...]:
    """The first *limit* contacts in this order; none where the order needs more than one question."""
    if (sort, descending) not in _BY:
        return ()
    found = ask(_CONTACTS.format(*_BY[sort, descending]), (limit,))
    ids = [row[0] for row in found]
    phones, emails, cities = (_first(ask, question, ids) for question in (_PHONES, _EMAILS, _CITIES))
    today = clock.today().isoformat()
    jobs = _first(ask, _JOBS, ids, lambda job: job[4] is None and str(job[3] or today) >= today)
    industries = _first(ask, _CHOICES, sorted({row[5] for row in found if row[5] is not None}))
    rows = []
    for row_id, kind, name, given, family, industry_id, life_cycle, touched, rhythm in found:
        job = jobs.get(row_id) if kind == "person" else None
        e164, raw = phones.get(row_id, (0, "", ""))[1:]
        code, renamed, industry = industries.get(industry_id, (0, "", 0, ""))[1:]
        moment = datetime.fromisoformat(touched).replace(tzinfo=UTC) if touched else None
        rows.append(
            FirstRow(
                id=row_id,
                kind=kind,
                name=name,
                initials=initials(name, organisation=kind == "organisation", given=given, family=family),
                organisation=job[1] if job else "",
                position=job[2] if job else "",
                industry=_(industry) if industry and code and not renamed else industry,
                city=cities.get(row_id, (0, ""))[1],
                phone=format_phone(e164) if e164 else raw,
                email=emails.get(row_id, (0, ""))[1],
                last_touch_at=moment,
                chip=chip_of(life_cycle, rhythm, moment),
            )
        )
    return tuple(rows)


def _first(
    ask: Ask, question: str, ids: Sequence[int], counts: Callable[[Any], bool] = lambda _row: True
) -> dict[Any, tuple[Any, ...]]:
    """The first row that *counts* of each of *ids*."""
    if not ids:
        return {}
    rows: Iterable[tuple[Any, ...]] = ask(question.format(", ".join("?" * len(ids))), ids)
    first: dict[Any, tuple[Any, ...]] = {}
    for row in rows:
        if counts(row):
            first.setdefault(row[0], row)
    return first
