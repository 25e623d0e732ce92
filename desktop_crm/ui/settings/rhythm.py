"""How often customers are to be called: rules by tag and by ABC class, and whom they find now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, P_, _, ngettext
from desktop_crm.model.contact import ABC_CLASSES
from desktop_crm.services.daily_reminders import RhythmOverview, RhythmRules, rhythm_overview, set_rhythm_rules
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

MOST_DAYS = 3650
USUAL = 30
Key = tuple[str, str | int]  # ("class", "A"), ("tag", its id)
DUE_NOW = P_("{count} is due now", "{count} are due now")


def _days_box(days: int = USUAL) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, MOST_DAYS)
    box.setValue(days)
    box.setFixedWidth(px(130))
    line = box.findChild(QLineEdit)
    if line is not None:  # the style sheet does not reach the text inside
        line.setTextMargins(px(8), 0, px(8), 0)
    box.valueChanged.connect(lambda _days: _say_days(box))
    _say_days(box)
    return box


def _say_days(box: QSpinBox) -> None:
    box.setSuffix(" " + ngettext("day", "days", box.value()))


def with_rule(rules: RhythmRules, key: Key, days: int | None) -> RhythmRules:
    """The rules with this one changed, or without it."""
    by_class, by_tag = dict(rules.by_class), dict(rules.by_tag)
    held: dict[Any, int] = by_class if key[0] == "class" else by_tag
    held.pop(key[1], None)
    if days is not None:
        held[key[1]] = days
    return replace(rules, by_class=by_class, by_tag=by_tag)


class RhythmSection(Section):
    """Kept in the database: the same for everybody."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Staying in touch"))
        self.window_ = window
        self.seen: RhythmOverview | None = None
        self.boxes: dict[Key, QSpinBox] = {}
        self.who, self.days = QComboBox(), _days_box()
        self.add = Button("plus", "", self.add_rule)
        self.who.setMinimumWidth(px(100))
        self.who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.due = caption()
        self.counted, self.make = QComboBox(), QCheckBox()
        self.counted.setMinimumWidth(px(220))
        self._rows = QGridLayout()
        self._lay_out()
        self.counted.activated.connect(lambda _row: self._keep(working_days=self.counted.currentData()))
        self.make.clicked.connect(lambda on: self._keep(make_reminders=on))

    def _lay_out(self) -> None:
        self._rows.setHorizontalSpacing(px(8))
        self._rows.setVerticalSpacing(px(4))
        self._rows.setColumnStretch(2, 1)
        adding = QHBoxLayout()
        adding.setSpacing(px(8))
        for widget in (self.who, self.days, self.add):
            adding.addWidget(widget, 1 if widget is self.who else 0)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(self._rows)
        column.addLayout(adding)
        column.addWidget(self.due)
        self.add_line("rhythm_rules", body, N_(
            "Counted from the last real contact. A rhythm set on the card comes first; of several rules the shortest."
        ), wide=True, tall=True)  # fmt: skip
        self.add_line("rhythm_days", self.counted)
        self.add_line("rhythm_reminders", self.make, N_("Otherwise they only stand on the page Today."))

    # -- what is shown ------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """The rules of this database."""
        if self.window_.core.database is not None:
            self.window_.core.ask(self, rhythm_overview, then=self.show_overview, key="rhythm", apart=True)

    def show_overview(self, overview: RhythmOverview) -> None:
        """A line for each rule."""
        self.seen = overview
        focused = next((key for key, box in self.boxes.items() if box.hasFocus()), None)
        self._clear()
        for number, (key, days) in enumerate(self._held(overview)):
            self._add_row(number, key, days, overview)
        if focused in self.boxes:
            self.boxes[focused].setFocus()
        self._offer(overview)
        total = ngettext(
            "{count} contact is going quiet today.", "{count} contacts are going quiet today.", overview.due
        )
        self.due.setText(total.format(count=moments.count_text(overview.due)))
        self.make.setChecked(overview.rules.make_reminders)
        with QSignalBlocker(self.counted):
            self.counted.setCurrentIndex(self.counted.findData(overview.rules.working_days))

    @staticmethod
    def _held(overview: RhythmOverview) -> list[tuple[Key, int]]:
        found: list[tuple[Key, int]] = [
            (("class", code), days) for code, days in sorted(overview.rules.by_class.items())
        ]
        there = [tag for tag in overview.rules.by_tag if tag in overview.tags]
        by_name = sorted(there, key=lambda tag: overview.tags[tag].casefold())
        return [*found, *((("tag", tag), overview.rules.by_tag[tag]) for tag in by_name)]

    def _clear(self) -> None:
        self.boxes = {}
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add_row(self, number: int, key: Key, days: int, overview: RhythmOverview) -> None:
        title = key_title(key, overview.tags)
        box, shown = _days_box(days), QLabel(title)
        box.setAccessibleName(_("{who}: days without contact").format(who=title))
        box.editingFinished.connect(partial(self._changed, key, box))
        due = (
            overview.due_by_class.get(str(key[1]), 0) if key[0] == "class" else overview.due_by_tag.get(int(key[1]), 0)
        )
        count = caption(ngettext(*DUE_NOW, due).format(count=moments.count_text(due)), wrap=False)
        remove = tool_button("x", partial(self._remove, key))
        name(remove, _("Remove the rule of “{who}”").format(who=title), tip=_("Remove"))
        for place, widget in enumerate((shown, box, count, remove)):
            self._rows.addWidget(widget, number, place)
        self.boxes[key] = box

    def _offer(self, overview: RhythmOverview) -> None:
        """Classes and tags without a rule."""
        keys: list[Key] = [("class", code) for code in ABC_CLASSES if code not in overview.rules.by_class]
        by_name = sorted(overview.tags, key=lambda tag: overview.tags[tag].casefold())
        keys += [("tag", tag) for tag in by_name if tag not in overview.rules.by_tag]
        kept = self.who.currentData()
        self.who.clear()
        for key in keys:
            self.who.addItem(key_title(key, overview.tags), key)
        self.who.setCurrentIndex(max(0, keys.index(kept) if kept in keys else 0))
        for widget in (self.who, self.days, self.add):
            widget.setVisible(bool(keys))

    # -- what is done -------------------------------------------------------------------------------------------

    def add_rule(self) -> None:
        """One more."""
        key = self.who.currentData()
        if key is not None:
            self._write(lambda rules: with_rule(rules, tuple(key), self.days.value()))

    def _changed(self, key: Key, box: QSpinBox) -> None:
        if self.seen is None or dict(self._held(self.seen)).get(key) != box.value():
            self._write(lambda rules: with_rule(rules, key, box.value()))

    def _remove(self, key: Key) -> None:
        self._write(lambda rules: with_rule(rules, key, None))
        self.who.setFocus()

    def _keep(self, **values: Any) -> None:
        self._write(lambda rules: replace(rules, **values))

    def _write(self, change: Callable[[RhythmRules], RhythmRules]) -> None:
        if self.seen is None:
            return
        rules = change(self.seen.rules)
        self.seen = replace(self.seen, rules=rules)

        def written(_none: object) -> None:
            self.say_saved()
            self.ask()

        label = Label(N_("Rules of staying in touch"))
        self.window_.core.do(self, label, set_rhythm_rules, rules, then=written, undoable=False)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.who.setAccessibleName(_("Class or tag"))
        _say_days(self.days)
        self.days.setAccessibleName(_("Days without contact"))
        self.add.setText(_("Add rule"))
        self.make.setText(_("Write one every day for whoever is due"))
        with QSignalBlocker(self.counted):
            self.counted.clear()
            self.counted.addItem(_("Every day"), False)
            self.counted.addItem(_("Only working days"), True)
        if self.seen is not None:
            self.show_overview(self.seen)


def key_title(key: Key, tags: Mapping[int, str]) -> str:
    """“Class A”, or the tag."""
    if key[0] == "class":
        return _("Class {code}").format(code=key[1])
    return _("Tag “{name}”").format(name=tags.get(int(key[1]), ""))
