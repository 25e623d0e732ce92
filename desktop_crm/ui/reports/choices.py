"""What a report is about: its period, a colleague, a contact, a view, sheets of labels, its language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_crm.base import i18n
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_fields import operator_options
from desktop_crm.services.reports.contact_list import ENVELOPES, SHEETS
from desktop_crm.services.reports.periods import Period, last_month, month_of
from desktop_crm.services.reports.registry import ReportKind
from desktop_crm.services.reports.request import ReportRequest
from desktop_crm.services.saved_views import SavedViewRow, saved_views
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.record_input import RecordInput
from desktop_crm.ui.reports.period_button import PeriodButton
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.core import Core


def offered(session: CrmSession) -> tuple[tuple[tuple[str, str], ...], list[SavedViewRow]]:
    """Colleagues and views to choose from."""
    return operator_options(session), saved_views(session)


class Choices(QWidget):
    """One line of controls; only those that the report knows of are shown."""

    changed = Signal()

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period = last_month()
        self.views: list[SavedViewRow] = []
        self.before, self.after = (
            tool_button("chevron-left", lambda: self.turn(-1)),
            tool_button("chevron-right", self.turn),
        )
        self.month = PeriodButton(self)
        self.colleague, self.view, self.labels = QComboBox(), QComboBox(), QComboBox()
        self.envelope, self.language = QComboBox(), QComboBox()
        self.contact = RecordInput(core)
        self.contact.setFixedWidth(px(240))
        for sheet in SHEETS.values():
            self.labels.addItem(f"{sheet.code} · {sheet.across} × {sheet.down}", sheet.code)
        for paper in ENVELOPES:
            self.envelope.addItem(paper, paper)
        for code, shown in i18n.LANGUAGES.items():
            self.language.addItem(shown, code)
        self.language.setCurrentIndex(max(0, self.language.findData(i18n.language())))
        self._shown: dict[str, tuple[QWidget, ...]] = {
            "period": (self.before, self.month, self.after), "operator": (self.colleague,), "view": (self.view,),
            "contact": (self.contact,), "labels": (self.labels,), "envelope": (self.envelope,),
        }  # fmt: skip
        flow = FlowLayout(self, px(8))
        for widgets in self._shown.values():
            for widget in widgets:
                flow.addWidget(widget)
        flow.addWidget(self.language)
        for box in (self.colleague, self.view, self.labels, self.envelope, self.language):
            box.activated.connect(lambda _place: self.changed.emit())
        self.contact.chosen.connect(lambda *_: self.changed.emit())

    def show_offered(self, offer: tuple[tuple[tuple[str, str], ...], list[SavedViewRow]]) -> None:
        """Colleagues and views; what was chosen stays."""
        colleagues, self.views = offer
        for box, rows, first in (
            (self.colleague, [(shown, int(code)) for code, shown in colleagues], _("All colleagues")),
            (self.view, [(view.name, view.id) for view in self.views], _("All contacts")),
        ):
            kept = box.currentData()
            box.clear()
            box.addItem(first, None)
            for shown, data in rows:
                box.addItem(shown, data)
            box.setCurrentIndex(max(0, box.findData(kept)))

    def show_kind(self, kind: ReportKind) -> None:
        """The controls of this report."""
        for parameter, widgets in self._shown.items():
            for widget in widgets:
                widget.setVisible(parameter in kind.parameters)
        self.updateGeometry()

    def turn(self, by: int = 1) -> None:
        """A month on or back, or as long a time."""
        self.choose_period(self.period.moved(by))

    def go_to(self, day: date) -> None:
        """The month of *day*."""
        self.choose_period(month_of(day))

    def choose_period(self, period: Period) -> None:
        """Another one."""
        self.period = period
        self.say_month()
        self.changed.emit()

    def say_month(self) -> None:
        """The month in words."""
        self.month.show_period(self.period)

    def request(self) -> ReportRequest:
        """What was chosen."""
        made = ReportRequest(
            self.period, operator_id=self.colleague.currentData(), contact_id=self.contact.record_id,
            labels=self.labels.currentData(), envelope=self.envelope.currentData(),
        )  # fmt: skip
        view: Any = next((view for view in self.views if view.id == self.view.currentData()), None)
        return replace(made, view=view.view, columns=view.columns) if view is not None else made

    def retranslate(self) -> None:
        """Words of now."""
        self.say_month()
        name(self.before, _("The period before"))
        name(self.after, _("The next period"))
        names = (
            (self.colleague, _("Colleague")), (self.view, _("Saved view")), (self.labels, _("Sheet of labels")),
            (self.envelope, _("Envelope")), (self.language, _("Language of the report")), (self.contact, _("Contact")),
        )  # fmt: skip
        for widget, words in names:
            widget.setAccessibleName(words)
            widget.setToolTip(words)
        self.contact.setPlaceholderText(_("Contact"))
        for box, words in ((self.colleague, _("All colleagues")), (self.view, _("All contacts"))):
            if box.count():
                box.setItemText(0, words)
            else:
                box.addItem(words, None)
