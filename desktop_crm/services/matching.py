"""Finding contacts that are probably one and the same, inside a list and against the base."""

import logging
from collections.abc import Sequence
from dataclasses import asdict

from desktop_crm.base.collector import collector_held, let_go, let_go_of
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.services.match_blocks import Candidates, Thinned
from desktop_crm.services.match_evidence import Evidence, Level, Match, explain
from desktop_crm.services.match_profiles import MatchRecord, Profile, match_keys, profiles_of
from desktop_crm.services.match_scoring import KEYED, LIKELY, Sample, learn, match_of, score, scores
from desktop_crm.services.match_screen import Screen
from desktop_crm.services.match_weights import Weights

__all__ = [
    "Evidence", "Level", "Match", "MatchRecord", "Thinned", "Weights", "explain", "find_matches", "match_keys", "score",
    "scores",
]  # fmt: skip
_log = logging.getLogger(__name__)
_SAMPLE = 2_000  # pairs with a phone, e-mail or number in common, to learn from
_STEP = 5_000  # pairs between two notes of progress


def _sample(field: str, pairs: Sequence[tuple[int, int]], profiles: Sequence[Profile]) -> Sample:
    step = max(1, len(pairs) // _SAMPLE)
    chosen = [(profiles[a], profiles[b]) for a, b in pairs[::step]]
    return Sample(field, chosen, step)


def find_matches(
    records: Sequence[MatchRecord], base: Sequence[MatchRecord] = (), *, progress: Progress | None = None
) -> list[Match]:
    """Probable duplicates among *records* and between *records* and *base*, the surest first."""
    with collector_held():
        return _find(records, base, progress or Progress())


def _find(records: Sequence[MatchRecord], base: Sequence[MatchRecord], progress: Progress) -> list[Match]:
    text = _("Looking for duplicates")
    progress.step(text)
    profiles = profiles_of([*records, *base])
    progress.step(text)
    weights = Weights.of(profiles)
    candidates = Candidates(profiles, len(records))
    progress.step(text)
    exact = candidates.exact()
    learn([_sample(field, pairs, profiles) for field, pairs in exact], weights)
    found = []
    for number, (one, two) in enumerate(pair for _field, pairs in exact for pair in pairs):
        if number % _STEP == 0:
            progress.step(text)
        if match := match_of(profiles[one], profiles[two], weights):
            found.append(match)
    passes = Screen(profiles, weights, LIKELY - KEYED).passes
    families = candidates.fuzzy_families
    for done, keys in enumerate(families):
        progress.step(text, done, len(families))
        for number, (one, two) in enumerate(candidates.pairs(keys), 1):
            if number % _STEP == 0:
                progress.step(text, done, len(families))
            if passes(one, two) and (match := match_of(profiles[one], profiles[two], weights)):
                found.append(match)
    if candidates.thinned.blocks:
        _log.info(
            "%(blocks)d values shared by many (up to %(largest)d records): compared with their neighbours only",
            asdict(candidates.thinned),
        )
    found.sort(key=lambda match: -match.score)
    let_go(profiles)
    let_go_of(candidates)
    let_go_of(weights)
    return found
