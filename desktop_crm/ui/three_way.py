"""Two people changed the same field at once: mine, theirs or before, field by field. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.errors import VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.theme import px

SIDES = (("mine", N_("My version")), ("theirs", N_("Their version")), ("before", N_("As it was before")))
Sides = Mapping[str, str]  # name of a field -> mine, theirs, before
WIDE, COLUMN, HIGH = 760, 200, 420
Words = Mapping[object, str]


@dataclass(frozen=True)
class Contest:
    """One field as the dialog shows it: the three values in words."""

    name: str
    title: str
    mine: str
    theirs: str
    before: str


class ThreeWayDialog(QDialog):
    """A line for each field, three values to choose from; Back leads to what was typed, as it was."""

    def __init__(
        self, parent: QWidget, contests: Sequence[Contest], then: Callable[[Sides], object], back: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Changed by somebody else"))
        self._then = then
        self.choices: dict[str, dict[str, QRadioButton]] = {}
        self._groups: list[QButtonGroup] = []
        said = QLabel(_("Somebody else saved the same at the same time. Choose what is to stay."), wordWrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(12))
        for number, contest in enumerate(contests):
            self._add(grid, number, contest)
        inside = QWidget()
        inside.setLayout(grid)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        content = QVBoxLayout()
        content.setSpacing(px(16))
        content.addWidget(said)
        content.addWidget(area, 1)
        self.keep = Button("", "primary", self._decide)
        self.keep.setText(_("Save"))
        self.keep.setDefault(True)
        self.back = Button("", "", self.reject)
        self.back.setText(_("Back to what I typed"))
        self.rejected.connect(back)
        frame(self, content, Problem(), self.back, self.keep)
        self.resize(px(WIDE), min(px(HIGH), inside.sizeHint().height() + px(190)))
        self.choices[contests[0].name]["mine"].setFocus()

    def _add(self, grid: QGridLayout, number: int, contest: Contest) -> None:
        title = QLabel(contest.title)
        title.setProperty("type", "section")
        grid.addWidget(title, 2 * number, 0, 1, 3)
        group = QButtonGroup(self)
        self._groups.append(group)
        buttons = self.choices[contest.name] = {}
        for column, (side, words) in enumerate(SIDES):
            value = getattr(contest, side) or "–"
            button = QRadioButton(_(words))
            button.setAccessibleName(f"{contest.title}: {_(words)}: {value}")
            shown = QLabel(value, wordWrap=True)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setMinimumWidth(px(COLUMN))
            shown.setBuddy(button)
            cell = QVBoxLayout()
            cell.setSpacing(px(2))
            cell.addWidget(button)
            cell.addWidget(shown)
            cell.addStretch(1)
            grid.addLayout(cell, 2 * number + 1, column)
            grid.setColumnStretch(column, 1)
            group.addButton(button)
            buttons[side] = button
        buttons["mine"].setChecked(True)

    def _decide(self) -> None:
        sides = {
            name: next(side for side, button in buttons.items() if button.isChecked())
            for name, buttons in self.choices.items()
        }
        self.accept()
        self._then(sides)


def decide(
    parent: QWidget,
    error: VersionConflict,
    words: Mapping[str, Words],
    then: Callable[[dict[str, object], frozenset[str]], object],
    back: Callable[[], object],
) -> None:
    """Open the dialog on what a service found; *words*: of fields whose values are codes or ids.

    *then* gets the value that each contested field is to have, and those in which nothing is left to be saved.
    """

    def shown(field: str, value: object) -> str:
        known = words.get(field, {})
        return known[value] if value in known else in_words(value)

    def decided(sides: Sides) -> None:
        values = {one.field: getattr(one, sides[one.field]) for one in error.contested}
        then(values, frozenset(field for field, side in sides.items() if side == "theirs"))

    contests = [
        Contest(
            one.field, one.title, shown(one.field, one.mine), shown(one.field, one.theirs), shown(one.field, one.before)
        )
        for one in error.contested
    ]
    ThreeWayDialog(parent, contests, decided, back).open()


def in_words(value: object) -> str:
    """A plain value as a person reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{moments.long_day(moments.day_of(value))}, {moments.time_of_day(value)}"
    return moments.long_day(value) if isinstance(value, date) else str(value)


def words_of(options: Sequence[tuple[str, str]]) -> Words:
    """Of choices that are stored as codes or as ids."""
    words: dict[object, str] = dict(options)
    return words | {int(code): text for code, text in options if code.isdecimal()}
