"""Interactions in the search."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import _
from desktop_crm.base.text import words
from desktop_crm.model import Contact, Interaction
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.search_entries import LONGEST_BODY
from desktop_crm.services.search_hits import NOTES, Hit, candidates, name_score
from desktop_crm.services.search_query import Query, snippet

CANDIDATES = 60
# made once, and without joins or further conditions, as in search_contacts
_IDS: Any = bindparam("ids", expanding=True)
_ROWS = select(
    Interaction.id,
    Interaction.contact_id,
    Interaction.kind,
    Interaction.subject,
    Interaction.started_at,
    Interaction.all_day,
    Interaction.deleted_at.is_not(None).label("deleted"),
    Interaction.private,
    Interaction.author_id,
).where(Interaction.id.in_(_IDS))
_CONTACTS = select(
    Contact.id,
    Contact.name,
    Contact.archived_at.is_not(None).label("archived"),
    Contact.deleted_at.is_not(None).label("deleted"),
).where(Contact.id.in_(_IDS))
_BODIES = select(Interaction.id, func.substr(Interaction.body, 1, LONGEST_BODY)).where(Interaction.id.in_(_IDS))


def interaction_hits(session: CrmSession, query: Query, limit: int) -> tuple[Hit, ...]:
    """The best *limit* interactions of contacts that are not in the trash."""
    ids = candidates(session, query, "interaction", max(CANDIDATES, 2 * limit))
    if not ids:
        return ()
    found = session.connection().execute(_ROWS, {"ids": ids}).all()
    me = session.operator_id
    rows = [row for row in found if not row.deleted and (not row.private or row.author_id == me)]
    contacts = _contacts(session, {row.contact_id for row in rows})
    scored = [
        (name_score(query.all_words, [" ".join(words(row.subject))]) or NOTES, row, contacts[row.contact_id])
        for row in rows
        if row.contact_id in contacts
    ]
    scored.sort(key=lambda one: (not one[2].archived, one[0], one[1].started_at), reverse=True)
    best = scored[:limit]
    bodies = _bodies(session, [row.id for _score, row, _contact in best])
    return tuple(_hit(row, contact, score, bodies[row.id], query) for score, row, contact in best)


@dataclass(frozen=True, slots=True)
class _Contact:
    name: str
    archived: bool


def _contacts(session: CrmSession, ids: Collection[int]) -> dict[int, _Contact]:
    """Those of *ids* that are not in the trash."""
    return {
        row.id: _Contact(row.name, bool(row.archived))
        for row in session.connection().execute(_CONTACTS, {"ids": list(ids)}).all()
        if not row.deleted
    }


def _bodies(session: CrmSession, ids: list[int]) -> dict[int, str]:
    return {row[0]: row[1] for row in session.connection().execute(_BODIES, {"ids": ids})}


def _hit(row: Any, contact: _Contact, score: int, body: str, query: Query) -> Hit:
    kind = _(INTERACTION_KINDS.get(row.kind, INTERACTION_KINDS["other"]))
    day = (row.started_at if row.all_day else row.started_at.astimezone()).date()
    quote = snippet(body, query)
    parts = (contact.name, _("“{quote}”").format(quote=quote) if quote else "", day_text(day))
    return Hit(
        "interaction",
        row.id,
        row.subject or kind,
        " · ".join(part for part in parts if part),
        row.kind,
        row.contact_id,
        score,
        row.started_at,
        contact.archived,
    )
