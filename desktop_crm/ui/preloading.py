"""What is shown later is loaded while nobody waits: off the GUI thread, one module after the other."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop_crm.base import clock
from desktop_crm.base.formats import weekday_text

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

OTHERS = (  # not in the table of pages, each opened by a key
    "desktop_crm.ui.search.palette",
    "desktop_crm.ui.search.answers",
    "desktop_crm.ui.reminders.forms",
    "desktop_crm.ui.history.dialog",
)


def preload(window: MainWindow, then: Callable[[], None]) -> None:
    """Load the pages of *window* and the words of days and countries; *then* at the end, also where one fails."""
    waiting = [*OTHERS, *dict.fromkeys(entry.module for entry in window.entries.values())]

    def go_on(_before: object = None) -> None:
        if waiting:
            window.core.run(window, importlib.import_module, waiting.pop(0), then=go_on, failed=go_on)
        else:
            window.core.run(window, _say_once, then=lambda _none: then(), failed=lambda _error: then())

    go_on()


def _say_once() -> None:
    """Babel reads a language's rules when it is first asked for them."""
    from desktop_crm.services.quick_add import understand  # noqa: PLC0415
    from desktop_crm.ui import moments  # noqa: PLC0415  (it came with the pages)
    from desktop_crm.ui.countries import country_choices  # noqa: PLC0415

    now = clock.now()
    moments.day_heading(moments.day_of(now - timedelta(days=400)))
    moments.short_day(moments.day_of(now - timedelta(days=400)))
    moments.time_of_day(now)
    country_choices()
    weekday_text(0)
    understand("", now)  # its phrases
