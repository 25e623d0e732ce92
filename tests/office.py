"""A simulated office: operators who call, write, complain, correct and take back, all on one database at once."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import (
    ChangedSince,
    CrmError,
    DatabaseUnreachable,
    NotFound,
    NothingToUndo,
    VersionConflict,
)
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Complaint, Contact, Interaction
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import ComplaintDraft, register_complaint, verify_book
from desktop_crm.services.contact_lists import contact_rows
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.contacts import ContactDraft, add_contact, change_contact, contact_card
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.search import search

_ANSWERS = (VersionConflict, ChangedSince, NothingToUndo, NotFound)  # a colleague was quicker: said, and nothing lost


class _Unread(Exception):
    """A read that found no server."""


@dataclass
class Tally:
    """What the operators were told."""

    done: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)  # a colleague was quicker
    errors: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)  # seconds of each write
    there: dict[str, str] = field(default_factory=dict)  # marks that were acknowledged, and in which table
    gone: set[str] = field(default_factory=set)  # marks whose undo was acknowledged

    def joined(self, other: Tally) -> Tally:
        """Both."""
        return Tally(
            self.done + other.done,
            self.answers + other.answers,
            self.errors + other.errors,
            self.waits + other.waits,
            self.there | other.there,
            self.gone | other.gone,
        )


class Operator:
    """One of them, at a computer of his own."""

    def __init__(self, address: Address, number: int, seed: int) -> None:
        self.name = f"op{number}"
        self.database = Database.open(
            address, operator=self.name, workstation=self.name, installation=self.name, derived=DERIVED
        )
        self.tally = Tally()
        self._chance = random.Random(seed * 1000 + number)
        self._turn = 0
        self._contacts: list[int] = []
        self._last = ""  # mark of the last write, that an undo would take back

    def work(self, until: float) -> None:
        """Until that moment of the monotonic clock."""
        deeds: tuple[Callable[[], None], ...] = (self._add, self._call, self._call, self._change, self._change)
        deeds += (self._complain, self._look, self._look, self._undo)
        while time.monotonic() < until:
            deed = self._chance.choice(deeds)
            begun = time.monotonic()
            try:
                deed()
            except _ANSWERS as answer:
                self.tally.answers[type(answer).__name__] += 1
            except _Unread:
                self.tally.answers["unread"] += 1  # the window keeps the last picture, and asks again
            except CrmError as error:
                self.tally.errors.append(f"{self.name} {deed.__name__}: {type(error).__name__} {error}")
            else:
                self.tally.done[deed.__name__.strip("_")] += 1
            self.tally.waits.append(time.monotonic() - begun)

    def _read(self, query: Callable[..., Any], *args: Any) -> Any:
        try:
            return self.database.ask(query, *args)
        except DatabaseUnreachable as error:
            raise _Unread from error

    def _mark(self) -> str:
        self._turn += 1
        return f"{self.name}x{self._turn}"

    def _write(self, mark: str, table: str, action: Callable[..., Any], *args: Any) -> Any:
        self._last = ""
        answer = self.database.do(Label("Office work"), action, *args)
        self.tally.there[mark] = table
        self._last = mark
        return answer

    def _add(self) -> None:
        mark = self._mark()
        self._contacts.append(self._write(mark, "contact", add_contact, ContactDraft(name=f"Contact {mark}")))

    def _any_contact(self) -> int:
        """Often the same few, so that they meet."""
        query = select(Contact.id).where(Contact.deleted_at.is_(None)).order_by(Contact.id).limit(5)
        ids: Sequence[int] = self._read(lambda session: session.scalars(query).all())
        return self._chance.choice(ids) if ids else 0

    def _call(self) -> None:
        contact_id = self._any_contact()
        if contact_id:
            mark = self._mark()
            draft = InteractionDraft(contact_id, kind="call", direction="out", body=f"Call {mark}")
            self._write(mark, "interaction", add_interaction, draft)

    def _change(self) -> None:
        contact_id = self._any_contact()
        if contact_id:
            card = self._read(contact_card, contact_id)
            values = {self._chance.choice(("notes", "nickname")): f"seen by {self.name}"}
            self._last = ""
            self.database.do(Label("Office work"), change_contact, contact_id, card.version, values)

    def _complain(self) -> None:
        mark = self._mark()
        self._write(mark, "complaint", register_complaint, ComplaintDraft(f"Complaint {mark}", complainant="Ion"))

    def _look(self) -> None:
        self._read(contact_rows, ContactsView())
        self._read(search, "contact")

    def _undo(self) -> None:
        mark, self._last = self._last, ""
        if mark and self.tally.there[mark] != "complaint":  # an undone complaint stays in the book, voided
            undo(self.database)
            self.tally.gone.add(mark)


def office(
    address: Address,
    numbers: Sequence[int],
    seconds: float,
    seed: int = 1,
    meanwhile: Callable[[], None] = lambda: None,
) -> Tally:
    """All of them work for so long, and *meanwhile* something happens; what they were told, together."""
    operators = [Operator(address, number, seed) for number in numbers]
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=operator.work, args=(until,)) for operator in operators]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()
    tally = Tally()
    for operator in operators:
        operator.database.close()
        tally = tally.joined(operator.tally)
    return tally


def lost_or_doubled(database: Database, tally: Tally) -> list[str]:
    """Marks that were acknowledged and are not there once, or not gone after an acknowledged undo."""
    wrong: list[str] = []
    texts = {
        "contact": (Contact.name, Contact.deleted_at),
        "interaction": (Interaction.body, Interaction.deleted_at),
        "complaint": (Complaint.subject, Complaint.deleted_at),
    }
    for table, (column, deleted) in texts.items():

        def counted(session: CrmSession, column: Any = column, deleted: Any = deleted) -> dict[str, int]:
            rows = session.execute(select(column, func.count()).where(deleted.is_(None)).group_by(column)).all()
            return {str(text).split()[-1]: count for text, count in rows if text}

        found = database.ask(counted)
        wrong += [
            f"{table} {mark}: {found.get(mark, 0)}"
            for mark, kept_in in tally.there.items()
            if kept_in == table and found.get(mark, 0) != (mark not in tally.gone)
        ]
    return wrong


def book_is_whole(database: Database) -> list[str]:
    """Problems of the book of complaints: gaps in the numbers, broken chains."""
    report = database.ask(verify_book)
    return [str(problem) for problem in report.problems]
