"""A calendar file through the window: what is in it, what is new, and taking it in one step that can be undone."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout

from desktop_crm.base.calendar_entry import CalendarFile
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.calendar_exchange import CalendarPlan, CalendarResult, calendar_plan, take_calendar
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.form import joined
from desktop_crm.ui.labels import caption, fit_words
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH = 520


def look_into(window: MainWindow, path: Path) -> None:
    """Read the file and offer it; one that cannot be read is told in the window's bar."""
    card = ProgressCard(window)

    def over(error: CrmError) -> None:
        card.deleteLater()
        window.bar.show_text(error.sentence)

    def read(calendar: CalendarFile) -> None:
        window.core.ask(window, calendar_plan, calendar, then=partial(planned, calendar), failed=over)

    def planned(calendar: CalendarFile, plan: CalendarPlan) -> None:
        card.deleteLater()
        CalendarDialog(window, calendar, plan).open()

    work = window.core.run(
        window, _read, path, then=card.ended(read), failed=card.ended(over), progress=card.report
    )  # fmt: skip
    card.watch(_("Reading “{name}”…").format(name=path.name), work)


def _read(path: Path, progress: object) -> CalendarFile:
    """Off the GUI thread; the library of calendars is loaded on the way."""
    from desktop_crm.files.icalendar import read_calendar  # noqa: PLC0415

    return read_calendar(path, progress)  # type: ignore[arg-type]


class CalendarDialog(QDialog):
    """Counts and the first new entries; nothing is written before the button is pressed."""

    def __init__(self, window: MainWindow, calendar: CalendarFile, plan: CalendarPlan) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window_, self.calendar, self.plan = window, calendar, plan
        self.setWindowTitle(_("Calendar “{name}”").format(name=plan.name))
        self.card = ProgressCard(self)
        self.holds = QLabel(holds_text(plan), wordWrap=True)
        self.holds.setProperty("type", "strong")
        self.facts = [QLabel(text, wordWrap=True) for text in fate_texts(plan)]
        self.first = [caption(text) for text in first_texts(plan)]
        self.take = Button("", "primary", self.take_it)
        self.take.setText(ngettext("Import {count} entry", "Import {count} entries", plan.new).format(count=plan.new))
        self.take.setVisible(plan.new > 0)
        self.cancel = Button("", "", self.reject)
        self.cancel.setText(_("Cancel") if plan.new else _("Close"))
        self._lay_out()
        fit_words(self, px(WIDTH))
        (self.take if plan.new else self.cancel).setDefault(True)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        if self.plan.new:
            buttons.addWidget(caption(_("The whole import can be undone afterwards.")), 1)
        else:
            buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(8))
        for label in (self.holds, *self.facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        layout.addSpacing(px(8))
        for label in self.first:
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addSpacing(px(8))
        layout.addLayout(buttons)

    def take_it(self) -> None:
        """One change set."""
        self.take.setEnabled(False)
        label = Label(N_("Import of {name}"), {"name": self.plan.name})
        work = self.window_.core.do(
            self, label, take_calendar, self.calendar,
            then=self.card.ended(self._taken), failed=self.card.ended(self._refused), progress=self.card.report,
        )  # fmt: skip
        self.card.watch(_("Taking the calendar"), work)

    def _taken(self, result: CalendarResult) -> None:
        text = ngettext("{count} entry taken from the calendar", "{count} entries taken from the calendar",
                        result.created)  # fmt: skip
        self.accept()
        if self.window_.page_name == "import":
            self.window_.show_page("reminders")
        self.window_.toast(text.format(count=result.created), undo=True)

    def _refused(self, error: CrmError) -> None:
        self.reject()
        self.window_.bar.show_text(error.sentence)


def holds_text(plan: CalendarPlan) -> str:
    """“12 events, 3 to-dos”."""
    events = ngettext("{count} event", "{count} events", plan.events).format(count=plan.events)
    todos = ngettext("{count} to-do", "{count} to-dos", plan.todos).format(count=plan.todos)
    parts = [text for text, count in ((events, plan.events), (todos, plan.todos)) if count]
    return ", ".join(parts) or _("The calendar is empty.")


def fate_texts(plan: CalendarPlan) -> list[str]:
    """What becomes of them; a sentence for each thing there is to say."""
    new = ngettext("{count} is new and becomes a reminder.", "{count} are new and become reminders.", plan.new)
    said = (
        (plan.new, new),
        (plan.known, ngettext("{count} is here already.", "{count} are here already.", plan.known)),
        (plan.left_out, ngettext(
            "{count} is left out: cancelled there, or without a title and a day.",
            "{count} are left out: cancelled there, or without a title and a day.", plan.left_out)),
        (plan.simplified, ngettext(
            "{count} entry repeats by a rule that is not understood here and comes once.",
            "{count} entries repeat by a rule that is not understood here and come once.", plan.simplified)),
        (plan.skipped_lines, ngettext(
            "{count} line could not be read; nothing else is missing.",
            "{count} lines could not be read; nothing else is missing.", plan.skipped_lines)),
    )  # fmt: skip
    return [text.format(count=count) for count, text in said if count]


def first_texts(plan: CalendarPlan) -> list[str]:
    """“14 March 2025, 10:00 · Meeting”: the first new ones."""
    found = [joined([_when(when), title or _("Without a title")]) for title, when in plan.first]
    rest = plan.new - len(found)
    if rest > 0:
        found.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
    return found


def _when(when: date | datetime | None) -> str:
    if isinstance(when, datetime):
        return f"{day_text(when.astimezone().date())}, {moments.time_of_day(when)}"
    return day_text(when) if when is not None else ""
