"""Complaints that belong together with the one on the card, and why."""

from __future__ import annotations

from desktop_crm.base.i18n import _
from desktop_crm.model.complaint_states import STATES
from desktop_crm.services.complaints import ComplaintCard, Related
from desktop_crm.services.complaints.related import REASONS
from desktop_crm.ui import moments
from desktop_crm.ui.complaints.marks import KIND_ICONS
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.editor import Line
from desktop_crm.ui.form import joined


class RelatedPanel(Panel):
    """The most alike first; not there where there is none."""

    def show_card(self, card: ComplaintCard) -> None:
        """Those of a complaint."""
        self.show_lines([self._line(one) for one in card.related])
        self.setVisible(bool(card.related))
        repeats = sum(one.is_repeat for one in card.related)
        self.heading.setText(_("Related complaints") if not repeats else _("Related complaints: a repeated one"))

    @staticmethod
    def _line(one: Related) -> Line:
        row = one.row
        reasons = ", ".join(_(REASONS[reason]) for reason in one.reasons)
        day = moments.short_day(moments.day_of(row.received_at))
        return Line(
            f"complaint:{row.id}", KIND_ICONS.get(row.kind, "info"), joined([row.number, row.subject]),
            joined([reasons, _(STATES[row.state]), row.who, day]), link=f"complaint:{row.id}",
            tone="warn" if one.is_repeat else "",
        )  # fmt: skip

    def retranslate(self) -> None:
        """Words of now; the rest comes with the card."""
        self.heading.setText(_("Related complaints"))
