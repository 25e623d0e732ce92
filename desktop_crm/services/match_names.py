"""Likeness of two people's names and of two firms' names, word by word."""

from rapidfuzz.distance import OSA, JaroWinkler

from desktop_crm.services.given_names import is_known, same_given_name
from desktop_crm.services.match_profiles import Profile, written_together
from desktop_crm.services.match_weights import Weights

Finding = tuple[str, float, str, str]
_BLANKS = 3  # lost, and letters with them
_REMEMBERED = 200_000
_PATRONYMICS = ("ovih", "evih", "ovna", "evna", "ihna", "inihna")


def _likeness(a: str, b: str, weights: Weights) -> tuple[str, float]:
    """How two different words may still be one name, looked up: the same pairs meet again and again."""
    known = weights.likenesses.get((a, b))
    if known is None:
        if len(weights.likenesses) >= _REMEMBERED:
            weights.likenesses.clear()
        known = weights.likenesses[a, b] = _compared(a, b, weights)
    return known


def _compared(a: str, b: str, weights: Weights) -> tuple[str, float]:
    """How two different words may still be one name: a code and bits; ``""`` where they may not."""
    if len(a) == 1 or len(b) == 1:
        return ("initial", 2.0) if a[0] == b[0] else ("", 0.0)
    if same_given_name(a, b):
        return "short_form", min(weights.agreement("name", a), weights.agreement("name", b)) - 2
    if is_known(a) and is_known(b):
        return "", 0.0
    shorter = min(len(a), len(b))
    if shorter >= 3 and (a.startswith(b) or b.startswith(a)) and not weights.both_usual("name", a, b):
        return "close_names", min(weights.agreement("name", a), weights.agreement("name", b)) - 4
    distance = OSA.distance(a, b, score_cutoff=4)
    allowed = 1 if shorter <= 4 else 2 if shorter <= 7 else 3
    if shorter >= 3 and (distance <= allowed or JaroWinkler.similarity(a, b) >= 0.9):
        if weights.both_usual("name", a, b):
            return "", 0.0
        return "close_names", min(weights.agreement("name", a), weights.agreement("name", b)) - 1 - 1.5 * distance
    if shorter >= 5 and OSA.distance("".join(sorted(a)), "".join(sorted(b)), score_cutoff=1) <= 1:
        return "close_names", 2.0  # the same letters, thoroughly shaken
    return "", 0.0


def _matched(left: list[str], right: list[str], weights: Weights) -> list[Finding]:
    """Pair off words that may be one name, best first; what is paired leaves both lists."""
    pairs = []
    for a in left:
        for b in right:
            code, bits = _likeness(a, b, weights)
            if code:
                pairs.append((bits, code, a, b))
    found: list[Finding] = []
    for bits, code, a, b in sorted(pairs, reverse=True):
        if a in left and b in right:
            left.remove(a)
            right.remove(b)
            found.append((code, bits, a, b))
    return found


def compare_names(a: Profile, b: Profile, weights: Weights) -> tuple[list[Finding], bool]:
    """Findings on two people's names, in whatever order their words stand, and whether they clearly differ."""
    if a.name_id == b.name_id:
        return [("same_name", sum(weights.agreement("name", word) for word in a.names), a.name_id, b.name_id)], False
    left = [word for word in a.names if word not in b.names]
    right = [word for word in b.names if word not in a.names]
    common = [word for word in a.names if word in b.names]
    found: list[Finding] = []
    if common:
        bits = sum(weights.agreement("name", word) for word in common)
        found.append(("same_part", bits, " ".join(common), ""))
    if (joined := _written_together(a, b, weights)) is not None:
        return [joined], False
    found += _matched(left, right, weights)
    if not left or not right:
        if left or right:
            found.append(("missing_part", 0.0, " ".join(left), " ".join(right)))
        return found, False
    if not found and _complementary(a, b):
        return [("missing_part", 0.0, " ".join(left), " ".join(right))], False
    code, bits = _difference(left, right, a, b, some_agree=bool(found))
    found.append((code, bits, " ".join(left), " ".join(right)))
    return found, True


def names_conflict(a: Profile, b: Profile, weights: Weights) -> bool:
    """Whether both names, which are not equal, certainly have words that match nothing in the other."""
    left = [word for word in a.names if word not in b.names]
    right = [word for word in b.names if word not in a.names]
    if not left or not right:
        return False
    unmatched = set(right)
    lonely = 0
    for word in left:
        like = [other for other in right if _likeness(word, other, weights)[0]]
        lonely += not like
        unmatched.difference_update(like)
    if not lonely or not unmatched or _complementary(a, b):
        return False
    return _written_together(a, b, weights) is None


def _written_together(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    """The same letters with a blank lost or misplaced, and hardly a letter more or less."""
    if len(a.names) == len(b.names) or abs(len(a.name_id) - len(b.name_id)) > _BLANKS:
        return None
    one, two = written_together(a), written_together(b)
    distance = OSA.distance(one, two, score_cutoff=2)
    if distance > 2 or min(len(one), len(two)) < 8:
        return None
    names = a.names if len(a.names) > len(b.names) else b.names
    bits = sum(weights.agreement("name", word) for word in names)
    return "close_names", bits - 1 - 1.5 * distance, a.name_id, b.name_id


def _complementary(a: Profile, b: Profile) -> bool:
    """Whether one record holds only given names and the other only a surname."""
    for one, two in ((a, b), (b, a)):
        only_given = one.given and set(one.given) == set(one.names)
        if only_given and two.record.family and not two.given:
            return True
    return False


def _difference(left: list[str], right: list[str], a: Profile, b: Profile, *, some_agree: bool) -> tuple[str, float]:
    """Code and bits of words that match on neither side."""
    if not some_agree:
        return "different_name", -9.0
    given = [all(word in side.given for word in rest) for rest, side in ((left, a), (right, b))]
    if all(given) and a.given and b.given:
        return "different_given", -6.0
    if a.given and b.given and not any(given):
        return "different_family", -6.0
    if all(word.endswith(_PATRONYMICS) for word in (*left, *right)):
        return "different_name", -5.0
    return "different_name", -6.0


def compare_companies(a: str, b: str, weights: Weights) -> Finding:
    """The finding on two company cores (their folded words, sorted)."""
    if a == b:
        return "same_company", weights.agreement("company", a), a, b
    full = min(weights.agreement("company", a), weights.agreement("company", b))
    one, two = a.replace(" ", ""), b.replace(" ", "")
    allowed = max(1, min(len(one), len(two)) // 6)
    distance = OSA.distance(one, two, score_cutoff=allowed)
    if distance <= allowed and _number(a) == _number(b) and not weights.both_usual("company", a, b):
        return "close_companies", full - 2 - distance, a, b
    left, right = set(a.split()), set(b.split())
    shared = sum(weights.agreement("word", word) for word in left & right)
    if shared and (left <= right or right <= left):
        rest = sum(weights.agreement("word", word) for word in left ^ right)
        return "part_of_company", max(-2.0, min(shared - rest, full) / 2), a, b
    if len(one) == len(two) and sorted(one) == sorted(two):
        return "different_companies", -4.0, a, b  # two digits changed places: a sister firm, or a slip
    return "different_companies", -8.0, a, b


def _number(text: str) -> list[str]:
    return [char for char in text if char.isdigit()]
