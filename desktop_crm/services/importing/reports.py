"""What happened to every row of an import: as a sheet to keep, and kept in the database for looking again."""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.table import SheetColumn
from desktop_crm.services.importing.options import Reason, RowFate

HAPPENED = {
    "created": N_("New"),
    "updated": N_("Updated"),
    "duplicate": N_("There already"),
    "held": N_("Waits for you"),
    "skipped": N_("Left out"),
}
_PART = 2_000  # rows
_FAST = 1  # of zlib: nine tenths of the gain for a fifth of the time


def report_sheet(fates: Sequence[RowFate]) -> tuple[list[SheetColumn], list[tuple[Any, ...]]]:
    """Row, what happened, why, contact and its number, in the order of the file."""
    columns = [
        SheetColumn(_("Row"), "number"),
        SheetColumn(_("Name")),
        SheetColumn(_("What happened")),
        SheetColumn(_("Why")),
        SheetColumn(_("Number in this program")),
    ]
    happened = {fate: _(title) for fate, title in HAPPENED.items()}
    return columns, [
        (fate.row, fate.name, happened[fate.fate], fate.reason.sentence, str(fate.contact_id or "")) for fate in fates
    ]


def packed_report(fates: Sequence[RowFate]) -> bytes:
    """The fates, small enough to be kept with the import; made part by part, so that other threads get their turn."""
    packer = zlib.compressobj(_FAST)
    packed = [packer.compress(b"[")]
    for start in range(0, len(fates), _PART):
        rows = [
            (fate.row, fate.fate, fate.reason.code, dict(fate.reason.facts), fate.name, fate.contact_id)
            for fate in fates[start : start + _PART]
        ]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))[1:-1]
        packed.append(packer.compress(("," * bool(start) + text).encode()))
    packed += [packer.compress(b"]"), packer.flush()]
    return b"".join(packed)


def unpacked_report(kept: bytes) -> list[RowFate]:
    """The way back."""
    return [
        RowFate(row, fate, Reason(code, facts), name, contact)
        for row, fate, code, facts, name, contact in json.loads(zlib.decompress(kept))
    ]
