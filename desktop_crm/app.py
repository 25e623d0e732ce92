"""Composes the window: settings, language, look, the door, the database."""

import logging
import os
import signal
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_crm.base import i18n, log, paths, settings
from desktop_crm.base.errors import CrmError
from desktop_crm.ui.commands import open_database
from desktop_crm.ui.core import Core
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.qt_texts import QtTexts
from desktop_crm.ui.shortcuts import LatinShortcuts
from desktop_crm.ui.theme import theme

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
    theme().start(kept.theme, compact=kept.density == "compact", bundled_font=BUNDLED_FONT in os.environ)


def _catch_bugs(window: MainWindow) -> None:
    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        logging.getLogger(__name__).error("unexpected", exc_info=(kind, error, trace))
        show_bug(window, "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = caught


def run(named: str = "") -> int:
    """Open the window on the database *named*, the last one used, or the first-start page; until it is closed."""
    kept = settings.load()
    i18n.use_language(kept.language)
    log.start_log()
    made = application()
    dress(made, kept)
    core = Core(who=settings.identity(kept))
    window = MainWindow(core, kept)
    _catch_bugs(window)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in a terminal; what was committed is safe
    window.show()
    shown = named or kept.last_database
    QTimer.singleShot(0, window, lambda: begin(window, shown))  # the frame is painted first
    code = made.exec()
    core.close()
    sys.excepthook = sys.__excepthook__
    return code


def begin(window: MainWindow, shown: str) -> None:
    """Open the database *shown*; without one, or where it cannot be opened, offer the ways to begin."""
    if not shown:
        window.show_page("first_start")
        return

    def failed(error: CrmError) -> None:
        window.show_page("first_start")
        window.bar.show_text(error.sentence)

    open_database(window, shown, failed=failed)
