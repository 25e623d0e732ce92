"""What the sample firm did with its customers: calls, meetings, mails, what came of them, what is next."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desktop_crm.base.attached import attached
from desktop_crm.base.ids import new_id
from desktop_crm.model import Attachment, AttachmentPart, Interaction, Participant, Reminder
from desktop_crm.model.interaction import NO_TOUCH
from desktop_crm.services import sample_texts as texts
from desktop_crm.services.sample_files import offer_page
from desktop_crm.services.sample_rows import Pile

DAYS = 270
_OFFER, _NOTE = 1, 9  # places in texts.HISTORY
# what came of each entry of texts.HISTORY (codes), and what has to be done next (place in texts.STEPS)
_OUTCOMES = ("reached", "", "call_back", "", "order_placed", "", "reached", "", "left_message", "", "", "agreed")
_STEPS = {0: 0, 1: 1, 2: 1, 3: 2, 6: 3, 7: 4, 8: 1}


@dataclass(frozen=True, slots=True)
class Told:
    """What a contact's history says of the contact."""

    first: datetime | None = None
    last: datetime | None = None  # real touch
    next_step_on: date | None = None
    next_step: str | None = None


class SampleHistory:
    """The seeded source of histories. *dense*: a few have files, and most of the last words lead to a next step."""

    def __init__(
        self, chance: random.Random, now: datetime, operator: int | None, outcomes: dict[str, int], *, dense: bool
    ) -> None:
        self._random, self._now, self._operator = chance, now, operator
        self._outcomes = outcomes
        self._talk = (0, 2, 3, 5, 7, 9) if dense else (0, 1, 2, 2, 3)
        self._dense = dense

    def fill(self, pile: Pile, contact_id: int, language: str, company: int | None) -> Told:
        """Some entries of the last months with a contact; *company*: a contact who comes along to meetings."""
        chance = self._random
        moments = sorted(self._moment() for _entry in range(chance.choice(self._talk)))
        last: datetime | None = None
        step: tuple[date, str] | None = None
        pinned = False
        for moment in moments:
            place = chance.randrange(len(texts.HISTORY[language]))
            kind, _direction, subject, _body = texts.HISTORY[language][place]
            pin = place == _NOTE and self._dense and not pinned
            pinned = pinned or pin
            entry_id = self._entry(pile, contact_id, language, place, moment, pin)
            if kind in ("meeting", "visit"):
                self._took_part(pile, entry_id, company)
            if place == _OFFER and self._dense and chance.random() < 0.4:
                self._offer(pile, contact_id, entry_id, language, moment)
            if subject and kind not in NO_TOUCH:
                last = moment
            if moment is moments[-1] and place in _STEPS and (self._dense or chance.random() < 0.2):
                step = self._step(pile, contact_id, entry_id, texts.STEPS[language][_STEPS[place]])
        return Told(moments[0] if moments else None, last, *(step or (None, None)))

    def _entry(self, pile: Pile, contact_id: int, language: str, place: int, moment: datetime, pinned: bool) -> int:
        chance = self._random
        kind, direction, subject, body = texts.HISTORY[language][place]
        facts: dict[str, Any] = {
            "product": chance.choice(texts.PRODUCTS[language]),
            "count": chance.randrange(2, 60),
            "price": chance.randrange(8, 400) * 150,
            "number": f"{moment.year}-{chance.randrange(1, 400)}",
        }
        minutes = chance.randrange(2, 25) if kind == "call" and subject else None
        responsible = self._operator if chance.random() < 0.7 else None
        entry_id = new_id()
        pile.add_known(
            Interaction,
            entry_id,
            contact_id,
            kind,
            direction,
            "done" if subject else "not_reached",
            subject.format_map(facts),
            body.format_map(facts),
            moment,
            minutes,
            responsible,
            self._outcomes.get(_OUTCOMES[place]),
            pinned,
            self._operator,
        )
        return entry_id

    def _took_part(self, pile: Pile, entry_id: int, company: int | None) -> None:
        if company is not None:
            pile.add(Participant, entry_id, company, None)
        if self._operator is not None and self._random.random() < 0.5:
            pile.add(Participant, entry_id, None, self._operator)

    def _offer(self, pile: Pile, contact_id: int, entry_id: int, language: str, moment: datetime) -> None:
        name = f"{texts.OFFER[language]}-{self._random.randrange(100, 400)}.pdf"
        file = attached(name, offer_page(f"{name.removesuffix('.pdf')}  {moment:%d.%m.%Y}"))
        file_id = new_id()
        pile.add_known(Attachment, file_id, contact_id, entry_id, file.name, file.media_type, file.size, file.sha256)
        pile.add(AttachmentPart, file_id, 0, file.pieces[0])

    def _step(self, pile: Pile, contact_id: int, entry_id: int, title: str) -> tuple[date, str]:
        day = self._now.date() + timedelta(days=self._random.choice((-2, 0, 1, 1, 2, 3, 5, 7, 10, 14)))
        pile.add(Reminder, title, day, contact_id, entry_id, self._operator, self._operator)
        return day, title

    def _moment(self) -> datetime:
        """Some working hour of the last months, more of them lately."""
        chance = self._random
        day = self._now - timedelta(days=1 + int(DAYS * chance.random() ** 2))
        day -= timedelta(days=max(0, day.weekday() - 4))
        return day.replace(hour=chance.randrange(9, 18), minute=5 * chance.randrange(12))
