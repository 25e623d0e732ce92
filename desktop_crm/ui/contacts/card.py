"""The card of one contact: head, details, history. Everything on it is read first and edited in place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_rows
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.contact_lists import contact_rows
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.tags import tag_rows
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.contacts.attaching import Attaching, CardDrop
from desktop_crm.ui.contacts.edits import LISTS, Edits
from desktop_crm.ui.contacts.files_panel import FilesPanel
from desktop_crm.ui.contacts.header import CardHeader
from desktop_crm.ui.contacts.history import History
from desktop_crm.ui.contacts.lines import Known, Makers, addable_lines, detail_lines, name_line
from desktop_crm.ui.contacts.panels import Panel, TagsPanel
from desktop_crm.ui.contacts.tie_lines import new_tie_line, notes_line, tags_line, tie_lines
from desktop_crm.ui.core import Core
from desktop_crm.ui.theme import px

TWO_COLUMNS_FROM = 720
LEFT_WIDTH = 300
OF_CARD = (
    "contact", "phone", "email", "address", "messenger", "important_date", "contact_tag", "tag", "job", "relation",
    "custom_value", "custom_field", "consent", "bank_account", "external_id", "interaction", "choice",
    "participant", "reminder", "attachment",
)  # fmt: skip


def known_words(session: CrmSession) -> Known:
    """Words of the editable lists and tags, for suggestions."""
    lists = {name: tuple(row.name for row in choice_rows(session, name)) for name in set(LISTS.values())}
    return Known(lists, tuple(row.name for row in tag_rows(session)))


def suggested_names(session: CrmSession, text: str, kind: str) -> list[str]:
    """Names of contacts that fit what is typed."""
    view = ContactsView(search=text, kind="organisation" if kind else "")
    return [row.name for row in contact_rows(session, view, limit=8).rows]


class CardView(QWidget):
    """Shows one contact; asks for it, and again when it changes."""

    contact_wanted = Signal(object)  # id of a linked contact
    command = Signal(str)  # delete, restore, purge, archive, copy …
    back_wanted = Signal()
    shown = Signal(object)  # ContactCard
    told = Signal(str)  # what was done, with the way back

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.core = core
        self.card: ContactCard | None = None
        self.contact_id: int | None = None
        self._known: Known | None = None
        self._waiting: ContactCard | None = None  # what came while a field was being edited
        self.header = CardHeader()
        self.details, self.jobs, self.tags, self.notes = Panel(), Panel(), TagsPanel(), Panel()
        self.add_field = Button("plus", "quiet", self._offer_fields)
        self.details.content.addWidget(self.add_field, 0, Qt.AlignmentFlag.AlignLeft)
        self.attaching = Attaching(self, core)
        self.files = FilesPanel(self.attaching)
        self.history = History(core, self.attaching)
        self.composer, self.timeline = self.history.composer, self.history.timeline
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        left = QVBoxLayout()
        right = QVBoxLayout()
        for column, widgets in (
            (left, (self.details, self.jobs, self.tags, self.notes, self.files)),
            (right, (self.history,)),
        ):
            column.setSpacing(px(16))
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch(1)
        self._left, self._right = QWidget(), QWidget()
        for holder, layout in ((self._left, left), (self._right, right)):
            layout.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(layout)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setContentsMargins(px(24), px(20), px(16), px(24))
        self._columns.setSpacing(px(20))
        self._columns.addWidget(self._left, 0)
        self._columns.addWidget(self._right, 1)
        inner = QWidget()
        inner.setProperty("plain", "true")
        inner.setLayout(self._columns)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.header.link_opened.connect(self.open_link)
        self.header.wanted.connect(self._wanted)
        for panel in self._panels:
            if panel is not self.files:
                panel.link_opened.connect(self.open_link)
            panel.editing_ended.connect(self._editing_ended)
        self.jobs.action.clicked.connect(self._add_job)
        self.tags.action.clicked.connect(lambda: self.edit("tags"))
        self.notes.action.clicked.connect(lambda: self.edit("field:notes"))
        self.files.action.clicked.connect(self._attach)
        self.history.editing_ended.connect(self._editing_ended)
        self.history.follow(self.area)
        self.history.told.connect(self.told)
        self.attaching.told.connect(self.told)
        CardDrop(self, self._drop, lambda: self.card is not None)

    @property
    def _panels(self) -> tuple[Panel, ...]:
        return self.details, self.jobs, self.tags, self.notes, self.files

    @property
    def editing(self) -> bool:
        """Whether a field is being edited."""
        return self.history.editing or any(panel.editing for panel in self._panels)

    # -- showing ------------------------------------------------------------------------------------------

    def open(self, contact_id: int) -> None:
        """Show another contact; what is being typed is saved first."""
        if contact_id != self.contact_id:
            self.leave()
            self.area.verticalScrollBar().setValue(0)
        self.contact_id = contact_id
        self.refresh()

    def refresh(self) -> None:
        """Ask for the contact again."""
        if self.contact_id is None:
            return
        if self._known is None:
            self.core.ask(self, known_words, then=self._know, key="known")
        self.core.ask(self, contact_card, self.contact_id, then=self._show, failed=self._gone, key="card")

    def on_changes(self, changes: Changes) -> None:
        """Something was written: look again, unless it has nothing to do with cards."""
        if changes.touched("choice", "tag"):
            self._known = None
            self.history.forget_choices()
        if changes.touched(*OF_CARD):
            self.refresh()

    def _know(self, known: Known) -> None:
        self._known = known
        if self.card is not None and not self.editing:
            self._fill(self.card)

    def _gone(self, error: CrmError) -> None:
        self.command.emit("gone")

    def _show(self, card: ContactCard) -> None:
        if card.id != self.contact_id:
            return
        if self.editing and self.card is not None and self.card.id == card.id:
            self._waiting = card
            self.header.show_card(card)
            return
        self._fill(card)
        self.shown.emit(card)

    def _fill(self, card: ContactCard) -> None:
        self.card = card
        self._edits = Edits(self, self.core, card)
        self._makers = Makers(self._known or Known(), self._suggest("organisation"), self._suggest(""))
        self.setUpdatesEnabled(False)  # one layout, one painting
        self.header.show_card(card)
        self._name_jobs()
        self.details.show_lines(detail_lines(card, self._edits, self._makers))
        self.jobs.show_lines(tie_lines(card, self._edits))
        self.tags.show_tags([(tag.name, tag.color) for tag in card.tags])
        self.tags.show_lines([])
        self.notes.show_lines([notes_line(card, self._edits, self._makers)] if card.notes else [])
        self.files.show_files(card.files)
        self.history.show_card(card)
        self.setUpdatesEnabled(True)

    def _editing_ended(self, saved: bool) -> None:
        if self.editing or self.card is None:
            return
        waiting, self._waiting = self._waiting, None
        if self.contact_id != self.card.id:
            return
        if waiting is not None and waiting.id == self.card.id:
            self._fill(waiting)
        elif not saved:
            self._fill(self.card)  # a new line that was not filled in goes away; a saved one comes with its notice

    def leave(self) -> None:
        """Save what is being typed."""
        for panel in self._panels:
            panel.leave()
        self.history.leave()

    # -- lines ------------------------------------------------------------------------------------------

    def _suggest(self, kind: str) -> Callable[[str, Callable[[list[str]], None]], None]:
        def suggest(typed: str, answer: Callable[[list[str]], None]) -> None:
            self.core.ask(self, suggested_names, typed, kind, then=answer, key=f"suggest {kind}")

        return suggest

    def _suggest_tag(self, typed: str, answer: Callable[[list[str]], None]) -> None:
        before, comma, last = typed.rpartition(",")
        words = self._known.tags if self._known else ()
        fit = [word for word in words if last.strip() and last.strip().casefold() in word.casefold()]
        answer([f"{before}{comma} {word}".strip() for word in fit])

    def edit(self, key: str = "") -> None:
        """Edit a line; without a key the name."""
        if self.card is None:
            return
        if key == "tags":
            self.tags.edit_line(tags_line(self.card, self._edits, self._suggest_tag))
        elif key == "field:notes":
            self.notes.edit_line(notes_line(self.card, self._edits, self._makers))
        elif key:
            row = self.details.row_of(key)
            if row is not None:
                row.edit()
        else:
            self.details.edit_line(name_line(self.card, self._edits))

    def _add_job(self) -> None:
        if self.card is None:
            return
        self.jobs.edit_line(new_tie_line(self.card, self._edits, self._makers))

    def _offer_fields(self) -> None:
        if self.card is not None:
            lines = addable_lines(self.card, self._edits, self._makers)
            self.details.offer(self.add_field, lines, self.details.edit_line)

    # -- files ------------------------------------------------------------------------------------------

    def _attach(self) -> None:
        self.attaching.choose_paths(self._drop)

    def _drop(self, paths: list[Path]) -> None:
        if self.card is not None:
            self.attaching.take(self.card.id, self.card.name, paths)

    # -- head ------------------------------------------------------------------------------------------

    def _wanted(self, what: str) -> None:
        if what == "note":
            self.composer.begin()
            self.area.ensureWidgetVisible(self.composer)
        elif what == "edit":
            self.area.verticalScrollBar().setValue(0)
            self.edit()
        elif what == "back":
            self.back_wanted.emit()
        elif what == "more":
            self._show_menu()

    def _show_menu(self) -> None:
        card = self.card
        if card is None:
            return
        menu = QMenu(self)
        entries = [
            ("archive", "archive-restore" if card.archived_at else "archive",
             _("Take out of the archive") if card.archived_at else _("Archive")),
            ("copy_card", "copy", _("Copy as text")),
            ("restore", "rotate-ccw", _("Restore")) if card.deleted_at else ("delete", "trash-2", _("Move to trash")),
        ]  # fmt: skip
        for code, icon, text in entries:
            action = menu.addAction(text)
            icons.dress(action, icon)
            action.triggered.connect(lambda _checked=False, code=code: self.command.emit(code))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.header.more.mapToGlobal(QPoint(0, self.header.more.height())))

    def open_link(self, link: str) -> None:
        """Another contact here; phones, mails and websites with what the system has for them."""
        if link.startswith("contact:"):
            self.contact_wanted.emit(int(link.removeprefix("contact:")))
        elif link:
            QDesktopServices.openUrl(QUrl(link))

    def as_text(self) -> str:
        """The card for the clipboard."""
        if self.card is None:
            return ""
        rows = [row.line for panel in (self.details, self.jobs) for row in panel.rows if not row.isHidden()]
        return "\n".join([self.card.name, *(f"{line.caption}: {line.value}" for line in rows if line.value)])

    # -- look ------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words of now."""
        self.header.retranslate()
        self.details.heading.setText(_("Details"))
        self._name_jobs()
        self.tags.heading.setText(_("Tags"))
        self.notes.heading.setText(_("Notes"))
        for panel, text in ((self.tags, _("Change")), (self.notes, _("Write"))):
            panel.action.setText(text)
            panel.action.setAccessibleName(f"{panel.heading.text()}: {text}")
            panel.action.show()
        self.add_field.setText(_("Add field…"))
        self.files.retranslate()
        self.history.retranslate()
        if self.card is not None:
            if not self.editing:
                self._fill(self.card)
            self.refresh()

    def _name_jobs(self) -> None:
        person = self.card is None or self.card.kind == "person"
        self.jobs.heading.setText(_("Work and relations") if person else _("People"))
        self.jobs.action.setText(_("Add…"))
        self.jobs.action.setAccessibleName(f"{self.jobs.heading.text()}: {self.jobs.action.text()}")
        self.jobs.action.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room, else one below the other."""
        two = self.width() >= px(TWO_COLUMNS_FROM)
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if two else ways.TopToBottom)
        if two:
            self._left.setFixedWidth(px(LEFT_WIDTH))
        else:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        super().resizeEvent(event)
