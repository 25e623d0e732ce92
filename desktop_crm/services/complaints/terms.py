"""Terms that a firm promises, and the calendar they are counted in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import N_, _, language
from desktop_crm.base.working_time import WorkingCalendar, public_holidays
from desktop_crm.model import DeadlinePreset
from desktop_crm.model.complaint import COMPLAINT_KINDS, SEVERITIES
from desktop_crm.model.complaint_setting import TERM_UNITS, TERMS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.firm import Firm, firm
from desktop_crm.services.record_changes import code, row_to_change
from desktop_crm.services.reminder_series import local_zone

Term = tuple[int, str]  # count, unit of TERM_UNITS
_YEARS_AROUND = 2
_MOST = 1000

# examples, never legal advice: (code, name, kind, severity, terms)
SHIPPED_PRESETS: tuple[tuple[str, str, str, str, Mapping[str, Term]], ...] = (
    (
        "usual", N_("Usual"), "", "",
        {"acknowledge": (2, "working_days"), "interim": (5, "working_days"), "resolve": (10, "working_days")},
    ),
    (
        "critical", N_("Critical"), "", "critical",
        {"acknowledge": (4, "working_hours"), "interim": (1, "working_days"), "resolve": (3, "working_days")},
    ),
    (
        "high", N_("High"), "", "high",
        {"acknowledge": (1, "working_days"), "interim": (3, "working_days"), "resolve": (5, "working_days")},
    ),
    (
        "warranty", N_("Product fault"), "warranty", "",
        {"acknowledge": (2, "working_days"), "interim": (5, "working_days"), "resolve": (14, "calendar_days")},
    ),
    ("question", N_("Question"), "question", "", {"resolve": (3, "working_days")}),
    ("suggestion", N_("Suggestion"), "suggestion", "", {"acknowledge": (5, "working_days")}),
    ("praise", N_("Praise"), "praise", "", {}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PresetRow:
    """One set of terms; ``kind`` and ``severity`` "" are for any."""

    id: int | None  # ``None``: shipped, nothing stored yet
    version: int
    name: str
    kind: str
    severity: str
    terms: Mapping[str, Term]


def preset_rows(session: CrmSession) -> list[PresetRow]:
    """The firm's presets in their order; those that come with the program where it has none."""
    query = select(DeadlinePreset).where(DeadlinePreset.deleted_at.is_(None))
    found = session.scalars(query.order_by(DeadlinePreset.position, DeadlinePreset.id)).all()
    if not found:
        return [
            PresetRow(None, 0, _(name), kind, severity, terms) for _c, name, kind, severity, terms in SHIPPED_PRESETS
        ]
    return [
        PresetRow(row.id, row.version, _(row.name) if row.code else row.name, row.kind, row.severity, _terms(row.terms))
        for row in found
    ]


def _terms(kept: Mapping[str, Any]) -> dict[str, Term]:
    return {name: (int(kept[name][0]), str(kept[name][1])) for name in TERMS if kept.get(name)}


def preset_for(presets: Sequence[PresetRow], kind: str, severity: str) -> PresetRow | None:
    """The most specific one: of the kind before of the severity, else the first for any."""
    fitting = [row for row in presets if row.kind in ("", kind) and row.severity in ("", severity)]
    return max(fitting, key=lambda row: (bool(row.kind) and bool(row.severity), bool(row.kind), bool(row.severity)),
               default=None)  # fmt: skip


def terms_for(session: CrmSession, kind: str, severity: str) -> dict[str, Any]:
    """The terms that a complaint of this kind and severity is promised, as it keeps them."""
    preset = preset_for(preset_rows(session), kind, severity)
    if preset is None:
        return {}
    return {"preset": preset.name, **{name: list(term) for name, term in preset.terms.items()}}


def save_preset(
    session: CrmSession,
    preset_id: int | None,
    name: str,
    kind: str,
    severity: str,
    terms: Mapping[str, Term],
) -> int:
    """Make a preset, or change one; says its id. Complaints keep the terms that they were promised."""
    name = " ".join(name.split())[:200]
    if not name:
        raise InvalidValue(field=_("Name"), value="")
    code({"": "", **COMPLAINT_KINDS}, kind, _("Kind"))
    code({"": "", **SEVERITIES}, severity, _("Severity"))
    for of, (count, unit) in terms.items():
        code(TERMS, of, _("Term"))
        code(TERM_UNITS, unit, _("Unit"))
        if not 0 < count <= _MOST:
            raise InvalidValue(field=_(TERMS[of]), value=count)
    add_shipped_presets(session)
    if preset_id is None:
        preset = DeadlinePreset(name=name, position=_MOST)
        session.add(preset)
    else:
        preset = row_to_change(session, DeadlinePreset, preset_id, _("The preset"))
        if preset.code and name != _(preset.name):
            preset.code = ""
        preset.name = preset.name if preset.code else name
    preset.kind, preset.severity = kind, severity
    preset.terms = {of: [count, unit] for of, (count, unit) in terms.items()}
    session.flush()
    return preset.id


def remove_preset(session: CrmSession, preset_id: int) -> None:
    """Not used any more; undo brings it back."""
    preset = row_to_change(session, DeadlinePreset, preset_id, _("The preset"))
    if preset.deleted_at is not None:
        raise NotFound(what=_("The preset"))
    preset.deleted_at = clock.now()
    session.flush()


def change_preset_row(session: CrmSession, row: PresetRow | None, preset: PresetRow) -> int:
    """Write *preset* over *row* of the list, or as a new one; says its id."""
    number = _stored(session, row) if row is not None else None
    return save_preset(session, number, preset.name, preset.kind, preset.severity, preset.terms)


def remove_preset_row(session: CrmSession, row: PresetRow) -> None:
    """Offer it no more."""
    number = _stored(session, row)
    if number is not None:
        remove_preset(session, number)


def _stored(session: CrmSession, row: PresetRow) -> int | None:
    """The id of a preset; those that come with the program are stored when one of them is first changed."""
    if row.id is not None:
        return row.id
    add_shipped_presets(session)
    same = (one.id for one in preset_rows(session) if (one.kind, one.severity) == (row.kind, row.severity))
    return next(same, None)


def add_shipped_presets(session: CrmSession) -> int:
    """Store the presets that come with the program where there never were any; says how many."""
    if session.scalar(select(DeadlinePreset.id).limit(1)) is not None:
        return 0
    for position, (shipped, name, kind, severity, terms) in enumerate(SHIPPED_PRESETS):
        kept = {of: list(term) for of, term in terms.items()}
        session.add(
            DeadlinePreset(code=shipped, name=name, kind=kind, severity=severity, terms=kept, position=position)
        )
    session.flush()
    return len(SHIPPED_PRESETS)


def calendar_of(session: CrmSession) -> WorkingCalendar:
    """The firm's working time, with the holidays of its country."""
    return calendar_for(firm(session), local_zone(), clock.today().year)


def calendar_for(facts: Firm, zone: str, year: int) -> WorkingCalendar:
    """The calendar of a firm in a zone, with holidays some years around *year*."""
    return _calendar(facts, zone, year, language())


@lru_cache(maxsize=8)
def _calendar(facts: Firm, zone: str, year: int, words: str) -> WorkingCalendar:
    """Made once: a list of a hundred complaints asks for hours of the same days again and again."""
    if facts.has_lunch:
        hours: Sequence[tuple[time, time]] = (
            (facts.work_begins, facts.lunch_begins),
            (facts.lunch_ends, facts.work_ends),
        )
    else:
        hours = ((facts.work_begins, facts.work_ends),)
    hours = [span for span in hours if span[0] < span[1]]
    holidays: dict[date, str] = {}
    for of in range(year - _YEARS_AROUND, year + _YEARS_AROUND + 1) if facts.country else ():
        holidays.update(public_holidays(facts.country, of, words))
    return WorkingCalendar(
        ZoneInfo(zone or "UTC"), {day - 1: hours for day in facts.working_days} if hours else {}, holidays
    )
