"""Contacts that went on in others: taking a merge apart gives back also what a later merge has carried further."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from desktop_crm.db.content import Content
from desktop_crm.db.references import REFERRERS
from desktop_crm.db.reversal import Heirs
from desktop_crm.model.contact import Contact
from desktop_crm.model.duplicate import Merge
from desktop_crm.model.session import CrmSession


def heirs_of(session: CrmSession, content: Content) -> Heirs:
    """For the winner of the merge that *content* is, in each column that names a contact: who has its rows now."""
    merges = content.inserted.get(Merge.__tablename__)
    if not merges:
        return {}
    found: dict[int, Collection[int]] = {}
    for winner in session.scalars(select(Merge.winner_id).where(Merge.id.in_(merges))):
        if heirs := _after(session, winner):
            found[winner] = heirs
    if not found:
        return {}
    return {(key.table, key.column): found for key in REFERRERS[Contact.__tablename__] if key.table != "merge"}


def _after(session: CrmSession, contact_id: int) -> list[int]:
    heirs: list[int] = []
    place: int | None = contact_id
    while place is not None and place not in heirs:
        if place != contact_id:
            heirs.append(place)
        latest = select(Merge.winner_id).where(Merge.loser_id == place, Merge.deleted_at.is_(None))
        place = session.scalar(latest.order_by(Merge.id.desc()).limit(1))
    return heirs
