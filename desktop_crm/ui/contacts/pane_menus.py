"""Menus over the list: order, groups, archive, saved view; columns; what can be done with who is selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.contact_views import GROUPS, SORTS
from desktop_crm.ui import icons
from desktop_crm.ui.contacts.columns import OWN

if TYPE_CHECKING:
    from desktop_crm.ui.contacts.list_pane import ListPane


def offer_deeds(
    pane: ListPane, point: QPoint, open_: Callable[[int], None], put: Callable[[str, list[int]], None]
) -> None:
    """Open, archive, delete: the menu of the selected contacts."""
    count = len(pane.selected_ids())
    if not count:
        return
    menu = QMenu(pane)
    if count == 1:
        action = menu.addAction(_("Open"), lambda: open_(pane.selected_ids()[0]))
        icons.dress(action, "user")
    for code, icon, text in (("archive", "archive", _("Archive")), ("delete", "trash-2", _("Move to trash"))):
        action = menu.addAction(text)
        icons.dress(action, icon)
        action.triggered.connect(lambda _checked=False, code=code: put(code, pane.selected_ids()))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(point)


def offer_order(pane: ListPane) -> QMenu:
    """Order, groups, archive; keeping the view under a name."""
    menu = QMenu(pane)
    view = pane.view
    own = {code: field.title for code, field in pane.fields.items() if code.startswith(OWN)}
    sorts = menu.addMenu(_("Order by"))
    _choices(sorts, {code: _(title) for code, title in SORTS.items()} | own, view.sort, pane.sort_by)
    _switch(menu, _("Descending"), view.descending, lambda on: pane.show_view(replace(pane.view, descending=on)))
    groups = menu.addMenu(_("Group by"))
    titles = {"": _("No groups")} | {code: _(title) for code, title in GROUPS.items()} | own
    _choices(groups, titles, view.group, lambda code: pane.show_view(replace(pane.view, group=code)))
    menu.addSeparator()
    _switch(menu, _("Archived contacts"), view.archived, lambda on: pane.show_view(replace(pane.view, archived=on)))
    menu.addSeparator()
    save = menu.addAction(_("Save this view…"), pane.save_wanted.emit)
    icons.dress(save, "star")
    _pop(menu, pane.sort)
    return menu


def offer_columns(pane: ListPane) -> QMenu:
    """Which columns the table has; headings are dragged to another place."""
    menu = QMenu(pane)
    shown = {column.code for column in pane.table.shown_columns()}
    for number, column in enumerate(pane.model.columns):
        title = column.title.replace("&", "&&") if column.own_title else _(column.title)
        action = _switch(menu, title, column.code in shown, _toggler(pane, column.code))
        action.setEnabled(number > 0)
    menu.addSeparator()
    menu.addAction(_("Usual columns"), lambda: _usual(pane))
    _pop(menu, pane.choose_columns)
    return menu


def _usual(pane: ListPane) -> None:
    pane.table.apply({}, [column.code for column in pane.model.columns])
    pane.table.columns_changed.emit()


def _toggler(pane: ListPane, code: str) -> Callable[[bool], None]:
    return lambda on: pane.table.show_column(code, on)


def _choices(menu: QMenu, titles: dict[str, str], chosen: str, choose: Callable[[str], None]) -> None:
    group = QActionGroup(menu)
    for code, title in titles.items():
        action = menu.addAction(title.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(code == chosen)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, code=code: choose(code))


def _switch(menu: QMenu, title: str, on: bool, switch: Callable[[bool], None]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    action = menu.addAction(title)
    action.setCheckable(True)
    action.setChecked(on)
    action.triggered.connect(switch)
    return action


def _pop(menu: QMenu, button: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
