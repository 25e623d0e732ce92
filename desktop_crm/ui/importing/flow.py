"""What the wizard knows while it is open, and its questions to the door. The steps only show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.services import importing
from desktop_crm.services.columns import MANY
from desktop_crm.services.custom_fields import field_rows
from desktop_crm.ui.importing.source import BACKUP_ROWS, Source, read_source, save_held
from desktop_crm.ui.progress import ProgressCard

if TYPE_CHECKING:
    from desktop_crm.services.columns import ColumnMap
    from desktop_crm.ui.core import Core

HOLD, UPDATE, SKIP, CREATE = "hold", "update", "skip", "create"
FILL, OVERWRITE, KEEP = "fill", "overwrite", "keep"


LOOKS_ALIKE = frozenset(
    {"looks_like_row", "looks_like_contact", "adds", "joined", "same_as_row", "same_as_contact", "waits_already"}
)


@dataclass(frozen=True)
class Reading:
    """How the file is to be read; empty = as detected."""

    sheet: str | None = None
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None


class ImportFlow(QObject):
    """File -> columns -> phones -> plan -> result; every answer comes back as a signal."""

    source_changed = Signal()
    columns_changed = Signal()
    place_changed = Signal()
    looking = Signal()  # the phones or the plan are being worked out
    phones_changed = Signal()
    planned = Signal()
    imported = Signal()
    failed = Signal(object)  # a CrmError

    def __init__(self, core: Core, card: ProgressCard, country: str, area_code: str, parent: QObject) -> None:
        super().__init__(parent)
        self.core = core
        self.card = card
        self.country = country
        self.area_code = area_code
        self.duplicates = HOLD
        self.policy = FILL
        self.custom: list[tuple[str, str]] = []  # (code, name) of the firm's own fields
        self.path: Path | None = None
        self._forget()

    def _forget(self) -> None:
        self.reading = Reading()
        self.source: Source | None = None
        self.columns: dict[str, str] = {}
        self.clinic: importing.PhoneClinic | None = None
        self.phones: Mapping[str, Sequence[importing.PhoneLine]] = {}  # by status
        self.plan: importing.ImportPlan | None = None
        self.fates: Mapping[str, Sequence[importing.RowFate]] = {}  # by fate
        self.counts: Mapping[str, int] = {}  # of the plan
        self.alike: Sequence[importing.RowFate] = ()  # rows that look like another
        self._spent = False  # an import of this plan was begun and stopped: it is made anew before the next
        self.result: importing.ImportResult | None = None
        self._clinic_for: object = None
        self._plan_for: object = None

    # -- file -----------------------------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """Rows of the file."""
        return len(self.source.rows) if self.source is not None else 0

    def open(self, path: Path) -> None:
        """Begin anew with *path*."""
        self._forget()
        self.path = path
        self.source_changed.emit()
        self._read(self.reading)

    def close_file(self) -> None:
        """Forget the file."""
        self.path = None
        self._forget()
        self.source_changed.emit()

    def read_again(self, **choices: Any) -> None:
        """Read the same file with another sheet, encoding, delimiter or header row."""
        wanted = replace(self.reading, **choices)
        if self.path is not None and wanted != self.reading:
            self._read(wanted)

    def _read(self, reading: Reading) -> None:
        assert self.path is not None
        work = self.core.run(
            self,
            partial(
                read_source,
                self.path,
                sheet=reading.sheet,
                encoding=reading.encoding,
                delimiter=reading.delimiter,
                header_row=reading.header_row,
            ),
            then=self.card.ended(partial(self._source_read, reading)),
            failed=self.card.ended(self._fail),
            key="import read",
            progress=self.card.report,
        )
        self.card.watch(_("Reading “{name}”…").format(name=self.path.name), work)

    def _source_read(self, reading: Reading, source: Source) -> None:
        self.reading, self.source, self.columns = reading, source, {}
        self.clinic, self.plan, self._clinic_for, self._plan_for = None, None, None, None
        self.core.ask(self, _guess, source, then=self._columns_guessed, failed=self._fail, key="import columns")
        self.source_changed.emit()

    # -- columns ----------------------------------------------------------------------------------------------------

    def _columns_guessed(self, answer: tuple[ColumnMap, list[tuple[str, str]]]) -> None:
        guess, self.custom = answer
        self.columns = dict(guess.columns)
        self.columns_changed.emit()

    def choose_column(self, header: str, code: str) -> None:
        """*header* means *code*; remembered at once, so that a failed import does not cost the work."""
        if self.source is None or self.columns.get(header, "") == code:
            return
        self.columns[header] = code
        self.columns_changed.emit()
        self.core.do(
            self,
            Label(N_("Remember columns of “{name}”"), {"name": self.source.name}),
            importing.remember_mapping,
            self.source,
            dict(self.columns),
            failed=self._fail,
        )

    # -- phones and plan --------------------------------------------------------------------------------------------

    @property
    def options(self) -> importing.ImportOptions:
        """All choices made, as the plan wants them."""
        single = [code for code in self.columns.values() if code not in MANY]
        policies: Mapping[str, str] = {} if self.policy == FILL else dict.fromkeys(single, self.policy)
        return importing.ImportOptions(
            columns=dict(self.columns),
            country=self.country,
            area_code=self.area_code,
            duplicates=self.duplicates,
            policies=policies,
        )

    def choose(self, **choices: str) -> None:
        """Another country, area code, way with duplicates or policy; what was shown is worked out anew."""
        for name, value in choices.items():
            setattr(self, name, value)
        self.place_changed.emit()
        if choices.keys() & {"country", "area_code"}:
            if self._clinic_for is not None:
                self.look_at_phones()
        elif self._plan_for is not None:
            self.make_plan()

    def look_at_phones(self) -> None:
        """Every phone before and after, unless that is known for exactly these choices."""
        wanted = (tuple(self.columns.items()), self.country, self.area_code)
        if self._clinic_for != wanted or self.clinic is None:
            self._clinic_for = wanted
            self._ask(_phones, _("Looking at the phone numbers…"), self._phones_seen)
        else:
            self.phones_changed.emit()

    def make_plan(self) -> None:
        """The dry run, unless it is there already for exactly these choices."""
        if self._plan_for != self.options or self.plan is None:
            self._plan_for = self.options
            self._ask(_plan, _("Looking at every row…"), self._plan_made)
        else:
            self.planned.emit()

    def _ask(self, query: Callable[..., Any], title: str, then: Callable[[Any], None]) -> None:
        work = self.core.ask(
            self,
            query,
            self.source,
            self.options,
            then=self.card.ended(then),
            failed=self.card.ended(self._fail),
            key="import look",
            progress=self.card.report,
        )
        self.card.watch(title, work)
        self.looking.emit()

    def _phones_seen(self, answer: PhonesAnswer) -> None:
        self.clinic, self.phones = answer
        self.phones_changed.emit()

    def _plan_made(self, answer: PlanAnswer) -> None:
        self._take_over(answer)
        self.planned.emit()

    def _take_over(self, answer: PlanAnswer) -> None:
        self.plan, self.fates, self.counts, self.alike = answer
        self._spent = False

    # -- import -----------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Write it: all of it, or (cancelled, failed) nothing. A large import is preceded by a backup."""
        database = self.core.database
        if self.row_count > BACKUP_ROWS and database is not None and database.address.path is not None:
            work = self.core.backup(
                self, lambda _path: self._write(), failed=self.card.ended(self._fail), progress=self.card.report
            )
            self.card.watch(_("Making a backup first…"), work)
        else:
            self._write()

    def _write(self) -> None:
        assert self.source is not None
        if self._spent:
            self._ask(_plan, _("Looking at every row…"), self._planned_again)
            return
        self._spent = True
        work = self.core.do(
            self,
            Label(N_("Import of {name}"), {"name": self.source.name}),
            importing.apply,
            self.plan,
            then=self.card.ended(self._imported),
            failed=self.card.ended(self._fail),
            progress=self.card.report,
        )
        self.card.follow(_("Importing…"), work)

    def _planned_again(self, answer: PlanAnswer) -> None:
        self._take_over(answer)
        self._write()

    def _imported(self, result: importing.ImportResult) -> None:
        self.result = result
        self._plan_for = None
        self.imported.emit()

    def save_held(self, path: Path, then: Callable[[Path], None]) -> None:
        """The rows that wait, as a sheet that can be corrected and imported."""
        assert self.plan is not None
        self.core.run(self, save_held, path, self.plan, then=then, failed=self._fail)

    def _fail(self, error: CrmError) -> None:
        self._clinic_for = self._clinic_for if self.clinic is not None else None
        self._plan_for = self._plan_for if self.plan is not None else None
        self.failed.emit(error)


def _guess(session: Any, source: Source) -> tuple[ColumnMap, list[tuple[str, str]]]:
    custom = [(f"custom:{field.id}", field.name) for field in field_rows(session)]
    return importing.guess_columns(session, source), custom


# What follows runs behind the door: 100,000 rows are counted where they were looked at, not in the window's thread.


PhonesAnswer = tuple[importing.PhoneClinic, Mapping[str, Sequence[importing.PhoneLine]]]
PlanAnswer = tuple[
    importing.ImportPlan,
    Mapping[str, Sequence[importing.RowFate]],
    Mapping[str, int],
    Sequence[importing.RowFate],
]


def _phones(session: Any, source: Source, options: importing.ImportOptions, progress: Progress) -> PhonesAnswer:
    clinic = importing.phone_clinic(session, source, options, progress)
    return clinic, {status: clinic.of_status(status) for status in clinic.counts}


def _plan(session: Any, source: Source, options: importing.ImportOptions, progress: Progress) -> PlanAnswer:
    plan = importing.plan(session, source, options, progress)
    fates: dict[str, list[importing.RowFate]] = {}
    for fate in plan.fates:
        fates.setdefault(fate.fate, []).append(fate)
    alike = [fate for fate in plan.fates if fate.reason.code in LOOKS_ALIKE]
    return plan, fates, plan.counts, alike
