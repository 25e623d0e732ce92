"""Long work: silent for a second, then a card with the way to stop; counters that filter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.progress import PATIENCE_MS, ProgressCard


class _Work:
    def __init__(self) -> None:
        self.stopped = False

    def cancel(self) -> None:
        self.stopped = True


@pytest.fixture
def host(qtbot, dressed):
    widget = QWidget()
    field = QLineEdit(widget)
    QVBoxLayout(widget).addWidget(field)
    widget.resize(600, 400)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    field.setFocus()
    return widget


def test_short_work_shows_nothing(qtbot, host):
    card = ProgressCard(host)
    card.watch("Reading…", _Work())
    qtbot.wait(50)
    card.finish()
    qtbot.wait(PATIENCE_MS + 100)
    assert not card.isVisible()
    assert not card.busy


def test_long_work_can_be_stopped_by_keyboard_and_gives_the_focus_back(qtbot, host):
    card, work, answers = ProgressCard(host), _Work(), []
    field = host.findChild(QLineEdit)
    card.watch("Reading…", work)
    card.report("Rows", 30, 100)
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible, timeout=PATIENCE_MS * 3)
    assert host.rect().contains(card.geometry())
    qtbot.waitUntil(card._cancel.hasFocus)
    qtbot.keyClick(card._cancel, Qt.Key.Key_Escape)
    assert work.stopped
    card.ended(answers.append)("over")
    assert answers == ["over"]
    assert not card.isVisible()
    assert field.hasFocus()


def test_new_work_stops_the_one_before(host):
    card, first, second = ProgressCard(host), _Work(), _Work()
    card.watch("One", first)
    card.watch("Two", second)
    assert first.stopped
    assert not second.stopped
    card.finish()


def test_chips_filter_and_keep_the_choice(qtbot, dressed):
    chips = FilterChips()
    qtbot.addWidget(chips)
    chosen = []
    chips.chosen.connect(chosen.append)
    chips.set_chips([Chip("ok", "3 fixed", "ok"), Chip("bad", "1 not a phone", "bad")])
    chips.buttons[1].click()
    chips.set_chips([Chip("ok", "2 fixed", "ok"), Chip("bad", "2 not phones", "bad")])
    assert chips.current == "bad"
    assert chips.buttons[1].accessibleName() == "2 not phones"
    chips.buttons[0].click()
    chips.buttons[0].click()
    assert chosen == ["bad", "ok", ""]
