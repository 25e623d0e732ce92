"""How somebody is reached: lines of phones, e-mails, websites and messengers, addresses, important dates."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model.reach import ADDRESS_KINDS, MESSENGER_SYSTEMS, PHONE_KINDS, REACH_KINDS
from desktop_crm.services import contact_parts
from desktop_crm.services.contact_cards import AddressLine, ContactCard, DateLine, EmailLine, MessengerLine, PhoneLine
from desktop_crm.services.phone_display import describe_phone, format_phone, tel_uri
from desktop_crm.ui.contacts.edits import Edits
from desktop_crm.ui.contacts.known import REMOVE, among, options
from desktop_crm.ui.editor import Deed, Line
from desktop_crm.ui.form import joined
from desktop_crm.ui.inputs import Input

MAP = "https://www.openstreetmap.org/search?query="


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


def phone_deeds(line: PhoneLine, edit: Edits, place: int, count: int) -> tuple[Deed, ...]:
    """Accept a guess, refuse calls, order."""
    key = f"phone:{line.id}"
    deeds = []
    if line.status == "check":
        deeds.append(edit.deed("check", _("It is right"), contact_parts.accept_phones, [line.id]))
    refused = not line.do_not_call
    words = _("Do not call this number") if refused else _("May be called again")
    change = contact_parts.change_phone
    deeds.append(edit.with_version("minus" if refused else "phone", words, change, key, {"do_not_call": refused}))
    return (*deeds, *edit.order_deeds("phone", line.id, place, count))


def phone_line(line: PhoneLine, edit: Edits, place: int = 0, count: int = 1) -> Line:
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
        deeds=phone_deeds(line, edit, place, count),
    )


def reach_lines(card: ContactCard, edit: Edits) -> list[Line]:
    """Phones, e-mails, websites and messengers, addresses, dates."""
    return [
        *(phone_line(line, edit, place, len(card.phones)) for place, line in enumerate(card.phones)),
        *(email_line(line, edit, place, len(card.emails)) for place, line in enumerate(card.emails)),
        *(address_line(line, edit, place, len(card.addresses)) for place, line in enumerate(card.addresses)),
        *(messenger_line(line, edit, place, len(card.messengers)) for place, line in enumerate(card.messengers)),
        *(date_line(day, edit) for day in card.dates),
    ]


def email_line(mail: EmailLine, edit: Edits, place: int = 0, count: int = 1) -> Line:
    """“ana@nord.example” – “Work · note”."""
    key, bad = f"email:{mail.id}", mail.status != "ok"
    deeds = edit.order_deeds("email", mail.id, place, count)
    if bad:
        accept = edit.with_version("check", _("It is right"), contact_parts.change_email, key, {"status": "ok"})
        deeds = (accept, *deeds)
    kind = _(REACH_KINDS.get(mail.kind, mail.kind))
    return Line(
        key, "mail", mail.address, joined([kind, mail.note, _("to be checked") if bad else ""]),
        email_inputs(mail.address, mail.kind, mail.note), edit.part(key, mail.id, contact_parts.change_email),
        edit.without(REMOVE, contact_parts.remove_email, mail.id), "" if bad else f"mailto:{mail.address}",
        "warn" if bad else "", deeds=deeds,
    )  # fmt: skip


def address_line(place: AddressLine, edit: Edits, number: int = 0, count: int = 1) -> Line:
    """One line of text that opens on the map."""
    key, kind = f"address:{place.id}", _(ADDRESS_KINDS.get(place.kind, place.kind))
    names = ("street", "city", "region", "postcode", "country", "note")
    values = {name: getattr(place, name) for name in names}
    return Line(
        key, "map-pin", place.shown, joined([_("Address"), kind, place.note]), address_inputs(values, place.kind),
        edit.part(key, place.id, contact_parts.change_address),
        edit.without(REMOVE, contact_parts.remove_address, place.id), f"{MAP}{quote(place.shown)}",
        deeds=edit.order_deeds("address", place.id, number, count),
    )  # fmt: skip


def messenger_line(item: MessengerLine, edit: Edits, place: int = 0, count: int = 1) -> Line:
    """A website or account."""
    key = f"messenger:{item.id}"
    return Line(
        key, "globe" if item.system == "web" else "send", item.address,
        joined([_(MESSENGER_SYSTEMS.get(item.system, item.system)), item.note]),
        messenger_inputs(item.address, item.system, item.note),
        edit.part(key, item.id, contact_parts.change_messenger),
        edit.without(REMOVE, contact_parts.remove_messenger, item.id), item.link,
        deeds=edit.order_deeds("messenger", item.id, place, count),
    )  # fmt: skip


def date_line(day: DateLine, edit: Edits) -> Line:
    """“14 March” – “Birthday · remind 3 days before”."""
    count = day.remind_days_before
    remind = ""
    if count is not None:
        remind = ngettext("remind {count} day before", "remind {count} days before", count).format(count=count)
    typed = f"{day.day}.{day.month:02}" + (f".{day.year}" if day.year else "")
    return Line(
        f"date:{day.id}", "cake" if day.label == "birthday" else "calendar", day.shown,
        joined([day.shown_label, remind]),
        date_inputs(typed, day.shown_label, "" if count is None else str(count)),
        edit.date(f"date:{day.id}", day.id),
        edit.without(REMOVE, contact_parts.remove_date, day.id),
    )  # fmt: skip


def _note(note: str) -> Input:
    return Input("note", _("Note"), note, is_content=False)


def email_inputs(address: str = "", kind: str = "work", note: str = "") -> tuple[Input, ...]:
    """Address, kind, note."""
    return (
        Input("address", _("E-mail"), address),
        Input("kind", _("Kind of address"), kind, "choice", options(REACH_KINDS, also=kind), is_content=False),
        _note(note),
    )


def address_inputs(values: Mapping[str, str] | None = None, kind: str = "work") -> tuple[Input, ...]:
    """Street to country, the kind, a note."""
    names, known = contact_parts.ADDRESS_FIELDS, values or {}
    parts = ("street", "city", "region", "postcode", "country")
    rows = tuple(Input(part, _(names[part]), known.get(part, "")) for part in parts)
    kinds = Input("kind", _("Kind of address"), kind, "choice", options(ADDRESS_KINDS), is_content=False)
    return (*rows, kinds, _note(known.get("note", "")))


def messenger_inputs(address: str = "", system: str = "web", note: str = "") -> tuple[Input, ...]:
    """Address, system, note."""
    return (
        Input("address", _("Website or account"), address),
        Input("system", _("System"), system, "choice", options(MESSENGER_SYSTEMS, also=system), is_content=False),
        _note(note),
    )


def date_inputs(day: str = "", label: str = "", remind: str = "") -> tuple[Input, ...]:
    """Day, occasion, how long before to be reminded."""
    labels = [_(words) for words in contact_parts.DATE_LABELS.values()]
    label = label or _(contact_parts.DATE_LABELS["birthday"])
    return (
        Input("day", _("Date, with or without the year"), day, "date"),
        Input("label", _("Occasion"), label, suggest=among(labels), is_content=False),
        Input("remind_days_before", _("Remind days before"), remind, is_content=False),
    )
