"""Cells as the rest of the program sees them: plain values, ``None`` where there is nothing."""

from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | None
Row = tuple[Cell, ...]
PLAIN = frozenset((bool, date, datetime))  # types of the spreadsheet reader that stay as they are


def plain_cell(value: object) -> Cell:
    """A value of the spreadsheet reader as a plain cell: whole numbers as ``int``, times as text."""
    if isinstance(value, float):
        return plain_number(value)
    if isinstance(value, str):
        return value or None
    if value is None or isinstance(value, bool | int | date):
        return value
    if isinstance(value, time):
        return value.isoformat(timespec="minutes" if value.second == 0 and value.microsecond == 0 else "seconds")
    if isinstance(value, timedelta):
        return _duration(value)
    return str(value)


def plain_number(value: float) -> int | float | None:
    """``37369123456.0`` as 37369123456; not a number and infinite are nothing."""
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if abs(value) < 1e21 and value.is_integer() else value


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def cell_text(value: Cell) -> str:
    """*value* as text for comparing and for headers: one line, no blanks around, no ``.0``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float):
        number = plain_number(value)
        return "" if number is None else str(number)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def column_letters(index: int) -> str:
    """The letters of the column with 0-based *index*: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
