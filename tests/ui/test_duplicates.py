"""The queue of duplicates, merging from card and list, the batch, and taking apart: by keyboard, on a real database."""

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop_crm.base import i18n, paths
from desktop_crm.base.changes import Label
from desktop_crm.model import Contact, DuplicateDecision, Merge
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact, change_contact
from desktop_crm.services.duplicates import never_these_two
from desktop_crm.ui.duplicates.batch import BatchDialog, ToldApartDialog
from desktop_crm.ui.duplicates.dialog import MergeDialog
from tests.ui.conftest import elsewhere
from tests.ui.flow_windows import nameless, opened_window, settle

ONE = ContactDraft(
    name="Ana Rusu", phones=("+373 69 123 456",), emails=("ana@orhei.example",), values={"language": "ro"}
)
TWO = ContactDraft(
    name="Rusu Ana", phones=("+373 69 123 456", "022 111 222"), emails=("ana@orhei.example",),
    values={"language": "ru", "how_met": "Fair"}, country="MD",
)  # fmt: skip
THREE = ContactDraft(name="Anna Rusu", phones=("+373 69 123 456",), emails=("ana@orhei.example",))


@pytest.fixture
def window(qtbot, tmp_path):
    with opened_window(qtbot, tmp_path / "base.crm") as made:
        yield made


def add(qtbot, window, *drafts) -> list[int]:
    ids: list[int] = []
    for draft in drafts:
        window.core.do(window, Label("New contact {name}", {"name": draft.name}), add_contact, draft, then=ids.append)
        settle(qtbot, window.core)
    return ids


def read(window, query, *args):
    def ask():
        with window.core.database.read() as session:
            return query(session, *args)

    return elsewhere(ask)


def living(window) -> set[int]:
    return set(
        read(window, lambda session: session.scalars(select(Contact.id).where(Contact.deleted_at.is_(None))).all())
    )


def duplicates(qtbot, window):
    window.show_page("duplicates")
    settle(qtbot, window.core)
    return window.pages["duplicates"]


def test_a_pair_is_merged_by_keyboard_alone_and_undone(qtbot, window):
    one, two = add(qtbot, window, ONE, TWO)
    page = duplicates(qtbot, window)
    assert page.model.rowCount() == 1
    assert nameless(page) == []
    assert window.focusWidget() is page.list
    plan = page.pair.comparison.plan
    assert {plan.winner.id, plan.loser.id} == {one, two}
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    lines = {line.field.code: line for line in page.pair.comparison.lines}
    first = page.pair.comparison.lines[0]
    assert window.focusWidget() is first.buttons[first.chosen]
    for _each in page.pair.comparison.lines:  # walk down to the language
        focused = window.focusWidget()
        if focused in lines["language"].buttons:
            break
        qtbot.keyClick(focused, Qt.Key.Key_Down)
    assert window.focusWidget() in lines["language"].buttons
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    wanted = lines["language"].field.loser
    assert page.pair.comparison.choices["language"] == "loser"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window.core)
    assert living(window) == {plan.winner.id}
    card = read(window, contact_card, plan.winner.id)
    assert card.language == wanted
    assert len(card.phones) == 2
    assert page.stack.currentWidget() is page.nothing
    assert plan.loser.name in window._toast.text.text()
    window._toast.button.click()
    settle(qtbot, window.core)
    assert living(window) == {one, two}
    assert page.model.rowCount() == 1


def test_esc_goes_back_to_the_queue_and_up_leaves_the_first_line(qtbot, window):
    add(qtbot, window, ONE, TWO)
    page = duplicates(qtbot, window)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Up):
        qtbot.keyClick(page.list, Qt.Key.Key_Right)
        assert window.focusWidget() is not page.list
        qtbot.keyClick(window.focusWidget(), key)
        assert window.focusWidget() is page.list


def test_swap_later_and_the_filter(qtbot, window):
    add(qtbot, window, ONE, TWO, THREE)
    page = duplicates(qtbot, window)
    assert page.model.rowCount() == 3
    before = page.pair.comparison.plan
    page.pair.comparison.swap.click()
    settle(qtbot, window.core)
    after = page.pair.comparison.plan
    assert (after.winner.id, after.loser.id) == (before.loser.id, before.winner.id)
    first = page.model.rows[0]
    page.pair.later.click()
    settle(qtbot, window.core)
    assert page.model.rows[-1].first_id == first.first_id
    assert page.list.currentIndex().row() == 0
    chip = page.chips.buttons[0]
    chip.click()
    assert all(row.level == chip.chip.code for row in page.model.rows)


def test_the_next_pair_comes_by_itself_and_clusters_follow(qtbot, window):
    ids = add(qtbot, window, ONE, TWO, THREE)
    page = duplicates(qtbot, window)
    while page.model.rowCount():
        shown = page.pair.comparison.plan
        page.decide("merge")
        settle(qtbot, window.core)
        assert page.pair.comparison.plan is not shown or not page.model.rowCount()
    assert len(living(window)) == 1
    assert living(window) <= set(ids)


def test_never_these_two_is_remembered_and_taken_back(qtbot, window):
    add(qtbot, window, ONE, TWO)
    page = duplicates(qtbot, window)
    page.pair.never.click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 0
    assert page.stack.currentWidget() is page.nothing
    assert page.told_apart_too.isVisible()
    page.told_apart_too.click()
    settle(qtbot, window.core)
    dialog = window.findChild(ToldApartDialog)
    assert dialog.model.rowCount() == 1
    assert nameless(dialog) == []
    dialog.again.click()
    settle(qtbot, window.core)
    assert dialog.model.rowCount() == 0
    dialog.reject()
    assert page.model.rowCount() == 1
    decided = select(DuplicateDecision.id).where(DuplicateDecision.deleted_at.is_(None))
    assert read(window, lambda session: session.scalars(decided).all()) == []


def test_all_certain_pairs_with_backup_and_one_undo(qtbot, window):
    ids = add(
        qtbot, window, ONE, TWO, *(
            ContactDraft(name=name, phones=(phone,), emails=(f"{phone[-3:]}@x.example",))
            for phone in ("+373 79 400 118", "+373 68 555 444")
            for name in ("Vasile Lungu", "Lungu Vasile")
        ),
    )  # fmt: skip
    page = duplicates(qtbot, window)
    page.merge_certain.click()
    settle(qtbot, window.core)
    dialog = window.findChild(BatchDialog)
    assert dialog.model.rowCount() == 3
    assert dialog.merge.text() == "Merge 3 pairs"
    assert nameless(dialog) == []
    dialog.merge.click()
    qtbot.waitUntil(lambda: not page.card.busy, timeout=20_000)
    settle(qtbot, window.core)
    assert len(living(window)) == 3
    assert window._toast.text.text() == "3 of 3 pairs merged"
    assert list(paths.backups_folder().glob("*.crm"))
    window.act("undo")
    settle(qtbot, window.core)
    assert living(window) == set(ids)
    assert read(window, lambda session: session.scalars(select(Merge.id)).all()) == []


def test_from_the_card_by_search_and_apart_again(qtbot, window):
    one, two = add(qtbot, window, ContactDraft(name="Ana Rusu"), ContactDraft(name="Maria Petrova"))
    window.show_page("contacts", contact=one)
    settle(qtbot, window.core)
    window.page.card.command.emit("merge")
    dialog = window.findChild(MergeDialog)
    settle(qtbot, window.core)
    assert nameless(dialog) == []
    qtbot.keyClicks(dialog.field, "petrova")
    settle(qtbot, window.core)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    settle(qtbot, window.core)
    assert dialog.comparison.plan is not None
    assert {dialog.comparison.plan.winner.id, dialog.comparison.plan.loser.id} == {one, two}
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window.core)
    (winner,) = living(window)
    card = window.page.card
    assert card.contact_id == winner
    notes = card.doubles
    assert notes.isVisible()
    (merge,) = notes._doubles.merged
    button = next(made for made in notes.findChildren(type(card.add_field)) if made.text() == "Take apart")
    button.click()
    settle(qtbot, window.core)
    assert living(window) == {one, two}
    assert merge.loser_name in window._toast.text.text()


def test_a_hint_on_the_card_leads_to_the_comparison(qtbot, window):
    one, two = add(qtbot, window, ONE, TWO)
    window.show_page("contacts", contact=one)
    settle(qtbot, window.core)
    notes = window.page.card.doubles
    assert notes.isVisible()
    button = next(made for made in notes.findChildren(type(window.page.card.add_field)) if made.text() == "Compare…")
    button.click()
    settle(qtbot, window.core)
    dialog = window.findChild(MergeDialog)
    assert {dialog.comparison.plan.winner.id, dialog.comparison.plan.loser.id} == {one, two}
    dialog.reject()
    window.core.do(window, Label("Never"), never_these_two, one, two)
    settle(qtbot, window.core)
    assert not notes.isVisible()


def test_two_selected_in_the_list(qtbot, window):
    one, two = add(qtbot, window, ContactDraft(name="Ana Rusu"), ContactDraft(name="Ion Ceban"))
    window.show_page("contacts")
    settle(qtbot, window.core)
    window.page.pane.face_view.selectAll()
    assert set(window.page.pane.selected_ids()) == {one, two}
    window.page.merge(window.page.pane.selected_ids())
    settle(qtbot, window.core)
    plan = window.findChild(MergeDialog).comparison.plan
    assert {plan.winner.id, plan.loser.id} == {one, two}


def test_somebody_was_quicker(qtbot, window):
    one, two = add(qtbot, window, ONE, TWO)
    page = duplicates(qtbot, window)
    plan = page.pair.comparison.plan

    def change(session):
        contact = session.get_one(Contact, plan.winner.id)
        change_contact(session, plan.winner.id, contact.version, {"notes": "New"})

    page.on_changes = lambda changes: None  # the notice of another workstation has not come yet
    elsewhere(lambda: window.core.database.do(Label("Edit"), change))
    page.decide("merge")
    settle(qtbot, window.core)
    del page.on_changes
    assert living(window) == {one, two}
    assert "changed by somebody else" in window.bar.text.text()
    settle(qtbot, window.core)
    page.decide("merge")
    settle(qtbot, window.core)
    assert len(living(window)) == 1


@pytest.mark.parametrize("language", ["qps", "ru"])
def test_nothing_is_cut_at_1024(qtbot, tmp_path, language):
    with opened_window(qtbot, tmp_path / "base.crm") as window:
        add(qtbot, window, ONE, TWO)
        i18n.use_language(language)
        window.retranslate()
        window.resize(1024, 700)
        page = duplicates(qtbot, window)
        settle(qtbot, window.core)
        qtbot.wait(50)
        for button in (
            page.pair.merge,
            page.pair.never,
            page.pair.later,
            page.merge_certain,
            page.pair.comparison.swap,
        ):
            assert button.width() >= button.sizeHint().width(), button.text()
        inner = page.pair.comparison
        assert inner.widget().width() <= inner.viewport().width()
