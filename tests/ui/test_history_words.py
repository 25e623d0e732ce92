"""The words of the history as they read, the files of an entry, who is responsible for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model import Operator
from desktop_crm.ui.contacts import markdown
from desktop_crm.ui.contacts.attaching import CardDrop
from desktop_crm.ui.contacts.entry_body import EntryBody
from desktop_crm.ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE, elsewhere
from tests.ui.test_history import add, card, drop, stored

LEFT_TO_RIGHT = Qt.LayoutDirection.LeftToRight


def read(text: str) -> str:
    body = EntryBody()
    body.show(text)
    return body.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**Ion** wants\n_two_ doors", "Ion wants\ntwo doors"),
        ("# Visit\n- one\n- two", "Visit\none\ntwo"),
        ("Regards\n--\nAna", "Regards\n--\nAna"),  # a signature, no heading
        ("Total\n=====\n5 * 2 = 10", "Total\n=====\n5 * 2 = 10"),
        ("    four spaces *are* no code", "four spaces are no code"),
        (r"\\server\share\price_list_2", r"\\server\share\price_list_2"),
        ("<b>bold</b> & <script>x</script>", "<b>bold</b> & <script>x</script>"),
        ("> asked\n> twice\nanswered *once*", "asked\ntwice\nanswered once"),
        ("just\ntwo lines", "just\ntwo lines"),
    ],
)
def test_words_read_as_they_were_meant(dressed: object, typed: str, shown: str) -> None:
    assert read(typed) == shown


def test_nothing_is_fetched_and_only_safe_links_open(dressed: object, tmp_path: Path) -> None:
    picture = tmp_path / "own.png"
    text = (
        f"![a](http://tracker.example/x.png) ![b]({picture.as_uri()}) [c](file:///etc/passwd) [d](javascript:x) "
        "[e](https://e.example/) <ana@e.example>\nhttps://f.example/p."
    )
    made = markdown.document(text, LEFT_TO_RIGHT)
    assert "\ufffc" not in made.toPlainText()  # no picture, neither from there nor from the disk
    assert made.resource(QTextDocument.ResourceType.ImageResource, "http://tracker.example/x.png") is None
    assert markdown.links(made) == [
        "http://tracker.example/x.png", "https://e.example/", "mailto:ana@e.example", "https://f.example/p",
    ]  # fmt: skip
    assert not markdown.target("file:///etc/passwd") and not markdown.target("javascript:x")


def test_a_link_opens_on_a_click_and_from_the_menu(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "desktop_crm.ui.contacts.history.QDesktopServices.openUrl", lambda url: opened.append(url.toString())
    )
    row_id = add(sqlite_database, people[0], "note", body="[offer](https://example.md/o) for **Ion**")
    timeline = card(window).timeline
    qtbot.waitUntil(lambda: timeline.entry_of(row_id) is not None, timeout=PATIENCE)
    entry = timeline.entry_of(row_id)
    assert "offer for Ion" in entry.accessibleName()
    entry.grab()
    rect = entry.body._rect
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(6, 8))
    assert opened == ["https://example.md/o"]
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton, pos=QPoint(rect.right() - 4, rect.top() + 8))
    assert len(opened) == 1
    entry.command.emit("menu")
    menu = next(one for one in card(window).history.findChildren(QMenu) if one.isVisible())
    next(action for action in menu.actions() if "example.md" in action.text()).trigger()
    menu.close()
    assert len(opened) == 2


def test_a_file_is_added_to_an_entry_by_dropping_it_and_in_the_form(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot, tmp_path: Path
) -> None:
    paper, sheet = tmp_path / "Oferta.pdf", tmp_path / "prices.xlsx"
    for path in (paper, sheet):
        path.write_bytes(b"content")
    timeline = card(window).timeline
    entry = timeline.entries[0]
    row_id = entry.entry.id

    def files() -> set[str]:
        line = next(one for one in stored(sqlite_database, people[0]).history if one.id == row_id)
        return {file.name for file in line.files}

    place = card(window).mapFromGlobal(entry.mapToGlobal(QPoint(60, 10)))
    assert card(window).findChild(CardDrop) is not None
    assert drop(card(window), paper, place=place)
    qtbot.waitUntil(
        lambda: any(file.name == "Oferta.pdf" for file in timeline.entries[0].entry.files), timeout=PATIENCE
    )
    assert files() == {"Oferta.pdf"}
    timeline.entries[0].setFocus()
    qtbot.keyClick(timeline.entries[0], Qt.Key.Key_F2)
    editor = timeline.editor
    assert drop(card(window), sheet, place=card(window).mapFromGlobal(editor.mapToGlobal(QPoint(20, 5))))
    qtbot.waitUntil(lambda: len(editor.files) == 1, timeout=PATIENCE)
    assert files() == {"Oferta.pdf"}  # not before it is saved
    qtbot.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: timeline.editor is None, timeout=PATIENCE)
    assert files() == {"Oferta.pdf", "prices.xlsx"}


def test_the_responsible_of_an_entry_is_changed_in_its_form(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    def colleague(session: Any) -> int:
        session.add(made := Operator(name="Olga"))
        session.flush()
        return int(made.id)

    olga = elsewhere(sqlite_database.do, Label("Colleague"), colleague)
    window.pages["contacts"].card.history.forget_choices()
    add(sqlite_database, people[0], "note", body="Hers")
    history = card(window).history
    card(window).refresh()
    qtbot.waitUntil(lambda: history._choices is not None and olga in dict(history._choices.operators), timeout=PATIENCE)
    qtbot.waitUntil(lambda: history.timeline.lines[0].body == "Hers", timeout=PATIENCE)
    entry = history.timeline.entries[0]
    entry.setFocus()
    qtbot.keyClick(entry, Qt.Key.Key_F2)
    box = history.timeline.editor.form.responsible
    assert box.currentText() == "Ana"
    box.setFocus()
    qtbot.keyClicks(box, "Olga")
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: history.timeline.editor is None, timeout=PATIENCE)
    assert stored(sqlite_database, people[0]).history[0].responsible == "Olga"
