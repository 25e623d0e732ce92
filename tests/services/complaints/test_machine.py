"""All steps in any order, with undo and redo: no illegal state, no gap, and the book always proves whole."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import NothingToUndo
from desktop_crm.db.database import Database
from desktop_crm.db.undo import redo, undo
from desktop_crm.model import Complaint, Contact, Interaction
from desktop_crm.model.complaint_states import STATES, STEPS, is_allowed
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import (
    ComplaintDraft,
    StepNotAllowed,
    change_complaint,
    complaint_card,
    log_about_complaint,
    plan_action,
    register_complaint,
    take_step,
    verify_book,
)
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from tests import databases

FACTS: dict[str, object] = {
    "channel": "phone", "note": "A note", "reason": "A reason", "severity": "high", "decision": "Ours",
    "justified": "justified", "justified_reason": "Seen", "remedy": "refund", "reply_channel": "email",
    "accepted": "yes", "escalated_to": "Authority",
}  # fmt: skip


class Book(RuleBasedStateMachine):
    """The register, beside a plain model of it: the states of all complaints after each action."""

    kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="desktop_crm_book_"))
        address = databases.fresh(self.kind, self.folder)
        self.database = Database.open(address, operator="Ana", installation="pc", derived=DERIVED)
        self.past: list[dict[int, str]] = [{}]
        self.place = 0
        self.given: set[int] = set()  # ids that have a number, whatever was undone

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    def states(self) -> dict[int, str]:
        with self.database.read() as session:
            return {row.id: row.state for row in session.query(Complaint.id, Complaint.state)}

    def did(self) -> None:
        del self.past[self.place + 1 :]
        self.past.append(self.states())
        self.given |= self.past[-1].keys()
        self.place += 1

    def do(self, action: Any, *args: Any) -> Any:
        return self.database.do(Label("Test"), action, *args)

    @rule(kind=st.sampled_from(["complaint", "question", "warranty"]))
    def register(self, kind: str) -> None:
        self.do(register_complaint, ComplaintDraft("Something", kind=kind))
        self.did()

    @rule()
    def fail_to_register(self) -> None:
        with pytest.raises(RuntimeError), self.database.write(Label("Fails")) as session:
            register_complaint(session, ComplaintDraft("Nothing"))
            raise RuntimeError

    @precondition(lambda self: self.past[self.place])
    @rule(data=st.data(), code=st.sampled_from(sorted(STEPS)))
    def step(self, data: st.DataObject, code: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.past[self.place])))
        step = STEPS[code]
        facts = {name: FACTS[name] for name in step.needs if name in FACTS}
        if code == "mark_duplicate":
            others = [i for i, state in self.past[self.place].items() if i != number and state not in
                      ("voided", "duplicate")]  # fmt: skip
            if not others:
                return
            facts["duplicate_of_id"] = others[0]
        with self.database.read() as session:
            complaint = session.get_one(Complaint, number)
            allowed = is_allowed(step, complaint.state, complaint.kind)
        if not allowed:
            with pytest.raises(StepNotAllowed):
                self.do(take_step, number, code, None, facts)
            return
        self.do(take_step, number, code, None, facts)
        self.did()

    @precondition(lambda self: any(state != "voided" for state in self.past[self.place].values()))
    @rule(data=st.data(), product=st.sampled_from(["Jar", "Lid"]), severity=st.sampled_from(["low", "high"]))
    def change(self, data: st.DataObject, product: str, severity: str) -> None:
        alive = sorted(i for i, state in self.past[self.place].items() if state != "voided")
        number = data.draw(st.sampled_from(alive))
        with self.database.read() as session:
            card = complaint_card(session, number)
        self.do(change_complaint, number, card.version, {"product": product, "severity": severity})
        with self.database.read() as session:
            if complaint_card(session, number).version != card.version:
                self.did()

    @precondition(lambda self: any(state != "voided" for state in self.past[self.place].values()))
    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        alive = sorted(i for i, state in self.past[self.place].items() if state != "voided")
        self.do(plan_action, data.draw(st.sampled_from(alive)), "Check each parcel")
        self.did()

    @rule()
    def a_call_with_a_complaint(self) -> None:
        """The caller, the call, the complaint said in it and the call back are one step: undone together."""

        def call(session: CrmSession) -> None:
            caller = add_contact(session, ContactDraft(name="Zed"))
            said_in = add_interaction(session, InteractionDraft(caller, kind="call", body="Broken"))
            made = register_complaint(session, ComplaintDraft("Broken", interaction_id=said_in))
            log_about_complaint(session, made, InteractionDraft(caller, kind="call", body="Called back"))

        self.do(call)
        self.did()

    @rule()
    def take_back(self) -> None:
        if self.place == 0:
            with pytest.raises(NothingToUndo):
                undo(self.database)
            return
        undo(self.database)
        self.place -= 1

    @rule()
    def do_again(self) -> None:
        if self.place == len(self.past) - 1:
            with pytest.raises(NothingToUndo):
                redo(self.database)
            return
        redo(self.database)
        self.place += 1

    @invariant()
    def whole_and_as_the_model_says(self) -> None:
        now = self.states()
        expected = {number: self.past[self.place].get(number, "voided") for number in self.given}
        assert now == expected and set(now.values()) <= STATES.keys()
        with self.database.read() as session:
            numbers = sorted(row.number for row in session.query(Complaint.number))
            assert numbers == list(range(1, len(numbers) + 1))
            assert (session.query(Interaction.id).count() == 0) == (session.query(Contact.id).count() == 0)
            report = verify_book(session)
            assert report.ok, report.problems


@pytest.mark.parametrize("kind", databases.KINDS)
def test_any_order_of_steps(kind: str) -> None:
    databases.fresh(kind, Path(tempfile.mkdtemp()))  # a server that is missing skips here

    class OfKind(Book):
        pass

    OfKind.kind = kind
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        OfKind,
        settings=settings(
            max_examples=12 if kind == "sqlite" else 2,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
