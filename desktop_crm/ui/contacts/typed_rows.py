"""Rows of a card as they are typed into its inputs: texts become what the services take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.model.session import CrmSession
from desktop_crm.services import contact_parts

_DAY_MONTH = re.compile(r"\s*(\d{1,2})[./\s-]+(\d{1,2})\.?\s*")


def shown_day(day: date | None) -> str:
    """A day as it stands in an input."""
    return f"{day:%d.%m.%Y}" if day is not None else ""


def day_parts(text: str) -> tuple[int, int, int | None]:
    """Day, month and, where it was typed, the year."""
    match = _DAY_MONTH.fullmatch(text)
    if match:
        return int(match[1]), int(match[2]), None
    day = parse_day(text)
    if day is None:
        raise InvalidValue(field=_("Date"), value=text)
    return day.day, day.month, day.year


def occasion(text: str) -> str:
    """Code of an occasion typed in the user's language, or his own word."""
    known = {fold(_(words)): code for code, words in contact_parts.DATE_LABELS.items()}
    return known.get(fold(text), text) or "birthday"


def add_phone(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> list[int]:
    """A number as typed."""
    return contact_parts.add_phone(
        session, contact_id, values.get("raw", ""), kind=values.get("kind", ""), note=values.get("note", "")
    )


def add_email(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """An address as typed."""
    address, kind = values.get("address", ""), values.get("kind", "work")
    return contact_parts.add_email(session, contact_id, address, kind=kind, note=values.get("note", ""))


def add_messenger(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """A website or account as typed."""
    address, system = values.get("address", ""), values.get("system", "web")
    return contact_parts.add_messenger(session, contact_id, address, system=system, note=values.get("note", ""))


def add_bank_account(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """An account as typed."""
    bank, currency = values.get("bank", ""), values.get("currency", "")
    return contact_parts.add_bank_account(session, contact_id, values.get("iban", ""), bank=bank, currency=currency)


def change_bank_account(session: CrmSession, row_id: int, version: int, values: Mapping[str, str]) -> int:
    """An account as typed; currencies are written in capitals."""
    changed = {name: text.upper() if name == "currency" else text for name, text in values.items()}
    return contact_parts.change_bank_account(session, row_id, version, changed)


def add_date(session: CrmSession, contact_id: int, values: Mapping[str, str]) -> int:
    """A date as typed."""
    day, month, year = day_parts(values.get("day", ""))
    remind = _days(values.get("remind_days_before", ""))
    return contact_parts.add_date(session, contact_id, occasion(values.get("label", "")), day, month, year, remind)


def change_date(session: CrmSession, row_id: int, version: int, values: Mapping[str, str]) -> int:
    """A date as typed."""
    changed: dict[str, object] = {}
    if "label" in values:
        changed["label"] = occasion(values["label"])
    if "day" in values:
        changed["day"], changed["month"], changed["year"] = day_parts(values["day"])
    if "remind_days_before" in values:
        changed["remind_days_before"] = _days(values["remind_days_before"])
    return contact_parts.change_date(session, row_id, version, changed)


def _days(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) > 366:
        raise InvalidValue(field=_("Remind days before"), value=text[:60])
    return int(text)


def set_consent(
    session: CrmSession, contact_id: int, channel: str, values: Mapping[str, str], seen: str | None
) -> None:
    """Consent or refusal as typed; what was not changed stays."""
    state = values["state"]
    day = parse_day(values["noted_on"]) if values["noted_on"] else None
    if values["noted_on"] and day is None:
        raise InvalidValue(field=_("Date"), value=values["noted_on"][:60])
    contact_parts.set_consent(session, contact_id, channel, state, noted_on=day, note=values["note"], seen=seen)
