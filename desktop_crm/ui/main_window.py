"""The window: navigation, top bar, pages; joins them and remembers where everything was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base import i18n, settings
from desktop_crm.base.changes import Changes
from desktop_crm.base.i18n import _
from desktop_crm.base.settings import Settings
from desktop_crm.ui import commands
from desktop_crm.ui.actions import PAGE_ACTIONS, Actions
from desktop_crm.ui.ahead import PagesAhead
from desktop_crm.ui.core import Core
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.navigation import PAGES, Navigation, PageEntry
from desktop_crm.ui.notices import Bar, Toast
from desktop_crm.ui.page import Page
from desktop_crm.ui.placing import kept_geometry, painted_later, restore_geometry
from desktop_crm.ui.theme import px, theme
from desktop_crm.ui.top_bar import TopBar

if TYPE_CHECKING:
    from desktop_crm.ui.contacts.saved_views import SavedViews

NARROW_BELOW = 1200
LEAST = (560, 420)
FIRST_PAGE = "contacts"


class MainWindow(QMainWindow):
    """One window on one database."""

    def __init__(self, core: Core, kept: Settings | None = None, pages: tuple[PageEntry, ...] = PAGES) -> None:
        super().__init__()
        self.core = core
        self.settings = kept or Settings()
        self.entries = {entry.name: entry for entry in pages}
        self.pages: dict[str, Page] = {}
        self._saved: Callable[[Settings], None] = settings.save
        self._wants_narrow = bool(self.settings.window.get("narrow", False))
        self.navigation = Navigation(pages)
        self.top_bar = TopBar()
        self.bar = Bar()
        self.stack = QStackedWidget()
        self.ahead = PagesAhead(self)
        self._build()
        self._toast = Toast(self.right)
        self.actions_ = Actions(self, self.act)
        self.actions_.fill(self.menuBar())
        for number, name in enumerate(self.navigation.names()[:9], 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda name=name: self.show_page(name))
        self._connect()
        self._check_toggles()
        self.retranslate()
        self._restore()
        if core.database is not None:
            self._database_opened(at_once=True)

    def _build(self) -> None:
        self.right = right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.top_bar, self.bar, self.stack):
            column.addWidget(widget, 1 if widget is self.stack else 0)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(right, 1)
        self.setCentralWidget(middle)
        self.setMinimumSize(*LEAST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.menuBar().setNativeMenuBar(False)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self.go)
        self.navigation.tile.clicked.connect(lambda: commands.show_databases(self))
        self.top_bar.search_wanted.connect(lambda: self.act("search"))
        self.top_bar.undo_wanted.connect(lambda: self.act("undo"))
        self.top_bar.primary_wanted.connect(self._primary)
        self._toast.undo_wanted.connect(lambda: self.act("undo"))
        self.core.refused.connect(lambda error: commands.tell(self, error))
        self.core.broken.connect(lambda details: show_bug(self, details))
        self.core.busy.connect(self.top_bar.set_busy)
        self.core.changed.connect(self._changed)
        self.core.opened.connect(self._database_opened)
        self.core.history_changed.connect(self._name_undo)
        commands.attend(self)

    @cached_property
    def views(self) -> SavedViews:
        """The views that the user keeps; the first picture is painted without them."""
        from desktop_crm.ui.contacts.saved_views import SavedViews  # noqa: PLC0415

        return SavedViews(self)

    # -- pages ------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page in front."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def page_name(self) -> str:
        """Name of the page in front."""
        return next((name for name, page in self.pages.items() if page is self.page), "")

    def show_page(self, name: str, **arguments: Any) -> None:
        """Bring a page to the front; it is made when first asked for."""
        if name not in self.entries:
            return
        before, page = self.page, self._made(name)
        if before is not page:
            painted_later(page)
        if before is not None and before is not page:
            before.on_leaving()
            commands.show_workspace(self)
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.navigation.mark(name)
        if page.stale is not None:
            stale, page.stale = page.stale, None
            page.on_changes(stale)
        page.on_shown(**arguments)
        self._show_heading()

    def _made(self, name: str) -> Page:
        if name not in self.pages:
            made = self.ahead.page(name)
            made.heading_changed.connect(self._show_heading)
            made.retranslate()
            self.pages[name] = made
        return self.pages[name]

    def go(self, name: str) -> None:
        """Where an entry of the navigation leads: a page, or a view of contacts."""
        if not self.views.go(name):
            self.ahead.loaded(name, lambda: self.show_page(name))

    def _show_heading(self) -> None:
        page = self.page
        if page is None:
            return
        self.top_bar.set_heading(page.title, page.count)
        self.top_bar.set_primary(_(page.primary[1]), shown=self.core.database is not None)
        self.setWindowTitle(f"{page.title} – {commands.workspace_name(self)}")

    def _changed(self, changes: Changes) -> None:
        for page in self.pages.values():
            if page is self.page:
                page.on_changes(changes)
            else:
                page.stale = changes if page.stale is None else page.stale.joined(changes)

    def _database_opened(self, *, at_once: bool = False) -> None:
        before = self.page
        for name, page in list(self.pages.items()):
            if not page.stays:
                del self.pages[name]
                self.stack.removeWidget(page)
                page.deleteLater()
        self.bar.hide()
        commands.show_workspace(self)
        commands.remember_database(self)
        commands.begin_work(self)
        self.views.refresh()
        if self.core.database is not None and self.core.database.read_only:
            self.bar.show_text(_("This database can only be looked at here, not changed."), tone="info")
        if before is None or not before.stays:  # such a page goes on by itself
            if at_once:
                self.show_last_page()
            else:  # made in one turn of the event loop, shown in the next
                self.core.turns.later(self, lambda: self._made(self._last_page))
                self.core.turns.later(self, self.show_last_page)

    @property
    def _last_page(self) -> str:
        last = self.settings.window.get("page", FIRST_PAGE)
        entry = self.entries.get(last)
        return str(last) if entry is not None and entry.place == "top" else FIRST_PAGE

    def show_last_page(self) -> None:
        """The page that was in front when the window was closed."""
        self.show_page(self._last_page)

    # -- actions ------------------------------------------------------------------------------------------------------

    def act(self, name: str) -> None:
        """Do what a menu entry, a key or a command says."""
        page = self.page
        if name in PAGE_ACTIONS and page is not None and page.on_action(name):
            return
        command = commands.COMMANDS.get(name)
        if command is not None:
            command(self)

    def _primary(self) -> None:
        page = self.page
        if page is not None and not page.on_action(page.primary[0]):
            self.act(page.primary[0])

    def _name_undo(self) -> None:
        undo, redo = self.core.undo_label, self.core.redo_label
        self.actions_.name_undo(undo.sentence if undo else None, redo.sentence if redo else None)
        self.top_bar.set_undo(undo.sentence if undo else None)

    def show_over_page(self, bar: QWidget) -> None:
        """Put a bar between the top bar and the page."""
        column = self.right.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self.stack), bar)

    def toast(self, text: str, undo: bool = False) -> None:
        """Say what was done; with *undo* a button takes it back."""
        self._toast.show_text(text, undo=undo)

    # -- settings, language, look -----------------------------------------------------------------------------------

    def change_settings(self, **values: Any) -> None:
        """Keep settings and let them take effect at once."""
        before, self.settings = self.settings, replace(self.settings, **values)
        self._saved(self.settings)
        if self.settings.language != before.language:
            i18n.use_language(self.settings.language)
            self.retranslate()
        if (self.settings.theme, self.settings.density) != (before.theme, before.density):
            theme().use(self.settings.theme, compact=self.settings.density == "compact")
        self._check_toggles()

    def remember(self, **values: Any) -> None:
        """Keep where things were (splitters, columns) until the window is closed."""
        self.settings = replace(self.settings, window={**self.settings.window, **values})

    def _check_toggles(self) -> None:
        self.actions_[f"theme_{self.settings.theme}"].setChecked(True)
        self.actions_["compact"].setChecked(self.settings.density == "compact")
        self.actions_["navigation"].setChecked(not self.navigation.narrow)

    def retranslate(self) -> None:
        """Say everything in the language in force now."""
        self.actions_.retranslate()
        self.navigation.retranslate()
        self.top_bar.retranslate()
        for page in self.pages.values():
            page.retranslate()
        commands.show_workspace(self)
        self._name_undo()
        self._show_heading()

    def toggle_navigation(self) -> None:
        """With words, or icons only; below 1,200 px always icons."""
        self._wants_narrow = not self.navigation.narrow
        self.remember(narrow=self._wants_narrow)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self._wants_narrow or self.width() < px(NARROW_BELOW)
        if narrow != self.navigation.narrow:
            self.navigation.set_narrow(narrow=narrow)
        self.actions_["navigation"].setChecked(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons only where room is short."""
        self._arrange()
        super().resizeEvent(event)

    # -- coming and going -------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        restore_geometry(self, self.settings.window.get("geometry", ""))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where everything was; what is being typed is saved first."""
        if self.page is not None:
            self.page.on_leaving()
        self.remember(geometry=kept_geometry(self), page=self.page_name)
        self._saved(self.settings)
        super().closeEvent(event)

    def open_path(self, path: Path) -> None:
        """A file dropped on the window: a list is imported."""
        QTimer.singleShot(0, self, lambda: self.show_page("import", path=path))
