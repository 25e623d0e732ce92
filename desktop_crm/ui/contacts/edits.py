"""What saving a line of the card does: each one action behind the door, one undo step.

Fields that others changed meanwhile are kept. Where it is the same field, the user chooses: mine, theirs, before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services import contact_parts, contacts
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.services.contact_named_ties import change_typed_relation
from desktop_crm.services.contact_rescue import DeletedMeanwhile, MergedMeanwhile
from desktop_crm.services.contact_typed import change_fields, rescue_fields
from desktop_crm.services.custom_fields import set_custom_value
from desktop_crm.services.tags import add_tags
from desktop_crm.ui.contacts.typed_rows import change_bank_account, change_date, set_consent
from desktop_crm.ui.core import Core
from desktop_crm.ui.editor import Clash, Deed, Done, Line, Values
from desktop_crm.ui.notices import choose
from desktop_crm.ui.three_way import Contest

Save = Callable[[Values, Done], None]
Remove = Callable[[Done], None]
LineOf = Callable[[ContactCard, str], "Line | None"]
CHANGE = N_("Change “{name}”")


class Edits:
    """The actions of one card; *line_of* tells how a line reads on another state of the card."""

    def __init__(self, owner: QWidget, core: Core, card: ContactCard, line_of: LineOf) -> None:
        self.owner, self.core, self.card = owner, core, card
        self._line_of = line_of
        self._seen: dict[str, int] = {}  # versions seen since, after a conflict

    # -- plumbing ---------------------------------------------------------------------------------------------------

    def _do(
        self,
        text: str,
        done: Done,
        action: Callable[..., Any],
        *args: Any,
        line: str = "",
        values: Values | None = None,
    ) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, VersionConflict) and values is not None:
                self._look_again(error, line, values, done)
            elif isinstance(error, DeletedMeanwhile) and values is not None:
                self._rescue(error, values, done)
            else:
                done(error.sentence)

        label = Label(text, {"name": self.card.name})
        self.core.do(self.owner, label, action, *args, then=lambda _result: done(""), failed=failed)

    def _look_again(self, error: CrmError, line: str, values: Values, done: Done) -> None:
        def looked(card: ContactCard) -> None:
            self._seen.update(versions(card))
            seen, now = self._line_of(self.card, line), self._line_of(card, line)
            done(error.sentence, clashes_of(values, seen, now))

        self.core.ask(self.owner, contacts.contact_card, self.card.id, then=looked, failed=lambda e: done(e.sentence))

    def _rescue(self, error: DeletedMeanwhile, values: Values, done: Done) -> None:
        """A colleague deleted or merged it: back out of the trash, or on to the other contact."""

        def save(_code: str) -> None:
            label = Label(CHANGE, {"name": self.card.name})
            self.core.do(
                self.owner, label, rescue_fields, self.card.id, dict(values),
                then=lambda _id: done(""), failed=lambda problem: done(problem.sentence),
            )  # fmt: skip

        merged = isinstance(error, MergedMeanwhile)
        words = _("Save on “{name}”").format(name=error.facts["winner"]) if merged else _("Bring back and save")
        choose(self.owner, error.sentence, [("save", words)], save, lambda: done(error.sentence))

    def _version(self, key: str) -> int:
        return self._seen.get(key) or versions(self.card)[key]

    # -- the contact itself -----------------------------------------------------------------------------------------

    def fields(self, line: str) -> Save:
        """Save plain fields of the contact."""

        def save(values: Values, done: Done) -> None:
            args = (self.card.id, self._version("contact"), dict(values))
            self._do(CHANGE, done, change_fields, *args, line=line, values=values)

        return save

    def tags(self) -> Save:
        """Put on tags, several with commas between."""

        def save(values: Values, done: Done) -> None:
            names = [word.strip() for word in re.split(r"[,;\n]", values["tags"]) if word.strip()]
            self._do(N_("Change tags of “{name}”"), done, add_tags, self.card.id, names)

        return save

    def custom(self, field_id: int, seen: str) -> Save:
        """Save a field that the user defined."""
        line = f"custom:{field_id}"

        def save(values: Values, done: Done) -> None:
            args = (self.card.id, field_id, values["text"], self._unless_decided(seen))
            self._do(CHANGE, done, set_custom_value, *args, line=line, values=values)

        return save

    def consent(self, channel: str, seen: Values) -> Save:
        """Note consent or refusal for one channel."""
        line = f"consent:{channel}"

        def save(values: Values, done: Done) -> None:
            args = (self.card.id, channel, {**seen, **values}, self._unless_decided(seen["state"]))
            self._do(CHANGE, done, set_consent, *args, line=line, values=values)

        return save

    def _unless_decided(self, seen: str) -> str | None:
        """What was last looked at; after a conflict the user has seen the other and decided."""
        return None if self._seen.get("contact") else seen

    # -- rows of the contact ----------------------------------------------------------------------------------------

    def part(self, key: str, row_id: int, change: Callable[..., Any]) -> Save:
        """Save a row: a phone, an e-mail, an address."""

        def save(values: Values, done: Done) -> None:
            self._do(CHANGE, done, change, row_id, self._version(key), dict(values), line=key, values=values)

        return save

    def relation(self, key: str, row_id: int, other_id: int) -> Save:
        """Save a tie to another contact, seen from this one."""

        def save(values: Values, done: Done) -> None:
            args = (row_id, self._version(key), dict(values), self.card.id, other_id)
            self._do(CHANGE, done, change_typed_relation, *args, line=key, values=values)

        return save

    def without(self, text: str, remove: Callable[..., Any], row_id: int) -> Remove:
        """Take a row off the card."""
        return lambda done: self._do(text, done, remove, row_id)

    def added(self, text: str, add: Callable[[CrmSession, int, Mapping[str, str]], Any]) -> Save:
        """Add a row to the card."""
        return lambda values, done: self._do(text, done, add, self.card.id, dict(values))

    def date(self, key: str, row_id: int) -> Save:
        """Save an important date typed as text."""
        return self.part(key, row_id, change_date)

    def bank_account(self, key: str, row_id: int) -> Save:
        """Save a bank account."""
        return self.part(key, row_id, change_bank_account)

    # -- menu of a row ----------------------------------------------------------------------------------------------

    def order_deeds(self, part: str, row_id: int, place: int, count: int) -> tuple[Deed, ...]:
        """Make it the main one, move it up or down."""
        deeds = []
        if place > 0:
            deeds.append(self.deed("star", _("Make it the main one"), contact_parts.make_primary, part, row_id))
        if place > 1:
            deeds.append(self.deed("chevron-up", _("Move up"), contact_parts.move_part, part, row_id, -1))
        if place < count - 1:
            deeds.append(self.deed("chevron-down", _("Move down"), contact_parts.move_part, part, row_id, 1))
        return tuple(deeds)

    def deed(self, icon: str, words: str, action: Callable[..., Any], *args: Any) -> Deed:
        """An entry of a row's menu."""
        return Deed(icon, words, lambda done: self._do(CHANGE, done, action, *args))

    def with_version(self, icon: str, words: str, action: Callable[..., Any], key: str, *values: Any) -> Deed:
        """The same for an action that wants the version of the row seen."""
        row_id = int(key.partition(":")[2])
        return Deed(icon, words, lambda done: self._do(CHANGE, done, action, row_id, self._version(key), *values))


def versions(card: ContactCard) -> dict[str, int]:
    """Versions of the contact and its rows by the keys of the lines."""
    seen = {"contact": card.version}
    for kind, rows in (
        ("phone", card.phones), ("email", card.emails), ("address", card.addresses), ("messenger", card.messengers),
        ("date", card.dates), ("job", card.jobs), ("relation", card.relations), ("bank", card.bank_accounts),
    ):  # fmt: skip
        seen.update({f"{kind}:{row.id}": row.version for row in rows})
    return seen


def clashes_of(mine: Values, seen: Line | None, now: Line | None) -> tuple[Clash, ...]:
    """The inputs that both sides changed, to something else."""
    if seen is None or now is None:
        return ()
    before = {item.name: item for item in seen.inputs}
    theirs = {item.name: item for item in now.inputs}
    return tuple(
        Clash(
            Contest(
                name,
                theirs[name].title or now.caption,
                theirs[name].shown(mine[name]),
                theirs[name].shown(theirs[name].value),
                theirs[name].shown(before[name].value),
            ),
            before[name].value,
        )
        for name in mine
        if name in before and name in theirs and before[name].value != theirs[name].value != mine[name]
    )
