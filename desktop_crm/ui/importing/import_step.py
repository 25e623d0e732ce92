"""Step 5: everything that will happen, row by row; then the deed."""

from PySide6.QtWidgets import QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui.chips import FilterChips
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.importing.fates import fate_chips, fate_columns
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.listed import ListedModel, ListedView


class ImportStep(Step):
    """The counters add up to the rows of the file."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.chips = FilterChips(self)
        self.model = ListedModel(fate_columns())
        self.table = ListedView(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.body.addWidget(self.chips)
        self.body.addWidget(self.table, 1)
        self.chips.chosen.connect(lambda _fate: self._filter())
        flow.planned.connect(self._show)
        self.retranslate()

    @property
    def ready(self) -> bool:
        """There is something to write."""
        plan = self.flow.plan
        return plan is not None and self.to_write > 0

    @property
    def to_write(self) -> int:
        """Rows that will be written (those that wait are kept, too)."""
        counts = self.flow.fates.counts
        return sum(counts.get(key, 0) for key in ("created", "updated", "held"))

    @property
    def continue_text(self) -> str:
        """The count stands on the button."""
        counts = self.flow.fates.counts
        count = counts.get("created", 0) + counts.get("updated", 0)
        if not count:
            return _("Keep the rows that wait") if counts.get("held") else _("Import")
        text = ngettext("Import {count} contact", "Import {count} contacts", count)
        return text.format(count=count_text(count))

    def enter(self) -> None:
        """Ask for the plan, if it is not there."""
        self.flow.make_plan()

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.table.setAccessibleName(_("What becomes of each row"))
        self.model.retranslate()
        self._show()

    def _show(self) -> None:
        plan = self.flow.plan
        if plan is not None:
            self.chips.set_chips(fate_chips(self.flow.fates.counts))
        self._filter()
        self.ready_changed.emit()

    def _filter(self) -> None:
        plan, current = self.flow.plan, self.chips.current
        every = plan.fates if plan is not None else ()
        self.model.show(self.flow.fates.by_fate.get(current, ()) if current else every)
        self.table.fit()
