"""A contact that a colleague deleted or merged while somebody edited it: said, and what was typed finds its place."""

from __future__ import annotations

from sqlalchemy import select

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_
from desktop_crm.model import Change, ChangeSet, Contact, Merge, Operator
from desktop_crm.model.session import CrmSession


class DeletedMeanwhile(CrmError):
    """Moved to the trash since it was opened. Facts: name, who."""

    text = N_(
        "{who} moved “{name}” to the trash in the meantime. What you typed is still here: bring the contact back and "
        "save, or leave it in the trash."
    )


class MergedMeanwhile(DeletedMeanwhile):
    """Merged into another contact since it was opened. Facts: name, who, winner."""

    text = N_(
        "{who} merged “{name}” into “{winner}” in the meantime. What you typed is still here: save it on “{winner}”, "
        "or leave it."
    )


def still_there(session: CrmSession, contact: Contact, version: int) -> None:
    """Raises ``DeletedMeanwhile`` where *contact*, seen at *version*, went to the trash since."""
    if contact.deleted_at is None or contact.version == version:
        return
    who = session.scalar(
        select(Operator.name)
        .join(ChangeSet, ChangeSet.operator_id == Operator.id)
        .join(Change, Change.change_set_id == ChangeSet.id)
        .where(Change.row_id == contact.id, Change.table_name == "contact")
        .order_by(Change.id.desc())
        .limit(1)
    )
    winner = _winner(session, contact.id)
    facts = {"name": contact.name, "who": who or "?"}
    if winner is not None:
        raise MergedMeanwhile(winner=winner.name, **facts)
    raise DeletedMeanwhile(**facts)


def place_for_typed(session: CrmSession, contact_id: int) -> tuple[int, int]:
    """Where what was typed is to go: the contact it was merged into, or itself out of the trash; (id, version)."""
    contact = _winner(session, contact_id) or session.get_one(Contact, contact_id)
    contact.deleted_at = None
    session.flush()
    return contact.id, contact.version


def _winner(session: CrmSession, contact_id: int) -> Contact | None:
    query = select(Merge.winner_id).where(Merge.loser_id == contact_id, Merge.deleted_at.is_(None))
    number = session.scalar(query.order_by(Merge.id.desc()).limit(1))
    return None if number is None else session.get(Contact, number)
