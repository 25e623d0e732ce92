"""Several changes of one card at once, as the command line and pasted text make them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.base.text import digits, fold
from desktop_crm.model import Contact, Email, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_parts import add_email, add_phone, remove_email, remove_phone
from desktop_crm.services.contact_phones import own_country, read_phones
from desktop_crm.services.contact_typed import change_fields, typed_values
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.custom_fields import field_rows, set_custom_value
from desktop_crm.services.tags import add_tags, take_tags

_CUSTOM = "custom:"


@dataclass(frozen=True, slots=True)
class CardChange:
    """What is to be different; fields as typed, own fields as ``custom:NAME`` or ``custom:ID``."""

    fields: Mapping[str, str] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    gone_phones: tuple[str, ...] = ()
    gone_emails: tuple[str, ...] = ()
    gone_tags: tuple[str, ...] = ()


def new_card(session: CrmSession, kind: str, change: CardChange) -> int:
    """A new contact; says its id."""
    plain, custom = _apart(session, kind, change.fields)
    parts = ("name", "prefix", "given_name", "middle_name", "family_name", "suffix", "nickname")
    draft = ContactDraft(
        kind=kind,
        **{name: plain.pop(name) for name in parts if name in plain},  # type: ignore[arg-type]
        phones=change.phones,
        emails=change.emails,
        tags=change.tags,
        custom=custom,
        values=typed_values(session, plain),
    )
    return add_contact(session, draft)


def change_card(session: CrmSession, contact_id: int, change: CardChange) -> None:
    """Change a contact that is there; raises ``NotFound`` also where something to take off is not on it."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(what=_("The contact"))
    plain, custom = _apart(session, contact.kind, change.fields)
    for text in change.gone_phones:
        remove_phone(session, _phone(session, contact_id, text))
    for text in change.gone_emails:
        remove_email(session, _email(session, contact_id, text))
    for name in change.gone_tags:
        if not take_tags(session, contact_id, [name]):
            raise NotFound(what=_("The tag"))
    for text in change.phones:
        add_phone(session, contact_id, text)
    for text in change.emails:
        add_email(session, contact_id, text)
    add_tags(session, contact_id, change.tags)
    for field_id, text in custom.items():
        set_custom_value(session, contact_id, field_id, text)
    if plain:
        change_fields(session, contact_id, contact.version, plain)


def _apart(session: CrmSession, kind: str, fields: Mapping[str, str]) -> tuple[dict[str, str], dict[int, str]]:
    """Fields of the program, and those that the user defined."""
    plain = {name: text for name, text in fields.items() if not name.startswith(_CUSTOM)}
    own = {name.removeprefix(_CUSTOM): text for name, text in fields.items() if name.startswith(_CUSTOM)}
    known = field_rows(session, kind) if own else []
    custom: dict[int, str] = {}
    for name, text in own.items():
        found = next((row.id for row in known if name == str(row.id) or fold(name) == fold(row.name)), None)
        if found is None:
            raise InvalidValue(field=f"{_CUSTOM}{name}", value=text[:60])
        custom[found] = text
    return plain, custom


def _phone(session: CrmSession, contact_id: int, text: str) -> int:
    wanted = {phone.e164 for phone in read_phones(session, text, own_country(session, contact_id)) if phone.e164}
    for row in session.scalars(select(Phone).where(Phone.contact_id == contact_id).order_by(Phone.position)):
        if row.e164 in wanted or (not row.e164 and digits(row.raw) == digits(text)):
            return row.id
    raise NotFound(what=_("The phone number"))


def _email(session: CrmSession, contact_id: int, text: str) -> int:
    key = text.strip().lower()
    found = session.scalars(select(Email.id).where(Email.contact_id == contact_id, Email.key == key)).first()
    if found is None:
        raise NotFound(what=_("The e-mail address"))
    return found
