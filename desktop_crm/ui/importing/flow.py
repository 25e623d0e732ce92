"""What the wizard knows while it is open, and its questions to the door. The steps only show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.services import importing
from desktop_crm.services.custom_fields import define_field
from desktop_crm.services.import_runs import IMPORT_LABEL
from desktop_crm.services.importing import policies
from desktop_crm.ui.importing import answers
from desktop_crm.ui.importing.answers import Columns, Fates, Phones
from desktop_crm.ui.importing.dropping import CALENDAR
from desktop_crm.ui.importing.source import (
    BACKUP_ROWS,
    Reading,
    Source,
    read_source,
    save_fates,
    save_held,
    write_pasted,
)
from desktop_crm.ui.progress import ProgressCard

if TYPE_CHECKING:
    from desktop_crm.ui.core import Core

HOLD, UPDATE, SKIP, CREATE = "hold", "update", "skip", "create"
INSIDE, BASE = "inside", "duplicates"  # rows that look like another row, like a contact


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
    calendar_given = Signal(object)  # path of a file that holds no contacts

    def __init__(self, core: Core, card: ProgressCard, country: str, area_code: str, parent: QObject) -> None:
        super().__init__(parent)
        self.core = core
        self.card = card
        self.country = country
        self.area_code = area_code
        self.policy = policies.FILL  # of fields for which nothing else was chosen
        self.path: Path | None = None
        self._forget()

    def _forget(self) -> None:
        self.reading = Reading()
        self.source: Source | None = None
        self.found = Columns()
        self.columns: dict[str, str] = {}
        self.policies: dict[str, str] = {}  # field -> policy
        self.date_orders: dict[str, bool] = {}
        self.choices = importing.PhoneChoices()
        self.duplicates = HOLD
        self.inside = HOLD
        self.decisions: dict[int, str] = {}
        self.result: importing.ImportResult | None = None
        self._forget_answers()

    def _forget_answers(self) -> None:
        self.phones: Phones | None = None
        self.plan: importing.ImportPlan | None = None
        self.fates = Fates()
        self._spent = False  # an import of this plan was begun and stopped: it is made anew before the next
        self._phones_for: object = None
        self._plan_for: object = None

    # -- file -----------------------------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """Rows of the file."""
        return len(self.source.rows) if self.source is not None else 0

    def open(self, path: Path) -> None:
        """Begin anew with *path*."""
        if path.suffix.casefold() == CALENDAR:
            self.calendar_given.emit(path)
            return
        self._forget()
        self.path = path
        self.source_changed.emit()
        self._read(self.reading)

    def paste(self, text: str) -> None:
        """Begin anew with rows from the clipboard."""
        self.core.run(self, write_pasted, text, _("Pasted rows"), then=self.open, failed=self._fail, key="import read")

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
            read_source,
            self.path,
            reading,
            then=self.card.ended(partial(self._source_read, reading)),
            failed=self.card.ended(self._not_read),
            key="import read",
            progress=self.card.report,
        )
        self.card.watch(_("Reading “{name}”…").format(name=self.path.name), work)

    def _not_read(self, error: CrmError) -> None:
        """What was shown before stays: a wrong encoding or sheet can be chosen again."""
        self.failed.emit(error)
        if self.source is not None:
            self.source_changed.emit()

    def _source_read(self, reading: Reading, source: Source) -> None:
        self.reading, self.source = reading, source
        self.columns, self.policies, self.date_orders, self.decisions = {}, {}, {}, {}
        self.choices = importing.PhoneChoices()
        self._forget_answers()
        self.core.ask(self, answers.columns, source, then=self._columns_found, failed=self._fail, key="import columns")
        self.source_changed.emit()

    # -- columns ----------------------------------------------------------------------------------------------------

    def _columns_found(self, found: Columns) -> None:
        self.found, self.columns, self.policies = found, dict(found.map.columns), dict(found.map.policies)
        self.columns_changed.emit()

    def guess_again(self) -> None:
        """Forget what was chosen last time."""
        self.found = replace(self.found, map=replace(self.found.map, remembered=False))
        self.policies = {}
        self._keep_policies()
        self._set_columns(dict(self.found.map.guessed))

    def choose_column(self, header: str, code: str) -> None:
        """*header* means *code*; remembered at once, so that a failed import does not cost the work."""
        if self.source is not None and self.columns.get(header, "") != code:
            self._set_columns({**self.columns, header: code})

    def _set_columns(self, columns: dict[str, str]) -> None:
        assert self.source is not None
        self.columns = columns
        self.columns_changed.emit()
        label = Label(N_("Remember columns of “{name}”"), {"name": self.source.name})
        self.core.do(self, label, importing.remember_mapping, self.source, dict(columns), failed=self._fail)

    def new_field(self, header: str, name: str, kind: str) -> None:
        """Make a field of the firm's own, and say that *header* means it."""

        def made(field: int) -> None:
            code = f"custom:{field}"
            self.found = replace(self.found, custom=(*self.found.custom, (code, name)))
            self.choose_column(header, code)

        label = Label(N_("New field “{name}”"), {"name": name})
        self.core.do(self, label, define_field, name, kind, then=made, failed=self._fail)

    def policy_of(self, code: str) -> str:
        """What happens to a field of a contact that is there already."""
        return policies.policy_in_force(code, self.policies, self.policy)

    def choose_policy(self, code: str, policy: str) -> None:
        """Another way for one field; remembered with the columns."""
        self.policies[policies.policy_field(code)] = policy
        self.columns_changed.emit()
        self._keep_policies()

    def _keep_policies(self) -> None:
        if self.source is not None:
            label = Label(N_("Remember columns of “{name}”"), {"name": self.source.name})
            self.core.do(self, label, importing.remember_policies, self.source, dict(self.policies), failed=self._fail)

    # -- phones and plan --------------------------------------------------------------------------------------------

    @property
    def options(self) -> importing.ImportOptions:
        """All choices made, as the plan wants them."""
        general = {} if self.policy == policies.FILL else dict.fromkeys(policies.single_fields(), self.policy)
        return importing.ImportOptions(
            columns=dict(self.columns),
            country=self.country,
            area_code=self.area_code,
            duplicates=self.duplicates,
            inside=self.inside,
            policies={**general, **self.policies},
            decisions=dict(self.decisions),
            date_orders=dict(self.date_orders),
            phones=self.choices,
        )

    def choose(self, **choices: str) -> None:
        """Another country, area code, way with duplicates or policy; what was shown is worked out anew."""
        for name, value in choices.items():
            setattr(self, name, value)
        self.place_changed.emit()
        if choices.keys() & {"country", "area_code"}:
            if self._phones_for is not None:
                self.look_at_phones()
        elif self._plan_for is not None:
            self.make_plan()

    def choose_order(self, header: str, day_first: bool) -> None:
        """How the dates of a column are to be read."""
        self.date_orders[header] = day_first

    def decide(self, rows: Sequence[int], decision: str) -> None:
        """What to do with these rows, by their numbers; "" = as with all of their kind."""
        for row in rows:
            self.decisions.pop(row, None)
            if decision:
                self.decisions[row] = decision
        self.make_plan()

    def look_at_phones(self) -> None:
        """Every phone before and after, unless that is known for exactly these choices."""
        wanted = (tuple(self.columns.items()), self.country, self.area_code)
        if self._phones_for != wanted or self.phones is None:
            self._phones_for = wanted
            self._ask(answers.phones, _("Looking at the phone numbers…"), self._phones_seen)
        else:
            self.phones_changed.emit()

    def decide_phones(self, choices: importing.PhoneChoices) -> None:
        """Guesses accepted, a number corrected: shown at once, without reading the file again."""
        self.choices = choices
        before = self.phones
        if before is not None:

            def decided(phones: Phones) -> None:
                if self.phones is before:  # else the file was looked at anew meanwhile, with these choices
                    self._phones_seen(phones)

            self.core.run(self, answers.phones_with, before, choices, then=decided, failed=self._fail, key="phones")

    def accept_guesses(self) -> None:
        """All guesses are right; there may be many, so they are gathered behind the door."""
        if self.phones is not None:
            guesses = self.phones.by_status["check"].guesses

            def gathered(keys: frozenset[tuple[int, str]]) -> None:
                self.decide_phones(importing.PhoneChoices(self.choices.accepted | keys, self.choices.corrected))

            self.core.run(self, guesses, then=gathered, failed=self._fail, key="guesses")

    def make_plan(self) -> None:
        """The dry run, unless it is there already for exactly these choices."""
        if self._plan_for != self.options or self.plan is None:
            self._plan_for = self.options
            self._ask(answers.plan, _("Looking at every row…"), self._plan_made)
        else:
            self.planned.emit()

    def compare(self, index: int, then: Callable[[importing.Comparison | None], None]) -> None:
        """The row at *index* beside what it looks like."""
        if self.plan is not None and not self._spent:
            self.core.ask(
                self,
                importing.compare_row,
                self.plan,
                index,
                then=then,
                failed=lambda _error: then(None),
                key="compare",
            )

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

    def _phones_seen(self, phones: Phones) -> None:
        self.phones = phones
        self.phones_changed.emit()

    def _plan_made(self, answer: tuple[importing.ImportPlan, Fates]) -> None:
        self._take_over(answer)
        self.planned.emit()

    def _take_over(self, answer: tuple[importing.ImportPlan, Fates]) -> None:
        self.plan, self.fates = answer
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
            self._ask(answers.plan, _("Looking at every row…"), self._planned_again)
            return
        self._spent = True
        work = self.core.do(
            self,
            Label(IMPORT_LABEL, {"name": self.source.name}),
            importing.apply,
            self.plan,
            then=self.card.ended(self._imported),
            failed=self.card.ended(self._fail),
            progress=self.card.report,
        )
        self.card.follow(_("Importing…"), work)

    def _planned_again(self, answer: tuple[importing.ImportPlan, Fates]) -> None:
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

    def save_report(self, path: Path, then: Callable[[Path], None]) -> None:
        """What happened to every row, as a sheet."""
        assert self.plan is not None
        self.core.run(self, save_fates, path, self.plan.fates, then=then, failed=self._fail)

    def _fail(self, error: CrmError) -> None:
        self._phones_for = self._phones_for if self.phones is not None else None
        self._plan_for = self._plan_for if self.plan is not None else None
        self.failed.emit(error)


def policy_names() -> Mapping[str, str]:
    """Words for the ways of updating one field."""
    return {
        policies.FILL: _("Fill if empty"),
        policies.OVERWRITE: _("Overwrite"),
        policies.ADD: _("Add"),
        policies.KEEP: _("Keep as it is"),
    }
