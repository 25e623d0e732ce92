"""What saving a line of the card does: each one action behind the door, one undo step.

A conflict keeps what was typed, says what the others saved, and lets the next save be meant for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, InvalidValue, VersionConflict
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import fold
from desktop_crm.model.session import CrmSession
from desktop_crm.services import contact_parts, contact_ties, contacts
from desktop_crm.services.choices import ensure_choice
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.custom_fields import set_custom_value
from desktop_crm.services.tags import set_tags
from desktop_crm.ui.core import Core
from desktop_crm.ui.form import Done, Values

Save = Callable[[Values, Done], None]
Remove = Callable[[Done], None]
CHANGE = N_("Change “{name}”")
LISTS = {"source_id": "source", "campaign_id": "campaign", "industry_id": "industry"}
_DAY_MONTH = re.compile(r"\s*(\d{1,2})[./\s-]+(\d{1,2})\.?\s*")


class Edits:
    """The actions of one card."""

    def __init__(self, owner: QObject, core: Core, card: ContactCard) -> None:
        self.owner, self.core, self.card = owner, core, card
        self._seen: dict[str, int] = {}  # versions seen since, after a conflict

    # -- plumbing ---------------------------------------------------------------------------------------------------

    def _do(
        self, text: str, done: Done, action: Callable[..., Any], *args: Any, key: str = "", field: str = ""
    ) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, VersionConflict):
                self._look_again(error, key, field, done)
            else:
                done(error.sentence)

        label = Label(text, {"name": self.card.name})
        self.core.do(self.owner, label, action, *args, then=lambda _result: done(""), failed=failed)

    def _look_again(self, error: CrmError, key: str, field: str, done: Done) -> None:
        def looked(card: ContactCard) -> None:
            self._seen.update(versions(card))
            theirs = _value_of(card, key, field)
            told = " " + _("Theirs: “{value}”.").format(value=theirs) if theirs else ""
            done(error.sentence + told)

        self.core.ask(self.owner, contacts.contact_card, self.card.id, then=looked, failed=lambda e: done(e.sentence))

    def _version(self, key: str) -> int:
        return self._seen.get(key) or versions(self.card)[key]

    # -- the contact itself -----------------------------------------------------------------------------------------

    def fields(self) -> Save:
        """Save plain fields of the contact."""

        def save(values: Values, done: Done) -> None:
            args = (self.card.id, self._version("contact"), dict(values))
            self._do(CHANGE, done, contacts.change_contact, *args, key="contact", field=next(iter(values)))

        return save

    def listed(self, code: str) -> Save:
        """Save a field whose values are an editable list; a new word is added to the list."""

        def save(values: Values, done: Done) -> None:
            args = (self.card.id, self._version("contact"), code, values[code])
            self._do(CHANGE, done, _change_listed, *args, key="contact", field=code)

        return save

    def linked(self, code: str) -> Save:
        """Save a field that names another contact."""

        def save(values: Values, done: Done) -> None:
            args = (self.card.id, self._version("contact"), code, values[code])
            self._do(CHANGE, done, _change_linked, *args, key="contact", field=code)

        return save

    def responsible(self) -> Save:
        """Take the contact over, or let it go."""

        def save(values: Values, done: Done) -> None:
            args = (self.card.id, self._version("contact"), values["responsible_id"])
            self._do(CHANGE, done, _change_responsible, *args, key="contact", field="responsible_id")

        return save

    def tags(self) -> Save:
        """Save all tags from one text."""

        def save(values: Values, done: Done) -> None:
            names = [word.strip() for word in re.split(r"[,;\n]", values["tags"]) if word.strip()]
            self._do(N_("Change tags of “{name}”"), done, set_tags, self.card.id, names)

        return save

    def custom(self, field_id: int) -> Save:
        """Save a field that the user defined."""

        def save(values: Values, done: Done) -> None:
            self._do(CHANGE, done, set_custom_value, self.card.id, field_id, values["text"])

        return save

    def consent(self, channel: str) -> Save:
        """Note consent or refusal for one channel."""

        def save(values: Values, done: Done) -> None:
            self._do(CHANGE, done, contact_parts.set_consent, self.card.id, channel, values["state"])

        return save

    # -- rows of the contact ----------------------------------------------------------------------------------------

    def part(self, key: str, row_id: int, change: Callable[..., Any]) -> Save:
        """Save a row: a phone, an e-mail, an address."""

        def save(values: Values, done: Done) -> None:
            first = next(iter(values))
            self._do(CHANGE, done, change, row_id, self._version(key), dict(values), key=key, field=first)

        return save

    def without(self, text: str, remove: Callable[..., Any], row_id: int) -> Remove:
        """Take a row off the card."""
        return lambda done: self._do(text, done, remove, row_id)

    def added(self, text: str, add: Callable[[CrmSession, int, Mapping[str, str]], Any]) -> Save:
        """Add a row to the card."""
        return lambda values, done: self._do(text, done, add, self.card.id, dict(values))

    def date(self, key: str, row_id: int) -> Save:
        """Save an important date typed as text."""

        def save(values: Values, done: Done) -> None:
            self._do(CHANGE, done, _change_date, row_id, self._version(key), dict(values), key=key, field="day")

        return save


def versions(card: ContactCard) -> dict[str, int]:
    """Versions of the contact and its rows by the keys of the lines."""
    seen = {"contact": card.version}
    for kind, rows in (
        ("phone", card.phones), ("email", card.emails), ("address", card.addresses), ("messenger", card.messengers),
        ("date", card.dates), ("job", card.jobs), ("relation", card.relations), ("bank", card.bank_accounts),
    ):  # fmt: skip
        seen.update({f"{kind}:{row.id}": row.version for row in rows})
    return seen


def _value_of(card: ContactCard, key: str, field: str) -> str:
    if key == "contact":
        return str(getattr(card, field.removesuffix("_id"), "") or "")
    rows: tuple[Any, ...] = (*card.phones, *card.emails, *card.addresses, *card.messengers)
    found = next((row for row in rows if key.endswith(f":{row.id}")), None)
    return str(getattr(found, field, "") or "") if found is not None else ""


# -- actions composed of services ------------------------------------------------------------------------------------


def _change_listed(session: CrmSession, contact_id: int, version: int, field: str, text: str) -> int:
    choice = ensure_choice(session, LISTS[field], text) if text else None
    return contacts.change_contact(session, contact_id, version, {field: choice})


def _change_linked(session: CrmSession, contact_id: int, version: int, field: str, text: str) -> int:
    other: int | None = None
    if text and field == "parent_id":
        other = contact_ties.ensure_organisation(session, text)
    elif text:
        found = contacts.contact_rows(session, ContactsView(search=text), limit=20).rows
        other = next((row.id for row in found if fold(row.name) == fold(text)), None)
        if other is None:
            raise InvalidValue(field=_(contacts.EDITABLE[field]), value=text)
    return contacts.change_contact(session, contact_id, version, {field: other})


def _change_responsible(session: CrmSession, contact_id: int, version: int, who: str) -> int:
    operator = session.operator_id if who == "me" else (int(who) if who else None)
    return contacts.change_contact(session, contact_id, version, {"responsible_id": operator})


def add_phone(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> list[int]:
    """A number as typed."""
    return contact_parts.add_phone(
        session, contact_id, values.get("raw", ""), kind=values.get("kind", ""), note=values.get("note", "")
    )


def add_email(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """An address as typed."""
    return contact_parts.add_email(session, contact_id, values.get("address", ""), kind=values.get("kind", "work"))


def add_messenger(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """A website or account as typed."""
    system = values.get("system", "web")
    return contact_parts.add_messenger(session, contact_id, values.get("address", ""), system=system)


def add_bank_account(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """An account as typed."""
    return contact_parts.add_bank_account(session, contact_id, values.get("iban", ""), bank=values.get("bank", ""))


def add_date(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """A date as typed."""
    day, month, year = day_parts(values.get("day", ""))
    return contact_parts.add_date(session, contact_id, values.get("label", "birthday"), day, month, year)


def add_job(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """A job of this person in the organisation named."""
    name = values.get("other", "")
    if not name:
        raise InvalidValue(field=_("Organisation"), value="")
    return contact_ties.add_job(session, contact_id, name, position=values.get("position", ""))


def add_colleague(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """A new person who works in this organisation."""
    draft = contacts.ContactDraft(
        name=values.get("other", ""), organisation_id=contact_id, position=values.get("position", "")
    )
    return contacts.add_contact(session, draft)


def _change_date(session: CrmSession, row_id: int, version: int, values: Mapping[str, str]) -> int:
    changed: dict[str, object] = {}
    if "label" in values:
        changed["label"] = values["label"]
    if "day" in values:
        changed["day"], changed["month"], changed["year"] = day_parts(values["day"])
    return contact_parts.change_date(session, row_id, version, changed)


def day_parts(text: str) -> tuple[int, int, int | None]:
    """Day, month and, where it was typed, the year."""
    match = _DAY_MONTH.fullmatch(text)
    if match:
        return int(match[1]), int(match[2]), None
    day = parse_day(text)
    if day is None:
        raise InvalidValue(field=_("Date"), value=text)
    return day.day, day.month, day.year
