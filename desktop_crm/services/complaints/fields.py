"""The fields of a complaint that may be typed: their captions, their codes, and amounts as people write them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop_crm.base.errors import CrmError, InvalidValue, NotFound
from desktop_crm.base.formats import parse_number
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Complaint
from desktop_crm.model.complaint import (
    ACCEPTED,
    COMPLAINT_CHANNELS,
    COMPLAINT_KINDS,
    COMPLAINT_PRIORITIES,
    FAULT_AT,
    JUSTIFIED,
    REMEDIES,
    SEVERITIES,
    may_see,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services.record_changes import clean_value, code, row_to_change

FIELDS = {
    "kind": N_("Kind"),
    "subject": N_("Subject"),
    "description": N_("In their own words"),
    "received_at": N_("Received"),
    "channel": N_("Channel"),
    "received_by_id": N_("Received by"),
    "contact_id": N_("Complainant"),
    "complainant": N_("Name of the complainant"),
    "anonymous": N_("Anonymous"),
    "on_behalf_of": N_("On behalf of"),
    "reply_contact": N_("Reply to"),
    "language": N_("Language"),
    "interaction_id": N_("Said in"),
    "incident_on": N_("Date of the incident"),
    "incident_place": N_("Place of the incident"),
    "product": N_("Product or service"),
    "deal": N_("Deal"),
    "invoice": N_("Invoice"),
    "serial_number": N_("Serial number"),
    "batch": N_("Batch"),
    "category_id": N_("Category"),
    "subcategory_id": N_("Subcategory"),
    "remedy_sought": N_("Remedy sought"),
    "amount_claimed": N_("Amount claimed"),
    "currency": N_("Currency"),
    "severity": N_("Severity"),
    "priority": N_("Priority"),
    "priority_chosen": N_("Priority set by hand"),
    "flag_safety": N_("Safety"),
    "flag_legal": N_("Legal"),
    "flag_regulator": N_("Regulator"),
    "flag_public": N_("Public"),
    "flag_repeat": N_("Repeated"),
    "confidential": N_("Confidential"),
    "responsible_id": N_("Responsible"),
    "immediate_action": N_("Immediate action"),
    "investigation": N_("Investigation"),
    "whys": N_("Five whys"),
    "fault_at": N_("Fault at"),
    "justified": N_("Whether justified"),
    "justified_reason": N_("Reason"),
    "decision": N_("Decision"),
    "approver_id": N_("Approved by"),
    "remedy": N_("Remedy given"),
    "remedy_amount": N_("Amount of the remedy"),
    "cost_compensation": N_("Cost of compensation"),
    "cost_goods": N_("Cost of goods"),
    "cost_minutes": N_("Working time, in minutes"),
    "cost_other": N_("Other cost"),
    "replied_on": N_("Replied on"),
    "reply_channel": N_("Reply by"),
    "accepted": N_("Accepted by the complainant"),
    "escalated_to": N_("Escalated to"),
    "satisfaction_outcome": N_("Satisfaction with the outcome"),
    "satisfaction_speed": N_("Satisfaction with the speed"),
    "satisfaction_courtesy": N_("Satisfaction with the courtesy"),
    "lessons": N_("Lessons learned"),
    "duplicate_of_id": N_("Duplicate of"),
}
FACTS = {"note": N_("Note"), "reason": N_("Reason"), "channel": N_("Channel")}  # of steps, kept in the trail only
CODES: dict[str, Mapping[str, str]] = {
    "kind": COMPLAINT_KINDS,
    "channel": COMPLAINT_CHANNELS,
    "reply_channel": {"": "", **COMPLAINT_CHANNELS},
    "severity": SEVERITIES,
    "priority": COMPLAINT_PRIORITIES,
    "remedy_sought": {"": "", **REMEDIES},
    "remedy": {"": "", **REMEDIES},
    "justified": JUSTIFIED,
    "fault_at": {"": "", **FAULT_AT},
    "accepted": {"": "", **ACCEPTED},
}
AMOUNTS = (
    "amount_claimed", "remedy_amount", "cost_compensation", "cost_goods", "cost_other"
)  # fmt: skip
SATISFACTION = ("satisfaction_outcome", "satisfaction_speed", "satisfaction_courtesy")
COMPULSORY = ("subject", "received_at")
_HIGHEST = 10**14


class Confidential(CrmError):
    """Not for everybody. Facts: number."""

    text = N_("Complaint {number} is confidential. Only who received it and who is responsible can open it.")


class Voided(CrmError):
    """Struck through. Facts: number."""

    text = N_("Complaint {number} is voided and stays as it is. Nothing was changed.")


def complaint_to_change(session: CrmSession, complaint_id: int) -> Complaint:
    """The complaint of a service that changes it; raises as :func:`must_be_seen` does."""
    complaint = row_to_change(session, Complaint, complaint_id, _("The complaint"))
    must_be_seen(session, complaint)
    return complaint


def must_be_seen(session: CrmSession, complaint: Complaint) -> None:
    """Raises ``NotFound``, or ``Confidential`` where the operator is none of those it is for."""
    if complaint.deleted_at is not None:
        raise NotFound(what=_("The complaint"))
    if not may_see(session.operator_id, complaint.confidential, complaint.received_by_id, complaint.responsible_id):
        raise Confidential(number=complaint.register_number)


def cleaned(session: CrmSession, values: Mapping[str, object]) -> dict[str, Any]:
    """*values* as the columns take them; raises ``InvalidValue``."""
    return {field: _cleaned(session, field, value) for field, value in values.items()}


def _cleaned(session: CrmSession, field: str, value: object) -> Any:
    if field == "whys":
        return whys(value)
    if field in AMOUNTS:
        return hundredths(field, value)
    if field in CODES:
        return code(CODES[field], value or "", _(FIELDS[field]))
    found = clean_value(session, Complaint, field, value, FIELDS)
    if field in COMPULSORY and not found:
        raise InvalidValue(field=_(FIELDS[field]), value=value or "")
    if field in SATISFACTION and found is not None and found not in range(1, 6):
        raise InvalidValue(field=_(FIELDS[field]), value=value)
    if field == "cost_minutes" and isinstance(found, int) and found < 0:
        raise InvalidValue(field=_(FIELDS[field]), value=value)
    return found


def whys(value: object) -> list[str]:
    """Answers, one after the other; empty ones are left out."""
    if not isinstance(value, list | tuple):
        raise InvalidValue(field=_(FIELDS["whys"]), value=str(value)[:60])
    return [text for line in value if (text := " ".join(str(line).split())[:1000])][:10]


def hundredths(field: str, value: object) -> int | None:
    """An amount, typed or a number, in hundredths; ``None`` where nothing was typed."""
    if value is None or value == "":
        return None
    try:
        number = parse_number(value) if isinstance(value, str) else Decimal(str(value))
        if number is None or number < 0 or number * 100 > _HIGHEST:
            raise InvalidValue(field=_(FIELDS[field]), value=str(value)[:60])
        return int((number * 100).to_integral_value())
    except InvalidOperation:
        raise InvalidValue(field=_(FIELDS[field]), value=str(value)[:60]) from None


def amount(stored: int | None) -> Decimal | None:
    """A stored amount as a number with two decimals."""
    return None if stored is None else Decimal(stored).scaleb(-2)


def as_fact(value: object) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
