"""What runs behind the door for the wizard: 100,000 rows are sorted where they were looked at, not in the window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_crm.base.progress import Progress
from desktop_crm.services import importing
from desktop_crm.services.columns import ColumnMap
from desktop_crm.services.custom_fields import field_rows
from desktop_crm.services.import_presets import preset_name
from desktop_crm.services.import_runs import import_report
from desktop_crm.services.importing.options import counts_of
from desktop_crm.ui.importing.source import Source

INSIDE_CODES = frozenset({"looks_like_row", "joined", "same_as_row"})
BASE_CODES = frozenset({"looks_like_contact", "adds", "same_as_contact", "taken_already", "waits_already"})


@dataclass(frozen=True)
class Columns:
    """The columns of a file: what they seem to mean, whose list it seems to be, the firm's own fields."""

    map: ColumnMap = field(default_factory=lambda: ColumnMap({}))
    custom: Sequence[tuple[str, str]] = ()  # (code, name)
    preset: str = ""


@dataclass(frozen=True)
class Phones:
    """Every phone, those of each status, and columns of dates to ask about."""

    clinic: importing.PhoneClinic
    by_status: Mapping[str, importing.PhoneClinic]
    unclear: Sequence[importing.UnclearDates]


@dataclass(frozen=True)
class AlikeRow:
    """A row that looks like another one or like a contact."""

    index: int
    fate: importing.RowFate
    inside: bool  # like another row of the file


@dataclass(frozen=True)
class Fates:
    """The fates of all rows, sorted for looking."""

    by_fate: Mapping[str, Sequence[importing.RowFate]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    alike: Sequence[AlikeRow] = ()
    inside: Sequence[AlikeRow] = ()
    base: Sequence[AlikeRow] = ()


@dataclass(frozen=True)
class Report:
    """What happened to the rows of an earlier import."""

    fates: Sequence[importing.RowFate] = ()
    by_fate: Mapping[str, Sequence[importing.RowFate]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


def report(session: Any, change_set: int) -> Report:
    """The fates of an earlier import, sorted for looking."""
    fates = import_report(session, change_set)
    return Report(fates, _by_fate(fates), counts_of(fates))


def _by_fate(fates: Sequence[importing.RowFate]) -> Mapping[str, Sequence[importing.RowFate]]:
    found: dict[str, list[importing.RowFate]] = {}
    for fate in fates:
        found.setdefault(fate.fate, []).append(fate)
    return found


def columns(session: Any, source: Source) -> Columns:
    """What the columns mean."""
    custom = [(f"custom:{one.id}", one.name) for one in field_rows(session)]
    preset = preset_name(source.headers) if source.kind != "vcf" else ""
    return Columns(importing.guess_columns(session, source), custom, preset)


def phones(session: Any, source: Source, options: importing.ImportOptions, progress: Progress) -> Phones:
    """All phones, as they become."""
    clinic = importing.phone_clinic(session, source, options, progress)
    return _sorted(clinic, importing.unclear_dates(source, options.columns))


def phones_with(before: Phones, choices: importing.PhoneChoices) -> Phones:
    """The same phones, decided otherwise."""
    return _sorted(before.clinic.with_choices(choices), before.unclear)


def _sorted(clinic: importing.PhoneClinic, unclear: Sequence[importing.UnclearDates]) -> Phones:
    return Phones(clinic, clinic.by_status(), unclear)


def plan(
    session: Any, source: Source, options: importing.ImportOptions, progress: Progress
) -> tuple[importing.ImportPlan, Fates]:
    """The fate of every row."""
    made = importing.plan(session, source, options, progress)
    rows = set(options.decisions)
    alike = [
        AlikeRow(index, fate, _is_inside(made, index, fate))
        for index, fate in enumerate(made.fates)
        if fate.reason.code in INSIDE_CODES
        or fate.reason.code in BASE_CODES
        or fate.row in rows
        or index in made.targets
    ]
    inside, base = [row for row in alike if row.inside], [row for row in alike if not row.inside]
    return made, Fates(_by_fate(made.fates), made.counts, alike, inside, base)


def _is_inside(made: importing.ImportPlan, index: int, fate: importing.RowFate) -> bool:
    target = made.targets.get(index)
    return target < 0 if target is not None else fate.reason.code in INSIDE_CODES
