"""A year of the sample firm's book of complaints: registered, worked on, answered, some late, some still open."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from desktop_crm.base import clock
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import (
    Attachment,
    AttachmentPart,
    Choice,
    Complaint,
    ComplaintCause,
    ComplaintChain,
    ComplaintCounter,
    ComplaintEvent,
    ComplaintInteraction,
    Contact,
    CorrectiveAction,
    Reminder,
)
from desktop_crm.model.complaint_states import SIMPLE_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.actions import (
    CHECK_AFTER_DAYS,
    finish_action,
    judge_action,
    plan_action,
    verify_action,
)
from desktop_crm.services.complaints.changing import set_causes
from desktop_crm.services.complaints.registering import ComplaintDraft, register_complaint
from desktop_crm.services.complaints.stepping import take_step, void_complaint
from desktop_crm.services.sample_complaint_texts import ACTIONS, COMPLAINTS, PAUSE_REASONS, SampleComplaint
from desktop_crm.services.sample_texts import PRODUCTS

DAYS = 365
MOST = 60
SHARE = 3  # one complaint for so many contacts
REMOVED = N_("Sample data removed")
_STEPS = ("acknowledge", "assess", "investigate", "decide", "give_remedy", "answer", "close")


def add_sample_complaints(session: CrmSession, contacts: int, seed: int) -> int:
    """Fill the book for a firm with so many contacts; says how many complaints were made."""
    chance = random.Random(f"complaints {seed}")
    query = select(Contact.id, Contact.language).where(Contact.is_sample).order_by(Contact.id)
    customers = [(row.id, row.language) for row in session.execute(query.limit(500))]
    choices = {
        (row.list_name, row.code): row.id
        for row in session.execute(select(Choice.list_name, Choice.code, Choice.id).where(Choice.code != ""))
    }
    present = clock.now()
    count = min(MOST, contacts // SHARE, len(customers))
    moments = sorted(_working_moment(chance, present, place, count) for place in range(count))
    loyal = chance.sample(customers, max(1, count // 8)) if customers else []
    for place, moment in enumerate(moments):
        customer = chance.choice(loyal) if chance.random() < 0.3 else chance.choice(customers)
        _Story(session, chance, present, choices, *customer).tell(moment, last=place >= count - count // 6)
    return count


def _working_moment(chance: random.Random, present: datetime, place: int, count: int) -> datetime:
    days = DAYS * (count - place) / max(count, 1) * chance.uniform(0.9, 1) if place < count - count // 6 else (
        chance.uniform(1, 9)
    )  # fmt: skip
    day = present - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return min(
        day.replace(hour=chance.randrange(8, 15), minute=5 * chance.randrange(12)), present - timedelta(hours=20)
    )


class _Story:
    """One complaint from its receipt to its end, or as far as it has come."""

    def __init__(
        self, session: CrmSession, chance: random.Random, present: datetime, choices: dict[Any, int], contact_id: int,
        language: str,
    ) -> None:  # fmt: skip
        self._session, self._random, self._present, self._choices = session, chance, present, choices
        self._contact_id = contact_id
        self._language = language if language in COMPLAINTS else "en"

    def tell(self, moment: datetime, *, last: bool) -> None:
        """From receipt on; *last*: among the latest, perhaps not finished."""
        chance, text = self._random, self._random.choice(COMPLAINTS[self._language])
        draft = ComplaintDraft(
            subject=text.subject,
            description=text.description,
            kind=text.kind,
            channel=text.channel,
            severity=text.severity,
            contact_id=self._contact_id,
            received_at=moment - timedelta(minutes=chance.randrange(0, 90)),
            category_id=self._choices.get(("complaint_category", text.category)),
            subcategory_id=self._choices.get(("complaint_category", text.subcategory)),
            product=chance.choice(PRODUCTS[self._language]) if text.category in ("product", "delivery") else "",
            remedy_sought=text.remedy,
            more={"currency": "MDL", "language": self._language},
            is_sample=True,
        )
        number = register_complaint(self._session, draft, moment)
        if text.kind in SIMPLE_KINDS:
            later = self._after(moment, 30)
            if later is not None:
                take_step(self._session, number, "settle", None, {"reply_channel": "phone"}, later)
            return
        if chance.random() < 0.03:
            void_complaint(self._session, number, _("Entered twice"), None, self._after(moment, 4) or self._present)
            return
        self._work(number, text, moment, len(_STEPS) if not last else chance.randrange(0, 5))

    def _work(self, number: int, text: SampleComplaint, moment: datetime, steps: int) -> None:
        chance, session = self._random, self._session
        for code in _STEPS[:steps]:
            later = self._after(moment, 5 if code == "acknowledge" else 26)
            if later is None:
                return
            moment = later
            take_step(session, number, code, None, self._facts(code, text), moment)
            if code == "assess" and chance.random() < 0.25:
                waited = self._waited(number, moment)
                if waited is None:
                    return
                moment = waited
            if code == "decide":
                self._causes(number, text, moment)
        if steps == len(_STEPS) and text.cause in ACTIONS and chance.random() < 0.5:
            self._action(number, text, moment)

    def _waited(self, number: int, moment: datetime) -> datetime | None:
        begin = moment + timedelta(minutes=10)
        if begin > self._present:
            return None
        take_step(self._session, number, "wait_complainant", None, {"reason": PAUSE_REASONS[self._language]}, begin)
        end = begin + timedelta(days=self._random.randrange(1, 5))
        if end > self._present:
            return None
        take_step(self._session, number, "resume", None, {}, end)
        return end

    def _causes(self, number: int, text: SampleComplaint, moment: datetime) -> None:
        cause = self._choices.get(("complaint_cause", text.cause))
        if cause is not None:
            set_causes(self._session, number, [cause], moment)

    def _action(self, number: int, text: SampleComplaint, moment: datetime) -> None:
        cause = self._choices.get(("complaint_cause", text.cause))
        what = ACTIONS[text.cause][self._language]
        due = (moment + timedelta(days=21)).date()
        action = plan_action(
            self._session, number, what, {"cause_id": cause, "due_on": due, "type": "corrective"}, moment
        )
        done = moment + timedelta(days=self._random.randrange(5, 20))
        if done >= self._present:
            return
        finish_action(self._session, action, "✓", done)
        looked_at = done + timedelta(days=CHECK_AFTER_DAYS)
        if looked_at < self._present and self._session.operator_id is not None:  # nobody could have verified it
            self._session.get_one(CorrectiveAction, action).done_by_id = None  # by the carrier or the supplier
            verify_action(self._session, action, done + timedelta(days=2))
            judge_action(self._session, action, effective=True, at=looked_at)

    def _facts(self, code: str, text: SampleComplaint) -> dict[str, object]:
        chance = self._random
        verdict = chance.choices(("justified", "partly"), (4, 1))[0]
        money = 50 * chance.randrange(2, 40) if text.remedy in ("refund", "compensation", "discount") else None
        facts: dict[str, dict[str, object]] = {
            "acknowledge": {"channel": chance.choice(("phone", "email"))},
            "assess": {"severity": text.severity},
            "decide": {"decision": text.decision, "justified": verdict, "fault_at": _fault(text.cause)},
            "give_remedy": {"remedy": text.remedy, "remedy_amount": money},
            "answer": {"reply_channel": chance.choice(("email", "phone", "letter"))},
            "close": {
                "accepted": chance.choices(("yes", "no", "no_answer"), (7, 1, 2))[0],
                "satisfaction_outcome": chance.choice((3, 4, 4, 5, 5)),
                "satisfaction_speed": chance.choice((2, 3, 4, 5)),
                "satisfaction_courtesy": chance.choice((4, 5, 5)),
            },
        }
        return facts.get(code, {})

    def _after(self, moment: datetime, hours: int) -> datetime | None:
        """Some time later, in working hours; ``None`` where that has not come yet."""
        later = moment + timedelta(hours=self._random.uniform(0.5, hours))
        if not 6 <= later.hour < 16:
            later = (later + timedelta(days=int(later.hour >= 16))).replace(hour=self._random.randrange(7, 15))
        later += timedelta(days=max(0, 7 - later.weekday()) if later.weekday() > 4 else 0)
        later = max(later, moment + timedelta(minutes=1))
        return later if later < self._present else None


def _fault(cause: str) -> str:
    return {"material/supplier": "supplier", "transport/carrier": "carrier"}.get(cause, "us")


# ---- taking it away --------------------------------------------------------------------------------------------------


def remove_sample_complaints(session: CrmSession) -> int:
    """Take the sample's complaints away; says how many.

    A book that holds nothing else begins anew. Among real ones they are voided: their numbers cannot be given again.
    """
    sample = session.scalars(select(Complaint.id).where(Complaint.is_sample)).all()
    real = session.scalar(select(func.count()).select_from(Complaint).where(Complaint.is_sample.is_(False)))
    if not sample:
        return 0
    if real:
        reason = _(REMOVED)
        for number in session.scalars(
            select(Complaint.id).where(Complaint.is_sample, Complaint.state != "voided")
        ).all():
            void_complaint(session, number, reason)
        return len(sample)
    session.bulk_update(Complaint, ["id", "duplicate_of_id"], [(row_id, None) for row_id in sample])
    files = session.scalars(select(Attachment.id).where(Attachment.complaint_id.in_(sample))).all()
    parts = session.scalars(select(AttachmentPart.id).where(AttachmentPart.attachment_id.in_(files))).all()
    session.bulk_delete(AttachmentPart, parts)
    session.bulk_delete(Attachment, files)
    for table in (ComplaintCause, ComplaintInteraction, CorrectiveAction):
        session.bulk_delete(table, session.scalars(select(table.id)).all())
    session.bulk_delete(Reminder, session.scalars(select(Reminder.id).where(Reminder.source == "complaint")).all())
    for book in (ComplaintEvent, ComplaintChain, ComplaintCounter):
        session.execute(delete(book))
    session.bulk_delete(Complaint, sample)
    return len(sample)
