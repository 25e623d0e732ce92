"""Large pages are made before they are asked for, a piece in each turn of the event loop while nobody waits.

Made at once, such a page would hold the window up for a tenth of a second at the first visit.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_crm.base.i18n import language
from desktop_crm.ui.theme import theme

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow
    from desktop_crm.ui.page import Page

LARGE = (
    "settings",
    "import",
    "complaints",
    "reports",
    "imports",
    "waiting",
)  # they ask for nothing before they are shown
APART_MS = 15  # keys and painting come first
_DRESSED_AT_ONCE = 25  # widgets that get their style in one turn


class PagesAhead(QObject):
    """The pages that are ready, or on their way, for the first visit."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._made: dict[str, Page] = {}
        self._wanted = ""
        self._state: tuple[Any, ...] = ()
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self, singleShot=True, interval=APART_MS)
        self._timer.timeout.connect(self._go_on)
        window.core.opened.connect(self.drop)

    def begin(self) -> None:
        """Make what was not visited yet."""
        self._state = self._now()
        self._steps = self._work()
        self._timer.start()

    @property
    def ready(self) -> bool:
        """Nothing is being made."""
        return not self._timer.isActive()

    def loaded(self, name: str, then: Callable[[], object]) -> None:
        """Go on when the page's modules are there; a visit quicker than the preloading does not hold the window up."""
        self._wanted = name
        entry = self._window.entries.get(name)
        if entry is None or entry.module in sys.modules:
            then()
            return

        def go_on(_module: object) -> None:
            if self._wanted == name:  # nobody went elsewhere meanwhile
                then()

        self._window.core.run(self._window, importlib.import_module, entry.module, then=go_on)

    def page(self, name: str) -> Page:
        """The page, complete: the one that was made ahead, unless that was for other settings."""
        if self._state != self._now():
            self.drop()
        page = self._made.pop(name, None) or self._new(name)
        page.complete()
        return page

    def _new(self, name: str) -> Page:
        entry = self._window.entries[name]
        page: Page = getattr(importlib.import_module(entry.module), entry.factory)(self._window)
        return page

    def drop(self) -> None:
        """Forget them: the database or the settings are others."""
        self._timer.stop()
        self._steps = iter(())
        for page in self._made.values():
            page.deleteLater()
        self._made.clear()

    def _now(self) -> tuple[Any, ...]:
        kept = self._window.settings
        return (language(), theme().scale, kept.country, kept.area_code, kept.density, self._window.core.database)

    def _go_on(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            return
        self._timer.start()

    def _work(self) -> Iterator[None]:
        for name in LARGE:
            if name not in self._window.entries or name in self._window.pages:
                continue
            page = self._made[name] = self._new(name)
            yield
            while self._made.get(name) is page and page.make_piece():
                yield
            for number, widget in enumerate(page.findChildren(QWidget)):
                if self._made.get(name) is not page:  # taken meanwhile
                    break
                widget.ensurePolished()
                if number % _DRESSED_AT_ONCE == 0:
                    yield
            yield
