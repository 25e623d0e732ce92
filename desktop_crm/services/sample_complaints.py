"""A year of the sample firm's book of complaints: registered, worked on, answered, some late, some still open."""

import random
from collections.abc import Sequence
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
from desktop_crm.services.complaints.changing import change_complaint, set_causes
from desktop_crm.services.complaints.conversations import log_about_complaint
from desktop_crm.services.complaints.fields import amount
from desktop_crm.services.complaints.registering import ComplaintDraft, register_complaint
from desktop_crm.services.complaints.stepping import take_step, void_complaint
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.sample_complaint_talks import (
    EVIDENCE,
    LATER,
    OUTSIDE,
    REJECTED,
    REOPENED,
    TALKS,
    WHYS,
    WITHDRAWN,
)
from desktop_crm.services.sample_complaint_texts import ACTIONS, COMPLAINTS, PAUSE_REASONS, SampleComplaint
from desktop_crm.services.sample_letters import ToPdf, write_sample_letter
from desktop_crm.services.sample_texts import PRODUCTS

DAYS = 365
MOST = 60
SHARE = 3  # one complaint for so many contacts
LETTERS = 3  # one of so many has its letters kept: each costs time
REMOVED = N_("Sample data removed")
_STEPS = ("acknowledge", "assess", "investigate", "decide", "give_remedy", "answer", "close")
_UNFINISHED: tuple[tuple[str, ...], ...] = (  # how far the newest have come, the oldest of them first
    _STEPS[:6], _STEPS[:3], (*_STEPS[:2], "wait"), _STEPS[:2], _STEPS[:1], (),
)  # fmt: skip
_LATE = 0.15
_FRESH = 12  # days; actions of what was found out since are not done yet
# how a channel stands in the customer's history
_KIND_OF = {"phone": "call", "email": "email", "letter": "letter", "in_person": "meeting", "messenger": "messenger"}


def add_sample_complaints(session: CrmSession, contacts: int, seed: int, to_pdf: ToPdf | None = None) -> int:
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
    stories: list[_Story] = []
    for place, moment in enumerate(moments):
        customer = chance.choice(loyal) if chance.random() < 0.3 else chance.choice(customers)
        newest = place - (count - count // 6)
        story = _Story(session, chance, present, choices, *customer, to_pdf if place % LETTERS == 0 else None)
        story.tell(moment, newest if newest >= 0 else None)
        stories.append(story)
    for story in stories:
        story.judge()
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
        language: str, to_pdf: ToPdf | None,
    ) -> None:  # fmt: skip
        self._session, self._random, self._present, self._choices = session, chance, present, choices
        self._contact_id, self._to_pdf = contact_id, to_pdf
        self._language = language if language in COMPLAINTS else "en"
        self._id, self._number, self._channel = 0, "", ""
        self._verified: tuple[int, SampleComplaint, datetime] | None = None  # the action; what about; to be judged when

    def tell(self, moment: datetime, newest: int | None) -> None:
        """From receipt on; *newest*: its place among the last ones, which are not finished."""
        chance, texts = self._random, COMPLAINTS[self._language]
        if newest is not None and newest % len(_UNFINISHED):  # now and then a question or a praise is among them
            texts = tuple(text for text in texts if text.kind not in SIMPLE_KINDS)
        text = chance.choice(texts)
        self._register(text, moment)
        if text.kind in SIMPLE_KINDS:
            later = self._after(moment, 30)
            if later is not None:
                self._step("settle", {"reply_channel": "phone"}, later)
                self._talk("answer", later, "phone", decision=text.subject)
            return
        if newest is not None:
            self._work(text, moment, _UNFINISHED[newest % len(_UNFINISHED)])
            return
        fate = chance.random()
        if fate < 0.03:
            void_complaint(self._session, self._id, _("Entered twice"), None, self._after(moment, 4) or self._present)
        elif fate < 0.06:
            self._step("withdraw", {"reason": WITHDRAWN[self._language]}, self._after(moment, 30) or self._present)
        elif fate < 0.12:
            self._rejected(text, moment)
        else:
            end = self._work(text, moment, _STEPS)
            if end is not None and fate > 0.92:
                self._again(text, end)
            elif end is not None and text.cause in ACTIONS and chance.random() < 0.5:
                self._action(text, end)

    def _register(self, text: SampleComplaint, moment: datetime) -> None:
        received = moment - timedelta(minutes=self._random.randrange(5, 90))
        product = text.product
        if not product and text.category in ("product", "delivery"):
            product = self._random.choice(PRODUCTS[self._language])
        draft = ComplaintDraft(
            subject=text.subject,
            description=text.description,
            kind=text.kind,
            channel=text.channel,
            severity=text.severity,
            contact_id=self._contact_id,
            received_at=received,
            category_id=self._choices.get(("complaint_category", text.category)),
            subcategory_id=self._choices.get(("complaint_category", text.subcategory)),
            product=product,
            remedy_sought=text.remedy,
            interaction_id=self._said(text, received),
            more={"currency": "MDL", "language": self._language},
            is_sample=True,
        )
        self._id = register_complaint(self._session, draft, moment)
        self._number = self._session.get_one(Complaint, self._id).register_number
        self._channel = text.channel

    def _said(self, text: SampleComplaint, moment: datetime) -> int | None:
        """The call, the mail, the visit in which it was said; what came through others is in nobody's history."""
        kind = _KIND_OF.get(text.channel)
        if kind is None:
            return None
        outcome = self._choices.get(("outcome", "complaint_raised")) if kind in ("call", "meeting") else None
        draft = InteractionDraft(
            self._contact_id, kind, "in", "done", text.subject, text.description, moment, outcome_id=outcome,
            duration_minutes=self._random.randrange(3, 20) if kind == "call" else None,
        )  # fmt: skip
        return add_interaction(self._session, draft)

    def _talk(self, what: str, moment: datetime, channel: str = "", decision: str = "") -> None:
        """What was said or written at a step, linked with the complaint."""
        talk = TALKS[self._language][what]
        kind = talk.kind or _KIND_OF.get(channel or self._channel) or "letter"
        words = talk.body.format(decision=decision)
        draft = InteractionDraft(
            self._contact_id, kind, talk.direction, "done" if words else "not_reached",
            talk.subject.format(number=self._number), words, moment,
            duration_minutes=self._random.randrange(2, 12) if kind == "call" and words else None,
        )  # fmt: skip
        log_about_complaint(self._session, self._id, draft, at=moment)

    def _letter(self, kind: str, moment: datetime, channel: str) -> None:
        if self._to_pdf is not None and channel in ("letter", "email"):
            write_sample_letter(self._session, self._id, kind, moment, self._to_pdf)

    def _step(self, code: str, facts: dict[str, object], moment: datetime) -> None:
        take_step(self._session, self._id, code, None, facts, moment)

    def _work(self, text: SampleComplaint, moment: datetime, steps: Sequence[str]) -> datetime | None:
        """Step by step; says when the last one was taken, where all were."""
        chance = self._random
        slow = 6 if len(steps) == len(_STEPS) and chance.random() < _LATE else 1  # some are answered too late
        for code in steps:
            later = self._after(moment, 5 if code == "acknowledge" else 26 * slow)
            if later is None:
                return None
            moment = later
            if code == "wait":
                return self._waited(moment, comes=False)
            facts = self._facts(code, text)
            self._step(code, facts, moment)
            self._told(code, facts, text, moment)
            if code == "assess" and len(steps) == len(_STEPS) and chance.random() < 0.25:
                waited = self._waited(moment, comes=True)
                if waited is None:
                    return None
                moment = waited
        return moment

    def _told(self, code: str, facts: dict[str, object], text: SampleComplaint, moment: datetime) -> None:
        """What goes with a step: words with the customer, the search for the cause."""
        if code == "acknowledge":
            self._talk("acknowledge", moment, str(facts["channel"]))
            self._letter("acknowledgement", moment, str(facts["channel"]))
        elif code == "investigate":
            self._investigated(text, moment)
        elif code == "answer":
            self._talk("answer", moment, str(facts["reply_channel"]), text.decision)
            self._letter("final", moment, str(facts["reply_channel"]))
        elif code == "close":
            self._costs(moment)
            self._talk(str(facts["accepted"]), moment)

    def _waited(self, moment: datetime, *, comes: bool) -> datetime | None:
        """Pauses for a photo; says when it went on, where it did."""
        begin = moment + timedelta(minutes=10)
        if begin > self._present:
            return None
        self._step("wait_complainant", {"reason": PAUSE_REASONS[self._language]}, begin)
        self._talk("wait", begin)
        end = begin + timedelta(days=self._random.randrange(1, 5))
        if not comes or end > self._present:
            return None
        self._talk("resume", end)
        self._step("resume", {}, end)
        return end

    def _investigated(self, text: SampleComplaint, moment: datetime) -> None:
        """Why, and why again; the root cause; of what is still worked on, what is going to be done about it."""
        cause = self._choices.get(("complaint_cause", text.cause))
        whys = WHYS.get(text.cause, {}).get(self._language, ())
        if whys:
            version = self._session.get_one(Complaint, self._id).version
            change_complaint(self._session, self._id, version, {"whys": list(whys)}, moment)
        if cause is not None:
            set_causes(self._session, self._id, [cause], moment)
        if self._present - moment < timedelta(days=_FRESH) and text.cause in ACTIONS:
            what = {"cause_id": cause, "due_on": (self._present + timedelta(days=9)).date(), "type": "corrective"}
            plan_action(self._session, self._id, ACTIONS[text.cause][self._language], what, moment)
            other = plan_action(self._session, self._id, LATER[self._language], {"type": "preventive"}, moment)
            finish_action(self._session, other, EVIDENCE[self._language], moment)

    def _rejected(self, text: SampleComplaint, moment: datetime) -> None:
        end = self._work(text, moment, _STEPS[:2])
        later = self._after(end, 30) if end is not None else None
        if later is None:
            return
        reason = REJECTED[self._language]
        self._step("answer_unjustified", {"reply_channel": "letter", "justified_reason": reason}, later)
        self._talk("answer", later, "letter", reason)
        self._letter("final", later, "letter")

    def _costs(self, moment: datetime) -> None:
        """What poor quality costs besides."""
        chance, complaint = self._random, self._session.get_one(Complaint, self._id)
        spent = {"cost_compensation": amount(complaint.remedy_amount), "cost_goods": 25 * chance.randrange(0, 30),
                 "cost_minutes": 15 * chance.randrange(2, 20)}  # fmt: skip
        change_complaint(self._session, self._id, complaint.version, spent, moment)

    def _again(self, text: SampleComplaint, moment: datetime) -> None:
        """It came back: answered once more, or taken outside."""
        back = self._after(moment + timedelta(days=self._random.randrange(4, 20)), 8)
        if back is None:
            return
        self._step("reopen", {"reason": REOPENED[self._language]}, back)
        if text.kind == "claim":
            self._step("escalate", {"escalated_to": OUTSIDE[self._language]}, back + timedelta(minutes=30))
        self._once_more(text, back + timedelta(minutes=30))

    def _once_more(self, text: SampleComplaint, back: datetime) -> None:
        for code in ("investigate", "answer", "close"):
            later = self._after(back, 30)
            if later is None:
                return
            back = later
            facts = self._facts(code, text)
            self._step(code, facts, back)
            if code != "investigate":  # the cause is known from the first time
                self._told(code, facts, text, back)

    def _action(self, text: SampleComplaint, moment: datetime) -> None:
        cause = self._choices.get(("complaint_cause", text.cause))
        what = ACTIONS[text.cause][self._language]
        due = (moment + timedelta(days=21)).date()
        action = plan_action(
            self._session, self._id, what, {"cause_id": cause, "due_on": due, "type": "corrective"}, moment
        )
        done = moment + timedelta(days=self._random.randrange(5, 20))
        if done >= self._present:
            return
        finish_action(self._session, action, EVIDENCE[self._language], done)
        looked_at = done + timedelta(days=CHECK_AFTER_DAYS)
        if looked_at < self._present and self._session.operator_id is not None:  # nobody could have verified it
            self._session.get_one(CorrectiveAction, action).done_by_id = None  # by the carrier or the supplier
            verify_action(self._session, action, done + timedelta(days=2))
            self._verified = action, text, looked_at

    def judge(self) -> None:
        """What was verified is looked at when all complaints are known: without effect, the complaint comes back."""
        if self._verified is None:
            return
        action, text, looked_at = self._verified
        if not judge_action(self._session, action, at=looked_at):
            self._once_more(text, looked_at)

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
