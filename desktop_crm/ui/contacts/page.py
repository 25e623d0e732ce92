"""The page of contacts: list beside card, list as a table, or one of both where room is short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, _, ngettext, system_country
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_fields import list_fields
from desktop_crm.services.contact_lists import contact_count
from desktop_crm.services.contact_text import draft_of_text
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.contacts import archive_contacts, delete_contacts, restore_contacts
from desktop_crm.services.saved_views import SavedViewRow, definition_of, view_from
from desktop_crm.ui.contacts.arriving import Arrival
from desktop_crm.ui.contacts.bulk import Bulk
from desktop_crm.ui.contacts.card import OF_CARD, CardView
from desktop_crm.ui.contacts.exporting import export_contacts
from desktop_crm.ui.contacts.list_pane import ListPane
from desktop_crm.ui.contacts.new_contact import NewContactDialog
from desktop_crm.ui.contacts.pane_menus import offer_deeds
from desktop_crm.ui.contacts.pasting import import_text, is_sheet
from desktop_crm.ui.duplicates.dialog import follow_card, open_merge
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.page import Page
from desktop_crm.ui.theme import px, theme

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

ONE_PANE_BELOW = 844  # a window of 900 px without its icon navigation
LIST_WIDTH = 424
ACTIONS: dict[str, tuple[str, Callable[..., Any]]] = {
    "delete": (N_("Move {count} contacts to trash"), delete_contacts),
    "restore": (N_("Restore {count} contacts from the trash"), restore_contacts),
    "archive": (N_("Archive {count} contacts"), archive_contacts),
}


class ContactsPage(Page):
    """Everybody the firm works with."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._stack = QStackedWidget(self)  # from the outside in: Qt dresses a widget anew each time it moves
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self._stack)
        self.pane = ListPane(self.core, self.splitter)
        self._right = QStackedWidget(self.splitter)
        self.nobody = EmptyState("users", self._right)
        self.empty = EmptyState("users", self._stack)
        self.bulk = Bulk(self)
        self._new = self.empty.add_button("plus", lambda: window.act("new_contact"), primary=True)
        self._import = self.empty.add_button("upload", lambda: window.act("import"))
        self._sample = self.empty.add_link(lambda: window.show_page("first_start", look_around=True))
        self._right.addWidget(self.nobody)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.pane)
        self.splitter.addWidget(self._right)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.pane.setMinimumWidth(px(280))
        self._right.setMinimumWidth(px(360))
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._one_pane = False
        self._card_in_front = False
        self._right.setCurrentWidget(self.nobody)
        self._connect()
        self._restore()
        self.pane.show_view(self._kept_view(), select=window.settings.window.get("contact"))
        self.title = _("Contacts")  # the count follows
        self._ask_fields()
        self.core.turns.later(self, lambda: self.card)

    @cached_property
    def card(self) -> CardView:
        """The card of who is in front; made when the list is there, a step of its own."""
        card = CardView(self.core, self._right)
        self._right.addWidget(card)
        card.contact_wanted.connect(self.show_contact)
        card.command.connect(self._command)
        card.back_wanted.connect(self._back)
        card.told.connect(lambda text: self.window_.toast(text, undo=True))
        card.header.back.setVisible(self._one_pane)
        follow_card(self.window_, card.doubles)
        return card

    def _connect(self) -> None:
        self.pane.current_changed.connect(self._current)
        self.pane.opened.connect(self._opened)
        self.pane.view_changed.connect(self._viewed)
        self.pane.menu_wanted.connect(lambda point: offer_deeds(self.pane, point, self._opened, self._put))
        self.pane.face.toggled.connect(lambda _on: self._arrange())
        self.pane.columns_changed.connect(self._keep_columns)
        self.pane.bulk.wanted.connect(self.bulk.do)
        self.pane.save_wanted.connect(self._save_view)
        self.splitter.splitterMoved.connect(lambda *_args: self.window_.remember(splitter=self.splitter.sizes()))
        theme().changed.connect(self.pane.look_changed)

    # -- heading and empty ---------------------------------------------------------------------------------------

    def _ask_count(self) -> None:
        self.core.ask(self, contact_count, self.pane.view, then=self._counted, key="count")

    def _ask_fields(self) -> None:
        self.core.ask(self, list_fields, then=lambda fields: self.pane.set_fields(*fields), key="fields")

    def _counted(self, count: int) -> None:
        self.pane.set_count(count)
        self.set_heading(_("Archived contacts") if self.pane.view.archived else _("Contacts"), count)
        view = self.pane.view
        kept = {name: getattr(view, name) for name in ("sort", "descending", "group", "own_fields")}
        untouched = view == ContactsView(**kept)
        self._stack.setCurrentWidget(self.empty if not count and untouched else self.splitter)

    # -- going somewhere ---------------------------------------------------------------------------------------

    def on_shown(
        self,
        *,
        contact: int | None = None,
        new: bool = False,
        name: str = "",
        phone: str = "",
        export: bool = False,
        entry: int | None = None,
        log: str = "",
        view: SavedViewRow | None = None,
        **_more: Any,
    ) -> None:
        """*contact*: to the front, at an *entry* or about to *log* a call; *new*: one more; *view*: a saved view."""
        if view is not None:
            if view.columns:
                self.pane.table.show_only(view.columns)
            self.pane.open_view(view.view)
        if contact is not None:
            self.show_contact(contact)
            if entry is not None or log:
                Arrival(self.card, contact, entry=entry, log=log)
        if new:
            self.new_contact(name, phone)
        if export:
            self.on_action("export")
        if contact is None and not new:
            self.pane.face_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_contact(self, contact_id: int) -> None:
        """Bring a contact to the front, in the list where he is loaded there."""
        if not self.pane.select(contact_id):
            self._open_card(contact_id)
        if self.pane.face.isChecked():
            self.pane.show_table(False)
        self._card_in_front = True
        self._arrange()

    def _open_card(self, contact_id: int) -> None:
        self._right.setCurrentWidget(self.card)
        self.card.open(contact_id)
        self.window_.remember(contact=contact_id)

    def _current(self, contact_id: int | None) -> None:
        if contact_id is None:
            self._right.setCurrentWidget(self.nobody)
        elif contact_id != self.card.contact_id or self._right.currentWidget() is not self.card:
            self._open_card(contact_id)

    def _opened(self, contact_id: int) -> None:
        self.show_contact(contact_id)
        if not self._one_pane:
            self.card.setFocus()

    def _back(self) -> None:
        self.card.leave()
        self._card_in_front = False
        self._arrange()
        self.pane.face_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def new_contact(self, name: str = "", phone: str = "", draft: ContactDraft | None = None) -> None:
        """The small dialog, perhaps filled in from a *draft*."""
        dialog = NewContactDialog(self.core, self, name, phone=phone)
        if draft is not None:
            dialog.fill(draft)
        dialog.saved.connect(self._created)
        dialog.chosen.connect(self.show_contact)
        dialog.open()

    def _created(self, contact_id: int) -> None:
        self.pane.show_view(self.pane.view, select=contact_id)
        self._open_card(contact_id)
        self._card_in_front = True
        self._arrange()
        self.window_.toast(_("Contact added"), undo=True)

    # -- actions ---------------------------------------------------------------------------------------

    def on_action(self, name: str) -> bool:
        """Keys and menu entries."""
        actions = {
            "export": lambda: export_contacts(self, self.pane.view),
            "find": self.pane.start_find,
            "edit": self._edit,
            "delete": lambda: self._command("delete"),
            "refresh": self._refresh,
            "back": self._back,
            "new_contact": self.new_contact,
            "table_face": lambda: self.pane.show_table(not self.pane.face.isChecked()),
        }
        if name in ("copy", "select_all", "paste"):
            return self._on_list(name)
        if name not in actions:
            return False
        actions[name]()
        return True

    def _on_list(self, name: str) -> bool:
        focused = QGuiApplication.focusObject()
        if focused not in (self.pane.list, self.pane.table):
            return False
        {"copy": self.pane.copy, "select_all": self.pane.select_everything, "paste": self._paste}[name]()
        return True

    def _edit(self) -> None:
        if not (self.pane.face.isChecked() and self.pane.table.edit_current()):
            self.card.edit()

    def _paste(self) -> None:
        """Rows of a sheet go to the import, a signature becomes a new contact."""
        text = QGuiApplication.clipboard().text()
        if is_sheet(text):
            import_text(self, text)
        elif text.strip():
            country = self.window_.settings.country or system_country()
            self.core.run(self, draft_of_text, text, country, then=lambda draft: self.new_contact(draft=draft))

    def _save_view(self) -> None:
        columns = [column.code for column in self.pane.table.shown_columns()]
        self.window_.views.save(self.pane.view, columns)

    def merge(self, ids: list[int]) -> None:
        """Two selected contacts side by side."""
        open_merge(self.window_, *ids)

    def _targets(self) -> list[int]:
        chosen = self.pane.selected_ids()
        if len(chosen) <= 1 and self.card.contact_id is not None and self._right.currentWidget() is self.card:
            return [self.card.contact_id]
        return chosen

    def _command(self, name: str) -> None:
        if name == "gone":
            self._right.setCurrentWidget(self.nobody)
        elif name == "copy_card":
            QGuiApplication.clipboard().setText(self.card.as_text())
            self.window_.toast(_("Copied"))
        elif name == "merge":
            open_merge(self.window_, self.card.contact_id or 0)
        elif name in ACTIONS:
            self._put(name, self._targets())

    def _put(self, name: str, ids: list[int]) -> None:
        if not ids:
            return
        if len(ids) > 1 and name in ("archive", "delete"):
            self._next_after(ids)
            self.bulk.do(name, None)
            return
        first = self.pane.model.row_at(self.pane.model.place_of(ids[0]))
        who = first.name if first is not None else (self.card.card.name if self.card.card is not None else "")
        back = name == "archive" and self.card.card is not None and self.card.card.archived_at is not None
        self._next_after(ids)
        if len(ids) == 1:
            texts = {
                "delete": (N_("Move “{name}” to trash"), _("“{name}” moved to trash")),
                "restore": (N_("Restore “{name}”"), _("“{name}” restored")),
                "archive": (N_("Archive “{name}”"), _("“{name}” archived")),
            }
            if back:
                texts["archive"] = (N_("Take “{name}” out of the archive"), _("“{name}” taken out of the archive"))
            label, said = Label(texts[name][0], {"name": who}), texts[name][1].format(name=who)
        else:
            label = Label(ACTIONS[name][0], {"count": len(ids)})
            said = ngettext("{count} contact changed", "{count} contacts changed", len(ids)).format(count=len(ids))
        args: tuple[Any, ...] = (ids, False) if back else (ids,)
        self.core.do(self, label, ACTIONS[name][1], *args, then=lambda _count: self.window_.toast(said, undo=True))

    def _next_after(self, ids: list[int]) -> None:
        """Whoever comes next is selected when these go."""
        places = [place for place in map(self.pane.model.place_of, ids) if place >= 0]
        if not places:
            return
        after = self.pane.model.row_at(max(places) + 1) or self.pane.model.row_at(min(places) - 1)
        if after is not None:
            self.pane.select(after.id)

    # -- changes ---------------------------------------------------------------------------------------

    def on_changes(self, changes: Changes) -> None:
        """Rows and card follow; place and selection stay."""
        if changes.touched("custom_field", "tag", "choice", "operator", "import_run"):
            self._ask_fields()
        if changes.touched(*OF_CARD):
            self.pane.model.refresh()
            self._ask_count()
            self.card.on_changes(changes)

    def _refresh(self) -> None:
        self.pane.model.refresh()
        self.card.refresh()
        self._ask_count()

    def on_leaving(self) -> None:
        """What is being typed is saved; columns are remembered as they are."""
        self.card.leave()
        self._keep_columns()

    # -- look ---------------------------------------------------------------------------------------

    def _restore(self) -> None:
        kept = self.window_.settings.window
        sizes = kept.get("splitter")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) for size in sizes):
            self.splitter.setSizes(sizes)
        else:
            self.splitter.setSizes([px(LIST_WIDTH), px(900)])
        widths, order = kept.get("columns"), kept.get("column_order")
        self.pane.set_columns(
            {code: width for code, width in widths.items() if isinstance(width, int)}
            if isinstance(widths, dict)
            else {},
            [str(code) for code in order] if isinstance(order, list) else [],
        )
        if kept.get("table") is True:
            self.pane.show_table(True)

    def _kept_view(self) -> ContactsView:
        """The view in which the list was left."""
        kept = self.window_.settings.window.get("view")
        view = view_from(kept) if isinstance(kept, dict) else ContactsView()
        return replace(view, search="")

    def _viewed(self, view: ContactsView) -> None:
        self.window_.remember(view=definition_of(view))
        self._ask_count()

    def _keep_columns(self) -> None:
        widths, order = self.pane.table.kept()
        self.window_.remember(columns=widths, column_order=order, table=self.pane.face.isChecked())

    def _arrange(self) -> None:
        """List and card, or one of both; the table fills the page."""
        table = self.pane.face.isChecked()
        self._one_pane = self.width() < px(ONE_PANE_BELOW)
        self.pane.setVisible(table or not self._one_pane or not self._card_in_front)
        self._right.setVisible(not table and (not self._one_pane or self._card_in_front))
        if "card" in self.__dict__:
            self.card.header.back.setVisible(self._one_pane)
        if self._one_pane:
            self.pane.setMinimumWidth(px(200))
            self._right.setMinimumWidth(px(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One pane where room is short."""
        self._arrange()
        super().resizeEvent(event)

    def retranslate(self) -> None:
        """Words of now."""
        self.empty.set_text(
            _("No contacts yet"),
            _("Everybody you work with lives here: people, firms, and what was said and agreed with each of them."),
        )
        self._new.setText(_("New contact"))
        self._import.setText(_("Import from Excel…"))
        self._sample.setText(_("Or look around with sample data"))
        self.nobody.set_text(_("Nobody selected"), _("Choose a contact in the list, or change what the list shows."))
        self.pane.retranslate()
        self.bulk.retranslate()
        self._ask_fields()
        if "card" in self.__dict__:
            self.card.retranslate()
        if self.count is not None:
            self._counted(self.count)
