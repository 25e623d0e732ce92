"""How printed pages look: the window's tokens (light), its type scale and its spacing, in points."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from desktop_crm.files.pdf.fonts import Face

TEXT, TEXT2, TEXT3 = HexColor("#1A212C"), HexColor("#4E586A"), HexColor("#5D6778")
BORDER, BORDER_STRONG = HexColor("#E1E5EA"), HexColor("#858E9E")
ACCENT, MUTED, SELECTED = HexColor("#2456D3"), HexColor("#D5E2FB"), HexColor("#E4EDFD")
SUNKEN, APP = HexColor("#ECEFF3"), HexColor("#F6F7F9")
TONES = {
    "": TEXT2,
    "ok": HexColor("#19734A"),
    "warn": HexColor("#835200"),
    "bad": HexColor("#B92B27"),
    "info": HexColor("#0B6383"),
    "violet": HexColor("#6237B8"),
}
GROUNDS = {
    "": HexColor("#E9ECF1"),
    "ok": HexColor("#E3F3EA"),
    "warn": HexColor("#FCF0D8"),
    "bad": HexColor("#FBE7E6"),
    "info": HexColor("#E0F0F6"),
    "violet": HexColor("#EEE7FA"),
}
SERIES = (ACCENT, HexColor("#0B6383"), HexColor("#6237B8"), HexColor("#835200"), HexColor("#19734A"), BORDER_STRONG)

MM = 72 / 25.4
S4, S8, S12, S16, S24, S32 = 3.0, 6.0, 9.0, 12.0, 18.0, 24.0  # 4 · 8 · 12 · 16 · 24 · 32 px
RADIUS = 6.0
HAIRLINE = 0.5


@dataclass(frozen=True, slots=True)
class Type:
    """A step of the type scale."""

    face: Face
    size: float
    leading: float


COVER = Type("semibold", 30, 36)
FIGURE = Type("semibold", 20, 25)
TITLE = Type("semibold", 17, 23)
SECTION = Type("semibold", 12.5, 17)
PART = Type("semibold", 10, 14)
LEAD = Type("regular", 11.5, 17)
BODY = Type("regular", 9.5, 14)
STRONG = Type("semibold", 9.5, 14)
SMALL = Type("regular", 8.5, 12)
SMALL_STRONG = Type("semibold", 8.5, 12)
CAPTION = Type("regular", 7.5, 10)
CAPTION_STRONG = Type("medium", 7.5, 10)
