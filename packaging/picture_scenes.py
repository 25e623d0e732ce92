"""What stands on each picture: one line a page or dialog. ``empty-``: of an empty database, ``none-``: without one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from picture_data import sheet
from picture_servers import SERVERS
from PySide6.QtCore import QEventLoop, QTimer

from desktop_crm.base import clock
from desktop_crm.base.errors import FileMissing
from desktop_crm.base.i18n import language
from desktop_crm.services.contact_views import Filter
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.ui.complaints.steps import begin_step
from desktop_crm.ui.contacts.pane_menus import offer_columns, offer_order
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.duplicates.dialog import open_merge
from desktop_crm.ui.fields.dialog import open_fields
from desktop_crm.ui.fields.sheets import SHEETS
from desktop_crm.ui.importing.page import CLEAN_UP, COLUMNS, DUPLICATES, FILE, IMPORT, RESULT
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.reminders.form import ReminderForm
from desktop_crm.ui.search.palette import open_palette

PATIENCE = 20.0
EMPTY, NONE = "empty-", "none-"
Scene = Callable[[MainWindow], object]


def pause(seconds: float) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def until(condition: Callable[[], object]) -> None:
    """Let the window work until something is there."""
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        pause(0.02)
    pause(0.1)


def settled(window: MainWindow) -> None:
    """Nothing is on its way any more."""
    until(lambda: not window.core._underway)


def shown(name: str, then: Scene | None = None, **arguments: Any) -> Scene:
    """A page, and something done on it."""

    def scene(window: MainWindow) -> None:
        window.show_page(name, **arguments)
        settled(window)
        if then is not None:
            then(window)

    return scene


def card(then: Scene | None = None, kind: str = "") -> Scene:
    """A card in front (of a person, of an organisation), and something done on it."""

    def scene(window: MainWindow) -> None:
        page: Any = window.page
        until(lambda: page.card.card is not None)
        if kind:
            page.pane.chips[kind].click()
            until(lambda: page.card.card is not None and page.card.card.kind == kind.removesuffix("s"))
        settled(window)
        if then is not None:
            then(window)

    return scene


def acted(name: str) -> Scene:
    """A command of the menu."""
    return lambda window: window.act(name)


def on_page(deed: Callable[[Any], object]) -> Scene:
    """Something done on the page in front."""
    return lambda window: deed(window.page)


def table(window: MainWindow) -> None:
    """The list as a table."""
    window.act("table_face")


def filtered(page: Any) -> None:
    """Two conditions, and the choice of a third."""
    for wanted in (Filter("life_cycle", "is", "active", ("new",)), Filter("city", "is", "Chișinău")):
        page.pane.filters.put(wanted, None)
        settled(page.window_)
    page.pane.offer_filter()


def condition(page: Any) -> None:
    """The value of one condition."""
    popup = page.pane.offer_filter()
    popup._choose(page.pane.fields["last_touch_at"], None)


def many(page: Any) -> None:
    """Several selected."""
    page.pane.list.selectAll()


def find(page: Any) -> None:
    """Some letters in the line above the list."""
    page.pane.start_find("ru")
    pause(0.3)


def log_call(page: Any) -> None:
    """A call with all that can be said of it."""
    composer = page.card.history.composer
    composer.begin("call")
    composer.text.setPlainText("069 123 456")
    composer.more.click()
    pause(0.1)
    page.card.area.ensureWidgetVisible(composer)


def edit_entry(page: Any) -> None:
    """An entry being edited in place."""
    entry = page.card.history.timeline.entries[0]
    page.card.history._edit(entry)
    settled(page.window_)
    page.card.area.ensureWidgetVisible(page.card.history.timeline.editor)


def to_settings(line: str) -> Scene:
    """The settings, at one line."""
    return shown("settings", lambda window: pause(0.2), line=line)


def wizard(step: int) -> Scene:
    """The import wizard at a step; the file lies beside the database."""

    def scene(window: MainWindow) -> None:
        assert window.core.database is not None
        path = window.core.database.address.path
        assert path is not None
        window.show_page("import", path=sheet(Path(path).parent))
        page: Any = window.page
        until(lambda: bool(page.flow.columns))
        while page.current < step:
            until(page.onward.isEnabled)
            page.go_on()
            settled(window)
        pause(0.2)

    return scene


def tell(window: MainWindow) -> None:
    """A calm sentence over the page."""
    window.core.refused.emit(FileMissing(name="clienti.xlsx"))


def fields(code: str) -> Scene:
    """A list that the firm can change."""

    def scene(window: MainWindow) -> None:
        dialog = open_fields(window)
        dialog.show_sheet(code)
        settled(window)

    return scene


def first_reminder(page: Any) -> None:
    """The form of a reminder that is there."""
    number = next((entry.id for entry in page.list.model_.entries if isinstance(entry, ReminderLine)), None)
    if number is not None:
        forms.edit(page.window_, number)


def quick_reminder(page: Any) -> None:
    """What was understood of a sentence."""
    page.quick.line.setText(
        {"ro": "sună Ana mâine la 10", "ru": "позвонить Ане завтра в 10"}.get(language(), "call Ana tomorrow at 10")
    )
    page.quick.line.setFocus()
    pause(0.8)


def repeating_reminder(window: MainWindow) -> None:
    """The form of a new one that repeats."""
    window.act("new_reminder")
    settled(window)
    form = window.findChild(ReminderForm)
    assert form is not None
    form.title.setText("Meeting")
    form.day.set_day(clock.today())
    form.repeat.choice.setCurrentIndex(2)
    form.repeat.every.setValue(2)
    form.repeat.ends.setCurrentIndex(1)
    form.repeat.until.set_day(date(clock.today().year + 1, 6, 30))


def complaint_card(page: Any, *, below: bool = False) -> None:
    """The card of the complaint with the most to say."""
    rows = page.board.columns["in_progress"].cards.cards.rows
    page.open(next((row.id for row in rows if row.state == "investigating"), rows[0].id))
    settled(page.window_)
    bar = page.card.area.verticalScrollBar()
    bar.setValue(bar.maximum() if below else 0)


def complaint_step(page: Any) -> None:
    """A step that asks for what it needs."""
    complaint_card(page)
    begin_step(page.window_, page.card.complaint_id, "decide")


def complaint_letter(page: Any) -> None:
    """An acknowledgement, as the template proposes it."""
    complaint_card(page)
    page.card.write_letter("acknowledgement")
    settled(page.window_)


def complaint_menu(page: Any) -> None:
    """What can be done with a card of the board."""
    row = page.board.columns["new"].cards.cards.rows[0]
    page._menu(row, page.board.mapToGlobal(page.board.rect().center()))


def grouped(page: Any) -> None:
    """Under the names of the cities."""
    page.pane.show_view(replace(page.pane.view, group="city"))


def figures(page: Any) -> None:
    """The first figure with its list."""
    page.show_face(1)
    until(lambda: page.figures.topLevelItemCount())
    page.figures.topLevelItem(0).setExpanded(True)


FULL: dict[str, Scene] = {
    "contacts": card(),
    "contacts-organisation": card(kind="organisations"),
    "contacts-editing": card(on_page(lambda page: page.card.details.rows[0].edit())),
    "contacts-add-field": card(on_page(lambda page: page.card.offer_fields())),
    "contacts-menu": card(on_page(lambda page: page.card.deeds.show_menu())),
    "contacts-order": card(on_page(lambda page: offer_order(page.pane))),
    "contacts-filter": card(on_page(filtered)),
    "contacts-condition": card(on_page(condition)),
    "contacts-grouped": card(on_page(grouped)),
    "contacts-find": card(on_page(find)),
    "contacts-many": card(on_page(many)),
    "contacts-log": card(on_page(log_call)),
    "contacts-entry": card(on_page(edit_entry)),
    "contacts-trail": card(on_page(lambda page: page.card.deeds.show_trail())),
    "contacts-deleted": card(acted("delete")),
    "contacts-refused": card(tell),
    "table": card(table),
    "table-columns": card(lambda window: (table(window), offer_columns(window.page.pane))),  # type: ignore[union-attr]
    "new-contact": card(acted("new_contact")),
    "palette": card(acted("search")),
    "palette-found": card(lambda window: open_palette(window, "ru")),
    "palette-caller": card(lambda window: open_palette(window, "069123456")),
    "palette-commands": card(lambda window: open_palette(window, "im")),
    "today": shown("today"),
    "reminders": shown("reminders"),
    "reminders-missed": shown("reminders", which="missed"),
    "reminders-colleagues": shown("reminders", on_page(lambda page: page.by_colleague.click())),
    "reminder-quick": shown("reminders", on_page(quick_reminder)),
    "reminder-new": shown("reminders", acted("new_reminder")),
    "reminder-repeats": shown("reminders", repeating_reminder),
    "reminder-form": shown("reminders", on_page(first_reminder)),
    "complaints": shown("complaints"),
    "complaints-table": shown("complaints", on_page(lambda page: page.show_table(True))),
    "complaints-menu": shown("complaints", on_page(complaint_menu)),
    "complaint-card": shown("complaints", on_page(complaint_card)),
    "complaint-card-below": shown("complaints", on_page(lambda page: complaint_card(page, below=True))),
    "complaint-step": shown("complaints", on_page(complaint_step)),
    "complaint-letter": shown("complaints", on_page(complaint_letter)),
    "complaint-new": card(acted("new_complaint")),
    "complaint-trees": shown("complaints", acted("complaint_lists")),
    "complaint-deadlines": shown("complaints", acted("deadline_presets")),
    "complaint-letters": shown("complaints", acted("letter_templates")),
    "complaint-verified": shown("complaints", acted("verify_complaints")),
    "calendar-month": shown("calendar", face="month"),
    "calendar-week": shown("calendar", face="week"),
    "calendar-day": shown("calendar", face="day"),
    "calendar-agenda": shown("calendar", face="agenda"),
    "duplicates": shown("duplicates"),
    "duplicates-certain": shown("duplicates", on_page(lambda page: page.ask_batch())),
    "merge": card(lambda window: open_merge(window, window.page.card.contact_id)),  # type: ignore[union-attr]
    "trash": shown("trash"),
    "trash-emptying": shown("trash", on_page(lambda page: page.ask_empty())),
    "import-file": shown("import"),
    "import-read": wizard(FILE),
    "import-columns": wizard(COLUMNS),
    "import-clean-up": wizard(CLEAN_UP),
    "import-duplicates": wizard(DUPLICATES),
    "import-fates": wizard(IMPORT),
    "imports": shown("imports"),
    "imports-rows": shown("imports", on_page(lambda page: page.show_rows())),
    "waiting": shown("waiting"),
    "import-result": wizard(RESULT),
    "settings": shown("settings"),
    "reports": shown("reports", lambda window: pause(6)),
    "reports-figures": shown("reports", on_page(figures), report="activity"),
    "reports-empty": shown("reports", lambda window: pause(1), report="card"),
    "reports-more": shown("reports", on_page(lambda page: page.more.showMenu()), report="customers"),
    "reports-lines": shown("reports", on_page(lambda page: page.more.ask_thresholds()), report="customers"),
    "settings-firm": to_settings("paper_lines"),
    "settings-numbers": to_settings("country"),
    "settings-reminders": to_settings("notifications"),
    "settings-rhythm": to_settings("rhythm_rules"),
    "settings-backups": to_settings("backups"),
    "settings-help": to_settings("log"),
    "fields": card(fields(SHEETS[0].code)),
    "fields-lists": card(fields(SHEETS[-1].code)),
    "history": card(acted("history")),
    "shortcuts": card(acted("shortcuts")),
    "about": card(acted("about")),
    "crash": card(lambda window: show_bug(window, "ValueError: an example")),
    "first-start": shown("first_start"),
    **SERVERS,
}
PAGES = (
    "today",
    "contacts",
    "reminders",
    "calendar",
    "complaints",
    "duplicates",
    "trash",
    "import",
    "imports",
    "waiting",
    "settings",
)
SCENES: dict[str, Scene] = {
    **FULL,
    **{f"{EMPTY}{name}": shown(name) for name in PAGES},
    f"{EMPTY}agenda": shown("calendar", face="agenda"),
    f"{EMPTY}palette": acted("search"),
    f"{EMPTY}history": acted("history"),
    f"{NONE}first-start": shown("first_start"),
    f"{NONE}settings": shown("settings"),
}
