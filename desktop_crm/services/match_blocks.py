"""Candidate pairs: records that share a key, without comparing everybody with everybody.

A key shared by many records (a switchboard, "Popescu") is not compared all against all: its records are split by a
second thing they share, and what is still too many is skipped and counted in :class:`Skipped`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_crm.services.given_names import canonical
from desktop_crm.services.match_profiles import Profile, address_key, skeleton

SMALL = 30  # so many records are compared all against all

Keys = Callable[[Profile], Iterable[str]]


@dataclass(slots=True)
class Skipped:
    """Blocks too large to be compared even after splitting."""

    blocks: int = 0
    records: int = 0
    largest: int = 0


def _phones(profile: Profile) -> Iterable[str]:
    return profile.phones


def _emails(profile: Profile) -> Iterable[str]:
    return profile.emails


def _mailboxes(profile: Profile) -> Iterable[str]:
    return [box for email in profile.emails if len(box := email.partition("@")[0]) >= 5]


def _numbers(profile: Profile) -> Iterable[str]:
    return (profile.tax, *profile.ids) if profile.tax else profile.ids


def _born(profile: Profile) -> Iterable[str]:
    return (profile.born,) if profile.born else ()


def _born_in(profile: Profile) -> Iterable[str]:
    return (profile.born[:4] + profile.city[:3],) if profile.born and profile.city else ()


def _company(profile: Profile) -> Iterable[str]:
    return (profile.company_id,) if profile.company_id else ()


def _address(profile: Profile) -> Iterable[str]:
    return (key,) if (key := address_key(profile)) else ()


def _name(profile: Profile) -> Iterable[str]:
    return (profile.name_id,) if profile.name_id else ()


def _company_start(profile: Profile) -> Iterable[str]:
    company = profile.company_id
    return (company[:4] + "|" + profile.city[:3],) if company else ()


class _NameWords:
    """Skeletons of the name's words, remembered."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, profile: Profile) -> list[str]:
        known = self._known
        result = []
        for word in profile.names:
            key = known.get(word)
            if key is None:
                key = known[word] = skeleton(canonical(word)) if len(word) > 1 else ""
            if key:
                result.append(key)
        return result


def _contexts(profile: Profile) -> list[str]:
    """What may split a large block: things that an original and its copy nearly always share one of."""
    result = []
    if profile.company_id:
        result.append("c" + profile.company_id[:4] + profile.city[:3])
    if profile.house:
        result.append("h" + profile.house + profile.street_id[-4:])
    if profile.postcode:
        result.append("z" + profile.postcode)
    if profile.born:
        result.append("y" + profile.born[:4])
    return result


def _grouped(keys: Keys, profiles: Sequence[Profile], own: int) -> Iterator[list[int]]:
    """Lists of positions that share a key, at least one of them below *own*."""
    first: dict[str, int] = {}
    groups: dict[str, list[int]] = {}
    for position, profile in enumerate(profiles):
        if position < own:
            for key in keys(profile):
                one = first.setdefault(key, position)
                if one != position:
                    if key in groups:
                        groups[key].append(position)
                    else:
                        groups[key] = [one, position]
        else:
            for key in keys(profile):
                if key in first:
                    groups.setdefault(key, [first[key]]).append(position)
    yield from groups.values()


def _split(group: list[int], profiles: Sequence[Profile], own: int, skipped: Skipped) -> Iterator[list[int]]:
    """The large *group* in small ones by what else its records share."""
    parts: dict[str, list[int]] = {}
    for position in group:
        for context in _contexts(profiles[position]):
            parts.setdefault(context, []).append(position)
    for part in parts.values():
        if len(part) <= SMALL:
            if len(part) > 1:
                yield part
        else:
            skipped.blocks += 1
            skipped.records += len(part)
            skipped.largest = max(skipped.largest, len(part))


FAMILIES: tuple[Keys, ...] = (
    _phones, _emails, _mailboxes, _numbers, _born, _born_in, _company, _address, _name, _company_start,
)  # fmt: skip


def candidates(
    profiles: Sequence[Profile], own: int, skipped: Skipped, step: Callable[[int], None]
) -> Iterator[tuple[int, int]]:
    """Each pair of positions worth a look once; the first always below *own*."""
    seen: set[int] = set()
    total = len(profiles)
    for number, keys in enumerate((*FAMILIES, _NameWords())):
        step(number)
        for group in _grouped(keys, profiles, own):
            parts = (group,) if len(group) <= SMALL else _split(group, profiles, own, skipped)
            for part in parts:
                for index, one in enumerate(part):
                    if one >= own:
                        break
                    base = one * total
                    for two in part[index + 1 :]:
                        pair = base + two
                        if pair not in seen:
                            seen.add(pair)
                            yield one, two
