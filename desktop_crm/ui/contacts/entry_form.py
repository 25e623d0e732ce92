"""What can be said of an entry besides its words: when, how long, with whom, what came of it, what is next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_STATES
from desktop_crm.services.history_lines import InteractionLine, Named
from desktop_crm.ui import moments
from desktop_crm.ui.contacts.entry_choices import EntryChoices
from desktop_crm.ui.contacts.people_input import PeopleInput
from desktop_crm.ui.core import Core
from desktop_crm.ui.day_input import BACK, DayInput
from desktop_crm.ui.inputs import attach_suggestions
from desktop_crm.ui.theme import px

_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?")
NOTHING = "–"


def time_of_words(text: str) -> time | None:
    """The time that was typed: “10:30”, “1030”, “9”; ``None`` for an empty text. Raises ``InvalidValue``."""
    if not text.strip():
        return None
    found = _TIME.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise InvalidValue(field=_("Time"), value=text)
    return time(int(found[1]), int(found[2] or 0))


def moment_of(day: date | None, at: time | None) -> tuple[datetime | None, bool]:
    """(moment, only the day is known); (None, False) says nothing."""
    if day is None and at is None:
        return None, False
    if at is None and day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC), True
    return datetime.combine(day or clock.today(), at or time()).astimezone(UTC), False


class EntryForm(QWidget):
    """The fields; two beside each other."""

    changed_by_hand = Signal()  # something was typed or chosen

    def __init__(self, core: Core, *, editing: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self._reach: tuple[str, ...] = ()
        self._loaded: dict[str, Any] = {}
        self.subject = QLineEdit()
        self.day, self.time = DayInput(BACK), QLineEdit()
        self.time.setMaximumWidth(px(76))
        self.minutes = QLineEdit()
        self.direction, self.outcome = QComboBox(self), QComboBox(self)
        self.state, self.responsible = QComboBox(self), QComboBox(self)  # of what is there already
        self.state.setVisible(editing)
        self.responsible.setVisible(editing)
        self.place, self.reached_at = QLineEdit(), QLineEdit()
        attach_suggestions(self.reached_at, self._suggest_reach)
        self.people = PeopleInput(core)
        self.next_step, self.due = QLineEdit(), DayInput()
        self.private = QCheckBox()
        when = QWidget()
        row = QHBoxLayout(when)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        row.addWidget(self.day, 1)
        row.addWidget(self.time)
        self._labels: list[tuple[QLabel, QWidget, str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        rows: list[tuple[tuple[str, QWidget, QWidget], ...]] = [
            ((N_("Subject"), self.subject, self.subject),),
            ((N_("When"), when, self.day), (N_("Duration, minutes"), self.minutes, self.minutes)),
            ((N_("Direction"), self.direction, self.direction), (N_("Outcome"), self.outcome, self.outcome)),
            ((N_("Who else took part"), self.people, self.people),),
            ((N_("Place"), self.place, self.place), (N_("Number or address used"), self.reached_at, self.reached_at)),
            ((N_("Next step"), self.next_step, self.next_step), (N_("By when"), self.due, self.due)),
        ]
        if editing:
            rows.insert(
                3, ((N_("State"), self.state, self.state), (N_("Responsible"), self.responsible, self.responsible))
            )
        for number, fields in enumerate(rows):
            for column, (title, shown, control) in enumerate(fields):
                span = 2 if len(fields) == 1 else 1
                self._grid.addWidget(self._field(title, shown, control), number, column, 1, span)
        self._grid.addWidget(self.private, len(rows), 0, 1, 2)
        for box in (self.direction, self.outcome, self.state, self.responsible):
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choices = EntryChoices()
        self._awaited: dict[str, Any] = {}  # chosen before the choices are known
        for line in self._lines().values():
            line.textChanged.connect(self.changed_by_hand)
        for box in self._boxes().values():
            box.currentIndexChanged.connect(self.changed_by_hand)
        self.people.changed.connect(self.changed_by_hand)
        self.private.toggled.connect(self.changed_by_hand)
        self.retranslate()

    def _field(self, title: str, shown: QWidget, control: QWidget) -> QWidget:
        label = QLabel()
        label.setProperty("type", "caption")
        label.setBuddy(control)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._labels.append((label, control, title))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(label)
        column.addWidget(shown)
        column.addStretch(1)
        return holder

    def use(self, choices: EntryChoices, reach: Sequence[str] = ()) -> None:
        """What can be chosen: outcomes of the list, colleagues, numbers and addresses of the contact."""
        self._choices, self._reach = choices, tuple(reach)
        self._fill_choices()

    def _fill_choices(self) -> None:
        choices: tuple[tuple[QComboBox, list[tuple[Any, str]]], ...] = (
            (self.direction, [("", NOTHING), *((code, _(text)) for code, text in DIRECTIONS.items())]),
            (self.outcome, [("", NOTHING), *self._choices.outcomes]),
            (self.responsible, [("", NOTHING), *self._choices.operators]),
            (self.state, [(code, _(text)) for code, text in INTERACTION_STATES.items()]),
        )
        for box, options in choices:
            chosen = box.currentData()
            if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] != options:
                box.clear()
                for code, words in options:
                    box.addItem(words, code)
                box.setCurrentIndex(max(0, box.findData(chosen)))
        for name, box in self._boxes().items():
            place = box.findData(self._awaited.get(name)) if name in self._awaited else -1
            if place >= 0:
                del self._awaited[name]
                box.setCurrentIndex(place)

    def _suggest_reach(self, typed: str, answer: Any) -> None:
        answer([text for text in self._reach if typed.strip().casefold() in text.casefold()])

    # -- half written -------------------------------------------------------------------------------------------

    def _lines(self) -> dict[str, QLineEdit]:
        return {
            "subject": self.subject, "day": self.day.line, "time": self.time, "minutes": self.minutes,
            "place": self.place, "reached_at": self.reached_at, "next_step": self.next_step, "due": self.due.line,
        }  # fmt: skip

    def _boxes(self) -> dict[str, QComboBox]:
        return {"direction": self.direction, "outcome": self.outcome}

    def typed(self) -> dict[str, Any]:
        """What was said so far, as it was typed; nothing for a field that says nothing."""
        found: dict[str, Any] = {name: line.text() for name, line in self._lines().items()}
        found |= {name: box.currentData() or self._awaited.get(name) for name, box in self._boxes().items()}
        found["people"] = [(one.id, one.name, one.kind == "colleague") for one in self.people.chosen]
        found["private"] = self.private.isChecked()
        return {name: value for name, value in found.items() if value}

    def type_in(self, typed: Mapping[str, Any]) -> None:
        """As it was said before; what cannot be understood any more is left out."""
        for name, line in self._lines().items():
            line.setText(str(typed.get(name, "")))
        self._awaited = {name: typed[name] for name in self._boxes() if name in typed}
        self._fill_choices()
        people = [one for one in typed.get("people", ()) if isinstance(one, list | tuple) and len(one) == 3]
        named = [(Named(row_id, name), colleague) for row_id, name, colleague in people if isinstance(row_id, int)]
        self.people.set_chosen(
            [one for one, colleague in named if not colleague], [one for one, colleague in named if colleague]
        )
        self.private.setChecked(bool(typed.get("private")))

    # -- values -------------------------------------------------------------------------------------------------

    def load(self, line: InteractionLine) -> None:
        """Show what is there."""
        day = moments.day_of(line.started_at, all_day=line.all_day)
        self.subject.setText(line.subject)
        self.day.set_day(day)
        self.time.setText("" if line.all_day else f"{line.started_at.astimezone():%H:%M}")
        self.minutes.setText(str(line.duration_minutes or ""))
        self.place.setText(line.place)
        self.reached_at.setText(line.reached_at)
        for box, code in (
            (self.direction, line.direction), (self.outcome, line.outcome_id), (self.state, line.state),
            (self.responsible, line.responsible_id),
        ):  # fmt: skip
            box.setCurrentIndex(max(0, box.findData(code)))
        self.people.set_chosen(line.people, line.colleagues)
        self.private.setChecked(line.private)
        self._loaded = self._read()

    def clear(self) -> None:
        """Nothing said."""
        for field in (self.subject, self.day.line, self.time, self.minutes, self.place, self.reached_at):
            field.clear()
        for field in (self.next_step, self.due.line):
            field.clear()
        for box in (self.direction, self.outcome):
            box.setCurrentIndex(0)
        self.people.set_chosen((), ())
        self.private.setChecked(False)
        self._loaded, self._awaited = {}, {}

    @property
    def says_something(self) -> bool:
        """Whether an entry without words would still say something."""
        lines = (self.subject, self.next_step, self.minutes)
        return any(line.text().strip() for line in lines) or self.outcome.currentIndex() > 0

    def values(self) -> dict[str, Any]:
        """All fields by name; raises ``InvalidValue``."""
        found = self._read()
        found["next_step"] = self.next_step.text().strip()
        found["next_step_on"] = self.due.day()
        return found

    def changed(self) -> dict[str, Any]:
        """Fields that are not as they were loaded; raises ``InvalidValue``."""
        loaded = self._loaded
        return {
            name: value for name, value in self.values().items() if (value != loaded[name] if name in loaded else value)
        }

    def _read(self) -> dict[str, Any]:
        started, all_day = moment_of(self.day.day(), time_of_words(self.time.text()))
        minutes = self.minutes.text().strip()
        if minutes and not minutes.isdecimal():
            raise InvalidValue(field=_("Duration"), value=minutes)
        values: dict[str, Any] = {
            "subject": self.subject.text().strip(),
            "duration_minutes": int(minutes) if minutes else None,
            "direction": self.direction.currentData() or "",
            "outcome_id": self.outcome.currentData() or None,
            "place": self.place.text().strip(),
            "reached_at": self.reached_at.text().strip(),
            "people": self.people.people,
            "colleagues": self.people.colleagues,
            "private": self.private.isChecked(),
        }
        if self._editing:
            values["state"] = self.state.currentData()
            values["responsible_id"] = self.responsible.currentData() or None
        if started is not None:
            values |= {"started_at": started, "all_day": all_day}
        return values

    # -- look ---------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words of now."""
        for label, control, title in self._labels:
            label.setText(_(title))
            if isinstance(control, DayInput | PeopleInput):
                control.name(_(title))
            else:
                control.setAccessibleName(_(title))
        self.time.setAccessibleName(_("Time"))
        self.time.setPlaceholderText(_("time"))
        self.next_step.setPlaceholderText(_("What is to be done next"))
        self.private.setText(_("Private: only I see it"))
        self._fill_choices()
