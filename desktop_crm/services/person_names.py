"""Names of people: a full name typed in one field is taken apart; initials for avatars.

Romanian, Russian and English habits: “Popescu Ion”, “Ion POPESCU”, “Иванов Иван Петрович”, “Smith, John Jr.”,
“Иванов И. П.”, “dr. Ana-Maria van Dijk”. Where the order is not clear nothing is guessed: the name stays as typed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from desktop_crm.base.text import fold
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.given_names import is_known

_PREFIX_WORDS = """
    mr mrs ms miss mx sir dr doctor prof professor ing rev dl dlui d-l domnul dna d-na dra d-ra doamna domnișoara
    ec av jur arh acad г-н г-жа гн гжа господин госпожа гражданин гражданка д-р доктор проф профессор инж акад
"""
_SUFFIX_WORDS = "jr sr ii iii iv phd md mba esq cpa dds msc bsc мл ст младший старший"
_PARTICLE_WORDS = "van von vom zu zum zur de del della der den des di da do dos du la le ter ten bin ibn"
_PREFIXES = frozenset(map(fold, _PREFIX_WORDS.split()))
_SUFFIXES = frozenset(map(fold, _SUFFIX_WORDS.split()))
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_PATRONYMIC = re.compile(r".{2,}(ович|евич|ьич|ич|овна|евна|ична|инична)|оглы|оглу|кызы|угли", re.IGNORECASE)
_SURE_PATRONYMIC = re.compile(r".{2,}(ович|евич|ьич|овна|евна|инична|ична)", re.IGNORECASE)
_LATIN_PATRONYMIC = re.compile(r".{2,}(ovich|evich|ovna|evna|ichna)", re.IGNORECASE)
_FAMILY_ENDING = re.compile(
    r".{2,}(ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ской|енко|чук|щук|юк|ук|ян|янц|дзе|швили|ых|их|ко|ло"
    r"|escu|eanu|anu|aru|oiu|ov|ev|ova|eva|sky|skaia|skii|enko|chuk|ciuc|ciuk|yan|son)",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[^\W\d_]\.?(?:-[^\W\d_]\.)?")
_LONGEST_INITIAL = 5  # “J.-P.”
_GLUED_INITIALS = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_]\.?(?:\s|$|[^\W\d_]\.))")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """Parts of a name; all empty where the order was not clear (the whole name is then kept as typed)."""

    prefix: str = ""
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    suffix: str = ""

    @property
    def known(self) -> bool:
        """Whether anything was recognised."""
        return bool(self.given_name or self.family_name or self.middle_name or self.prefix or self.suffix)


def parse_person_name(text: str) -> PersonName:
    """Take a full name apart; see the module."""
    before_comma, comma, after_comma = text.partition(",")
    if comma:
        return _with_comma(before_comma, after_comma)
    prefixes, words, suffixes = _without_titles(_GLUED_INITIALS.sub(" ", text).split())
    body = _body(words)
    if not body.known:
        return PersonName()
    return PersonName(" ".join(prefixes), body.given_name, body.middle_name, body.family_name, " ".join(suffixes))


def _without_titles(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    start, end = 0, len(words)
    while end - start > 1 and fold(words[start]).strip(".") in _PREFIXES:
        start += 1
    while end - start > 2 and fold(words[end - 1]).replace(".", "") in _SUFFIXES:
        end -= 1
    return words[:start], words[start:end], words[end:]


def _with_comma(before: str, after: str) -> PersonName:
    """“Popescu, Ion Vasile” or “John Smith, PhD”."""
    words = _GLUED_INITIALS.sub(" ", after).split()
    if words and all(fold(word).replace(".", "") in _SUFFIXES for word in words):
        name = parse_person_name(before)
        return PersonName(name.prefix, name.given_name, name.middle_name, name.family_name, " ".join(words))
    prefixes, family, suffixes = _without_titles(before.split())
    more_prefixes, given, more_suffixes = _without_titles(words)
    if not given or not family or "," in after:
        return PersonName()
    return PersonName(
        " ".join(prefixes + more_prefixes),
        given[0],
        " ".join(given[1:]),
        " ".join(family),
        " ".join(suffixes + more_suffixes),
    )


def _body(words: list[str]) -> PersonName:
    if not words or any(map(str.isdigit, "".join(words))):
        return PersonName()
    if len(words) == 1:
        return _single(words[0])
    return _with_initials(words) or _with_patronymic(words) or _with_particle(words) or _by_order(words)


def _single(word: str) -> PersonName:
    if is_known(fold(word)):
        return PersonName(given_name=word)
    return PersonName(family_name=word) if _FAMILY_ENDING.fullmatch(word) else PersonName()


def _with_initials(words: list[str]) -> PersonName | None:
    """“Иванов И. П.”, “J. R. Smith”: one whole word is the family name; a whole given name stays given."""
    if min(map(len, words)) > _LONGEST_INITIAL:
        return None
    whole = [word for word in words if not _INITIAL.fullmatch(word)]
    initials = [word for word in words if _INITIAL.fullmatch(word)]
    if not initials or len(whole) != 1:
        return None
    return PersonName(given_name=initials[0], middle_name=" ".join(initials[1:]), family_name=whole[0])


def _with_patronymic(words: list[str]) -> PersonName | None:
    """Russian: the patronymic shows where the given name stands, right before it."""
    if not _CYRILLIC.search(words[0]):
        if len(words) == 3 and _LATIN_PATRONYMIC.fullmatch(words[1]):
            return PersonName(given_name=words[0], middle_name=words[1], family_name=words[2])
        if len(words) == 3 and _LATIN_PATRONYMIC.fullmatch(words[2]) and is_known(fold(words[1])):
            return PersonName(given_name=words[1], middle_name=words[2], family_name=words[0])
        return None
    match [_is_patronymic(word) for word in words]:
        case [_, True, _]:
            return PersonName(given_name=words[0], middle_name=words[1], family_name=words[2])
        case [_, _, True]:
            return PersonName(given_name=words[1], middle_name=words[2], family_name=words[0])
        case [_, True] if _SURE_PATRONYMIC.fullmatch(words[1]) and is_known(fold(words[0])):
            return PersonName(given_name=words[0], middle_name=words[1])
        case [_, _, _, True] if fold(words[3]) in ("ogli", "oglu", "kizi", "ugli"):
            return PersonName(given_name=words[1], middle_name=f"{words[2]} {words[3]}", family_name=words[0])
    return None


@lru_cache(maxsize=1 << 14)
def _is_patronymic(word: str) -> bool:
    return _PATRONYMIC.fullmatch(word) is not None


def _with_particle(words: list[str]) -> PersonName | None:
    """“Ludwig van Beethoven”: everything from the particle on is the family name."""
    for index, word in enumerate(words[1:-1], start=1):
        if word.islower() and word in _PARTICLES:
            family = " ".join(words[index:])
            return PersonName(given_name=words[0], middle_name=" ".join(words[1:index]), family_name=family)
    return None


def _by_order(words: list[str]) -> PersonName:
    """Given name first or family name first, by what the first and the last word look like."""
    first, last = _givenness(words[0], words), _givenness(words[-1], words)
    if first < last:
        return PersonName(given_name=words[1], middle_name=" ".join(words[2:]), family_name=words[0])
    if first > last or not _CYRILLIC.search(words[0]):
        return PersonName(given_name=words[0], middle_name=" ".join(words[1:-1]), family_name=words[-1])
    return PersonName()


def _givenness(word: str, words: list[str]) -> int:
    """How much a word looks like a given name (above 0) or a family name (below 0)."""
    score = 0
    if len(word) > 1 and word.isupper() and not all(other.isupper() for other in words):
        score -= 4  # POPESCU Ion
    return score + _look(word)


@lru_cache(maxsize=1 << 14)
def _look(word: str) -> int:
    if all(is_known(fold(part)) for part in word.split("-")):
        return 2
    return -1 if _FAMILY_ENDING.fullmatch(word) else 0


def initials(name: str, *, organisation: bool, given: str = "", family: str = "") -> str:
    """One or two capital letters for the avatar."""
    if given[:1].isalpha() and family[:1].isalpha():
        return (given[0] + family[0]).upper()[:2]
    if organisation:
        parts = split_legal_form(name)
        words = [*parts.core.split(), *parts.legal_form.split()]
    else:
        words = name.replace("-", " ").split()
        words = [words[0], words[-1]] if len(words) > 1 else words
    letters = [found.group() for word in words if (found := _LETTER.search(word))]
    return "".join(letters[:2]).upper()[:2]
