"""Figures of one width: the glyphs that a font keeps for tables (OpenType ``tnum``), which reportlab cannot ask for."""

from __future__ import annotations

import struct
from typing import Any

FIGURES = "0123456789+\u2212"  # no hyphen, point or blank: those stand in words too


def use_tabular_figures(face: Any) -> None:
    """Let the digits of a reportlab ``TTFontFace`` be those for tables; a font without them stays as it is."""
    if "GSUB" not in face.table:
        return
    swapped = _substitutions(bytes(face.get_table("GSUB")), b"tnum")
    for code in list(face.charToGlyph):
        glyph = swapped.get(face.charToGlyph[code])
        if glyph is not None and chr(code) in FIGURES:
            face.charToGlyph[code] = glyph
            face.charWidths[code] = round(face.hmetrics[glyph][0] * 1000.0 / face.unitsPerEm)


def _substitutions(gsub: bytes, tag: bytes) -> dict[int, int]:
    """Glyph -> glyph of all single substitutions of the feature *tag* (OpenType 1.9, chapter GSUB)."""

    def shorts(at: int, count: int = 1) -> tuple[int, ...]:
        return struct.unpack_from(f">{count}H", gsub, at)

    feature_list, lookup_list = shorts(6, 2)
    lookups: set[int] = set()
    for index in range(shorts(feature_list)[0]):
        name, offset = struct.unpack_from(">4sH", gsub, feature_list + 2 + 6 * index)
        if name == tag:
            at = feature_list + offset + 2
            lookups.update(shorts(at + 2, shorts(at)[0]))
    found: dict[int, int] = {}
    for lookup in sorted(lookups):
        at = lookup_list + shorts(lookup_list + 2 + 2 * lookup)[0]
        kind, _flag, count = shorts(at, 3)
        for offset in shorts(at + 6, count):
            found.update(_single(gsub, at + offset, kind))
    return found


def _single(gsub: bytes, at: int, kind: int) -> dict[int, int]:
    if kind == 7:  # an extension: the real table lies elsewhere
        _format, kind, offset = struct.unpack_from(">HHL", gsub, at)
        at += offset
    if kind != 1:
        return {}
    form, coverage = struct.unpack_from(">HH", gsub, at)
    glyphs = _covered(gsub, at + coverage)
    if form == 1:
        (delta,) = struct.unpack_from(">h", gsub, at + 4)
        return {glyph: (glyph + delta) & 0xFFFF for glyph in glyphs}
    count = struct.unpack_from(">H", gsub, at + 4)[0]
    return dict(zip(glyphs, struct.unpack_from(f">{count}H", gsub, at + 6), strict=False))


def _covered(gsub: bytes, at: int) -> list[int]:
    form, count = struct.unpack_from(">HH", gsub, at)
    if form == 1:
        return list(struct.unpack_from(f">{count}H", gsub, at + 4))
    glyphs: list[int] = []
    for index in range(count):
        first, last, _start = struct.unpack_from(">HHH", gsub, at + 4 + 6 * index)
        glyphs.extend(range(first, last + 1))
    return glyphs
