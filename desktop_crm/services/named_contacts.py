"""Who is meant by the words of a sentence, in whatever case they stand: “Ане” is Анна or Аня, “lui Ion” is Ion."""

from collections.abc import Sequence

from desktop_crm.base.text import fold
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.contact_views import ContactRow
from desktop_crm.services.search import search_contact_ids

MOST = 5
_SHORTEST_STEM = 2  # letters
_LONGEST_ENDING = 3  # letters that a case adds or changes


def contacts_named(session: CrmSession, words: Sequence[str], limit: int = MOST) -> list[ContactRow]:
    """Contacts whose names fit all *words*, the likeliest first; empty where nobody does."""
    folded = [word for word in map(fold, words) if word]
    for cut in range(_LONGEST_ENDING):
        stems = [word[: max(_SHORTEST_STEM, len(word) - cut)] for word in folded]
        found = _fitting(session, stems, cut, limit) if stems else []
        if found:
            return found
    return []


def _fitting(session: CrmSession, stems: Sequence[str], cut: int, limit: int) -> list[ContactRow]:
    rows = contact_rows_of(session, search_contact_ids(session, " ".join(stems), 50))
    fitting = [row for row in rows if all(_fits(stem, row.name, cut) for stem in stems)]
    return sorted(fitting, key=lambda row: (row.last_touch_at is None, len(row.name)))[:limit]


def _fits(stem: str, name: str, cut: int) -> bool:
    """Whether some word of the name begins so and has at most an ending more."""
    return any(
        word.startswith(stem) and len(word) <= len(stem) + (cut and _LONGEST_ENDING)
        for word in fold(name).replace("-", " ").split()
    )
