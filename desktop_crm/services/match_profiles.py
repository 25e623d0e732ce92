"""What is compared of a contact: folded name words, company core, address parts, and the keys that find candidates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop_crm.base.text import digits, words
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.given_names import canonical


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A contact, or a row about to become one, as the search for duplicates sees it; missing is ``""`` or ``()``."""

    key: int
    kind: str = ""  # "person", "organisation", or "" for a row that may hold both
    name: str = ""
    given: str = ""
    family: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()  # E.164 or digits
    emails: tuple[str, ...] = ()
    tax_number: str = ""
    city: str = ""
    street: str = ""
    postcode: str = ""
    born: str = ""
    other_ids: tuple[str, ...] = ()


def _folded_words(text: str) -> frozenset[str]:
    return frozenset(words(text))


_TITLES = _folded_words("dl dna dra dr mr mrs ms miss prof ing sr jr госп господин госпожа")
_STREET_WORDS = _folded_words("""
    str strada stradă bd bul bulevard bulevardul blvd șos șosea șoseaua cal calea al alee aleea p-ța piața
    nr no num bl bloc sc scara et etaj ap apt com comuna sat or oraș mun municipiul
    ул улица пр просп проспект бул бульвар пер переулок ш шоссе пл площадь наб набережная
    д дом корп кв квартира оф офис стр г гор город с
    st street rd road ave avenue av ln lane dr drive sq square floor fl suite unit flat office of house
    strasse straße platz rue via
""")
_HOUSE_WORDS = _folded_words("nr no num д дом house")
_CITY_WORDS = _folded_words("mun municipiul or oraș com comuna sat satul г гор город city")
_VOWELS = frozenset("aeiou")


@dataclass(slots=True)
class Profile:
    """A record made ready for comparing; empty parts are ``""`` or ``()``."""

    record: MatchRecord
    names: tuple[str, ...]  # folded words of the person's name, sorted
    name_id: str
    given: tuple[str, ...]  # words known to be given or middle names; () where the name came unsplit
    company_id: str  # words of the core, sorted, as one text
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    tax: str
    city: str
    street_id: str
    numbers: tuple[str, ...]  # of the address: house first, then entrance, flat …
    building: str  # house, street and town, shortened; "" where house or street is missing
    postcode: str
    born: str  # digits only, year first where it was written so
    ids: tuple[str, ...]


class ProfileMaker:
    """Makes profiles; remembers words and names already folded, as they repeat a thousand times in one list."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._street_words: dict[str, tuple[tuple[int, str], ...]] = {}
        self._companies: dict[str, str] = {"": ""}
        self._cities: dict[str, str] = {"": ""}
        self._people: dict[str, tuple[tuple[str, ...], str]] = {}

    def _folded(self, text: str) -> list[str]:
        known = self._words
        result: list[str] = []
        for word in text.split():
            folded = known.get(word)
            if folded is None:
                folded = known[word] = tuple(words(word))
            result += folded
        return result

    def _company(self, name: str) -> str:
        known = self._companies.get(name)
        if known is None:
            known = self._companies[name] = " ".join(sorted(self._folded(split_legal_form(name).core)))
        return known

    def _city(self, name: str) -> str:
        known = self._cities.get(name)
        if known is None:
            parts = self._folded(name)
            known = self._cities[name] = "".join([part for part in parts if part not in _CITY_WORDS] or parts)
        return known

    def _person(self, name: str) -> tuple[tuple[str, ...], str]:
        """Name words, sorted, and the same as one text."""
        known = self._people.get(name)
        if known is None:
            found = tuple(sorted({word for word in self._folded(name) if word not in _TITLES}))
            known = self._people[name] = found, " ".join(found)
        return known

    def _address(self, street: str, town: str) -> tuple[str, tuple[str, ...], str]:
        """The words without "street" and the like as one text, the numbers (house first), and the building's key."""
        parts: list[str] = []
        numbers: list[str] = []
        house_next = False
        longest = ""
        known = self._street_words
        for word in street.split():
            sorted_out = known.get(word)
            if sorted_out is None:
                sorted_out = known[word] = tuple([(_street_part(part), part) for part in words(word)])
            for kind, part in sorted_out:
                if kind <= _HOUSE_MARK:
                    house_next = kind == _HOUSE_MARK
                    continue
                parts.append(part)
                if kind == _NUMBER:
                    numbers.insert(0 if house_next else len(numbers), part)
                elif len(part) > len(longest):
                    longest = part
                house_next = False
        building = f"{numbers[0]}{longest[:4]}{town[:3]}" if numbers and longest else ""
        parts.sort()
        return " ".join(parts), tuple(numbers), building

    def make(self, record: MatchRecord) -> Profile:
        """The profile of *record*."""
        name, company = record.name, record.company
        given: tuple[str, ...] = ()
        if record.given or record.family:
            given = tuple(self._folded(record.given))
            name = f"{record.given} {record.family} {name}"
        elif record.kind == "organisation" or (not record.kind and not company and split_legal_form(name).legal_form):
            name, company = "", company or name  # a firm's own name is its company
        names, name_id = self._person(name)
        city = self._city(record.city)
        postcode = "".join(words(record.postcode)) if record.postcode else ""
        street, numbers, building = self._address(record.street, city or postcode) if record.street else ("", (), "")
        return Profile(
            record,
            names,
            name_id,
            given,
            self._company(company),
            record.phones,
            tuple([email.strip().lower() for email in record.emails]) if record.emails else (),
            "".join(words(record.tax_number)) if record.tax_number else "",
            city,
            street,
            numbers,
            building,
            postcode,
            digits(record.born) if record.born else "",
            tuple(["".join(words(text)) for text in record.other_ids]) if record.other_ids else (),
        )


_DROPPED, _HOUSE_MARK, _NUMBER, _WORD = range(4)


def _street_part(part: str) -> int:
    if part in _STREET_WORDS:
        return _HOUSE_MARK if part in _HOUSE_WORDS else _DROPPED
    return _NUMBER if part[0].isdigit() else _WORD


def written_together(profile: Profile) -> str:
    """The name's folded letters in written order, no blanks."""
    record = profile.record
    return "".join(words(record.name or f"{record.given} {record.family}"))


def skeleton(word: str) -> str:
    """What usual misspellings leave of a folded word: first letter and the set of its other consonants."""
    return word[0] + "".join(sorted(set(word[1:]) - _VOWELS - {word[0]}))


def _name_keys(profile: Profile) -> Iterator[str]:
    """Each two words of the name as skeletons (short given names in their full form), or the only one with the town."""
    parts = sorted({skeleton(canonical(word)) for word in profile.names if len(word) > 1})
    if len(parts) == 1:
        yield f"n:{parts[0]}|{profile.city[:3]}"
    for one, two in combinations(parts[:5], 2):
        yield f"n:{one[:18]}|{two[:18]}"


def _exact_keys(profile: Profile) -> Iterator[str]:
    """What hardly two people share."""
    for phone in profile.phones:
        yield f"p:{phone[:30]}"
    for email in profile.emails:
        yield f"e:{email[:60]}"
    if profile.tax:
        yield f"t:{profile.tax[:30]}"
    for text in profile.ids:
        yield f"i:{text[:30]}"
    if profile.born:
        yield f"b:{profile.born[:8]}"


def match_keys(record: MatchRecord) -> frozenset[str]:
    """Short stable texts under which candidates for *record* are found again: one shared key makes a candidate.

    They depend on the record alone, so they can be stored with it; at most 62 characters each.
    """
    return keys_of(ProfileMaker().make(record))


def keys_of(profile: Profile) -> frozenset[str]:
    """The keys of a profile: see :func:`match_keys`."""
    keys = {*_exact_keys(profile), *_name_keys(profile)}
    if profile.company_id:
        keys.add(f"c:{profile.company_id[:40]}")
    if profile.building:
        keys.add(f"a:{profile.building[:40]}")
    return frozenset(keys)


def profiles_of(records: Sequence[MatchRecord]) -> list[Profile]:
    """Profiles of all *records*."""
    make = ProfileMaker().make
    return [make(record) for record in records]
