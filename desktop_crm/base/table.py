"""A column of a sheet that is written: title, kind of values, width."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column; ``width`` in characters, 0 = by the content."""

    title: str
    kind: Literal["text", "number", "date", "moment"] = "text"
    width: int = 0
