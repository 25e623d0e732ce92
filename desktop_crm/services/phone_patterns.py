"""How people write phone numbers in a cell: separators, labels, extensions, dates that only look like numbers.

Everything works on :func:`plain` text, which has as many characters as the original, so that every span found here
cuts the original text too.
"""

import re
import unicodedata

HIDDEN = "\x00"  # takes the place of what was understood already; belongs to no number and no word


class _Plain(dict[int, str]):
    """Every kind of digit, dash, blank and full-width letter as its plain sister, one character for one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Nd":
            plain_char = str(unicodedata.decimal(char))
        elif category == "Pd" or char in "−‒⁃":
            plain_char = "-"
        elif category in {"Zs", "Cf", "Zl", "Zp"}:
            plain_char = "\n" if category in {"Zl", "Zp"} else " "
        else:
            wide = unicodedata.normalize("NFKC", char)
            plain_char = wide if len(wide) == 1 else char
        self[code] = plain_char
        return plain_char


_PLAIN = _Plain({ord("⁄"): "/", ord("∕"): "/", ord("•"): ";", ord("●"): ";"})


def plain(text: str) -> str:
    """*text* with plain digits, dashes and blanks, of the same length."""
    return text if text.isascii() else text.translate(_PLAIN)


def _any(*words: str) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# One number in one of the everyday forms, and nothing else in the cell.
LONE = re.compile(r"\s*(\+?)[(\d][\d ().\-/]*\s*")
LONE_PARTS = re.compile(r"\s*[;|\n,]\s*| / ")
EXPONENT = re.compile(r"\s*(\d)(?:[.,](\d*))?[eE]\+?(\d{1,3})\s*")
FLOAT = re.compile(r"\s*\+?\d{5,}([.,]0{1,2})\s*")
ONLY_DASHES = re.compile(r"[\s\-._/,;:]*")

_EXPLICIT = _any("ext", "extn", "exten", "extension", "extensión", "extensio\u0301n", "extensie", "xtn", "anexo", "доб",
                 "добав", "добавочный", "добавочн")  # fmt: skip
_LIKELY = _any("int", "interior", "вн", "внутр", "внутренний", "durchwahl", "dw", "poste", "wew", "в")
_LABEL_END = r"\s*[.:=]*[\s,-]*"
EXTENSION = re.compile(
    rf"(?=[^\W\d_]|[#~])(?<![^\W\d_])(?:(?P<explicit>(?:{_EXPLICIT}){_LABEL_END}(?P<long>\d{{1,20}}))"
    rf"|(?:(?:{_LIKELY}|[x#~]){_LABEL_END}(?P<likely>\d{{1,9}})))#?(?![\d]|[\s.\-()]*\d)"
    rf"|(?<=\d)[\s-]+(?P<hash>\d{{1,6}})#(?!\w)",
    re.IGNORECASE,
)
STARTS_WITH_EXTENSION = re.compile(rf"\s*(?:{_EXPLICIT}|{_LIKELY}|[x#~]){_LABEL_END}\d", re.IGNORECASE)
BARE = re.compile(r"\s*(\d{1,7}|\d{1,15}(?=#))#?\s*")
URI = re.compile(r"\s*tel:[^;]*;.*=.*", re.IGNORECASE | re.DOTALL)

# `/` separates only between blanks: 0268/717.306 is one number. A word goes with the number after it.
SEPARATOR = re.compile(
    r"\s*(?P<hard>[;|\n\r]+)[;|\s]*|\s*,[\s,]*|\s+[/\\]\s+"
    r"|\s+(?=(?:или|sau|ori|or|and|и|și|şi|si|та|або|und|oder|ou|et)\s)",
    re.IGNORECASE,
)
TAIL = re.compile(r"\d{1,4}")

LABELS = {
    "mobile": ("моб", "мобил", "мобильный", "мобильная", "мобильн", "сот", "сотовый", "сотов", "mob", "mobil", "mobilă",
               "mobila", "mobile", "gsm", "cell", "cellphone", "cel", "celular", "handy"),
    "work": ("раб", "рабочий", "служебный", "служ", "serviciu", "serv", "work", "office", "birou", "офис", "оф"),
    "home": ("дом", "домашний", "acasă", "acasa", "home", "domiciliu"),
    "main": ("осн", "основной", "main", "principal", "centrală", "centrala", "switchboard", "общий"),
    "fax": ("факс", "fax", "telefax", "телефакс"),
    "": ("тел", "телефон", "телеф", "tel", "telefon", "telef", "phone", "ph", "telephone", "nr", "номер", "№", "fix",
         "стац", "contact", "конт"),
}  # fmt: skip
_LETTERS = {"т": "", "м": "mobile", "ф": "fax", "р": "work", "д": "home", "t": "", "m": "mobile", "f": "fax"}
_KIND_OF_LABEL = {word: kind for kind, words in LABELS.items() for word in words} | _LETTERS
_LABEL_END_OR = r"(?![^\W\d_])[\s.:=]*"
LABEL = re.compile(
    rf"(?=[^\W\d_]|№)(?:(?P<both>(?:tel|тел)\w*[.\s]*[/-]\s*(?:fax|факс)){_LABEL_END_OR}"
    rf"|(?<![^\W\d_])(?P<word>{_any(*(word for words in LABELS.values() for word in words))}){_LABEL_END_OR}"
    rf"|(?<![^\W_])(?P<letter>[{''.join(_LETTERS)}])[.:]\s*)",  # the look ahead passes over digits quickly
    re.IGNORECASE,
)

RUN = re.compile(r"\+*\s?\(?\s?\d(?:[\d\s().\-/*~]|(?<=\d)[a-wyzа-я](?=\d))*", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"(?<![\d+(/.-])(?:[0-3]?\d[./-][01]?\d[./-]{_YEAR}|{_YEAR}[./-][01]?\d[./-][0-3]?\d"
    rf"|{_YEAR}[01]\d[0-3]\d(?=[ T]\d\d:\d\d)"
    r"|[0-3]?\d/[01]?\d/\d\d)(?:[ T]+[0-2]?\d:[0-5]\d(?::\d\d)?)?(?![./-]?\d)"
)
NOT_PHONE = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|(?<!\d)[0-2]?\d:[0-5]\d(?!\d)", re.IGNORECASE)
VANITY = re.compile(r"[+(]*\d[\d\s().+-]{2,}[a-z][a-z\d\s().-]{1,15}", re.IGNORECASE)
JOINER = re.compile(r"(?:или|sau|ori|or|and|и|și|şi|або|und|oder|ou)(?:\s+|$)", re.IGNORECASE)
WORDY = re.compile(r"[^\W\d_]|[#~@№]")
MAYBE_DATE = re.compile(r"19|20|/\d\d?/|[:@]|www", re.IGNORECASE)
BETWEEN_SLASHES = re.compile(r"[^/]+")
BETWEEN_BLANKS = re.compile(r"\S+")
WORD = re.compile(r"\w")
LETTERS = re.compile(r"[^\W\d_]")


def kind_of_label(found: re.Match[str]) -> str:
    """Kind of phone that a match of :data:`LABEL` tells; empty for a mere “tel.”."""
    return "" if found["both"] else _KIND_OF_LABEL[(found["word"] or found["letter"]).lower()]


def hide(text: str, start: int, end: int) -> str:
    """*text* with a span hidden, its length kept."""
    return f"{text[:start]}{HIDDEN * (end - start)}{text[end:]}"


def hide_all(pattern: re.Pattern[str], text: str) -> str:
    """*text* with all that *pattern* finds hidden."""
    return pattern.sub(lambda found: HIDDEN * len(found[0]), text)


def group_ends(run: str) -> set[int]:
    """Numbers of digits after which a blank, dash or bracket stands: where a country code may end."""
    ends: set[int] = set()
    count = 0
    for char in run:
        if char.isdigit():
            count += 1
        elif count:
            ends.add(count)
    return ends
