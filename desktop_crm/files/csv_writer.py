r"""Rows written as .csv for spreadsheet programs: UTF-8 with a mark, CR LF, and no cell that runs as a formula.

The rule against formulas, exactly: a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets
an apostrophe before it, unless it is nothing but a phone (``+373 22 123 456``) or a number (``-12.5``): these cannot do
harm and must stay as they are. A text that begins with apostrophes followed by one of those characters gets one more.
:func:`unguarded` takes the first apostrophe away again, so what is written comes back the same.
"""

import csv
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.base.table import SheetColumn
from desktop_crm.files.atomic import replaced_file

_STEP = 5000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_HARMLESS = re.compile(r"\+\d[\d ()./\u00a0-]*|[+-]?\d+(?:[.,]\d+)*")


def write_csv(
    path: str | os.PathLike[str],
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    progress: Progress | None = None,
    *,
    delimiter: str = ",",
) -> int:
    """Write *rows* to *path*, replacing it when all is well; says how many there were."""
    path = Path(path)
    progress = progress or Progress()
    count = 0
    with (
        replaced_file(path) as beside,
        beside.open("w", encoding="utf-8-sig", errors="replace", newline="") as target,
    ):
        writer = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([guarded(column.title) for column in columns])
        for count, row in enumerate(rows, 1):
            if not count % _STEP:
                progress.step(_("Writing rows"), count)
            writer.writerow([_text(value) for value in row])
    return count


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        moment = value.astimezone() if value.tzinfo is not None else value
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def guarded(text: str) -> str:
    """*text* as it can stand in a cell without being run."""
    if text.lstrip("'").startswith(_DANGEROUS) and _HARMLESS.fullmatch(text) is None:
        return f"'{text}"
    return text


def unguarded(cell: str) -> str:
    """*cell* without the apostrophe that :func:`guarded`, or another program's rule like it, put there."""
    if cell.startswith("'") and cell.lstrip("'").startswith(_DANGEROUS):
        return cell[1:]
    return cell
