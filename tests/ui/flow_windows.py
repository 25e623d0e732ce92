"""A real window on a real database for the tests of the flows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.base import i18n
from desktop_crm.base.settings import Settings
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.services.derived import DERIVED
from desktop_crm.ui.core import Core
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.theme import theme

HEADERS = ("Firma", "Persoana", "Functia", "Telefon", "E-mail", "Oras", "Cod vechi")
ROWS: tuple[tuple[str, ...], ...] = (
    ("Orhei-Vit SA", "Ana Rusu", "director", "022 123456 int.14", "ana.rusu@orhei-vit.example", "Chisinau", "A1"),
    ("«Северный мост» ООО", "Мария Петрова", "директор", "8 (495) 123-45-67", "m@sm.example", "Москва", "A2"),
    ("Agroprim SRL", "Elena Țurcanu", "contabil", "069123456; 079400118", "", "Balti", "A3"),
    ("Moldtelecom SA", "Ion Ceban", "", "123-456", "", "", ""),
    ("Weber GmbH", "Thomas Weber", "", "3.73691e+10", "", "Stuttgart", ""),
    ("", "Vasile Munteanu", "", "ask secretary", "", "", ""),
)


def sheet(path: Path, rows: Sequence[Sequence[Any]] = ROWS, headers: Sequence[str] = HEADERS) -> Path:
    """A client list as somebody kept it."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(list(headers))
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


@contextmanager
def opened_window(qtbot: Any, path: Path | None, **settings: Any) -> Iterator[MainWindow]:
    """The window on the database *path* (made), or without one."""
    i18n.use_language(settings.get("language", "en"))
    theme().start("light", bundled_font=True)
    database = None
    if path is not None:
        database = Database.create(
            parse_address(str(path)), operator="Ana", workstation="pc-1", installation="pc-1", derived=DERIVED
        )
    core = Core(database, who={"operator": "Ana", "workstation": "pc-1", "installation": "pc-1"})
    bugs: list[str] = []
    core.broken.connect(bugs.append)
    kept = Settings(**{"language": "en", "theme": "light", "country": "MD", "area_code": "22", **settings})
    window = MainWindow(core, kept)
    window.resize(1200, 800)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    try:
        yield window
    finally:
        settle(qtbot, core)
        window.close()
        core.close()
        window.deleteLater()
        i18n.use_language("en")
        qtbot.wait(10)
    assert not bugs, bugs


def settle(qtbot: Any, core: Core) -> None:
    """Wait until no question is on its way."""
    qtbot.waitUntil(lambda: not core._underway, timeout=20_000)


def nameless(root: QWidget) -> list[str]:
    """Visible controls that a screen reader could not name."""
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QHeaderView, QLineEdit

    found = []
    for control in root.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QAbstractItemView | QComboBox | QLineEdit) and control.isVisible():
            inside = isinstance(control, QHeaderView) or isinstance(control.parent(), QComboBox)
            inside_box = inside or control.objectName().startswith("qt_")
            words = control.text() if isinstance(control, QAbstractButton) else ""
            if not (control.accessibleName() or words or inside_box):
                found.append(f"{type(control).__name__} {control.objectName()}")
    return found
