"""Which character set a text was written in.

A byte order mark decides; then zero bytes speak for UTF-16; then what decodes as UTF-8 is UTF-8, a few broken bytes
forgiven. Otherwise the one-byte sets of our users compete: each reading is judged by its letters, since ``Țurcanu`` in
the wrong set is no word of any language. East Asian and other sets are left to charset-normalizer, and only where none
of ours gives a plausible text: short legacy files would too easily become Chinese.
"""

import codecs
import math
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from desktop_crm.files.kind import looks_like_utf16

_SAMPLE = 1 << 18
_PIECE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "cp866": "CP866 (DOS)",
    "cp852": "CP852 (DOS)",
    "cp437": "CP437 (DOS)",
    "koi8-r": "KOI8-R",
    "iso8859-1": "ISO 8859-1",
    "iso8859-2": "ISO 8859-2",
    "iso8859-5": "ISO 8859-5",
    "iso8859-16": "ISO 8859-16",
    "mac_cyrillic": "Mac Cyrillic",
    "mac_roman": "Mac Roman",
    "shift_jis": "Shift JIS",
}
# share of each letter in Russian text, in per cent: a wrong reading turns common letters into rare ones
_SHARES = {
    "о": 11.0, "е": 8.5, "а": 8.0, "и": 7.4, "н": 6.7, "т": 6.3, "с": 5.5, "р": 4.7, "в": 4.5, "л": 4.4, "к": 3.5,
    "м": 3.2, "д": 3.0, "п": 2.8, "у": 2.6, "я": 2.0, "ы": 1.9, "ь": 1.7, "г": 1.7, "з": 1.7, "б": 1.6, "ч": 1.4,
    "й": 1.2, "х": 1.0, "ж": 0.9, "ш": 0.7, "ю": 0.6, "ц": 0.5, "щ": 0.4, "э": 0.3, "ф": 0.3, "ё": 0.2, "ъ": 0.04,
}  # fmt: skip
_RUSSIAN = {letter: 1.0 + 0.4 * math.log(share / 2.5) for letter, share in _SHARES.items()}
_UKRAINIAN = dict.fromkeys("іїєґў", 0.3) | dict.fromkeys("јљњћџђѓќ", -0.3)
_ROMANIAN = dict.fromkeys("ăâîșțşţ", 1.4)
_WESTERN = dict.fromkeys("äöüßéèêëáàíóúñçôûùïœæøåõìò", 1.2) | dict.fromkeys("ãðþýÿ", 0.3)
_EASTERN = dict.fromkeys("őűčšžřěůľťďňąęłńśźżćđ", 1.0)
_FULL = _RUSSIAN | _UKRAINIAN | _WESTERN | _EASTERN | _ROMANIAN
_MARKUP = dict.fromkeys("«»“”„–—’‘…№°§©®€\xa0", 0.4)
# the letters that make each set worth a try; what it decodes to besides counts little
_SETS: dict[str, dict[str, float]] = {
    "cp1252": _WESTERN | _MARKUP,
    "cp1251": _RUSSIAN | _UKRAINIAN | _MARKUP,
    "cp1250": _ROMANIAN | _EASTERN | dict.fromkeys("äöüßéáíóúôýç", 1.1) | _MARKUP,
    "iso8859-2": _ROMANIAN | _EASTERN | dict.fromkeys("äöüßéáíóúôýç", 1.1) | {"\xa0": 0.2, "°": 0.2},
    "iso8859-16": _ROMANIAN | dict.fromkeys("äöüßéáíóúôç", 0.9) | {"\xa0": 0.2, "«": 0.2, "»": 0.2},
    "koi8-r": _RUSSIAN,
    "cp866": _RUSSIAN,
    "iso8859-5": _RUSSIAN,
    "mac_cyrillic": _RUSSIAN,
    "cp852": _ROMANIAN | _EASTERN | dict.fromkeys("äöüßéáíóú", 1.0),
    "cp437": dict.fromkeys("äöüßéèêëáàíóúñç", 1.0),
    "mac_roman": _WESTERN,
}
# a Latin text is in one language or two, not in a letter from each: Jiøí is no word anywhere
_LANGUAGES: dict[str, tuple[tuple[float, frozenset[str]], ...]] = {
    "western": tuple(
        (weight, frozenset(letters))
        for weight, letters in (
            (1.0, "äöüß"), (1.0, "éèêëàâîïôûùçœæ"), (1.0, "æøåéü"), (1.0, "åäöé"), (1.0, "áéíóúñü"), (0.95, "àèéìòù"),
            (0.85, "ãõáéíóúâêôçà"), (0.85, "äöüõšž"), (0.85, "áðéíóúýþæö"),
        )
    ),
    "eastern": tuple(
        (weight, frozenset(letters))
        for weight, letters in (
            (1.03, "ăâîșțşţ"), (1.0, "ąćęłńóśźż"), (1.0, "áčďéěíňóřšťúůýž"), (1.0, "áäčďéíĺľňóôŕšťúýž"),
            (1.0, "áéíóöőúüű"), (1.0, "čćšžđ"), (0.99, "äöüß"), (0.97, "áéíóú"), (0.97, "çéôîâ"),
        )
    ),
}  # fmt: skip
_ALPHABETS = {
    "cp1252": "western",
    "mac_roman": "western",
    "cp437": "western",
    "cp1250": "eastern",
    "iso8859-2": "eastern",
    "iso8859-16": "eastern",
    "cp852": "eastern",
}
_HANDICAP = {  # where two readings give the same letters the commoner set wins
    "cp1252": 0.0, "cp1251": 0.0, "cp1250": 0.01, "iso8859-2": 0.03, "iso8859-16": 0.03, "koi8-r": 0.05, "cp866": 0.05,
    "iso8859-5": 0.2, "mac_cyrillic": 0.2, "cp852": 0.1, "cp437": 0.1, "mac_roman": 0.2,
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\x00-\x40\x5b-\x60\x7b-\x7f]*")
_PLAUSIBLE = 0.35


def encoding_name(encoding: str) -> str:
    """The name of a character set that people know."""
    return NAMES.get(encoding, encoding.upper())


def known_encoding(name: str) -> str:
    """The codec for a name from a file or a user; empty if there is none."""
    name = name.strip().strip('"').lower()
    try:
        found = codecs.lookup({"ansi": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}.get(name, name))
    except (LookupError, ValueError):
        return ""
    return found.name if found._is_text_encoding else ""


def marked_encoding(head: bytes) -> str:
    """The character set that a byte order mark at the beginning tells; empty if there is none."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def guess_encoding(content: bytes) -> str:
    """The most plausible character set of *content* (the whole, or a long piece from its beginning)."""
    marked = marked_encoding(content) or looks_like_utf16(content[:65536])
    if marked:
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(content), _PIECE):  # in pieces: as one text it could be four times as large
        try:
            decoder.decode(content[start : start + _PIECE])  # a character cut at the end is no error
        except UnicodeDecodeError:
            return "utf-8" if _nearly_utf8(content[max(0, start - _PIECE) : start + _PIECE]) else guess_legacy(content)
    return "utf-8"


def _nearly_utf8(content: bytes) -> bool:
    """Whether broken bytes are so few among good sequences that the text is UTF-8 with damage."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(map(text.count, set(text[:_SAMPLE]) - set(map(chr, range(128))) - {"\ufffd"}))
    return good > 8 * broken


def guess_legacy(content: bytes) -> str:
    """The most plausible set for bytes that are not UTF-8."""
    sample = b"\n".join(_foreign_lines(content))[:_SAMPLE]
    judged = sorted(((_plausibility(sample, name) - _HANDICAP[name], name) for name in _SETS), reverse=True)
    score, name = judged[0]
    if score >= _PLAUSIBLE:
        return name
    best = from_bytes(sample[:32768]).best()
    return known_encoding(best.encoding) or "cp1252" if best is not None else "cp1252"


def _foreign_lines(content: bytes) -> Iterator[bytes]:
    """Lines that are not ASCII, from as far into *content* as needed."""
    length = 0
    for start in range(0, len(content), _PIECE):
        piece = content[start : start + _PIECE]
        for line in piece.splitlines() if not piece.isascii() else ():
            if not line.isascii():
                length += len(line)
                yield line[:2000]
        if length > _SAMPLE:
            return


def _plausibility(sample: bytes, encoding: str) -> float:
    """How much *sample* reads like words: about 1 for a good text, 0 and less for rubbish."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start + 200 < len(sample) or encoding != "cp1252":
            text = sample.decode(encoding, "replace")
            if text.count("\ufffd") * 50 > len(sample) - len(sample.translate(None, bytes(range(128, 256)))):
                return -1.0
        else:
            text = sample.decode(encoding, "replace")
    letters = _SETS[encoding]
    languages = _LANGUAGES.get(_ALPHABETS.get(encoding, ""), ())
    covered = [0.0] * len(languages)
    points = weight = 0.0
    for match in _WORD.finditer(text):
        word = "".join(char for char in match[0] if char.isalpha())
        foreign = [char for char in match[0] if char > "\x7f"]
        weight += len(foreign)
        points += _word_points(word, foreign, letters)
        special = {char for char in word.lower() if char > "\x7f"}
        for index, (share, alphabet) in enumerate(languages):
            if special <= alphabet:
                covered[index] += share * len(foreign)
    if not weight:
        return 0.0
    return (0.5 * points + 0.7 * max(covered)) / weight if covered else points / weight


def _word_points(word: str, foreign: list[str], letters: dict[str, float]) -> float:
    points = 0.0
    for char in foreign:
        points += letters.get(char.lower(), -0.5 if char.isalpha() else -0.8)
    if len(word) > 1:
        cyrillic = sum("\u0400" <= char <= "\u04ff" for char in foreign)
        if cyrillic and cyrillic < len(word):  # Mьller: two alphabets in one word
            points -= 1.5 * cyrillic
        inner = sum(char.isupper() for char in word[1:])
        if inner and not word.isupper() and not (inner == 1 and word[0].isupper() and len(word) > 6):
            points -= 1.2 * inner  # иВАНОВ: the case turned round is the mark of KOI8-R read as Windows-1251
    return points
