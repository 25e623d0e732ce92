"""Step 3, the phone clinic: what stands in the file, what it becomes, and why."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.place import PlaceChoice, TopLine
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.moments import count_text

NOTHING = "—"
TONES = {"fixed": "ok", "ok": "neutral", "check": "warn", "bad": "bad"}


def chip_text(status: str, count: int) -> str:
    """A counter in words."""
    texts = {
        "fixed": ngettext("{count} fixed", "{count} fixed", count),
        "ok": ngettext("{count} unchanged", "{count} unchanged", count),
        "check": ngettext("{count} to check", "{count} to check", count),
        "bad": ngettext("{count} not a phone", "{count} not phones", count),
    }
    return texts[status].format(count=count_text(count))


def _said_tone(line: Any) -> str:
    return {"bad": "bad", "check": "warn"}.get(line.status, "")


class PhonesStep(Step):
    """Counters that filter, and the table; another country or area code shows at once."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.chips = FilterChips(self)
        self.place = PlaceChoice(flow, self)
        self.model = ListedModel(
            (
                ListedColumn(N_("Row"), lambda line: str(line.row), width=8, tabular=True),
                ListedColumn(N_("In the file"), lambda line: line.raw, width=28, tabular=True),
                ListedColumn(
                    N_("Becomes"),
                    lambda line: line.becomes,
                    tone=lambda line: "text3" if line.becomes == NOTHING else "",
                    width=38,
                    tabular=True,
                ),
                ListedColumn(N_("Kind"), lambda line: line.kind, width=18),
                ListedColumn(N_("What was done"), lambda line: line.what, tone=_said_tone),
            )
        )
        self.table = ListedView(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.empty = EmptyState("phone", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.top = TopLine(self.chips, self.place, self)
        self.body.addWidget(self.top)
        self.body.addWidget(self.stack, 1)
        self.chips.chosen.connect(lambda _status: self._filter())
        flow.phones_changed.connect(self._show)
        self.retranslate()

    @property
    def ready(self) -> bool:
        """The phones were looked at."""
        return self.flow.clinic is not None

    def enter(self) -> None:
        """Look at the phones, unless that was done."""
        self.flow.look_at_phones()

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table

    def settle(self) -> None:
        """What was typed counts now."""
        self.place.settle()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.place.retranslate()
        self.table.setAccessibleName(_("Phone numbers of the file"))
        self.empty.set_text(
            _("No phone numbers"), _("No column of this file is a phone number; there is nothing to clean up.")
        )
        self.model.retranslate()
        self._show()

    def _show(self) -> None:
        clinic = self.flow.clinic
        counts = {status: len(lines) for status, lines in self.flow.phones.items()}
        self.chips.set_chips(
            [
                Chip(status, chip_text(status, counts[status]), tone)
                for status, tone in TONES.items()
                if counts.get(status)
            ]
        )
        self.top.arrange()
        self.stack.setCurrentWidget(self.table if clinic is None or len(clinic) else self.empty)
        self._filter()
        self.ready_changed.emit()

    def _filter(self) -> None:
        current = self.chips.current
        self.model.show(self.flow.phones.get(current, ()) if current else self.flow.clinic or ())
        self.table.fit()
