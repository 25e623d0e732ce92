"""Right-to-left words as they stand on paper: the order of their letters, and the joined forms of Arabic.

A short form of the Unicode Bidirectional Algorithm (UAX #9) that is enough for names and sentences without explicit
marks: each letter takes its own direction, numbers and signs that of their neighbours, else that of the paragraph.
"""

import unicodedata
from functools import cache

_RIGHT = ("R", "AL")
_NUMBER = ("EN", "AN")
_FORMS = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def visual(text: str) -> str:
    """*text* (one line) in the order in which its signs are drawn from left to right."""
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    if not any(kind in _RIGHT for kind in kinds):
        return text
    text = _joined(text)
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    first = next((kind for kind in kinds if kind == "L" or kind in _RIGHT), "L")
    base = "L" if first == "L" else "R"
    runs = _runs(text, _directions(kinds, base))
    if base == "R":
        runs.reverse()
    return "".join(_turned(run) if side == "R" else run for side, run in runs)


def _directions(kinds: list[str], base: str) -> list[str]:
    """L or R for each sign."""
    sides = ["L" if kind == "L" else "R" if kind in _RIGHT else "" for kind in kinds]
    before = base
    for index, kind in enumerate(kinds):
        if sides[index]:
            before = sides[index]
        elif kind in _NUMBER:
            sides[index] = before
    index = 0
    while index < len(sides):
        if sides[index]:
            index += 1
            continue
        end = index
        while end < len(sides) and not sides[end]:
            end += 1
        left = sides[index - 1] if index else base
        right = sides[end] if end < len(sides) else base
        sides[index:end] = [left if left == right else base] * (end - index)
        index = end
    return sides


def _runs(text: str, sides: list[str]) -> list[tuple[str, str]]:
    runs: list[tuple[str, str]] = []
    for sign, side in zip(text, sides, strict=True):
        if runs and runs[-1][0] == side:
            runs[-1] = (side, runs[-1][1] + sign)
        else:
            runs.append((side, sign))
    return runs


def _turned(run: str) -> str:
    """A right-to-left run as drawn: letters turned round, numbers within it not, brackets mirrored."""
    parts: list[str] = []
    number = ""
    for sign in run:
        if unicodedata.bidirectional(sign) in _NUMBER or (number and sign in ".,:/"):
            number += sign
            continue
        if number:
            parts.append(number)
            number = ""
        parts.append(sign.translate(_MIRRORED))
    parts.append(number)
    return "".join(reversed(parts))


@cache
def _forms() -> dict[str, list[str]]:
    """Letter -> its isolated, final, initial and medial form (Arabic Presentation Forms, as Unicode lists them)."""
    found: dict[str, list[str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEF5)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if kind in _FORMS and len(letters) == 1:
            found.setdefault(chr(int(letters[0], 16)), [""] * 4)[_FORMS[kind]] = chr(code)
    return found


def _joined(text: str) -> str:
    """Arabic letters in the form that their neighbours ask for; marks between letters do not part them."""
    forms = _forms()
    letters = [index for index, sign in enumerate(text) if not unicodedata.combining(sign)]
    drawn = list(text)
    for place, index in enumerate(letters):
        own = forms.get(text[index])
        if own is None:
            continue
        before = forms.get(text[letters[place - 1]]) if place else None
        after = forms.get(text[letters[place + 1]]) if place + 1 < len(letters) else None
        joins_before = bool(before and before[2] and own[1])
        joins_after = bool(after and after[1] and own[2])
        wanted = own[(1 if joins_before else 0) + (2 if joins_after else 0)]
        drawn[index] = wanted or own[0] or text[index]
    return "".join(drawn)
