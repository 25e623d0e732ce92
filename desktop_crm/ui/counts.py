"""Counts as they are read; without Babel, so that the frame is painted before it is loaded."""


def count_text(number: int) -> str:
    """“1 284”."""
    return f"{number:,}".replace(",", "\u202f")
