"""Composes the window: settings, language, look, the door, the database."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_crm.base import i18n, log, paths, settings
from desktop_crm.base.collector import hold_collector, release_collector
from desktop_crm.base.errors import CrmError
from desktop_crm.ui import features as features  # first: what comes after it is loaded quicker
from desktop_crm.ui import icons
from desktop_crm.ui.commands import open_database
from desktop_crm.ui.core import Core
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.qt_texts import QtTexts
from desktop_crm.ui.shortcuts import LatinShortcuts
from desktop_crm.ui.theme import theme

if TYPE_CHECKING:
    from desktop_crm.ui.contacts.first_rows import FirstRows

LOADED_AFTER_MS = 3000
FIRST_ROWS = 40  # more than any screen shows of them
BUNDLED_FONT = "DESKTOP_CRM_BUNDLED_FONT"  # set: the same letters on every computer (screenshots)


def application(arguments: list[str] | None = None) -> QApplication:
    """The one QApplication with our look, words and keys on it."""
    made = QApplication.instance()
    if not isinstance(made, QApplication):
        made = QApplication(arguments or sys.argv[:1])
    made.setApplicationName(paths.APP)
    made.setDesktopFileName(paths.APP)
    made.setQuitOnLastWindowClosed(True)
    return made


def dress(made: QApplication, kept: settings.Settings) -> None:
    """Words, keys and look; what is added lives as long as *made*."""
    texts = QtTexts(made)
    made.installTranslator(texts)
    LatinShortcuts(made)
    made.screenAdded.connect(lambda _screen: icons.renew())
    theme().start(kept.theme, compact=kept.density == "compact", bundled_font=BUNDLED_FONT in os.environ)


def _catch_bugs(window: MainWindow) -> None:
    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        logging.getLogger(__name__).error("unexpected", exc_info=(kind, error, trace))
        show_bug(window, "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = caught


def run(named: str = "", *, background: bool = False) -> int:
    """Open the window on the database *named*, the last one used, or the first-start page; until it is closed.

    *background*: where the user has an icon beside the clock the window stays hidden until it is asked for.
    """
    hold_collector()  # loading makes much that stays
    kept = settings.load()
    i18n.use_language(kept.language)
    log.start_log()
    made = application()
    dress(made, kept)
    core = Core(who=settings.identity(kept))
    window = MainWindow(core, kept)
    _catch_bugs(window)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in a terminal; what was committed is safe
    if not (background and kept.tray and kept.last_database):
        window.show()
    shown = named or kept.last_database
    QTimer.singleShot(0, window, lambda: begin(window, shown))  # the frame is painted first
    QTimer.singleShot(LOADED_AFTER_MS, window, lambda: load_the_rest(window))
    code = made.exec()
    core.close()
    sys.excepthook = sys.__excepthook__
    return code


def load_the_rest(window: MainWindow) -> None:
    """All that is shown later; what is there then stays, and the collector need not look at it."""
    from desktop_crm.ui.preloading import preload  # noqa: PLC0415  (the window is painted before)

    def loaded() -> None:
        release_collector(loaded=True)
        window.ahead.begin()

    preload(window, loaded)


def begin(window: MainWindow, shown: str) -> None:
    """Show the first contacts of the database *shown*, then open it; without one, offer the ways to begin."""
    if not shown:
        window.show_page("first_start")
        return
    kept = window.settings.window
    if kept.get("page", "contacts") != "contacts" or kept.get("table") is True:
        _open(window, shown, None)
        return
    order = str(kept.get("sort", "name")), kept.get("descending") is True
    window.core.run(
        window,
        _first_rows,
        shown,
        *order,
        then=lambda rows: _show_first_rows(window, shown, rows),
        failed=lambda _error: _open(window, shown, None),
    )


def _first_rows(shown: str, sort: str, descending: bool) -> tuple[Any, ...]:
    """Off the GUI thread; what draws them is loaded on the way."""
    from desktop_crm.db.first_look import first_look  # noqa: PLC0415  (the window is painted before)
    from desktop_crm.services.first_rows import first_rows  # noqa: PLC0415

    with first_look(shown) as ask:
        rows = first_rows(ask, sort, descending, FIRST_ROWS) if ask is not None else ()
    importlib.import_module("desktop_crm.ui.contacts.first_rows")
    from desktop_crm.ui.moments import last_touch  # noqa: PLC0415

    for row in rows:
        last_touch(row.last_touch_at)  # Babel reads a language's rules when it is first asked for them
    return rows


def _show_first_rows(window: MainWindow, shown: str, rows: tuple[Any, ...]) -> None:
    from desktop_crm.ui.contacts.first_rows import FirstRows  # noqa: PLC0415  (loaded by now)

    cover = FirstRows(window, rows) if rows else None
    QTimer.singleShot(0, window, lambda: _open(window, shown, cover))  # painted before


def _open(window: MainWindow, shown: str, cover: FirstRows | None) -> None:
    """Load what works on databases, off the GUI thread, then open *shown*; the ways to begin where that fails."""

    def failed(error: CrmError) -> None:
        if cover is not None:
            cover.leave()
        window.show_page("first_start")
        window.bar.show_text(error.sentence)
        window.show()

    window.core.run(window, _load, then=lambda _none: open_database(window, shown, failed=failed))


def _load() -> None:
    for module in ("desktop_crm.db.database", "desktop_crm.services.derived", "desktop_crm.ui.contacts.page"):
        importlib.import_module(module)
