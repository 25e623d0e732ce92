"""The table of fates: what becomes of each row, and why."""

from typing import Any

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.importing import HAPPENED
from desktop_crm.ui.chips import Chip
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.listed import ListedColumn

_TONES = {"created": "ok", "updated": "info", "duplicate": "neutral", "held": "warn", "skipped": "bad"}
FATES = {fate: (title, _TONES[fate]) for fate, title in HAPPENED.items()}
COUNT_KEYS = {"duplicate": "duplicates"}  # the count of “duplicate” rows is called so


def fate_columns(*, past: bool = False) -> tuple[ListedColumn, ...]:
    """Row, name, what happens (*past*: happened), why."""
    happens = N_("What happened") if past else N_("What happens")
    return (
        ListedColumn(N_("Row"), lambda fate: str(fate.row), width=8, tabular=True),
        ListedColumn(N_("Name"), lambda fate: fate.name or "—", width=34, strong=True),
        ListedColumn(happens, _happens, tone=fate_tone, width=18),
        ListedColumn(N_("Why"), lambda fate: fate.reason.sentence),
    )


def _happens(fate: Any) -> str:
    return _(FATES[fate.fate][0])


def fate_tone(fate: Any) -> str:
    """The ink of a fate's word."""
    tone = FATES[fate.fate][1]
    return "text2" if tone == "neutral" else tone


def fate_text(fate: str, count: int) -> str:
    """A counter in words."""
    texts = {
        "created": ngettext("{count} new", "{count} new", count),
        "updated": ngettext("{count} updated", "{count} updated", count),
        "duplicate": ngettext("{count} there already", "{count} there already", count),
        "held": ngettext("{count} waits for you", "{count} wait for you", count),
        "skipped": ngettext("{count} left out", "{count} left out", count),
    }
    return texts[fate].format(count=count_text(count))


def fate_chips(counts: Any) -> list[Chip]:
    """The counter of all rows, then of all fates that occur."""
    count = counts["rows"]
    every = ngettext("{count} row in the file", "{count} rows in the file", count).format(count=count_text(count))
    return [Chip("", every, "info")] + [
        Chip(fate, fate_text(fate, counts[COUNT_KEYS.get(fate, fate)]), tone)
        for fate, (_title, tone) in FATES.items()
        if counts.get(COUNT_KEYS.get(fate, fate))
    ]
