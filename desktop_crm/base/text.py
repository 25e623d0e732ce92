"""Folding: one spelling for all alphabets and diacritics, so that ``turcanu`` finds Țurcanu and ``petrov`` Петров.

The folded form is for comparing only, never shown. It is lower case ASCII for Latin, Cyrillic and Greek letters;
transliteration habits meet in one form (``Mikhail``, ``Mihail``, ``Михаил`` -> ``mihail``). Other scripts stay.
"""

import codecs
import re
import unicodedata
from functools import lru_cache

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "h", "ш": "sh", "щ": "sh", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ђ": "d", "ј": "i", "љ": "l", "њ": "n", "ћ": "h", "џ": "zh",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "u", "φ": "f",
    "χ": "h", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN = {
    "c": "k", "y": "i", "x": "ks", "j": "zh", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th",
    "ð": "d", "ı": "i", "ħ": "h",
}  # fmt: skip
_COMBINING = {chr(code): None for code in range(0x300, 0x370)}
_TABLE = str.maketrans({**_CYRILLIC, **_GREEK, **_LATIN, **_COMBINING})
_ACCENTS = str.maketrans(_COMBINING)
_SHORT = 40  # letters
_HABITS = (("kh", "h"), ("shh", "sh"), ("ii", "i"))  # spellings of one sound, in this order
_WORD = re.compile(r"\w+")
_NOT_DIGIT = re.compile(r"\D+")


def _slowly(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold().translate(_TABLE)


class _Usual:
    """The usual letters of our languages in one byte each: four times as quick as sign by sign through a table."""

    letters = "".join(_CYRILLIC) + "ăâîșțşţáàäãåéèêëíìïóòôöõúùüûñčćšžęąø" + "øđłæœ" + "«»„“”–—’№\u00a0"

    def __init__(self) -> None:
        signs = "".join(map(chr, range(128))) + "".join(dict.fromkeys(self.letters))
        self.encoding = codecs.charmap_build(signs + "\ufffe" * (256 - len(signs)))
        table = bytearray(range(256))
        spare = iter(range(0x80, 0xA0))
        several: dict[str, int] = {}
        dropped = bytearray()
        for code, sign in enumerate(signs):
            folded = _slowly(sign)
            if len(folded) == 1 and ord(folded) < 256:
                table[code] = ord(folded)
            elif folded:
                several.setdefault(folded, 0) or several.update({folded: next(spare)})
                table[code] = several[folded]
            else:
                dropped.append(code)
        self.table, self.dropped = bytes(table), bytes(dropped)
        self.several = [(chr(code), folded) for folded, code in several.items()]

    def folded(self, text: str) -> str | None:
        """*text* without what :data:`_HABITS` says; None where it holds another sign."""
        try:
            coded: bytes = codecs.charmap_encode(text.lower(), "strict", self.encoding)[0]
        except UnicodeEncodeError:
            return None
        found = coded.translate(self.table, self.dropped).decode("latin-1")
        if not found.isascii():
            for code, folded in self.several:
                if code in found:
                    found = found.replace(code, folded)
        return found


_usual = _Usual()


def fold(text: str) -> str:
    """The folded form of *text*; blanks and punctuation stay."""
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        folded = text.lower().replace("c", "k").replace("y", "i").replace("x", "ks").replace("j", "zh")  # _LATIN
    else:
        folded = _usual.folded(text) or _slowly(text)
    if "kh" in folded or "shh" in folded or "ii" in folded:
        for many, one in _HABITS:
            while many in folded:
                folded = folded.replace(many, one)
    return folded


_remembered = lru_cache(maxsize=1 << 14)(_folded)  # names, towns, words: one thing is folded for its key, its order …


def plain_letters(text: str) -> str:
    """Lower case without diacritics, each alphabet for itself: the order of headings and of words in a column."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).casefold().translate(_ACCENTS)


def words(text: str) -> list[str]:
    """Folded words of *text* (letters and digits), in order."""
    return _WORD.findall(fold(text))


def digits(text: str) -> str:
    """The ASCII digits of *text* (other digits, as Arabic-Indic, become ASCII)."""
    if not text.isascii():
        text = "".join(str(unicodedata.digit(char, char)) for char in text)
    return _NOT_DIGIT.sub("", text)


_MARKS = (
    (re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)", re.M), ""),
    (re.compile(r"^(\s*)[*+-]\s+", re.M), r"\1• "),
    (re.compile(r"\[([^\]\n]+)\]\((\S+?)\)"), r"\1 (\2)"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
)


def without_marks(markdown: str) -> str:
    """The words of a Markdown text, for paper: headings, quotes, emphasis, code and links without their marks."""
    for mark, instead in _MARKS:
        markdown = mark.sub(instead, markdown)
    return markdown
