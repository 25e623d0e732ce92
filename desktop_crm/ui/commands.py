"""What the menu entries do that belong to no page."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from desktop_crm.base import i18n, paths
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui.importing.badge import WaitingBadge
from desktop_crm.ui.importing.dropping import CALENDAR, DropFilter
from desktop_crm.ui.outage import Outage
from desktop_crm.ui.panes import go_to_pane
from desktop_crm.ui.shortcuts import ShortcutsDialog
from desktop_crm.ui.trash.emptying import empty_soon
from desktop_crm.ui.unsaved import Unsaved

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

SUFFIX = ".crm"
FIRST_START = "first_start"
ALARMS = "desktop_crm.ui.reminders.alarm_bar"
ALARMS_AFTER_MS = 2500  # the window is filled before
REPORT_AFTER_MS = 8000


def workspace_name(window: MainWindow) -> str:
    """What this database is called: its file's name, or the server's."""
    database = window.core.database
    return database.address.title if database is not None else "desktop_crm"


def show_workspace(window: MainWindow) -> None:
    """Name, file and kind of place on the tile."""
    database = window.core.database
    if database is None:
        window.navigation.tile.set_workspace("desktop_crm", _("No database open"))
    window.actions_["move_to_server"].setEnabled(database is not None and not database.read_only)
    window.actions_["move_to_file"].setEnabled(
        database is not None and database.address.is_server and not database.read_only
    )
    if database is None:
        return
    window.navigation.tile.set_workspace(workspace_name(window), _place(database.address, ""))
    window.core.about(window, then=lambda about: _told(window, *about))


def _told(window: MainWindow, place: str, firm: str) -> None:
    database = window.core.database
    if database is not None:
        window.navigation.tile.set_workspace(firm or workspace_name(window), _place(database.address, place))


def _place(address: Any, place: str) -> str:
    if address.path is None:
        return _("{name} · server").format(name=address.name)
    if place == "network":
        return _("{name} · shared file").format(name=address.path.name)
    return _("{name} · local file").format(name=address.path.name)


def show_databases(window: MainWindow) -> None:
    """The menu under the workspace tile: databases used lately."""
    menu = QMenu(window)
    for shown in window.settings.recent_databases:
        if window.core.database is not None and shown != window.settings.last_database:
            menu.addAction(Path(shown.partition("?")[0]).name, _opener(window, shown)).setToolTip(shown)
    if not menu.isEmpty():
        menu.addSeparator()
    menu.addAction(window.actions_["new_database"])
    menu.addAction(window.actions_["open_database"])
    menu.addAction(window.actions_["open_server"])
    menu.aboutToHide.connect(menu.deleteLater)
    tile = window.navigation.tile
    menu.popup(tile.mapToGlobal(QPoint(8, tile.height() - 4)))


def _opener(window: MainWindow, shown: str) -> Callable[[], None]:
    return lambda: open_database(window, shown)


def open_database(
    window: MainWindow,
    shown: str,
    *,
    create: bool = False,
    failed: Callable[[CrmError], None] | None = None,
    **how: Any,
) -> None:
    """Go over to another database; the one open now stays where that fails."""

    def opened(_database: Any) -> None:
        if window.page_name == FIRST_START:
            window.show_last_page()

    def refused(error: CrmError) -> None:
        from desktop_crm.ui.servers.answers import answer  # noqa: PLC0415  (loaded when first used)

        answer(window, shown, error, failed or (lambda known: window.bar.show_text(known.sentence)))

    window.core.open(window, shown, create=create, then=opened, failed=refused, **how)


def tell(window: MainWindow, error: CrmError) -> None:
    """A refusal nobody else shows: in the bar; where the database was moved under us, the ways on."""
    database = window.core.database
    if database is None:
        window.bar.show_text(error.sentence)
        return
    from desktop_crm.ui.servers.answers import answer  # noqa: PLC0415  (loaded when first used)

    shown = str(database.address.path) if database.address.path is not None else database.address.shown
    answer(window, shown, error, lambda known: window.bar.show_text(known.sentence))


def remember_database(window: MainWindow) -> None:
    """The last one used comes back at the next start."""
    if window.core.database is None:
        return
    address = window.core.database.address
    shown = str(address.path.resolve()) if address.path is not None else address.shown
    kept = window.settings.with_database(shown)
    window.change_settings(last_database=kept.last_database, recent_databases=kept.recent_databases)


def begin_work(window: MainWindow) -> None:
    """What a database gets when it is opened: the country of its numbers, and a trash without what is too old."""
    database = window.core.database
    if database is None or database.read_only:
        return
    country = window.settings.country
    if not country and i18n.system_language() != "en":  # an English desktop says nothing about where it stands
        country = i18n.system_country()

    def settled(known: str) -> None:
        if not known and country:
            window.core.run(window, partial(database.set_meta, "country", country))

    window.core.run(window, partial(database.meta, "country"), then=settled)
    empty_soon(window)
    QTimer.singleShot(ALARMS_AFTER_MS, window, lambda: _load_alarms(window))
    QTimer.singleShot(REPORT_AFTER_MS, window, lambda: _begin_schedule(window))


def _load_alarms(window: MainWindow) -> None:
    """Off the GUI thread."""
    window.core.run(window, importlib.import_module, ALARMS, then=lambda _module: _start_alarms(window))


def _begin_schedule(window: MainWindow) -> None:
    if window.settings.window.get("report_folder"):
        from desktop_crm.ui.reports import schedule  # noqa: PLC0415  (only where somebody wants it)

        schedule.begin(window)


def _start_alarms(window: MainWindow) -> None:
    """Reminders fire from now on; once for all databases of the window."""
    from desktop_crm.ui.reminders.duty import begin_duty  # noqa: PLC0415  (the window is painted before)

    begin_duty(window)


def _new_database(window: MainWindow) -> None:
    proposed = str(paths.data_folder() / f"{_('clients')}{SUFFIX}")
    name, _kind = QFileDialog.getSaveFileName(window, _("New database"), proposed, _file_filter())
    if name:
        path = Path(name)
        open_database(window, str(path if path.suffix else path.with_suffix(SUFFIX)), create=True)


def _open_database(window: MainWindow) -> None:
    last = window.settings.last_database
    folder = str(Path(last).parent) if last and "://" not in last else ""
    name, _kind = QFileDialog.getOpenFileName(window, _("Open database"), folder, _file_filter())
    if name:
        open_database(window, name)


def _open_server(window: MainWindow) -> None:
    from desktop_crm.ui.servers.open_dialog import OpenServerDialog  # noqa: PLC0415  (loaded when first used)

    OpenServerDialog(window).open()


def _file_filter() -> str:
    return ";;".join((_("Databases (*.crm *.sqlite *.db)"), _("All files (*)")))


def _backup(window: MainWindow) -> None:
    def done(path: Path) -> None:
        window.toast(_("Backup made and verified: {name}").format(name=path.name))

    if window.core.database is not None:
        second = window.settings.backup_folder
        copy_to = Path(second) if second else None
        window.core.run(window, partial(window.core.database.backup, second=copy_to), then=done)


def _undo(window: MainWindow) -> None:
    if window.core.undo_label is not None:
        window.core.undo(window, lambda result: _undone(window, result))


def _undone(window: MainWindow, result: Any) -> None:
    text = _("Undone: {what}").format(what=result.label.sentence)
    if result.kept:
        kept = ngettext(
            "{count} row that was changed since stays.", "{count} rows that were changed since stay.", result.kept
        )
        text = f"{text}. {kept.format(count=result.kept)}"
    window.toast(text)


def _redo(window: MainWindow) -> None:
    if window.core.redo_label is not None:
        window.core.redo(
            window, lambda result: window.toast(_("Done again: {what}").format(what=result.label.sentence))
        )


def _search(window: MainWindow) -> None:
    from desktop_crm.ui.search.palette import open_palette  # noqa: PLC0415  (loaded when first used)

    if window.core.database is not None:
        open_palette(window)


def _fields(window: MainWindow) -> None:
    from desktop_crm.ui.fields.dialog import open_fields  # noqa: PLC0415  (loaded when first used)

    if window.core.database is not None:
        open_fields(window)


def _new_reminder(window: MainWindow) -> None:
    from desktop_crm.ui.reminders import forms  # noqa: PLC0415  (loaded when first used)

    if window.core.database is not None:
        forms.new(window)


def _new_complaint(window: MainWindow) -> None:
    from desktop_crm.ui.complaints.registering import new_here  # noqa: PLC0415  (loaded when first used)

    if window.core.database is not None:
        new_here(window)


def _of_book(name: str) -> Callable[[MainWindow], None]:
    """Something about the whole book of complaints."""

    def about_book(window: MainWindow) -> None:
        from desktop_crm.ui.complaints import book  # noqa: PLC0415  (loaded when first used)

        if window.core.database is not None:
            command: Callable[[MainWindow], object] = getattr(book, name)
            command(window)

    return about_book


def _history(window: MainWindow) -> None:
    from desktop_crm.ui.history.dialog import HistoryDialog  # noqa: PLC0415  (loaded when first used)

    if window.core.database is not None:
        HistoryDialog(window).open()


def _about(window: MainWindow) -> None:
    from desktop_crm.ui.about import AboutDialog  # noqa: PLC0415  (loaded when first used)

    AboutDialog(window).open()


def _quit(window: MainWindow) -> None:
    from desktop_crm.ui.tray import quit_program  # noqa: PLC0415

    quit_program(window)


def _toggle_density(window: MainWindow) -> None:
    window.change_settings(density="comfortable" if window.settings.density == "compact" else "compact")


def _theme(mode: str) -> Callable[[MainWindow], None]:
    return lambda window: window.change_settings(theme=mode)


def _page(name: str) -> Callable[[MainWindow], None]:
    return lambda window: window.show_page(name)


def _day_sheet(window: MainWindow) -> None:
    from desktop_crm.ui.reports.day import print_day_sheet  # noqa: PLC0415  (the first picture needs no printing)

    if window.core.database is not None:
        print_day_sheet(window)


def attend(window: MainWindow) -> None:
    """What a window does besides its pages: takes files, counts waiting rows, says that the database is away."""
    take_drops(window)
    WaitingBadge(window)
    Outage(window)
    Unsaved(window)


def take_drops(window: MainWindow) -> None:
    """Files dropped on the window: a calendar is looked into, a list is imported."""

    def dropped(path: Path) -> None:
        if path.suffix.casefold() == CALENDAR:
            open_calendar(window, path)
        else:
            window.open_path(path)

    DropFilter(window, dropped)


def open_calendar(window: MainWindow, path: Path) -> None:
    """Look into a calendar file, and take it if the user wants it."""
    from desktop_crm.ui.reminders.calendar_import import look_into  # noqa: PLC0415  (loaded when first used)

    if window.core.database is not None:
        look_into(window, path)


COMMANDS: dict[str, Callable[[MainWindow], Any]] = {
    "new_contact": lambda window: window.show_page("contacts", new=True),
    "new_reminder": _new_reminder,
    "new_complaint": _new_complaint,
    "complaint_lists": _of_book("lists"),
    "deadline_presets": _of_book("presets"),
    "letter_templates": _of_book("letters"),
    "verify_complaints": _of_book("verify"),
    "complaint_register": _of_book("save_register"),
    "new_database": _new_database,
    "open_database": _open_database,
    "open_server": _open_server,
    "move_to_server": lambda window: window.show_page("move", to="server"),
    "move_to_file": lambda window: window.show_page("move", to="file"),
    "import": _page("import"),
    "imports": _page("imports"),
    "waiting": _page("waiting"),
    "backup": _backup,
    "day_sheet": _day_sheet,
    "settings": _page("settings"),
    "quit": _quit,
    "undo": _undo,
    "redo": _redo,
    "theme_system": _theme("system"),
    "theme_light": _theme("light"),
    "theme_dark": _theme("dark"),
    "compact": _toggle_density,
    "navigation": lambda window: window.toggle_navigation(),
    "search": _search,
    "next_pane": lambda window: go_to_pane(window, 1),
    "previous_pane": lambda window: go_to_pane(window, -1),
    "history": _history,
    "fields": _fields,
    "shortcuts": lambda window: ShortcutsDialog(window).open(),
    "about": _about,
    "export": lambda window: window.show_page("contacts", export=True),
    "copy": lambda window: _to_focus("copy"),
    "paste": lambda window: _to_focus("paste"),
    "select_all": lambda window: _to_focus("selectAll"),
}


def _to_focus(method: str) -> None:
    """Copy and Select all in a text field."""
    focused = QApplication.focusWidget()
    if focused is not None and hasattr(focused, method):
        getattr(focused, method)()
