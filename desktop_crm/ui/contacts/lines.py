"""How a contact reads on its card: lines for everything that is filled in, and what can be added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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
from desktop_crm.model.reach import ADDRESS_KINDS, MESSENGER_SYSTEMS, PHONE_KINDS, REACH_KINDS
from desktop_crm.services import contact_parts
from desktop_crm.services.contact_cards import ContactCard, DateLine, PhoneLine
from desktop_crm.services.contacts import EDITABLE
from desktop_crm.services.custom_fields import YES_NO_NAMES
from desktop_crm.services.phone_display import describe_phone, format_phone, tel_uri
from desktop_crm.ui import moments
from desktop_crm.ui.contacts import edits
from desktop_crm.ui.contacts.edits import Edits
from desktop_crm.ui.form import Line, joined
from desktop_crm.ui.inputs import Input, Options, Suggest

REMOVE = N_("Remove from “{name}”")
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


@dataclass(frozen=True)
class Known:
    """Words of the editable lists, for suggestions."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # list name -> names
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Makers:
    """What a line may ask for while somebody types."""

    known: Known
    organisations: Suggest | None = None
    everybody: Suggest | None = None

    def of_list(self, name: str) -> Suggest:
        """Suggestions from an editable list."""
        words = self.known.lists.get(name, ())

        def suggest(typed: str, answer: Callable[[list[str]], None]) -> None:
            answer([word for word in words if typed.casefold() in word.casefold()])

        return suggest


def options(codes: Mapping[str, str], *, empty: bool = False, also: str = "") -> Options:
    """Codes with their words of now; *also*: a code of the user's own that must not be lost."""
    rows = tuple((code, _(text)) for code, text in codes.items())
    own = ((also, also),) if also and also not in codes else ()
    return ((("", "–"),) if empty else ()) + rows + own


# -- ways to reach -------------------------------------------------------------------------------------------------


def phone_inputs(line: PhoneLine | None = None) -> tuple[Input, ...]:
    """Number, kind, note."""
    number = ""
    if line is not None:
        number = format_phone(line.e164, line.extension) if line.e164 else line.raw
    kind = line.kind if line is not None else ""
    return (
        Input("raw", _("Phone"), number),
        Input("kind", _("Kind of phone"), kind, "choice", options(PHONE_KINDS, empty=line is None), is_content=False),
        Input("note", _("Note"), line.note if line is not None else "", is_content=False),
    )


def phone_line(line: PhoneLine, edit: Edits) -> Line:
    """“+373 22 123 456” – “Work · Moldova, fixed line · ext. 14”."""
    described = describe_phone(line.e164) if line.e164 else ""
    hidden = ("other", "mobile") if described else ("other",)  # that says "Moldova, mobile" already
    shared = ", ".join(link.name for link in line.shared_with)
    caption = joined(
        [
            _(PHONE_KINDS[line.kind]) if line.kind in PHONE_KINDS and line.kind not in hidden else "",
            described,
            _("ext. {number}").format(number=line.extension) if line.extension else "",
            {"check": _("to be checked"), "bad": _("cannot be dialled")}.get(line.status, ""),
            _("do not call") if line.do_not_call else "",
            line.note,
            _("also: {names}").format(names=shared) if shared else "",
        ]
    )
    return Line(
        f"phone:{line.id}",
        "phone",
        line.shown,
        caption or _("Phone"),
        phone_inputs(line),
        edit.part(f"phone:{line.id}", line.id, contact_parts.change_phone),
        edit.without(REMOVE, contact_parts.remove_phone, line.id),
        tel_uri(line.e164, line.extension) if line.e164 and not line.do_not_call else "",
        {"check": "warn", "bad": "bad"}.get(line.status, "bad" if line.do_not_call else ""),
        _("As given: {text}").format(text=line.raw) if line.raw and line.raw != line.shown else "",
        tabular=True,
    )


def reach_lines(card: ContactCard, edit: Edits) -> list[Line]:
    """Phones, e-mails, websites and messengers, addresses, dates."""
    lines = [phone_line(line, edit) for line in card.phones]
    for mail in card.emails:
        caption = joined([_(REACH_KINDS.get(mail.kind, mail.kind)), mail.note])
        bad = mail.status != "ok"
        lines.append(
            Line(
                f"email:{mail.id}", "mail", mail.address, joined([caption, _("to be checked") if bad else ""]),
                email_inputs(mail.address, mail.kind),
                edit.part(f"email:{mail.id}", mail.id, contact_parts.change_email),
                edit.without(REMOVE, contact_parts.remove_email, mail.id),
                "" if bad else f"mailto:{mail.address}", "warn" if bad else "",
            )
        )  # fmt: skip
    for place in card.addresses:
        kind = _(ADDRESS_KINDS.get(place.kind, place.kind))
        values = {name: getattr(place, name) for name in ("street", "city", "region", "postcode", "country")}
        lines.append(
            Line(
                f"address:{place.id}", "map-pin", place.shown, joined([_("Address"), kind, place.note]),
                address_inputs(values, place.kind),
                edit.part(f"address:{place.id}", place.id, contact_parts.change_address),
                edit.without(REMOVE, contact_parts.remove_address, place.id),
            )
        )  # fmt: skip
    for item in card.messengers:
        lines.append(
            Line(
                f"messenger:{item.id}", "globe" if item.system == "web" else "send", item.address,
                joined([_(MESSENGER_SYSTEMS.get(item.system, item.system)), item.note]),
                messenger_inputs(item.address, item.system),
                edit.part(f"messenger:{item.id}", item.id, contact_parts.change_messenger),
                edit.without(REMOVE, contact_parts.remove_messenger, item.id), item.link,
            )
        )  # fmt: skip
    lines += [date_line(day, edit) for day in card.dates]
    return lines


def date_line(day: DateLine, edit: Edits) -> Line:
    """“14 March” – “Birthday”."""
    return Line(
        f"date:{day.id}", "cake" if day.label == "birthday" else "calendar", day.shown, day.shown_label,
        date_inputs(f"{day.day}.{day.month:02}" + (f".{day.year}" if day.year else ""), day.label),
        edit.date(f"date:{day.id}", day.id),
        edit.without(REMOVE, contact_parts.remove_date, day.id),
    )  # fmt: skip


def email_inputs(address: str = "", kind: str = "work") -> tuple[Input, ...]:
    """Address and kind."""
    return (
        Input("address", _("E-mail"), address),
        Input("kind", _("Kind of address"), kind, "choice", options(REACH_KINDS, also=kind), is_content=False),
    )


def address_inputs(values: Mapping[str, str] | None = None, kind: str = "work") -> tuple[Input, ...]:
    """Street to country, and the kind."""
    names = contact_parts.ADDRESS_FIELDS
    parts = ("street", "city", "region", "postcode", "country")
    rows = tuple(Input(part, _(names[part]), (values or {}).get(part, "")) for part in parts)
    return (*rows, Input("kind", _("Kind of address"), kind, "choice", options(ADDRESS_KINDS), is_content=False))


def messenger_inputs(address: str = "", system: str = "web") -> tuple[Input, ...]:
    """Address and system."""
    return (
        Input("address", _("Website or account"), address),
        Input("system", _("System"), system, "choice", options(MESSENGER_SYSTEMS, also=system), is_content=False),
    )


def date_inputs(day: str = "", label: str = "birthday") -> tuple[Input, ...]:
    """Day and occasion."""
    labels = options(contact_parts.DATE_LABELS, also=label)
    return (
        Input("day", _("Date, with or without the year"), day),
        Input("label", _("Occasion"), label, "choice", labels, is_content=False),
    )


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
        return moments.language_names(value)
    return "" if value is None else str(value)


def field_line(card: ContactCard, code: str, edit: Edits, makers: Makers) -> Line:
    """One plain field."""
    title = _(EDITABLE[code])
    text = field_text(card, code)
    item, save = Input(code, title, text), edit.fields()
    link = ""
    if code in CODES:
        item = Input(code, title, getattr(card, code), "choice", options(CODES[code], empty=True))
    elif code == "language":
        item = Input(code, title, card.language)
    elif code == "deceased":
        item = Input(code, title, "1" if card.deceased else "", "choice", (("", _("No")), ("1", _("Yes"))))
    elif code in LONG:
        item = Input(code, title, text, "long")
    elif code in edits.LISTS:
        item = Input(code, title, text, "suggest", suggest=makers.of_list(edits.LISTS[code]))
        save = edit.listed(code)
    elif code in ("parent_id", "referred_by_id"):
        item = Input(code, title, text, suggest=makers.organisations if code == "parent_id" else makers.everybody)
        save = edit.linked(code)
        other = getattr(card, code)
        link = f"contact:{other}" if other else ""
    elif code == "responsible_id":
        now = str(card.responsible_id or "")
        own = ((now, card.responsible),) if now else ()
        item = Input(code, title, now, "choice", (("", _("Nobody")), ("me", _("Me")), *own))
        save = edit.responsible()
    elif code == "first_contact_on":
        item = Input(code, title, card.first_contact_on.isoformat() if card.first_contact_on else "")
    tone = ""
    if code == "tax_number" and card.tax_number_status == "wrong":
        title, tone = joined([title, _("check digits do not fit")]), "warn"
    return Line(f"field:{code}", ICONS.get(code, "info"), text, title, (item,), save, link=link, tone=tone)


def name_line(card: ContactCard, edit: Edits) -> Line:
    """The name in its parts; shown while it is edited."""
    parts = ("prefix", "given_name", "middle_name", "family_name", "suffix") if card.kind == "person" else ("name",)
    items = tuple(Input(part, _(EDITABLE[part]), getattr(card, part)) for part in parts)
    if card.kind == "person" and not any(item.value for item in items):
        items = (Input("name", _("Name"), card.name),)
    return Line("name", "user" if card.kind == "person" else "building-2", "", _("Name"), items, edit.fields())


def custom_lines(card: ContactCard, edit: Edits, *, filled: bool) -> list[Line]:
    """Fields that the user defined, those filled in or the others."""
    return [
        Line(
            f"custom:{line.field_id}", "list", line.shown, line.name,
            (custom_input(line.type, line.name, line.text, line.options),), edit.custom(line.field_id),
            link=line.text if line.type == "link" and "://" in line.text else "",
        )
        for line in card.custom
        if bool(line.text) == filled
    ]  # fmt: skip


def custom_input(kind: str, title: str, text: str, choices: tuple[str, ...]) -> Input:
    """The input of a user's own field."""
    if kind == "yes_no":
        return Input("text", title, text, "choice", options(YES_NO_NAMES, empty=True))
    if kind == "choice":
        rows = tuple((choice, choice) for choice in choices)
        return Input("text", title, text, "choice", (("", "–"), *rows))
    return Input("text", title, text)


def account_lines(card: ContactCard, edit: Edits) -> list[Line]:
    """Bank accounts and ids in other programs."""
    lines = [
        Line(
            f"bank:{account.id}", "landmark", account.shown,
            joined([_("Bank account"), account.bank, account.currency,
                    _("check digits do not fit") if account.status == "wrong" else ""]),
            bank_inputs(account.iban, account.bank),
            edit.part(f"bank:{account.id}", account.id, contact_parts.change_bank_account),
            edit.without(REMOVE, contact_parts.remove_bank_account, account.id),
            tone="warn" if account.status == "wrong" else "", tabular=True,
        )
        for account in card.bank_accounts
    ]  # fmt: skip
    lines += [Line(f"external:{line.id}", "id-card", line.value, line.system) for line in card.external_ids]
    return lines


def bank_inputs(iban: str = "", bank: str = "") -> tuple[Input, ...]:
    """IBAN and bank."""
    return (Input("iban", _("IBAN"), iban), Input("bank", _("Bank"), bank, is_content=False))


def consent_lines(card: ContactCard, edit: Edits, *, filled: bool) -> list[Line]:
    """Consent and refusal by channel, those noted or the others."""
    noted = {line.channel: line for line in card.consents}
    lines = []
    for channel, title in CHANNELS.items():
        line = noted.get(channel)
        if (line is not None) != filled:
            continue
        state = line.state if line is not None else ""
        day = moments.long_day(line.noted_on) if line is not None and line.noted_on else ""
        caption = joined([_("Consent: {channel}").format(channel=_(title)), day, line.note if line else ""])
        item = Input("state", caption, state, "choice", options(CONSENT_STATES, empty=True))
        value = _(CONSENT_STATES.get(state, state)) if state else ""
        tone = "bad" if state == "withdrawn" else ""
        icon = "minus" if tone else "check"
        lines.append(Line(f"consent:{channel}", icon, value, caption, (item,), edit.consent(channel), tone=tone))
    return lines


def detail_lines(card: ContactCard, edit: Edits, makers: Makers) -> list[Line]:
    """Everything filled in, in the order of the card."""
    lines = reach_lines(card, edit) + consent_lines(card, edit, filled=True)
    lines += [field_line(card, code, edit, makers) for code in FIELDS_OF[card.kind] if field_text(card, code)]
    return lines + custom_lines(card, edit, filled=True) + account_lines(card, edit)


def addable_lines(card: ContactCard, edit: Edits, makers: Makers) -> list[Line | None]:
    """What “Add field…” offers; ``None`` is a line between groups."""

    def new(key: str, icon: str, title: str, inputs: tuple[Input, ...], text: str, add: Callable[..., object]) -> Line:
        return Line(f"new:{key}", icon, "", title, inputs, edit.added(text, add))

    rows: list[Line | None] = [
        new("phone", "phone", _("Phone"), phone_inputs(), N_("Add phone to “{name}”"), edits.add_phone),
        new("email", "mail", _("E-mail"), email_inputs(), N_("Add e-mail to “{name}”"), edits.add_email),
        new(
            "address", "map-pin", _("Address"), address_inputs(), N_("Add address to “{name}”"),
            contact_parts.add_address,
        ),
        new(
            "messenger", "globe", _("Website or messenger"), messenger_inputs(),
            N_("Add website or messenger to “{name}”"), edits.add_messenger,
        ),
        new("date", "cake", _("Birthday or other date"), date_inputs(), N_("Add date to “{name}”"), edits.add_date),
    ]  # fmt: skip
    if card.kind == "organisation":
        text = N_("Add bank account to “{name}”")
        rows.append(new("bank", "landmark", _("Bank account"), bank_inputs(), text, edits.add_bank_account))
    rows.append(None)
    rows += [field_line(card, code, edit, makers) for code in FIELDS_OF[card.kind] if not field_text(card, code)]
    rows += [None, *consent_lines(card, edit, filled=False)]
    own = custom_lines(card, edit, filled=False)
    return [*rows, None, *own] if own else rows
