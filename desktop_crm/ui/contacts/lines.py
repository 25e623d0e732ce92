"""How a contact reads on its card: lines for everything that is filled in, and what can be added."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop_crm.base import formats
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.contact import (
    ABC_CLASSES,
    CHANNELS,
    CONSENT_STATES,
    LIFE_CYCLES,
    ORGANISATION_TYPES,
    RELATIONS_TO_US,
    SEXES,
)
from desktop_crm.services import contact_parts
from desktop_crm.services.contact_cards import ContactCard, CustomLine
from desktop_crm.services.contact_typed import LISTS, ME
from desktop_crm.services.contacts import EDITABLE
from desktop_crm.services.custom_fields import YES_NO_NAMES
from desktop_crm.ui import moments
from desktop_crm.ui.contacts import reach_lines, typed_rows
from desktop_crm.ui.contacts.edits import Edits
from desktop_crm.ui.contacts.known import REMOVE, Makers, options
from desktop_crm.ui.editor import Line
from desktop_crm.ui.form import joined
from desktop_crm.ui.inputs import Input

CODES: Mapping[str, Mapping[str, str]] = {
    "relation_to_us": RELATIONS_TO_US,
    "life_cycle": LIFE_CYCLES,
    "abc_class": ABC_CLASSES,
    "organisation_type": ORGANISATION_TYPES,
    "sex": SEXES,
}
LONG = {"preferences", "other_names", "notes"}
# what a card shows beside the ways to reach somebody, in this order; names stand in the header, notes alone
_BOTH = ("language", "relation_to_us", "life_cycle", "abc_class", "source_id", "campaign_id", "referred_by_id")
_AFTER = ("responsible_id", "first_contact_on", "rhythm_days")
FIELDS_OF = {
    "person": (
        *_BOTH, "nickname", "former_name", "sex", "greeting", "preferences", "best_time", "how_met", "deceased",
        *_AFTER,
    ),
    "organisation": (
        "legal_name", "legal_form", "organisation_type", "industry_id", "tax_number", "registration_number", "size",
        "other_names", "parent_id", *_BOTH, *_AFTER,
    ),
}  # fmt: skip
ICONS = {
    "language": "languages", "tax_number": "landmark", "registration_number": "hash", "industry_id": "factory",
    "responsible_id": "user-check", "source_id": "megaphone", "campaign_id": "megaphone", "referred_by_id": "handshake",
    "parent_id": "network", "first_contact_on": "calendar", "rhythm_days": "clock", "relation_to_us": "handshake",
    "life_cycle": "heart", "abc_class": "star", "best_time": "clock",
    "sex": "user", "legal_form": "file-text", "nickname": "user", "greeting": "message-circle", "size": "users",
    "former_name": "history", "preferences": "heart", "how_met": "handshake", "other_names": "tag",
    "organisation_type": "building-2", "deceased": "minus", "legal_name": "building-2",
}  # fmt: skip


# -- fields --------------------------------------------------------------------------------------------------------


def field_text(card: ContactCard, code: str) -> str:
    """A field as it reads; "" where nothing is filled in."""
    value = getattr(card, code.removesuffix("_id") if code.endswith("_id") else code)
    if code in CODES:
        return _(CODES[code].get(value, value)) if value else ""
    if code == "first_contact_on":
        return moments.long_day(value) if value else ""
    if code == "deceased":
        return _("Yes") if value else ""
    if code == "language":
        return formats.language_names(value)
    return "" if value is None else str(value)


def field_line(card: ContactCard, code: str, edit: Edits, makers: Makers) -> Line:
    """One plain field."""
    title, text, tone = _(EDITABLE[code]), field_text(card, code), ""
    caption = title
    other = getattr(card, code) if code in ("parent_id", "referred_by_id") else None
    if code == "tax_number" and card.tax_number_status == "wrong":
        caption, tone = joined([title, _("check digits do not fit")]), "warn"
    return Line(
        f"field:{code}", ICONS.get(code, "info"), text, caption, (field_input(card, code, title, text, makers),),
        edit.fields(f"field:{code}"), link=f"contact:{other}" if other else "", tone=tone,
    )  # fmt: skip


def field_input(card: ContactCard, code: str, title: str, text: str, makers: Makers) -> Input:
    """The fitting input of a plain field."""
    if code in CODES:
        return Input(code, title, getattr(card, code), "choice", options(CODES[code], empty=True))
    if code == "deceased":
        return Input(code, title, "1" if card.deceased else "", "choice", (("", _("No")), ("1", _("Yes"))))
    if code == "responsible_id":
        now = str(card.responsible_id or "")
        names = makers.known.operators
        own = ((now, card.responsible),) if now and all(now != row_id for row_id, _name in names) else ()
        return Input(code, title, now, "choice", (("", _("Nobody")), (ME, _("Me")), *own, *names))
    if code == "first_contact_on":
        return Input(code, title, typed_rows.shown_day(card.first_contact_on), "date")
    if code in LISTS:
        return Input(code, title, text, suggest=makers.of_list(LISTS[code]))
    if code in ("parent_id", "referred_by_id"):
        suggest = makers.organisations if code == "parent_id" else makers.everybody
        return Input(code, title, text, suggest=suggest)
    if code == "language":
        return Input(code, title, card.language)
    return Input(code, title, text, "long" if code in LONG else "text")


def name_line(card: ContactCard, edit: Edits) -> Line:
    """The name in its parts; shown while it is edited."""
    parts = ("prefix", "given_name", "middle_name", "family_name", "suffix") if card.kind == "person" else ("name",)
    items = tuple(Input(part, _(EDITABLE[part]), getattr(card, part)) for part in parts)
    if card.kind == "person" and not any(item.value for item in items):
        items = (Input("name", _("Name"), card.name),)
    return Line("name", "user" if card.kind == "person" else "building-2", "", _("Name"), items, edit.fields("name"))


def custom_lines(card: ContactCard, edit: Edits, *, filled: bool) -> list[Line]:
    """Fields that the user defined, those filled in or the others."""
    return [
        Line(
            f"custom:{line.field_id}", "list", line.shown, line.name, (custom_input(line),),
            edit.custom(line.field_id, line.text), link=custom_link(line),
        )
        for line in card.custom
        if bool(line.text) == filled
    ]  # fmt: skip


def custom_link(line: CustomLine) -> str:
    """What a click on the value opens."""
    if line.type == "link":
        return line.text if "://" in line.text else ""
    if line.type == "phone" and line.text.startswith("+"):
        return f"tel:{line.text}"
    return f"mailto:{line.text}" if line.type == "email" and line.text else ""


def custom_input(line: CustomLine) -> Input:
    """The fitting input of a user's own field."""
    rows = tuple((choice, choice) for choice in line.options)
    if line.type == "yes_no":
        return Input("text", line.name, line.text, "choice", options(YES_NO_NAMES, empty=True))
    if line.type == "choice":
        own = ((line.text, line.text),) if line.text and line.text not in line.options else ()
        return Input("text", line.name, line.text, "choice", (("", "–"), *rows, *own))
    if line.type == "choices":
        return Input("text", line.name, line.text, "choices", rows)
    if line.type == "date":
        return Input("text", line.name, typed_rows.shown_day(line.day), "date")
    shown = line.type in ("number", "phone")  # as the language writes it; money keeps the code of its currency
    return Input("text", line.name, line.shown if shown else line.text)


def account_lines(card: ContactCard, edit: Edits) -> list[Line]:
    """Bank accounts and ids in other programs."""
    lines = [
        Line(
            f"bank:{account.id}", "landmark", account.shown,
            joined([_("Bank account"), account.bank, account.currency,
                    _("check digits do not fit") if account.status == "wrong" else ""]),
            bank_inputs(account.shown, account.bank, account.currency),
            edit.bank_account(f"bank:{account.id}", account.id),
            edit.without(REMOVE, contact_parts.remove_bank_account, account.id),
            tone="warn" if account.status == "wrong" else "", tabular=True,
        )
        for account in card.bank_accounts
    ]  # fmt: skip
    lines += [Line(f"external:{line.id}", "id-card", line.value, line.system) for line in card.external_ids]
    return lines


def bank_inputs(iban: str = "", bank: str = "", currency: str = "") -> tuple[Input, ...]:
    """IBAN, bank, currency."""
    return (
        Input("iban", _("IBAN"), iban),
        Input("bank", _("Bank"), bank, is_content=False),
        Input("currency", _("Currency"), currency, is_content=False),
    )


def consent_lines(card: ContactCard, edit: Edits, *, filled: bool) -> list[Line]:
    """Consent and refusal by channel, those noted or the others."""
    noted = {line.channel: line for line in card.consents}
    lines = []
    for channel, title in CHANNELS.items():
        line = noted.get(channel)
        if (line is not None) != filled:
            continue
        state, note = (line.state, line.note) if line is not None else ("", "")
        day = typed_rows.shown_day(line.noted_on) if line is not None else ""
        words = _("Consent: {channel}").format(channel=_(title))
        since = moments.long_day(line.noted_on) if line is not None and line.noted_on else ""
        items = (
            Input("state", words, state, "choice", options(CONSENT_STATES, empty=True)),
            Input("noted_on", _("Date"), day, "date", is_content=False),
            Input("note", _("Note"), note, is_content=False),
        )
        tone = "bad" if state == "withdrawn" else ""
        value = _(CONSENT_STATES.get(state, state)) if state else ""
        seen = {item.name: item.value for item in items}
        save = edit.consent(channel, seen)
        caption = joined([words, since, note])
        lines.append(Line(f"consent:{channel}", "minus" if tone else "check", value, caption, items, save, tone=tone))
    return lines


def detail_lines(card: ContactCard, edit: Edits, makers: Makers) -> list[Line]:
    """Everything filled in, in the order of the card."""
    lines = reach_lines.reach_lines(card, edit) + consent_lines(card, edit, filled=True)
    lines += [field_line(card, code, edit, makers) for code in FIELDS_OF[card.kind] if field_text(card, code)]
    return lines + custom_lines(card, edit, filled=True) + account_lines(card, edit)


def addable_lines(card: ContactCard, edit: Edits, makers: Makers) -> list[Line]:
    """What “Add field…” offers: more ways to reach somebody, then all that is not filled in yet."""

    def new(key: str, icon: str, title: str, inputs: tuple[Input, ...], text: str, add: Callable[..., object]) -> Line:
        return Line(f"new:{key}", icon, "", title, inputs, edit.added(text, add))

    reach, typed = reach_lines, typed_rows
    text = N_("Add website or messenger to “{name}”")
    lines = [
        new("phone", "phone", _("Phone"), reach.phone_inputs(), N_("Add phone to “{name}”"), typed.add_phone),
        new("email", "mail", _("E-mail"), reach.email_inputs(), N_("Add e-mail to “{name}”"), typed.add_email),
        new(
            "address", "map-pin", _("Address"), reach.address_inputs(), N_("Add address to “{name}”"),
            contact_parts.add_address,
        ),
        new("messenger", "globe", _("Website or messenger"), reach.messenger_inputs(), text, typed.add_messenger),
        new("date", "cake", _("Birthday or other date"), reach.date_inputs(), N_("Add date to “{name}”"),
            typed.add_date),
    ]  # fmt: skip
    lines += [field_line(card, code, edit, makers) for code in FIELDS_OF[card.kind] if not field_text(card, code)]
    lines += custom_lines(card, edit, filled=False)
    text = N_("Add bank account to “{name}”")
    lines.append(new("bank", "landmark", _("Bank account"), bank_inputs(), text, typed.add_bank_account))
    return lines + consent_lines(card, edit, filled=False)
