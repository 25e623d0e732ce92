"""Fields of a contact as they are typed: list entries, other contacts and colleagues by their names."""

from collections.abc import Mapping

from sqlalchemy import select

from desktop_crm.base.errors import CrmError, InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import fold
from desktop_crm.model import Contact, Operator
from desktop_crm.model.contact import Kind, name_key
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import ensure_choice
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_rescue import place_for_typed
from desktop_crm.services.contact_ties import find_organisation
from desktop_crm.services.contacts import EDITABLE, add_contact, change_contact
from desktop_crm.services.custom_fields import is_yes

LISTS = {"source_id": "source", "campaign_id": "campaign", "industry_id": "industry"}
LINKS = ("parent_id", "referred_by_id")
CHOSEN = "id:"  # before the id of a contact that was chosen from suggestions
ME = "me"
_BY_PLAIN_NAME = {field.removesuffix("_id"): field for field in EDITABLE if field.endswith("_id")}


class SeveralOfThisName(CrmError):
    """A name alone does not say who is meant. Facts: name."""

    text = N_("Several contacts are called “{name}”. Nothing was changed. Choose one from the suggestions.")


def rescue_fields(session: CrmSession, contact_id: int, typed: Mapping[str, str]) -> int:
    """Save what was typed on a contact that was deleted or merged meanwhile; says the id of where it went."""
    place, version = place_for_typed(session, contact_id)
    change_fields(session, place, version, typed)
    return place


def change_fields(session: CrmSession, contact_id: int, version: int, typed: Mapping[str, str]) -> int:
    """``contacts.change_contact`` with values as they are typed; says the new version."""
    return change_contact(session, contact_id, version, typed_values(session, typed))


def typed_values(session: CrmSession, typed: Mapping[str, str]) -> dict[str, object]:
    """Values for ``contacts.EDITABLE``; a new word goes onto its list. Raises ``InvalidValue``."""
    values: dict[str, object] = {}
    for name, text in typed.items():
        field = _BY_PLAIN_NAME.get(name, name)
        if field not in EDITABLE:
            raise InvalidValue(field=name, value=text[:60])
        if not text:
            values[field] = None if field.endswith(("_id", "_on", "_days")) else ""
        elif field in LISTS:
            values[field] = ensure_choice(session, LISTS[field], text)
        elif field in LINKS:
            values[field] = named_contact(
                session, text, Kind.ORGANISATION if field == "parent_id" else "", make=field == "parent_id"
            )
        elif field == "responsible_id":
            values[field] = _operator(session, text)
        elif field == "deceased":
            values[field] = is_yes(text)
        else:
            values[field] = text
    return values


def named_contact(session: CrmSession, text: str, kind: str = "", *, make: bool = False) -> int:
    """The contact that was chosen (``id:…``) or is called so; with *make* a new one of *kind* where nobody is.

    Raises ``InvalidValue`` and ``SeveralOfThisName``.
    """
    field = _("Organisation") if kind == Kind.ORGANISATION else _("Contact")
    if text.startswith(CHOSEN) and text.removeprefix(CHOSEN).isdecimal():
        found = session.get(Contact, int(text.removeprefix(CHOSEN)))
        if found is None or found.deleted_at is not None or (kind and found.kind != kind):
            raise InvalidValue(field=field, value=text)
        return found.id
    text = " ".join(text.split())
    if not text:
        raise InvalidValue(field=field, value="")
    if kind == Kind.ORGANISATION:
        organisation = find_organisation(session, text)
        if organisation is not None:
            return organisation
    query = select(Contact.id, Contact.name).where(Contact.name_key == name_key(text), Contact.deleted_at.is_(None))
    rows = session.execute(query.where(Contact.kind == kind) if kind else query).all()
    same = [row.id for row in rows if fold(row.name) == fold(text)] or [row.id for row in rows]
    if len(same) > 1:
        raise SeveralOfThisName(name=text[:60])
    if same:
        return int(same[0])
    if not make:
        raise InvalidValue(field=field, value=text[:60])
    return add_contact(session, ContactDraft(kind=kind or Kind.PERSON, name=text))


def _operator(session: CrmSession, text: str) -> int | None:
    if text == ME:
        return session.operator_id
    rows = session.execute(select(Operator.id, Operator.name)).all()
    found = next((row.id for row in rows if text == str(row.id) or fold(row.name) == fold(text)), None)
    if found is None:
        raise InvalidValue(field=_("Responsible"), value=text[:60])
    return int(found)
