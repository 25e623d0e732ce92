"""Lines of a given width out of any text."""

from __future__ import annotations

import re

from desktop_crm.files.pdf.fonts import drawable, width
from desktop_crm.files.pdf.style import Type

_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_MOST = 20_000  # signs of one line of text that are looked at


def wrapped(text: str, kind: Type, room: float, most: int = 0) -> list[str]:
    """*text* in lines that fit into *room*; more than *most* lines end with “…” (0: no limit)."""
    if len(text) < 200 and not _ENDS.search(text):
        line = drawable(text)
        if width(line, kind.face, kind.size) <= room:
            return [line]
    lines: list[str] = []
    for paragraph in _ENDS.split(text):
        lines += _broken(drawable(paragraph), kind, room, most - len(lines) if most else 0)
        if most and len(lines) > most:
            break
    if most and len(lines) > most:
        return [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", kind, room, always=True)]
    return lines


def _broken(text: str, kind: Type, room: float, most: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    blank = width(" ", kind.face, kind.size)
    for word in text.replace(" %", "\u00a0%").split(" "):  # a sign never begins a line without its number
        wide = width(word, kind.face, kind.size)
        if line and used + blank + wide <= room:
            line, used = f"{line} {word}", used + blank + wide
            continue
        if line:
            lines.append(line)
            if most and len(lines) > most:
                return lines
        line, used = word, wide
        while used > room and len(line) > 1:
            fits = _fitting(line, kind, room)
            lines.append(line[:fits])
            if most and len(lines) > most:
                return lines
            line = line[fits:]
            used = width(line, kind.face, kind.size)
    lines.append(line)
    return lines


def _fitting(text: str, kind: Type, room: float) -> int:
    """How many signs of *text* fit; at least one. A long word is parted at a sign of its own where it has one."""
    low, high = 1, min(len(text), _MOST)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], kind.face, kind.size) <= room:
            low = middle
        else:
            high = middle - 1
    parted = max((text.rfind(sign, 0, low) + 1 for sign in "-/@._,;"), default=0)
    return parted if parted > low // 2 else low


def cut(text: str, kind: Type, room: float, *, always: bool = False) -> str:
    """One line of *text*, with “…” at its end where something is left out."""
    text = drawable(text[:_MOST])
    if not always and width(text, kind.face, kind.size) <= room:
        return text
    if width(f"{text}…", kind.face, kind.size) <= room:
        return f"{text.rstrip()}…"
    fits = _fitting_plain(text, kind, room - width("…", kind.face, kind.size))
    return f"{text[:fits].rstrip()}…"


def _fitting_plain(text: str, kind: Type, room: float) -> int:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], kind.face, kind.size) <= room:
            low = middle
        else:
            high = middle - 1
    return low
