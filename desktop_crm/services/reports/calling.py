"""The dormant customers as a list to call."""

from __future__ import annotations

from desktop_crm.base import clock
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reminders import ReminderDraft, add_reminder, reminders_of
from desktop_crm.services.reports.customers import dormant
from desktop_crm.services.reports.facts import customer_ids, last_touches, names_of
from desktop_crm.services.reports.periods import Period
from desktop_crm.services.reports.request import ReportRequest, thresholds


def remind_of_dormant(session: CrmSession, period: Period) -> int:
    """A reminder to call for today for each dormant customer of *period* who has no open one; says how many."""
    request = ReportRequest(period=period)
    last = last_touches(session, request, period.end)
    found = dormant(last, customer_ids(session, request, period.end, last), period, thresholds(session))
    names = names_of(session, found)
    made = 0
    for contact_id in found:
        if not reminders_of(session, contact_id):
            title = _("Call {name}").format(name=names.get(contact_id, ""))
            add_reminder(session, ReminderDraft(title, contact_id, clock.today(), kind="call"))
            made += 1
    return made
