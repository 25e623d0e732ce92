"""Parts of a card through the window: pictures, ties, menus of rows, the trail, printing, own fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListWidget, QMenu
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.contact_photos import SIDE, NotAPicture, contact_photo
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.custom_fields import define_field, field_rows
from desktop_crm.ui.contacts.add_field import AddField
from desktop_crm.ui.contacts.photo import shrink
from desktop_crm.ui.fields.dialog import FieldsDialog
from desktop_crm.ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE, elsewhere, show_contact
from tests.ui.test_contacts_page import card_of, contacts

TYPED = {
    "text": ("a word", "a word"),
    "number": ("38.5", "38.5"),
    "money": ("100 EUR", "€100.00"),
    "date": ("14.03.2027", "14 Mar 2027"),
    "yes_no": ("yes", "Yes"),
    "choice": ("Monday", "Monday"),
    "choices": ("Monday\nFriday", "Monday, Friday"),
    "link": ("nord.example", "https://nord.example"),
    "phone": ("+37369123456", "+373 691 23 456"),
    "email": ("a@nord.example", "a@nord.example"),
}


def type_into(row: Any, **values: str) -> None:
    for widget in row.editor.widgets:
        if widget.input.name in values:
            widget.set_text(values[widget.input.name])
    row.editor.save(back=True)


def menu_entries() -> dict[str, QAction]:
    menus = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMenu) and widget.isVisible()]
    return {action.text(): action for menu in menus for action in menu.actions()}


def choose(words: str) -> None:
    """Take an entry of the open menu."""
    action = menu_entries()[words]
    menu = action.associatedObjects()[-1]
    action.trigger()
    menu.close()


def test_a_field_is_found_by_typing_and_filled_by_keyboard(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    card.offer_fields()
    popup = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, AddField))
    qtbot.keyClicks(popup.search, "nick")
    assert [popup.list.item(row).text() for row in range(popup.list.count())] == ["Nickname"]
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    row = card.details.row_of("field:nickname")
    qtbot.keyClicks(row.editor.first, "Anca")
    qtbot.keyClick(row.editor.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card_of(sqlite_database, people[0]).nickname == "Anca", timeout=PATIENCE)


@pytest.mark.parametrize("kind", TYPED)
def test_own_fields_of_every_type(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot, kind: str
) -> None:
    options = ("Monday", "Thursday", "Friday") if kind.startswith("choice") else ()
    field = elsewhere(sqlite_database.do, Label("Own field"), define_field, "My field", kind, "", options)
    card = contacts(window).card
    qtbot.waitUntil(lambda: bool(card.card.custom), timeout=PATIENCE)
    card.edit(f"custom:{field}")
    typed, shown = TYPED[kind]
    type_into(card.details.row_of(f"custom:{field}"), text=typed)
    qtbot.waitUntil(lambda: bool(card.card.custom[0].text), timeout=PATIENCE)
    line = card.details.row_of(f"custom:{field}").line
    assert line.value.replace("\xa0", "") == shown
    before = card_of(sqlite_database, people[0]).custom[0].text
    card.edit(f"custom:{field}")
    row = card.details.row_of(f"custom:{field}")
    assert row.editor.values() == {}  # opened and left: nothing is changed
    qtbot.keyClick(row.editor.first, Qt.Key.Key_Escape)
    assert card_of(sqlite_database, people[0]).custom[0].text == before


def test_the_menu_of_a_phone(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    card.edit("new:phone")
    type_into(card.details.row_of("new:phone"), raw="+373 69 555 111", note="evenings")
    qtbot.waitUntil(lambda: len(card.card.phones) == 2, timeout=PATIENCE)
    second = card.card.phones[1].id

    def row() -> Any:
        return card.details.row_of(f"phone:{second}")

    assert "Moldova, mobile" in row().caption.text() or row().caption.text() == "Saved"
    row().show_menu()
    choose("Make it the main one")
    qtbot.waitUntil(lambda: card.card.phones[0].id == second, timeout=PATIENCE)
    row().show_menu()
    choose("Do not call this number")
    qtbot.waitUntil(lambda: card.card.phones[0].do_not_call, timeout=PATIENCE)
    assert row().line.link == "" and "do not call" in row().line.caption
    row().show_menu()
    choose("Remove")
    qtbot.waitUntil(lambda: len(card_of(sqlite_database, people[0]).phones) == 1, timeout=PATIENCE)


def test_jobs_from_the_organisation_choosing_who_is_here(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    firm = card_of(sqlite_database, people[0]).organisation_id
    assert firm is not None
    show_contact(window, firm, qtbot)
    card = contacts(window).card
    card.edit("new:job")
    row = card.jobs.row_of("new:job")
    field = row.editor.first
    field.setFocus()
    qtbot.keyClicks(field, "Ceban")
    qtbot.waitUntil(lambda: field.completer().model().rowCount() == 1, timeout=PATIENCE)
    field.setText(field.completer().model().index(0, 0).data())
    assert field.meant() == f"id:{people[1]}"
    type_into(row, position="driver", role="Driver", from_on="01.02.2024")
    qtbot.waitUntil(lambda: len(card.card.jobs) == 2, timeout=PATIENCE)
    job = next(job for job in card.card.jobs if job.other.id == people[1])
    assert (job.position, job.role, str(job.from_on)) == ("driver", "Driver", "2024-02-01")
    card.edit(f"job:{job.id}")
    type_into(card.jobs.row_of(f"job:{job.id}"), department="Transport", position="")
    qtbot.waitUntil(
        lambda: any((line.department, line.position) == ("Transport", "") for line in card.card.jobs), timeout=PATIENCE
    )
    card.jobs.row_of(f"job:{job.id}").show_menu()
    choose("The job has ended")
    qtbot.waitUntil(
        lambda: any(line.to_on is not None for line in card_of(sqlite_database, people[1]).jobs), timeout=PATIENCE
    )
    show_contact(window, people[1], qtbot)
    assert "Orhei-Vit SA" in [row.line.value for row in card.jobs.rows if not row.isHidden()]


def test_a_relation_is_made_turned_and_cut(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    elsewhere(sqlite_database.do, Label("Lists"), add_shipped_choices)
    card = contacts(window).card
    qtbot.waitUntil(lambda: bool(card._known and card._known.relations), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(card._makers.known.relations), timeout=PATIENCE)
    codes = {words: code for code, words in card._known.relations}
    card.edit("new:relation")
    type_into(card.jobs.row_of("new:relation"), other="Ion Ceban", kind=codes["Child"])
    qtbot.waitUntil(lambda: [tie.kind for tie in card.card.relations] == ["Child"], timeout=PATIENCE)
    key = f"relation:{card.card.relations[0].id}"
    card.edit(key)
    type_into(card.jobs.row_of(key), kind=codes["Parent"])
    qtbot.waitUntil(lambda: [tie.kind for tie in card.card.relations] == ["Parent"], timeout=PATIENCE)
    assert [tie.kind for tie in card_of(sqlite_database, people[1]).relations] == ["Child"]
    card.jobs.row_of(key).show_menu()
    choose("Remove")
    qtbot.waitUntil(lambda: card_of(sqlite_database, people[1]).relations == (), timeout=PATIENCE)


def photo_of(database: Database, contact_id: int) -> bytes | None:
    def read() -> bytes | None:
        with database.read() as session:
            return contact_photo(session, contact_id)

    return elsewhere(read)


def test_a_picture_is_pasted_dropped_and_removed(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], tmp_path: Path, qtbot: QtBot
) -> None:
    image = QImage(1600, 900, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    avatar = contacts(window).card.header.avatar
    QGuiApplication.clipboard().setImage(image)
    avatar.setFocus()
    qtbot.keyClick(avatar, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: avatar.has_picture, timeout=PATIENCE)
    kept = QImage.fromData(photo_of(sqlite_database, people[0]) or b"")
    assert max(kept.width(), kept.height()) == SIDE
    path = tmp_path / "logo.png"
    QImage(80, 80, QImage.Format.Format_ARGB32).save(str(path))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    first = photo_of(sqlite_database, people[0])
    avatar.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    qtbot.waitUntil(lambda: photo_of(sqlite_database, people[0]) not in (first, None), timeout=PATIENCE)
    qtbot.waitUntil(lambda: contacts(window).card.card.photo_id is not None, timeout=PATIENCE)
    avatar.removed.emit()
    qtbot.waitUntil(lambda: not avatar.has_picture, timeout=PATIENCE)
    assert photo_of(sqlite_database, people[0]) is None


def test_what_is_no_picture_is_refused_with_a_sentence(
    window: MainWindow, people: Sequence[int], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"not a picture at all")
    with pytest.raises(NotAPicture):
        shrink(path)
    contacts(window).card.deeds.give_photo(path)
    qtbot.waitUntil(lambda: "JPEG" in window.bar.text.text(), timeout=PATIENCE)


def test_the_trail_gives_a_value_back(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    card.edit("field:notes")
    type_into(card.notes.row_of("field:notes"), notes="Something else")
    qtbot.waitUntil(lambda: card.card.notes == "Something else", timeout=PATIENCE)
    card.deeds.show_trail()
    trail = card.deeds.trail
    qtbot.waitUntil(lambda: trail.model.rowCount() > 1, timeout=PATIENCE)
    row = trail.model.row_at(0)
    assert (row.entry.operator, row.change.title) == ("Ana", "Notes")
    assert (row.change.before, row.change.after) == ("Prefers mornings.", "Something else")
    assert trail.restore.isEnabled()
    trail.restore.click()
    qtbot.waitUntil(lambda: card_of(sqlite_database, people[0]).notes == "Prefers mornings.", timeout=PATIENCE)
    qtbot.waitUntil(lambda: trail.model.row_at(0).change.after == "Prefers mornings.", timeout=PATIENCE)
    qtbot.keyClick(trail, Qt.Key.Key_Escape)


def test_what_is_missing_leads_to_its_field(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    card = contacts(window).card
    assert "field:source_id" in card.completeness.missing.text()
    card.completeness.missing.linkActivated.emit("field:source_id")
    row = card.details.row_of("field:source_id")
    assert row is not None and row.editor is not None
    assert isinstance(QGuiApplication.focusObject(), QLineEdit)
    qtbot.keyClick(row.editor.first, Qt.Key.Key_Escape)


def test_a_card_on_paper_and_as_text(
    window: MainWindow, people: Sequence[int], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = contacts(window).card
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "ana"), ""))
    card.deeds.save_pdf()
    qtbot.waitUntil((tmp_path / "ana.pdf").exists, timeout=PATIENCE)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "ana.pdf"))
    for expected in ("Ana Rusu", "director", "+373 22 123 456", "Prefers mornings.", "First call."):
        assert expected in text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "missing" / "ana.pdf"), ""))
    card.deeds.save_pdf()
    qtbot.waitUntil(lambda: window.bar.isVisible() and "ana.pdf" in window.bar.text.text(), timeout=PATIENCE)
    copied = card.as_text()
    assert copied.startswith("Ana Rusu\n") and "ana.rusu@orhei-vit.example" in copied and "VIP" in copied


@pytest.mark.parametrize("width", [620, 880, 1024, 1280])
def test_a_narrow_card_never_scrolls_sideways(
    window: MainWindow, people: Sequence[int], qtbot: QtBot, width: int
) -> None:
    window.resize(width, 800)
    card = contacts(window).card
    qtbot.waitUntil(lambda: card.area.viewport().width() > 0, timeout=PATIENCE)
    card.edit("new:address")
    qtbot.waitUntil(lambda: card.area.widget().width() <= card.area.viewport().width(), timeout=PATIENCE)
    for widget in card.details.row_of("new:address").editor.widgets:
        right = widget.control.mapTo(card, QPoint(widget.control.width(), 0)).x()
        assert right <= card.width()
    qtbot.keyClick(card.details.row_of("new:address").editor.first, Qt.Key.Key_Escape)


@pytest.fixture
def fields(window: MainWindow, qtbot: QtBot) -> Any:
    window.act("fields")
    dialog = window.findChild(FieldsDialog)
    assert dialog is not None
    yield dialog
    dialog.reject()


def names_in(dialog: FieldsDialog) -> list[str]:
    return [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]


@pytest.mark.parametrize("sheet", ["fields", "tags", "role", "source", "industry", "campaign", "relation", "outcome"])
def test_definitions_are_added_changed_ordered_and_removed(
    fields: FieldsDialog, sqlite_database: Database, qtbot: QtBot, sheet: str
) -> None:
    fields.show_sheet(sheet)
    qtbot.wait(50)
    for name in ("Aaa", "Bbb"):
        fields.add()
        fields.form.widgets["name"].set_text(name)
        fields.form.submit()
        qtbot.waitUntil(lambda name=name: name in names_in(fields), timeout=PATIENCE)
    fields.table.selectRow(names_in(fields).index("Bbb"))
    fields.change()
    fields.form.widgets["name"].set_text("Bbbb")
    fields.form.submit()
    qtbot.waitUntil(lambda: "Bbbb" in names_in(fields), timeout=PATIENCE)
    if fields.sheet.order is not None:
        fields.table.selectRow(names_in(fields).index("Bbbb"))
        fields.move_row(-1)
        qtbot.waitUntil(lambda: names_in(fields).index("Bbbb") < names_in(fields).index("Aaa"), timeout=PATIENCE)
    fields.table.selectRow(names_in(fields).index("Bbbb"))
    fields.remove()
    qtbot.waitUntil(lambda: "Bbbb" not in names_in(fields), timeout=PATIENCE)
    qtbot.waitUntil(fields.bar.isVisible, timeout=PATIENCE)
    fields.bar.button.click()
    qtbot.waitUntil(lambda: "Bbbb" in names_in(fields), timeout=PATIENCE)


def test_a_choice_field_is_defined_and_a_nameless_one_refused(
    fields: FieldsDialog, sqlite_database: Database, qtbot: QtBot
) -> None:
    fields.add()
    form = fields.form
    assert not form.widgets["options"].isVisible()
    form.widgets["type"].set_text("choices")
    assert form.widgets["options"].isVisible()
    form.widgets["options"].set_text("Shelves\nBoxes\n")
    form.submit()
    qtbot.waitUntil(lambda: bool(form.problem.text()), timeout=PATIENCE)
    form.widgets["name"].set_text("Interests")
    form.submit()

    def defined() -> Sequence[Any]:
        with sqlite_database.read() as session:
            return field_rows(session)

    qtbot.waitUntil(lambda: len(elsewhere(defined)) == 1, timeout=PATIENCE)
    row = elsewhere(defined)[0]
    assert (row.name, row.type, row.options) == ("Interests", "choices", ("Shelves", "Boxes"))


def test_a_list_of_checks_is_worked_by_keyboard(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    field = elsewhere(sqlite_database.do, Label("Own field"), define_field, "Days", "choices", "", ("Mon", "Tue"))
    card = contacts(window).card
    qtbot.waitUntil(lambda: bool(card.card.custom), timeout=PATIENCE)
    card.edit(f"custom:{field}")
    checks = card.details.row_of(f"custom:{field}").editor.first
    assert isinstance(checks, QListWidget)
    qtbot.keyClick(checks, Qt.Key.Key_Down)
    qtbot.keyClick(checks, Qt.Key.Key_Space)
    qtbot.keyClick(checks, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card_of(sqlite_database, people[0]).custom[0].text == "Tue", timeout=PATIENCE)


def test_a_name_that_several_have_is_asked_for(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot, make: Callable[[str], int]
) -> None:
    make("Ion Ceban")
    card = contacts(window).card
    card.edit("new:relation")
    row = card.jobs.row_of("new:relation")
    type_into(row, other="Ion Ceban")
    qtbot.waitUntil(lambda: "Several" in row.editor.problem.text(), timeout=PATIENCE)
    assert row.editor.first.text() == "Ion Ceban"
    qtbot.keyClick(row.editor.first, Qt.Key.Key_Escape)


@pytest.fixture
def make(sqlite_database: Database) -> Callable[[str], int]:
    """Adds a person from elsewhere."""
    return lambda name: elsewhere(sqlite_database.do, Label("Add"), add_contact, ContactDraft(name=name))
