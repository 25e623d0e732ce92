"""Interactions in the search."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

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


def interaction_hits(session: CrmSession, query: Query, limit: int) -> tuple[Hit, ...]:
    """The best *limit* interactions of contacts that are not in the trash."""
    ids = candidates(session, query, "interaction", max(CANDIDATES, 2 * limit))
    if not ids:
        return ()
    found = (
        select(
            Interaction.id,
            Interaction.contact_id,
            Interaction.kind,
            Interaction.subject,
            Interaction.started_at,
            Interaction.all_day,
            Contact.name,
            Contact.archived_at,
        )
        .join(Contact, Contact.id == Interaction.contact_id)
        .where(Interaction.id.in_(ids), Interaction.deleted_at.is_(None), Contact.deleted_at.is_(None))
    )
    scored = [
        (name_score(query.all_words, [" ".join(words(row.subject))]) or NOTES, row) for row in session.execute(found)
    ]
    scored.sort(key=lambda one: (one[1].archived_at is None, one[0], one[1].started_at), reverse=True)
    best = scored[:limit]
    bodies = _bodies(session, [row.id for _score, row in best])
    return tuple(_hit(row, score, bodies[row.id], query) for score, row in best)


def _bodies(session: CrmSession, ids: list[int]) -> dict[int, str]:
    query = select(Interaction.id, func.substr(Interaction.body, 1, LONGEST_BODY)).where(Interaction.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}


def _hit(row: Any, score: int, body: str, query: Query) -> Hit:
    kind = _(INTERACTION_KINDS.get(row.kind, INTERACTION_KINDS["other"]))
    day = (row.started_at if row.all_day else row.started_at.astimezone()).date()
    quote = snippet(body, query)
    parts = (row.name, _("“{quote}”").format(quote=quote) if quote else "", day_text(day))
    return Hit(
        "interaction",
        row.id,
        row.subject or kind,
        " · ".join(part for part in parts if part),
        row.kind,
        row.contact_id,
        score,
        row.started_at,
        row.archived_at is not None,
    )
