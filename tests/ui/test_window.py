"""The frame: languages, themes, names for the screen reader, keys under any layout, nothing left over."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_crm import app
from desktop_crm.base import i18n, settings
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.ui import commands, shortcuts
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.qt_texts import QtTexts
from desktop_crm.ui.shortcuts import ShortcutsDialog
from desktop_crm.ui.style_sheet import style_sheet
from desktop_crm.ui.theme import color, theme
from desktop_crm.ui.tokens import DARK, LIGHT, token_names
from tests.ui.conftest import PATIENCE, elsewhere, show_contact

PAGES = ("contacts", "duplicates", "trash", "import", "settings")
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)


def unnamed(root: QWidget) -> list[str]:
    """Visible controls without a name for the screen reader."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or not widget.isVisibleTo(root):
            continue
        if isinstance(widget.parent(), QComboBox | QAbstractSpinBox) or widget.objectName().startswith("qt_"):
            continue
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or words):
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name(window: MainWindow, qtbot: QtBot, page: str) -> None:
    window.show_page(page)
    qtbot.waitUntil(lambda: not window.core._underway, timeout=PATIENCE)
    assert unnamed(window) == []


def test_every_editor_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    card: Any = window.pages["contacts"].card
    for row in [row for row in card.details.rows if not row.isHidden()]:
        row.edit()
        assert unnamed(row) == []
        row.leave()


def shown_texts(root: QWidget) -> list[str]:
    """What labels and buttons say."""
    texts = []
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root):
            if isinstance(widget, QLabel | QAbstractButton):
                texts.append(re.sub(r"<[^>]+>", "", widget.text()))
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                texts.append(widget.placeholderText())
            texts.append(widget.toolTip())
    return [text for text in texts if re.search(r"[A-Za-z]{3}", text)]


def test_pseudo_language_finds_no_untranslated_text(
    open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot
) -> None:
    def add(session: Any) -> int:
        return add_contact(session, ContactDraft(name="Ω", phones=("022123456",)))

    contact = elsewhere(sqlite_database.do, Label("x"), add)
    i18n.use_language(i18n.PSEUDO)
    window = open_window(sqlite_database, language=i18n.PSEUDO)
    window.resize(1024, 700)
    show_contact(window, contact, qtbot)
    qtbot.wait(50)
    data = re.compile(r"^[^a-zA-Z]*$|^Ana$|\.crm|^desktop_crm$|Ctrl")
    assert [text for text in shown_texts(window) if "⟦" not in text and not data.search(text)] == []
    for menu in window.menuBar().actions():
        assert "⟦" in menu.text()
    assert window.width() == 1024  # long words do not push the window wider


def test_the_language_is_switched_at_once(window: MainWindow, qtbot: QtBot) -> None:
    page: Any = window.pages["contacts"]
    assert page.card.details.heading.text() == "Details"
    window.change_settings(language=i18n.PSEUDO)
    assert page.card.details.heading.text().startswith("⟦")
    assert page.pane.chips["people"].text().startswith("⟦")
    assert window.top_bar.primary.text().startswith("⟦")
    assert settings.load().language == i18n.PSEUDO
    window.change_settings(language="en")
    assert page.card.details.heading.text() == "Details"


def test_the_theme_is_switched_at_once(window: MainWindow, qtbot: QtBot) -> None:
    def corner() -> str:
        return window.grab().toImage().pixelColor(2, window.height() - 2).name().upper()

    assert corner() == LIGHT.sunken
    window.act("theme_dark")
    assert corner() == DARK.sunken
    assert theme().dark and color("text").name().upper() == DARK.text
    assert window.settings.theme == "dark"
    window.act("theme_light")
    assert corner() == LIGHT.sunken


def test_contrast_of_both_themes() -> None:
    def luminance(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        high, low = sorted((luminance(one), luminance(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for tokens in (LIGHT, DARK):
        for text in ("text", "text2", "text3", "link"):
            for ground in ("app", "surface", "sunken", "hover", "selected"):
                assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5, (text, ground)
        for tone in ("ok", "warn", "bad", "info", "violet", "neutral"):
            assert contrast(getattr(tokens, tone), getattr(tokens, f"{tone}_bg")) >= 4.5, tone
        for ground, letters in tokens.avatars:
            assert contrast(ground, letters) >= 4.5
        assert contrast(tokens.border_strong, tokens.surface) >= 3
        assert contrast(tokens.focus, tokens.surface) >= 3
        assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert len(token_names()) == 29


def test_the_style_sheet_is_understood(qapp: QApplication, capfd: pytest.CaptureFixture[str]) -> None:
    for tokens in (LIGHT, DARK):
        sheet = style_sheet(tokens, lambda size: size * 2)
        assert "None" not in sheet and "{{" not in sheet
        button = QToolButton()
        button.setStyleSheet(sheet)
        button.ensurePolished()
    assert "parse" not in capfd.readouterr().err.lower()


def test_the_undo_is_named_and_the_tip_says_it(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.core.undo_label is not None, timeout=PATIENCE)
    assert "Test data" in window.actions_["undo"].text()
    assert "Test data" in window.top_bar.undo.toolTip()
    assert not window.actions_["redo"].isEnabled()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="native scan codes of X11 and Wayland")
def test_shortcuts_work_with_a_cyrillic_layout_only(window: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    """With only “ru” Ctrl+F arrives as Ctrl+А from the key of F."""
    page: Any = window.pages["contacts"]
    page.pane.list.setFocus()
    keys = shortcuts.LatinShortcuts(qapp)
    event = QKeyEvent(QEvent.Type.KeyPress, 0x0410, Qt.KeyboardModifier.ControlModifier, 0x21 + 8, 0, 0, "а")
    assert keys.eventFilter(page.pane.list, event)
    assert page.pane.finder.isVisible()
    plain = QKeyEvent(QEvent.Type.KeyPress, 0x0410, Qt.KeyboardModifier.NoModifier, 0x21 + 8, 0, 0, "а")
    assert not keys.eventFilter(page.pane.list, plain)  # typing stays typing
    latin = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, 0x21 + 8, 0, 0, "")
    assert not keys.eventFilter(page.pane.list, latin)


def test_icons_only_below_1200_px_or_by_key(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.navigation.narrow
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: window.navigation.narrow, timeout=PATIENCE)
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not window.navigation.narrow, timeout=PATIENCE)
    window.act("navigation")
    assert window.navigation.narrow
    window.act("navigation")
    assert not window.navigation.narrow


def test_an_off_screen_window_comes_back_and_the_rest_is_remembered(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    first = open_window(sqlite_database)
    show_contact(first, people[1], qtbot)
    first.move(QPoint(40_000, 40_000))
    first.close()
    kept = settings.load().window
    assert kept["contact"] == people[1] and kept["page"] == "contacts"
    second = open_window(None, window=kept)
    screen = QApplication.primaryScreen().availableGeometry()
    assert screen.intersects(second.frameGeometry())


def test_every_page_fits_in_a_small_window_and_at_twice_the_size(window: MainWindow, qtbot: QtBot) -> None:
    theme().scale = 2.0
    theme().use()
    try:
        for page in PAGES:
            window.show_page(page)
            window.resize(1024, 700)
            qtbot.wait(20)
            assert window.width() <= 1024, page
    finally:
        theme().scale = 1.0
        theme().use()


def test_qt_speaks_our_languages(qapp: QApplication) -> None:
    texts = QtTexts()
    assert texts.translate("QPlatformTheme", "Cancel") is None  # English is Qt's own
    with i18n.language_scope(i18n.PSEUDO):
        assert str(texts.translate("QPlatformTheme", "Cancel")).startswith("⟦")
        assert texts.translate("QPlatformTheme", "Something nobody knows") is None


def test_f1_lists_the_shortcuts(window: MainWindow) -> None:
    window.act("shortcuts")
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "New contact…" in words and "Ctrl+N" in words
    dialog.reject()


def test_a_thousand_clicks_lose_no_reference(window: MainWindow, qtbot: QtBot) -> None:
    """PySide6 6.12 on Python 3.11 lost a reference to None at each slot call, and aborted after some thousand."""
    button = QToolButton(window)
    heard: list[None] = []
    button.clicked.connect(lambda: heard.append(None) or heard.clear())
    gc.collect()
    before = sys.getrefcount(None)
    for _number in range(1000):
        button.click()
    assert abs(sys.getrefcount(None) - before) < 500


def test_right_to_left_mirrors_the_painted_rows(window: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    page: Any = window.pages["contacts"]

    def selected_bar_is_right() -> bool:
        image = page.pane.list.viewport().grab().toImage()
        rect = page.pane.list.visualRect(page.pane.list.currentIndex())
        accent = color("accent").name()
        xs = [x for x in range(image.width()) if image.pixelColor(x, rect.center().y()).name() == accent]
        return bool(xs) and min(xs) > image.width() // 2

    assert not selected_bar_is_right()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.wait(50)
    assert selected_bar_is_right()


def test_every_shipped_icon_is_used_and_every_used_one_is_shipped() -> None:
    root = Path(__file__).resolve().parents[2]
    code = "\n".join(path.read_text("utf-8") for path in (root / "desktop_crm" / "ui").rglob("*.py"))
    shipped = {path.stem for path in (root / "resources" / "icons").glob("*.svg")}
    assert {name for name in shipped if f'"{name}"' not in code} == set()
    named = set(
        re.findall(r'(?:pixmap|icon|draw_icon|Button|tool_button|EmptyState|_picture)\(\s*"([a-z0-9-]+)"', code)
    )
    assert named <= shipped


def test_a_database_that_cannot_be_opened_offers_the_ways_to_begin(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(None)
    app.begin(window, str(tmp_path / "gone.crm"))
    qtbot.waitUntil(lambda: window.page_name == "first_start", timeout=PATIENCE)
    qtbot.waitUntil(lambda: "gone.crm" in window.bar.text.text(), timeout=PATIENCE)
    other = open_window(None)
    app.begin(other, "")
    assert other.page_name == "first_start"
    assert not other.top_bar.primary.isVisible()


def test_a_new_database_is_opened_and_remembered(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(None)
    app.begin(window, "")
    commands.open_database(window, str(tmp_path / "sales.crm"), create=True)
    qtbot.waitUntil(lambda: window.page_name == "contacts", timeout=PATIENCE)
    assert settings.load().last_database.endswith("sales.crm")
    assert window.windowTitle() == "Contacts – Sales"
