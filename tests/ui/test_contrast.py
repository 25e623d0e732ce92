"""Contrast by real pixels, in both themes: words 4.5 to 1, frames and focus 3 to 1."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.ui.theme import color
from tests.ui.looks import SCALE, contrast, picture, shown, solid_colours, words_contrast
from tests.ui.places import Walk
from tests.ui.test_accessibility import walk  # noqa: F401  (a fixture)

WORDS, FRAME = 4.5, 3.0
INKS = ("text", "text2", "text3", "link", "ok", "warn", "bad", "info", "violet")


def area_in(widget: QWidget, root: QWidget) -> QRect:
    """Where the visible part of *widget* is in *root*."""
    seen = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(root, seen.topLeft()), seen.size())


def pale(opened: QWidget) -> list[str]:
    """Words that do not stand out."""
    image = picture(opened)
    found = []
    for widget in shown(opened):
        worded = isinstance(widget, QLabel | QAbstractButton) and widget.text() and widget.isEnabled()
        if worded and words_contrast(image, area_in(widget, opened)) < WORDS:
            found.append(f"{type(widget).__name__} “{widget.text()}”")  # type: ignore[attr-defined]
    inks = {color(name).rgb() & 0xFFFFFF: name for name in INKS}
    for view in [one for one in shown(opened) if isinstance(one, QAbstractItemView) and one.isEnabled()]:
        colours = solid_colours(image, area_in(view.viewport(), opened))
        if colours:
            ground = colours.most_common(1)[0][0]
            weak = [inks[value] for value in colours if value in inks and contrast(value, ground) < WORDS]
            found += [f"{name} in {view.accessibleName()}" for name in weak]
    return found


@pytest.mark.parametrize("look", ["light", "dark"])
def test_words_stand_out(walk: Walk, look: str) -> None:  # noqa: F811
    walk.window.act(f"theme_{look}")
    walk.window.resize(1100, 720)
    assert walk.each(pale) == {}


def edge(image: object, root: QWidget, widget: QWidget) -> tuple[int, int]:
    """Colours at the left edge of *widget* and three pixels outside of it, at half its height."""
    corner = widget.mapTo(root, widget.rect().topLeft())
    y = (corner.y() + widget.height() // 2) * SCALE
    inside = image.pixel(corner.x() * SCALE + 1, y) & 0xFFFFFF  # type: ignore[attr-defined]
    outside = image.pixel((corner.x() - 3) * SCALE, y) & 0xFFFFFF  # type: ignore[attr-defined]
    return inside, outside


@pytest.mark.parametrize("look", ["light", "dark"])
def test_frames_and_focus_stand_out(walk: Walk, qtbot: QtBot, look: str) -> None:  # noqa: F811
    full = walk.window
    full.act(f"theme_{look}")
    walk.page("settings")
    page = full.pages["settings"]
    boxes = [
        one
        for one in shown(page)
        if isinstance(one, QLineEdit | QComboBox)
        and not isinstance(one.parent(), QComboBox)
        and one.visibleRegion().contains(one.rect().center())  # not half below the edge
    ]
    assert len(boxes) > 3
    image = picture(full)
    for box in boxes:
        if box.isEnabled() and not isinstance(box.parent(), QLineEdit):
            assert contrast(*edge(image, full, box)) >= FRAME, box.accessibleName()
    for focusable in (boxes[0], boxes[1], page.base.backup):  # type: ignore[attr-defined]
        focusable.setFocus(Qt.FocusReason.TabFocusReason)
        page.area.ensureWidgetVisible(focusable)  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda focusable=focusable: QApplication.focusWidget() is focusable)
        assert contrast(*edge(picture(full), full, focusable)) >= FRAME, focusable.accessibleName()
