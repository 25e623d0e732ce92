"""The fonts of printed pages, and any text cut into runs that one of them can draw.

Inter has Latin with ș ț, Cyrillic and Greek; DejaVu Sans has Hebrew, Arabic, Georgian, Armenian and many signs. What
neither has is shown as its code point, so that nothing is lost silently. Signs that are invisible by nature are left
out.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache, lru_cache
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop_crm.base.paths import resources_folder
from desktop_crm.files.pdf.bidi import visual
from desktop_crm.files.pdf.tabular import use_tabular_figures

Face = Literal["regular", "medium", "semibold"]
_FILES = {"regular": "Inter_400Regular.ttf", "medium": "Inter_500Medium.ttf", "semibold": "Inter_600SemiBold.ttf"}
_FALLBACK = "fallback"
_INVISIBLE = ("Cf", "Zl", "Zp")
_registering = threading.Lock()


class _Measured:
    """A registered font and the widths of its signs in thousandths of the size."""

    def __init__(self, name: str, file: str) -> None:
        font = TTFont(f"crm-{name}", str(resources_folder() / "fonts" / file))
        if name != _FALLBACK:
            use_tabular_figures(font.face)
        pdfmetrics.registerFont(font)
        self.name = f"crm-{name}"
        widths: dict[int, Any] = font.face.charWidths
        self.widths: dict[str, float] = {
            chr(code): width
            for code, width in widths.items()
            if code in font.face.charToGlyph
            and code <= 0xFFFF
            and unicodedata.category(chr(code)) not in (*_INVISIBLE, "Cc", "Cs")
        }
        self.signs = frozenset(self.widths)


@cache
def _loaded(name: str) -> _Measured:
    with _registering:
        return _Measured(name, _FILES.get(name, "DejaVuSans.ttf"))


def base_font() -> str:
    """The font that a page begins with: without one of ours reportlab names Helvetica, which no file carries."""
    return _loaded("regular").name


def drawable(text: str) -> str:
    """*text* with nothing that a page cannot show; one line, tabs as blanks."""
    regular = _loaded("regular")
    if regular.signs.issuperset(text):
        return text
    return "".join(_shown(sign) for sign in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1024)
def _shown(sign: str) -> str:
    if sign in _loaded("regular").signs or sign in _loaded(_FALLBACK).signs:
        return sign
    if sign in "\t\n\r\x0b\x0c":
        return " "
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    if category in _INVISIBLE or 0xFE00 <= ord(sign) <= 0xFE0F:  # also variation selectors
        return ""
    plain = unicodedata.normalize("NFKC", sign)  # letters in fancy dress
    if plain != sign and all(one in _loaded("regular").signs for one in plain):
        return plain
    return f"[U+{ord(sign):04X}]"


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """(font, text) from left to right of a *text* that is :func:`drawable`."""
    own = _loaded(face)
    if own.signs.issuperset(text):
        return [(own.name, text)]
    fallback = _loaded(_FALLBACK)
    found: list[tuple[str, str]] = []
    for sign in visual(text):
        font = own if sign in own.signs else fallback
        if found and (found[-1][0] == font.name or (sign == " " and font is own)):
            found[-1] = (found[-1][0], found[-1][1] + sign)
        else:
            found.append((font.name, sign))
    return found


def width(text: str, face: Face, size: float) -> float:
    """How wide a :func:`drawable` *text* is, in points."""
    own = _loaded(face).widths
    try:
        return sum(map(own.__getitem__, text)) * size / 1000
    except KeyError:
        other = _loaded(_FALLBACK).widths
        return sum(own.get(sign) or other.get(sign, 600) for sign in text) * size / 1000
