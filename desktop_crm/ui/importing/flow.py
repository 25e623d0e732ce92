"""What the wizard knows while it is open, and its questions to the door. The steps only show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.services import importing
from desktop_crm.services.columns import MANY
from desktop_crm.ui.progress import ProgressCard

if TYPE_CHECKING:
    from desktop_crm.ui.core import Core

HOLD, UPDATE, SKIP, CREATE = "hold", "update", "skip", "create"
FILL, OVERWRITE, KEEP = "fill", "overwrite", "keep"


@dataclass(frozen=True)
class Reading:
    """How the file is to be read; empty = as detected."""

    sheet: str | None = None
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None


class ImportFlow(QObject):
    """File -> columns -> plan -> result; every answer comes back as a signal."""

    source_changed = Signal()
    columns_changed = Signal()
    place_changed = Signal()
    planning = Signal()
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
        self.path: Path | None = None
        self._forget()

    def _forget(self) -> None:
        self.reading = Reading()
        self.source: Any = None
        self.columns: dict[str, str] = {}
        self.guessed: dict[str, str] = {}
        self.plan: Any = None
        self.plan_key: object = None
        self.result: Any = None

    # file

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
        if self.path is not None:
            self._read(replace(self.reading, **choices))

    def _read(self, reading: Reading) -> None:
        assert self.path is not None
        work = self.core.run(
            self,
            partial(
                importing.read_source,
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

    def _source_read(self, reading: Reading, source: Any) -> None:
        self.reading, self.source, self.plan, self.plan_key = reading, source, None, None
        self.core.ask(self, importing.guess_columns, source, then=self._columns_guessed, failed=self._fail)
        self.source_changed.emit()

    # columns

    def _columns_guessed(self, columns: Any) -> None:
        self.guessed = dict(columns.columns)
        self.columns = dict(self.guessed)
        self.columns_changed.emit()

    def choose_column(self, header: str, code: str) -> None:
        """*header* means *code*; remembered at once, so that a failed import does not cost the work."""
        if self.columns.get(header, "") == code:
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

    # plan

    @property
    def options(self) -> Any:
        """All choices made, as the plan wants them."""
        single = [code for code in self.columns.values() if code not in MANY]
        policies: Mapping[str, str] = {} if self.policy == FILL else dict.fromkeys(single, self.policy)
        return importing.ImportOptions(
            columns=dict(self.columns),
            country=self.country,
            area_code=self.area_code,
            duplicates=self.duplicates,
            day_first=None,
            policies=policies,
        )

    def choose(self, **choices: str) -> None:
        """Another country, area code, way with duplicates or policy; a plan that was there is made anew."""
        for name, value in choices.items():
            setattr(self, name, value)
        self.place_changed.emit()
        if self.plan is not None or self.card.busy:
            self.make_plan()

    def make_plan(self) -> None:
        """The dry run, unless it is there already for exactly these choices."""
        options = self.options
        if self.plan is not None and self.plan_key == options:
            self.planned.emit()
            return
        self.planning.emit()
        work = self.core.ask(
            self,
            importing.plan,
            self.source,
            options,
            then=self.card.ended(partial(self._plan_made, options)),
            failed=self.card.ended(self._fail),
            key="import plan",
            progress=self.card.report,
        )
        self.card.watch(_("Looking at every row…"), work)

    def _plan_made(self, options: object, plan: Any) -> None:
        self.plan, self.plan_key = plan, options
        self.planned.emit()

    # import

    def take(self) -> None:
        """Write it: all of it, or (cancelled, failed) nothing."""
        work = self.core.do(
            self,
            Label(N_("Import “{name}”"), {"name": self.source.name}),
            importing.apply,
            self.plan,
            then=self.card.ended(self._imported),
            failed=self.card.ended(self._fail),
            progress=self.card.report,
        )
        self.card.watch(_("Importing…"), work)

    def _imported(self, result: Any) -> None:
        self.result = result
        self.imported.emit()

    def save_held(self, path: Path, then: Callable[[Any], None]) -> None:
        """The rows that wait, as a sheet that can be corrected and imported."""
        self.core.run(self, importing.export_held, path, self.plan, then=then, failed=self._fail)

    def _fail(self, error: object) -> None:
        self.failed.emit(error)
