"""Words for what an undo of an import leaves, because somebody worked with it since."""

from collections.abc import Sequence

from desktop_crm.base.i18n import ngettext
from desktop_crm.ui.counts import count_text

NAMED = 8


def kept_words(count: int) -> str:
    """How many records stay."""
    text = ngettext("{count} contact edited since stays.", "{count} contacts edited since stay.", count)
    return text.format(count=count_text(count))


def kept_names(names: Sequence[str]) -> str:
    """Which ones: the first by name, the others by their number."""
    rest = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    if rest <= 0:
        return shown
    return ngettext("{names} and {count} more", "{names} and {count} more", rest).format(names=shown, count=rest)
