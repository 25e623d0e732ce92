"""Corrective actions: verified by somebody else, their effect counted per month, without effect opened again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.base import clock
from desktop_crm.db.database import Database
from desktop_crm.model import Operator
from desktop_crm.model.corrective_action import ActionNotReady, OwnWorkVerified
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.complaints import (
    ComplaintDraft,
    action_effect,
    complaint_card,
    finish_action,
    judge_action,
    plan_action,
    register_complaint,
    set_causes,
    take_step,
    tree_rows,
    verify_action,
    void_complaint,
)
from tests.services.complaints.books import ask, do, whole

DONE = datetime(2025, 6, 30, 12, tzinfo=UTC)


def as_somebody_else(session, action, *args):
    other = Operator(name="Bob")
    session.add(other)
    session.flush()
    session.operator_id = other.id
    return action(session, *args)


def closed_with_cause(database: Database, at: datetime, cause: int) -> int:
    with clock.frozen(at):
        number = int(do(database, register_complaint, ComplaintDraft("Broken", received_at=at)))
        do(database, set_causes, number, [cause])
        do(database, take_step, number, "acknowledge", None, {})
        facts = {"reply_channel": "phone", "justified": "justified"}
        do(database, take_step, number, "answer", None, facts)
        do(database, take_step, number, "close", None, {"accepted": "yes"})
    return number


def a_verified_action(database: Database, number: int, cause: int) -> int:
    with clock.frozen(DONE):
        action = int(do(database, plan_action, number, "Thicker boxes", {"cause_id": cause}))
        with pytest.raises(ActionNotReady):
            do(database, verify_action, action)
        do(database, finish_action, action, "photo of the boxes")
        with pytest.raises(OwnWorkVerified, match="Nothing was changed"):
            do(database, verify_action, action)
        do(database, as_somebody_else, verify_action, action)
    return action


def causes(database: Database) -> tuple[int, int]:
    do(database, add_shipped_choices)
    first, second = [row.id for row in ask(database, tree_rows, "complaint_cause") if row.depth][:2]
    return first, second


def test_effect_is_same_cause_complaints_per_month_before_and_after(database: Database) -> None:
    cause, other = causes(database)
    first = closed_with_cause(database, DONE - timedelta(days=80), cause)
    for days in (70, 40, 10):
        closed_with_cause(database, DONE - timedelta(days=days), cause)
    closed_with_cause(database, DONE - timedelta(days=200), cause)  # longer ago than is looked at
    closed_with_cause(database, DONE - timedelta(days=5), other)
    action = a_verified_action(database, first, cause)
    closed_with_cause(database, DONE + timedelta(days=20), cause)
    voided = closed_with_cause(database, DONE + timedelta(days=21), cause)
    do(database, void_complaint, voided, "twice")
    check = DONE + timedelta(days=90)
    effect = ask(database, action_effect, action, check.date())
    assert (effect.before, effect.after) == (4, 1)
    assert [round(one, 2) for one in effect.per_month] == [1.35, 0.34]  # 4 and 1 in 90 days of 30.44-day months
    assert effect.is_effective
    with clock.frozen(check):
        assert do(database, judge_action, action) is True
    card = ask(database, complaint_card, first)
    assert (card.state, card.actions[0].state, card.trail[0].kind) == ("closed", "effective", "action_effective")
    assert (card.trail[0].facts["before"], card.trail[0].facts["after"]) == (1.35, 0.34)
    whole(database)


def test_without_effect_the_complaint_is_opened_again_with_the_reason(database: Database) -> None:
    cause, _other = causes(database)
    first = closed_with_cause(database, DONE - timedelta(days=20), cause)
    action = a_verified_action(database, first, cause)
    for days in (10, 20, 30):
        closed_with_cause(database, DONE + timedelta(days=days), cause)
    with clock.frozen(DONE + timedelta(days=31)):
        assert do(database, judge_action, action, None, "as often as before") is False
    card = ask(database, complaint_card, first)
    assert (card.state, card.actions[0].state, card.reopened_count) == ("reopened", "ineffective", 1)
    assert "Thicker boxes" in card.trail[0].text and card.trail[0].kind == "reopen"
    assert card.clock.due_at is not None  # the clock runs anew
    with clock.frozen(DONE + timedelta(days=40)):
        do(database, finish_action, action, "other boxes")  # what had no effect is done in another way
    assert ask(database, complaint_card, first).actions[0].state == "done"
    whole(database)


def test_a_person_may_judge_against_the_count(database: Database) -> None:
    cause, _other = causes(database)
    first = closed_with_cause(database, DONE - timedelta(days=20), cause)
    action = a_verified_action(database, first, cause)
    with clock.frozen(DONE + timedelta(days=40)):
        assert ask(database, action_effect, action).is_effective
        assert do(database, judge_action, action, False, "customers say otherwise") is False
    assert ask(database, complaint_card, first).state == "reopened"
