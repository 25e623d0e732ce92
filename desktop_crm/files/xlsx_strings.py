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
    """Lengths of the shared texts, in bytes of their XML."""

    def __init__(self, package: ZipPackage) -> None:
        self._name = package.name
        self._lengths = array("I")
        self._sure = True  # whether the place in the table is certain
        for part in package.parts:
            if part.lower().endswith("sharedstrings.xml"):
                self._read(package, part)
        self.longest = max(self._lengths, default=0)

    def _read(self, package: ZipPackage, part: str) -> None:
        open_text = b""
        first = True
        for chunk in package.chunks(part):
            if first and any(int(count) > MAX_CELLS for count in _DECLARED.findall(chunk[:4096].partition(b"<si")[0])):
                raise too_many_cells(self._name, MAX_CELLS)  # the reader would make room for them all
            first = False
            text = open_text + chunk
            usual = b"<si/" not in chunk and b"<si /" not in chunk and b":si" not in chunk
            pieces = text.split(b"</si>") if usual and b"</si " not in chunk else _END.split(text)
            open_text = pieces.pop()
            if b"<!" in chunk:  # comments and raw data may hold anything
                self._sure = False
            self._lengths.extend(map(len, pieces))
            if len(self._lengths) > MAX_CELLS:
                raise too_many_cells(self._name, MAX_CELLS)
            if len(open_text) > 16 * MAX_LINE:
                raise too_many_bytes(self._name, 16 * MAX_LINE)
        self._lengths.append(len(open_text))

    def may_grow(self, cells: int) -> bool:
        """Whether *cells* cells could make too much of them, so that they must be counted."""
        return cells * self.longest > MAX_EXPANDED

    def counter(self, cells: int) -> "TextCounter":
        """Counts what the cells of a sheet refer to."""
        return TextCounter(self._name, self._lengths if self._sure else array("I"), self.longest, cells)


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
