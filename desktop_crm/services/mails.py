"""E-mails that become history: each once, by its message id."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_
from desktop_crm.base.mail import Mail
from desktop_crm.base.progress import Progress
from desktop_crm.model import Contact, Email, Interaction
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import add_attachments
from desktop_crm.services.interaction_rows import whose_history
from desktop_crm.services.interactions import InteractionDraft, add_interaction, add_participant, attach_to_interaction


class NobodyKnown(CrmError):
    """No contact has one of the addresses. Facts: address."""

    text = N_("No contact has the address “{address}”. Nothing was changed. Open the card and drop the e-mail there.")


@dataclass(frozen=True, slots=True)
class MailTaken:
    """What became of a message."""

    interaction_id: int
    contact_id: int
    new: bool  # it was not in the history yet


def add_mail(session: CrmSession, contact_id: int | None, mail: Mail, progress: Progress | None = None) -> MailTaken:
    """Write *mail* into the history of the contact (``None``: of the one who has its address).

    A message that is there already is not taken twice; a contact that it does not stand with yet is added to it.
    """
    known = _known(session, (mail.sender, *mail.recipients))
    if contact_id is None:
        contact_id = next((known[one][0] for one in (mail.sender, *mail.recipients) if one in known), None)
        if contact_id is None:
            raise NobodyKnown(address=mail.sender)
    there = session.scalars(
        select(Interaction.id).where(
            Interaction.message_key == mail.key,
            Interaction.deleted_at.is_(None),
            Interaction.private.is_(False) | (Interaction.author_id == session.operator_id),
        )
    ).first()
    if there is not None:
        add_participant(session, there, contact_id)
        return MailTaken(there, contact_id, new=False)
    circle = set(whose_history(session, contact_id))
    draft = InteractionDraft(
        contact_id,
        kind="email",
        direction=_direction(mail, circle, known),
        state="done",
        subject=mail.subject,
        body=mail.text,
        started_at=min(mail.sent_at or clock.now(), clock.now()),
        reached_at=_used(mail, circle, known),
        people=tuple({owner for owners in known.values() for owner in owners if owner != contact_id}),
        files=mail.files,
        message_key=mail.key,
    )
    return MailTaken(add_interaction(session, draft, progress), contact_id, new=True)


def take_dropped(
    session: CrmSession,
    contact_id: int,
    files: Sequence[AttachedFile],
    mails: Sequence[Mail],
    interaction_id: int | None = None,
    progress: Progress | None = None,
) -> list[MailTaken]:
    """What was dropped on a card, or on an entry of it: files are kept there, e-mails become history; one undo step."""
    if files and interaction_id is not None:
        attach_to_interaction(session, interaction_id, files, progress)
    elif files:
        add_attachments(session, contact_id, files, progress=progress)
    return [add_mail(session, contact_id, mail, progress) for mail in mails]


def _known(session: CrmSession, addresses: Collection[str]) -> dict[str, list[int]]:
    """Contacts by address; one that more than three share (info@…) names nobody."""
    found: dict[str, list[int]] = {}
    query = (
        select(Email.key, Email.contact_id)
        .join(Contact, Contact.id == Email.contact_id)
        .where(Email.key.in_(set(addresses)), Email.deleted_at.is_(None), Contact.deleted_at.is_(None))
        .order_by(Email.contact_id)
    )
    for key, contact_id in session.execute(query):
        owners = found.setdefault(key, [])
        if contact_id not in owners:
            owners.append(contact_id)
    return {key: owners for key, owners in found.items() if len(owners) <= 3}


def _of(circle: Collection[int], address: str, known: dict[str, list[int]]) -> bool:
    return any(owner in circle for owner in known.get(address, ()))


def _direction(mail: Mail, circle: Collection[int], known: dict[str, list[int]]) -> str:
    if _of(circle, mail.sender, known):
        return "in"
    if any(_of(circle, address, known) for address in mail.recipients):
        return "out"
    return "in" if mail.sender in known else ""


def _used(mail: Mail, circle: Collection[int], known: dict[str, list[int]]) -> str:
    """The customer's address; the sender's where none is known."""
    own = (address for address in (mail.sender, *mail.recipients) if _of(circle, address, known))
    return next(own, mail.sender)
