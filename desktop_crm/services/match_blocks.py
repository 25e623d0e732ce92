"""Candidate pairs: records that share a key, without comparing everybody with everybody.

A key shared by many records (a switchboard, "Popescu") is not compared all against all: its records are split by a
second thing they share. What is still too many is put in order of names, and each record meets its next neighbours
only: a client entered a hundred times is still found, and the work grows with the list. :class:`Thinned` counts that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop_crm.services.given_names import canonical
from desktop_crm.services.match_profiles import Profile, skeleton

SMALL = 8  # so many records of a block are compared all against all in a long list,
LARGEST = 200  # and so many in a short one,
BUDGET = 400_000  # where records times block size stay below this
SMALL_EXACT = 20  # of those with one phone or e-mail at least so many
NEIGHBOURS = 2  # in a large block

Keys = Callable[[Profile], Iterable[str]]


@dataclass(slots=True)
class Thinned:
    """Blocks too large to be compared all against all even after splitting."""

    blocks: int = 0
    records: int = 0
    largest: int = 0

    def add(self, size: int) -> None:
        """Count one more such block."""
        self.blocks += 1
        self.records += size
        self.largest = max(self.largest, size)


def _phones(profile: Profile) -> Iterable[str]:
    return profile.phones


def _emails(profile: Profile) -> Iterable[str]:
    return profile.emails


def _mailboxes(profile: Profile) -> Iterable[str]:
    return [box for email in profile.emails if len(box := email.partition("@")[0]) > 2]


def _numbers(profile: Profile) -> Iterable[str]:
    return (profile.tax, *profile.ids) if profile.tax else profile.ids


def _born(profile: Profile) -> Iterable[str]:
    return (profile.born,) if profile.born else ()


def _born_in(profile: Profile) -> Iterable[str]:
    return (profile.born[:4] + profile.city[:3],) if profile.born and profile.city else ()


def _company(profile: Profile) -> Iterable[str]:
    return (profile.company_id,) if profile.company_id else ()


def _address(profile: Profile) -> Iterable[str]:
    return (profile.building,) if profile.building else ()


def _name(profile: Profile) -> Iterable[str]:
    return (profile.name_id,) if profile.name_id else ()


def _company_start(profile: Profile) -> Iterable[str]:
    company = profile.company_id  # where people are named, their names' words find misspelled firms, too
    return (company[:4] + "|" + profile.city[:3],) if company and not profile.names else ()


class _NameWords:
    """Skeletons of the name's words, remembered."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, profile: Profile) -> list[str]:
        known = self._known
        result: list[str] = []
        for word in profile.names:
            key = known.get(word)
            if key is None:
                key = known[word] = skeleton(canonical(word)) if len(word) > 1 else ""
            if key and key not in result:
                result.append(key)
        return result


def _contexts(profile: Profile) -> list[str]:
    """What may split a large block: things that an original and its copy nearly always share one of."""
    result = []
    if profile.company_id:
        result.append("c" + profile.company_id[:4] + profile.city[:3])
    if profile.postcode:
        result.append("z" + profile.postcode)
    if profile.born:
        result.append("y" + profile.born[:4])
    return result or ["n" + profile.name_id]


class Candidates:
    """Pairs of positions in *profiles* worth a look, each once; the first of a pair is always below *own*."""

    EXACT: tuple[tuple[str, Keys], ...] = (("phone", _phones), ("email", _emails), ("id", _numbers))

    def __init__(self, profiles: Sequence[Profile], own: int) -> None:
        self._profiles = profiles
        self._own = own
        self._small = max(SMALL, min(LARGEST, BUDGET // max(1, len(profiles))))
        self._seen: set[int] = set()
        self._known_contexts: dict[int, list[str]] = {}
        self.thinned = Thinned()
        self.fuzzy_families: tuple[Keys, ...] = (
            _mailboxes, _born, _born_in, _address, _company, _name, _company_start, _NameWords(),
        )  # fmt: skip

    def exact(self) -> list[tuple[str, list[tuple[int, int]]]]:
        """Pairs with a phone, an e-mail or a number in common, by that field."""
        small, self._small = self._small, max(self._small, SMALL_EXACT)
        found = [(field, list(self.pairs(keys))) for field, keys in self.EXACT]
        self._small = small
        return found

    def pairs(self, keys: Keys) -> Iterator[tuple[int, int]]:
        """Pairs that share one of *keys* and were not given before."""
        self._known_contexts.clear()
        total, own, seen = len(self._profiles), self._own, self._seen
        for group in self._groups(keys):
            for part, reach in self._parts(group):
                for one, two in self._neighbours(part, reach) if reach else combinations(part, 2):
                    if one >= own:
                        break  # positions ascend: the rest are of the base
                    pair = one * total + two
                    if pair not in seen:
                        seen.add(pair)
                        yield one, two

    def _neighbours(self, part: list[int], reach: int) -> list[tuple[int, int]]:
        """Pairs of records that stand next to each other in the order of names."""
        profiles = self._profiles
        part.sort(key=lambda at: (profiles[at].name_id, profiles[at].company_id, profiles[at].street_id, at))
        return sorted(
            (min(one, two), max(one, two)) for index, one in enumerate(part, 1) for two in part[index : index + reach]
        )

    def _groups(self, keys: Keys) -> Iterator[list[int]]:
        """Ascending positions that share a key, at least one of them below *own*."""
        first: dict[str, int] = {}
        groups: dict[str, list[int]] = {}
        own = self._own
        for position, profile in enumerate(self._profiles):
            for key in keys(profile):
                one = first.get(key)
                if one is None:
                    if position < own:
                        first[key] = position
                elif one != position:
                    if key in groups:
                        groups[key].append(position)
                    else:
                        groups[key] = [one, position]
        first.clear()
        yield from groups.values()

    def _parts(self, group: list[int]) -> Iterator[tuple[list[int], int]]:
        """The group, or where it is large its parts; with how many next neighbours a record is compared, 0 for all."""
        small = self._small
        if len(group) <= small:
            yield group, 0
            return
        parts: dict[str, list[int]] = {}
        profiles = self._profiles
        for position in group:
            contexts = self._known_contexts.get(position)
            if contexts is None:
                contexts = self._known_contexts[position] = _contexts(profiles[position])
            for context in contexts:
                if context in parts:
                    parts[context].append(position)
                else:
                    parts[context] = [position]
        for part in parts.values():
            if len(part) > small:
                self.thinned.add(len(part))
                yield part, NEIGHBOURS
            elif len(part) > 1:
                yield part, 0
