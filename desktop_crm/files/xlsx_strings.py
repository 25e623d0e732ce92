"""The shared texts of an .xlsx: how many, how long, and how much they become when every cell gets its own copy.

One text of a megabyte that a hundred thousand cells refer to is a small file and 100 GB of memory.
"""

import re
from array import array

from desktop_crm.files.limits import MAX_CELLS, MAX_EXPANDED, MAX_LINE, too_many_bytes, too_many_cells
from desktop_crm.files.zip_package import ZipPackage

_DECLARED = re.compile(rb"\s(?:uniqueC|c)ount\s*=\s*[\"']\s*(\d+)")
_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<(.)")


class SharedTexts:
    """How many shared texts there are, and how long the longest is at most, in bytes of XML."""

    def __init__(self, package: ZipPackage) -> None:
        self._package = package
        self._parts = [part for part in package.parts if part.lower().endswith("sharedstrings.xml")]
        self._longest = 0
        for part in self._parts:
            self._look(part)

    def _look(self, part: str) -> None:
        open_text = b""
        count = 0
        for chunk in self._package.chunks(part):
            declared = [] if count else _DECLARED.findall(chunk[:4096].partition(b"<si")[0])
            count += chunk.count(b"<si") + chunk.count(b":si")
            if max(count, *map(int, declared), 0) > MAX_CELLS:  # the reader makes room for as many as are declared
                raise too_many_cells(self._package.name, MAX_CELLS)
            pieces = (open_text + chunk).split(b"</si>")
            open_text = pieces.pop()
            self._longest = max(self._longest, *map(len, pieces), len(open_text))
            if len(open_text) > 16 * MAX_LINE:
                raise too_many_bytes(self._package.name, 16 * MAX_LINE)

    def may_grow(self, cells: int) -> bool:
        """Whether *cells* cells could make too much of them, so that they must be counted."""
        return cells * self._longest > MAX_EXPANDED

    def counter(self, cells: int) -> "TextCounter":
        """Counts what the cells of a sheet refer to."""
        lengths = array("I")
        sure = len(self._parts) == 1
        for part in self._parts:
            open_text = b""
            for chunk in self._package.chunks(part):
                pieces = _END.split(open_text + chunk)
                open_text = pieces.pop()
                lengths.extend(map(len, pieces))
                sure = sure and b"<!" not in chunk  # comments and raw data may hold anything
            lengths.append(len(open_text))
        return TextCounter(self._package.name, lengths if sure else array("I"), self._longest, cells)


class TextCounter:
    """Adds up the texts that a sheet refers to."""

    def __init__(self, name: str, lengths: "array[int]", longest: int, cells: int) -> None:
        self._name = name
        self._lengths = lengths
        self._longest = longest
        self._total = cells * 16

    def see(self, chunk: bytes) -> None:
        """Take account of the values in *chunk*; refuses what becomes too much."""
        lengths = self._lengths
        total = self._total
        for match in _VALUE.finditer(chunk):
            text = match[1].strip()
            if text.isdigit() and match[2] == b"/":
                index = int(text[:12])
                if lengths:
                    total += lengths[index] if index < len(lengths) else 0
                else:
                    total += self._longest
            elif b"&" in text or match[2] == b"!":
                total += self._longest
        self._total = total
        if total > MAX_EXPANDED:
            raise too_many_bytes(self._name, MAX_EXPANDED)
