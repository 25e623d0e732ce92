"""Saved views in the navigation: going there, keeping, renaming, sharing, ordering, deleting; counts beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QInputDialog, QMenu

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.saved_views import (
    SavedViewRow,
    delete_view,
    rename_view,
    reorder_views,
    save_view,
    saved_views,
    share_view,
    update_view,
    view_count,
)
from desktop_crm.ui import icons
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.navigation import PageEntry

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

PREFIX = "view:"
COUNT_AFTER_MS = 1500  # counting waits until the hands are still
_COUNTED = ("contact", "contact_tag", "address", "phone", "email", "job", "custom_value", "consent")


class SavedViews(QObject):
    """Keeps the list in the navigation true."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._core = window.core
        self.rows: list[SavedViewRow] = []
        self._counts: dict[int, int] = {}
        self._list = window.navigation.views
        self._waiting: list[SavedViewRow] = []
        self._timer = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._timer.timeout.connect(self._count_all)
        self._list.menu_wanted.connect(self._menu)
        self._core.changed.connect(self._changed)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the views."""
        self._core.ask(self, saved_views, then=self._show, key="views")

    def _show(self, rows: list[SavedViewRow]) -> None:
        self.rows = rows
        self._counts = {row.id: self._counts[row.id] for row in rows if row.id in self._counts}
        self._fill()
        self._timer.start()

    def _fill(self) -> None:
        self._window.navigation.show_views(
            [
                PageEntry(
                    f"{PREFIX}{row.id}",
                    "users" if row.shared else "list-filter",
                    row.name,
                    "view",
                    "",
                    "",
                    count_text(self._counts[row.id]) if row.id in self._counts else "",
                    own_title=True,
                )
                for row in self.rows
            ]
        )

    def _changed(self, changes: Changes) -> None:
        if changes.touched("saved_view"):
            self.refresh()
        elif changes.touched(*_COUNTED):
            self._timer.start()

    def _count_all(self) -> None:
        self._waiting = list(self.rows)
        self._count_next()

    def _count_next(self) -> None:
        """One question at a time: what the user asks meanwhile is not kept waiting."""
        if self._waiting:
            row = self._waiting.pop(0)
            self._core.ask(self, view_count, row.view, then=lambda count: self._counted(row, count), key="count")

    def _counted(self, row: SavedViewRow, count: int) -> None:
        if self._counts.get(row.id) != count:
            self._counts[row.id] = count
            self._fill()
        self._count_next()

    # -- going there, keeping -----------------------------------------------------------------------------------------

    def row(self, name: str) -> SavedViewRow | None:
        """The view of an entry of the navigation."""
        return next((row for row in self.rows if f"{PREFIX}{row.id}" == name), None)

    def go(self, name: str) -> bool:
        """Show the contacts of an entry; whether it was one of ours."""
        row = self.row(name)
        if row is not None:
            self._window.show_page("contacts", view=row)
            self._window.navigation.mark(name)
        return name.startswith(PREFIX)

    def save(self, view: ContactsView, columns: list[str]) -> None:
        """Keep the view in front under a name."""
        name, taken = QInputDialog.getText(self._window, _("Save this view"), _("Name"))
        if taken and name.strip():
            self._do(N_("Save view “{name}”"), name, save_view, name, view, columns, then=_("View saved"))

    def _do(self, label: str, name: str, action: Callable[..., Any], *args: Any, then: str = "") -> None:
        said = (lambda _answer: self._window.toast(then, undo=True)) if then else None
        self._core.do(self, Label(label, {"name": name}), action, *args, then=said)

    # -- menu ---------------------------------------------------------------------------------------------------------

    def _menu(self, name: str, point: QPoint) -> None:
        row = self.row(name)
        if row is None:
            return
        menu = QMenu(self._window)
        place = self.rows.index(row)
        entries: tuple[tuple[str, str, Callable[[], object], bool], ...] = (
            ("list-filter", _("Show"), lambda: self.go(name), True),
            ("check", _("Take what is shown now"), lambda: self._update(row), self._window.page_name == "contacts"),
            ("pencil", _("Rename…"), lambda: self._rename(row), True),
            ("users", _("Only for me") if row.shared else _("Share with everybody"), lambda: self._share(row), True),
            ("chevron-up", _("Move up"), lambda: self._move(place, -1), place > 0),
            ("chevron-down", _("Move down"), lambda: self._move(place, 1), place < len(self.rows) - 1),
            ("trash-2", _("Delete view"), lambda: self._delete(row), True),
        )
        for icon, text, act, enabled in entries:
            action = menu.addAction(text)
            icons.dress(action, icon)
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, act=act: act())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _update(self, row: SavedViewRow) -> None:
        pane = getattr(self._window.page, "pane", None)
        if pane is not None:
            columns = [column.code for column in pane.table.shown_columns()]
            args = (row.id, row.version, pane.view, columns)
            self._do(N_("Change view “{name}”"), row.name, update_view, *args, then=_("View changed"))

    def _rename(self, row: SavedViewRow) -> None:
        name, taken = QInputDialog.getText(self._window, _("Rename view"), _("Name"), text=row.name)
        if taken and name.strip() and name.strip() != row.name:
            self._do(N_("Rename view “{name}”"), row.name, rename_view, row.id, row.version, name)

    def _share(self, row: SavedViewRow) -> None:
        self._do(N_("Share view “{name}”"), row.name, share_view, row.id, not row.shared)

    def _move(self, place: int, by: int) -> None:
        ids = [row.id for row in self.rows]
        ids.insert(place + by, ids.pop(place))
        self._do(N_("Move view “{name}”"), self.rows[place].name, reorder_views, ids)

    def _delete(self, row: SavedViewRow) -> None:
        said = _("View “{name}” deleted").format(name=row.name)
        self._do(N_("Delete view “{name}”"), row.name, delete_view, row.id, then=said)
