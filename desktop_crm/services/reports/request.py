"""What a report is asked for, and what it answers with."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from sqlalchemy import select

from desktop_crm.base.document import Block, Paper
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Meta
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.reports.periods import Period, last_month

T = TypeVar("T")
LIST_MOST = 100  # rows of a list on paper; a workbook has all of them
THRESHOLDS = "report_thresholds"  # key of model.meta.Meta


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the lines are drawn; kept in the database, the same for everybody."""

    dormant_days: int = 90  # without a real contact
    lost_days: int = 365
    a_percent: int = 80  # of all contacts with customers fall to class A …
    b_percent: int = 95  # … and to A and B together


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Everything that can be chosen; a report takes what it knows of (see ``ReportKind.parameters``)."""

    period: Period = field(default_factory=last_month)
    operator_id: int | None = None  # only what this colleague did or has to do
    view: ContactsView = field(default_factory=ContactsView)  # of lists of contacts
    columns: tuple[str, ...] = ()  # of a list of contacts; codes of services.contact_list_columns
    contact_id: int | None = None
    labels: str = "L7160"
    skip: int = 0  # labels of the first sheet that are used up
    envelope: Paper = "DL"
    list_most: int = LIST_MOST  # rows of the lists behind figures
    thresholds: Thresholds = Thresholds()
    progress: Progress = field(default_factory=Progress, repr=False, compare=False)  # of long reports, and the way out
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def first(self, most: int) -> int:
        """How many rows of a list in the text: *most* on paper, all where the lists are whole."""
        return most if self.list_most <= LIST_MOST else self.list_most

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """What *read* gives, asked only once for this request: chapters of a report share what they count by."""
        if key not in self._known:
            self.progress.step(_("Counting…"))
            self._known[key] = read()
        found: T = self._known[key]
        return found


@dataclass(frozen=True, slots=True)
class Section:
    """A report, or a chapter of the owner's pack: its sentences stand on the pack's first page as well."""

    title: str
    blocks: tuple[Block, ...]
    sentences: tuple[str, ...] = ()
    landscape: bool = False


Make = Callable[[CrmSession, ReportRequest], Section]


def thresholds(session: CrmSession) -> Thresholds:
    """The lines as they are drawn in this database."""
    kept = session.scalar(select(Meta.value).where(Meta.key == THRESHOLDS))
    try:
        values = json.loads(kept or "{}")
        return checked_thresholds({one.name: int(values[one.name]) for one in fields(Thresholds) if one.name in values})
    except (ValueError, TypeError, InvalidValue):
        return Thresholds()


def thresholds_text(values: Thresholds) -> str:
    """*values* as they are kept in the database."""
    return json.dumps(asdict(values))


def checked_thresholds(values: dict[str, int]) -> Thresholds:
    """Thresholds that make sense together; raises :class:`InvalidValue`."""
    found = Thresholds(**values)
    if not 1 <= found.dormant_days < found.lost_days <= 3660:
        raise InvalidValue(field=_("Days without contact"), value=f"{found.dormant_days}, {found.lost_days}")
    if not 1 <= found.a_percent < found.b_percent < 100:
        raise InvalidValue(field=_("Share of the classes"), value=f"{found.a_percent}, {found.b_percent}")
    return found
