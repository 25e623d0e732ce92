"""Finding contacts that are probably one and the same, inside a list and against the base."""

from collections.abc import Sequence

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.services.match_blocks import FAMILIES, Skipped, candidates
from desktop_crm.services.match_evidence import Evidence, Level, Match, explain
from desktop_crm.services.match_profiles import MatchRecord, match_keys, profiles_of
from desktop_crm.services.match_scoring import match_of, score
from desktop_crm.services.match_weights import Weights

__all__ = [
    "Evidence", "Level", "Match", "MatchRecord", "Skipped", "Weights", "explain", "find_matches", "match_keys", "score",
]  # fmt: skip


def find_matches(
    records: Sequence[MatchRecord], base: Sequence[MatchRecord] = (), *, progress: Progress | None = None
) -> list[Match]:
    """Probable duplicates among *records* and between *records* and *base*, the surest first."""
    progress = progress or Progress()
    text = _("Looking for duplicates")
    progress.step(text)
    profiles = profiles_of([*records, *base])
    weights = Weights.of(profiles)
    skipped = Skipped()

    def step(done: int) -> None:
        progress.step(text, done, len(FAMILIES))

    found = []
    for number, (one, two) in enumerate(candidates(profiles, len(records), skipped, step)):
        if number % 10_000 == 0:
            progress.step(text)
        match = match_of(profiles[one], profiles[two], weights)
        if match is not None:
            found.append(match)
    return sorted(found, key=lambda match: -match.score)
