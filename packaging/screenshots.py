"""Pictures of all pages and dialogs into packaging/screenshots/ (git ignores it): light and dark, languages, widths.

One command makes all of them; the rest narrows or widens it:

    python packaging/screenshots.py [--only contacts,import-] [--lang ro,ru,en] [--width 1024,1440] [--theme light,dark]
                                    [--scale 2] [--rtl] [--into FOLDER] [--list]

``--only`` takes names or their beginnings (``--list`` prints them), ``--lang xx`` is the pseudo-language with long
words, ``--scale`` the size of letters and everything else. The letters are the bundled ones and the data is the sample
firm, so that two runs can be laid side by side. Another page is one line in ``picture_scenes.py``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["DESKTOP_CRM_BUNDLED_FONT"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import picture_data
from picture_scenes import EMPTY, NONE, SCENES, pause, settled
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_crm import app
from desktop_crm.base import i18n
from desktop_crm.base.settings import Settings
from desktop_crm.db.database import Database
from desktop_crm.ui.core import Core
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.reminders.duty import begin_duty
from desktop_crm.ui.theme import theme

FOLDER = Path(__file__).resolve().parent / "screenshots"
HEIGHTS = {1024: 700, 1440: 900}


def composed(window: MainWindow, above: Sequence[QWidget]) -> QPixmap:
    """The window with its dialogs and menus, each in its place."""
    picture = window.grab()
    painter = QPainter(picture)
    for widget in above:
        place = widget.geometry().topLeft() - window.geometry().topLeft()
        if isinstance(widget, QDialog):  # where a desktop puts it
            place = QPoint((window.width() - widget.width()) // 2, (window.height() - widget.height()) // 2)
        x = max(0, min(place.x(), window.width() - widget.width()))
        y = max(0, min(place.y(), window.height() - widget.height()))
        painter.drawPixmap(x, y, widget.grab())
        painter.setPen(Qt.GlobalColor.gray)
        painter.drawRect(x - 1, y - 1, widget.width() + 1, widget.height() + 1)
    painter.end()
    return picture


def pictures(core: Core, settings: Settings, width: int, name: str, themes: Sequence[str], folder: Path) -> None:
    """One scene at one width in each theme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    scale = theme().scale
    others = set(application.topLevelWidgets())
    theme().use(themes[0])
    window = MainWindow(core, settings)
    window._saved = lambda kept: None
    window.resize(round(width * scale), round(HEIGHTS.get(width, width * 5 // 8) * scale))
    window.show()
    if core.database is not None:
        begin_duty(window)  # the counts beside the pages
    settled(window)
    seen = core.undo_label
    SCENES[name](window)
    settled(window)
    for look in themes:
        theme().use(look)
        pause(0.05)
        above = [one for one in application.topLevelWidgets() if one.isVisible() and one not in {*others, window}]
        bits = (name, settings.language, look, str(width), f"{scale:g}x" if scale != 1 else "")
        rtl = "rtl" if application.layoutDirection() == Qt.LayoutDirection.RightToLeft else ""
        composed(window, above).save(str(folder / f"{'-'.join(filter(None, (*bits, rtl)))}.png"))
    for one in above:
        one.close()
    while core.undo_label is not None and core.undo_label != seen:  # the next picture begins where this one did
        core.undo(window)
        settled(window)
    window.close()
    window.deleteLater()
    pause(0.02)
    print(name, settings.language, width, flush=True)


def wanted_names(only: str) -> list[str]:
    """Names that are asked for, or all."""
    parts = tuple(part for part in only.split(",") if part)
    return [
        name for name in SCENES if not parts or name in parts or name.startswith(tuple(p for p in parts if "-" in p))
    ]


def main() -> None:
    """Draw what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--lang", default="en,ro,ru")
    parser.add_argument("--width", default="1024,1440")
    parser.add_argument("--theme", default="light,dark")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rtl", action="store_true")
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    names = wanted_names(options.only)
    if options.list:
        print("\n".join(names))
        return
    options.into.mkdir(parents=True, exist_ok=True)
    application = app.application([])
    app.dress(application, Settings())
    theme().start("light", bundled_font=True)
    theme().scale = options.scale
    theme().use("light")
    if options.rtl:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    makers: dict[str, Callable[[Path, str], Database | None]] = {
        "": picture_data.full, EMPTY: picture_data.empty, NONE: lambda _folder, _language: None,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESKTOP_CRM_HOME"] = folder
        for language in options.lang.split(","):
            i18n.use_language(language)
            for kind, make in makers.items():
                chosen = [name for name in names if kind == next((k for k in (EMPTY, NONE) if name.startswith(k)), "")]
                if not chosen:
                    continue
                database = make(Path(folder), language)
                core = Core(database, who=picture_data.WHO)
                shown = database.address.shown if database is not None else ""
                settings = Settings(language=language, last_database=shown, country="MD", area_code="22")
                for width in map(int, options.width.split(",")):
                    for name in chosen:
                        pictures(core, settings, width, name, options.theme.split(","), options.into)
                core.close()


if __name__ == "__main__":
    main()
