"""Pictures of all pages into packaging/screenshots/: light and dark, three languages, two widths.

One command:

    python packaging/screenshots.py [--only contacts,trash] [--quick] [--languages ro,ru,en] [--sizes 1024x700,1440x900]

``--quick``: Russian in the small window only. Names that begin with ``empty-`` are pages of an empty base.

The letters are the bundled ones and the data is the sample firm, so that two runs can be laid side by side.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["DESKTOP_CRM_BUNDLED_FONT"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_crm import app
from desktop_crm.base import i18n
from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_
from desktop_crm.base.settings import Settings
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.contacts import contact_ids, delete_contacts
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.sample_data import add_sample_data
from desktop_crm.ui.core import Core
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.search.palette import open_palette
from desktop_crm.ui.theme import theme

FOLDER = Path(__file__).resolve().parent / "screenshots"
WHO = {"operator": "Olga", "workstation": "pictures", "installation": "pictures"}
PATIENCE = 20.0
PAGES = ("today", "reminders", "duplicates", "trash", "import", "settings", "first_start")
EMPTY = "empty-"


def pause(seconds: float) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def until(condition: Callable[[], object]) -> None:
    """Let the window work until something is there."""
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        pause(0.05)
    pause(0.2)


Scene = Callable[[MainWindow], None]


def contacts(window: MainWindow) -> None:
    """A card in front."""
    page: Any = window.page
    until(lambda: page.card.card is not None)


def dialogs() -> dict[str, Scene]:
    """Dialogs, and what the palette finds."""

    def acted(name: str) -> Scene:
        def scene(window: MainWindow) -> None:
            contacts(window)
            window.act(name)

        return scene

    def found(text: str) -> Scene:
        def scene(window: MainWindow) -> None:
            contacts(window)
            open_palette(window, text)

        return scene

    def crash(window: MainWindow) -> None:
        contacts(window)
        show_bug(window, "ValueError: an example")

    def sure(window: MainWindow) -> None:
        window.show_page("trash")
        until(lambda: not window.core._underway)
        page: Any = window.page
        page.ask_empty()

    def lower(window: MainWindow) -> None:
        window.show_page("settings")
        page: Any = window.page
        page.go_to("backups")

    return {
        "found": found("ru"), "caller": found("069123456"), "history": acted("history"),
        "shortcuts": acted("shortcuts"), "about": acted("about"), "crash": crash, "sure": sure,
        "settings-lower": lower,
    }  # fmt: skip


def scenes() -> dict[str, Scene]:
    """What is shown on each picture; the window is on the page of contacts, a card in front."""

    def organisation(window: MainWindow) -> None:
        page: Any = window.page
        page.pane.chips["organisations"].click()
        until(lambda: page.card.card is not None and page.card.card.kind == "organisation")

    def table(window: MainWindow) -> None:
        contacts(window)
        window.act("table_face")

    def editing(window: MainWindow) -> None:
        contacts(window)
        page: Any = window.page
        page.card.details.rows[0].edit()

    def new_contact(window: MainWindow) -> None:
        contacts(window)
        window.act("new_contact")

    def palette(window: MainWindow) -> None:
        contacts(window)
        window.act("search")

    def toast(window: MainWindow) -> None:
        contacts(window)
        window.act("delete")

    def shown(name: str) -> Scene:
        return lambda window: window.show_page(name)

    def calendar(face: str) -> Scene:
        return lambda window: window.show_page("calendar", face=face)

    made: dict[str, Scene] = {
        "contacts": contacts, "organisation": organisation, "table": table, "editing": editing,
        "new-contact": new_contact, "palette": palette, "toast": toast,
        **{f"calendar-{face}": calendar(face) for face in ("month", "week", "day", "agenda")},
    }  # fmt: skip
    made |= dialogs() | {name: shown(name) for name in PAGES}
    return made | {f"empty-{name}": shown(name) for name in ("contacts", "duplicates", "trash")}


def databases(folder: Path, language: str) -> Iterator[tuple[str, Database]]:
    """The sample firm, and an empty database."""
    for name, count in (("atelier_nord", 120), ("empty", 0)):
        database = Database.create(parse_address(str(folder / f"{name}_{language}.crm")), **WHO, derived=DERIVED)
        if count:
            database.do(Label("Sample"), add_sample_data, count)
            with database.read() as session:
                ids = contact_ids(session, ContactsView())[:6]
            database.do(Label(N_("Move {count} contacts to trash"), {"count": len(ids)}), delete_contacts, ids)
            database.backup()
        yield name, database


def picture(application: QApplication, core: Core, settings: Settings, size: tuple[int, int], name: str) -> None:
    """One picture."""
    scene = scenes()[name]
    window = MainWindow(core, settings)
    window._saved = lambda kept: None
    window.resize(*size)
    window.show()
    page: Any = window.page
    until(lambda: page.count is not None)
    scene(window)
    until(lambda: not core._underway)
    file = FOLDER / f"{name}-{settings.language}-{settings.theme}-{size[0]}.png"
    picture = window.grab()
    for dialog in application.topLevelWidgets():
        if dialog is not window and dialog.isVisible() and dialog.parent() is not None:
            dialog.grab().save(str(file.with_stem(file.stem + "-dialog")))
            dialog.close()
    picture.save(str(file))
    if core.undo_label is not None and name == "toast":
        core.undo(window)
        until(lambda: not core._underway)
    window.close()
    window.deleteLater()
    pause(0.05)
    print(file.relative_to(FOLDER.parent.parent))


def main() -> None:
    """Draw what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of pictures, with commas")
    parser.add_argument("--languages", default="en,ro,ru")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--sizes", default="1440x900,1024x700")
    parser.add_argument("--rtl", action="store_true", help="from right to left")
    parser.add_argument("--quick", action="store_true", help="only Russian in the small window")
    options = parser.parse_args()
    if options.quick:
        options.languages, options.sizes = "ru", "1024x700"
    FOLDER.mkdir(exist_ok=True)
    application = app.application([])
    app.dress(application, Settings())
    theme().start("light", bundled_font=True)
    if options.rtl:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    wanted = [name for name in options.only.split(",") if name] or [*scenes()]
    sizes = [(int(w), int(h)) for w, _x, h in (size.partition("x") for size in options.sizes.split(","))]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESKTOP_CRM_HOME"] = folder
        for language in options.languages.split(","):
            i18n.use_language(language)
            for kind, database in databases(Path(folder), language):
                core = Core(database, who=WHO)
                for look in options.themes.split(","):
                    theme().use(look)
                    settings = Settings(language=language, theme=look, last_database=database.address.shown)
                    for size in sizes:
                        for name in wanted:
                            if name.startswith(EMPTY) == (kind == "empty"):
                                picture(application, core, settings, size, name)
                core.close()


if __name__ == "__main__":
    main()
