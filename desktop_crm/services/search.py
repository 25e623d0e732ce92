"""One search over everything there is: words in any alphabet, any part of a phone number; best first."""

from collections.abc import Callable, Sequence

from desktop_crm.model.session import CrmSession
from desktop_crm.services.search_complaints import complaint_hits
from desktop_crm.services.search_contacts import contact_hits
from desktop_crm.services.search_entries import rebuild_search, refresh_search
from desktop_crm.services.search_history import interaction_hits
from desktop_crm.services.search_hits import Hit, HitGroup, SearchResult, candidates
from desktop_crm.services.search_query import Query, highlight, parts, read_query

__all__ = [
    "Hit",
    "HitGroup",
    "SearchResult",
    "highlight",
    "parts",
    "rebuild_search",
    "refresh_search",
    "search",
    "search_contact_ids",
]

_GROUPS: dict[str, Callable[[CrmSession, Query, int], tuple[Hit, ...]]] = {
    "contact": contact_hits,
    "complaint": complaint_hits,
    "interaction": interaction_hits,
}


def search(session: CrmSession, text: str, limit: int = 20, kinds: Sequence[str] = ()) -> SearchResult:
    """At most *limit* hits of each kind, best first; contacts, then their history."""
    query = read_query(text)
    groups: list[HitGroup] = []
    if not query.is_empty and limit > 0:
        for kind, hits_of in _GROUPS.items():
            if not kinds or kind in kinds:
                hits = hits_of(session, query, limit)
                groups += [HitGroup(kind, hits)] if hits else []
    return SearchResult(text, tuple(groups))


def search_contact_ids(session: CrmSession, text: str, limit: int = 5_000) -> list[int]:
    """Ids of contacts that match, for other conditions to be put on them; at most *limit* of each way to match."""
    query = read_query(text)
    return [] if query.is_empty else candidates(session, query, "contact", limit)
