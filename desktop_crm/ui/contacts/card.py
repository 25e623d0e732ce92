"""The card of one contact: head, details, history. Everything on it is read first and edited in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import CrmError, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.reminders import ReminderDraft
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.complaints.contact_panel import ContactComplaints
from desktop_crm.ui.contacts.add_field import AddField
from desktop_crm.ui.contacts.attaching import Attaching, CardDrop
from desktop_crm.ui.contacts.card_columns import CardColumns
from desktop_crm.ui.contacts.card_deeds import CardDeeds
from desktop_crm.ui.contacts.completeness import CompletenessPanel
from desktop_crm.ui.contacts.edits import Edits
from desktop_crm.ui.contacts.files_panel import FilesPanel
from desktop_crm.ui.contacts.header import CardHeader
from desktop_crm.ui.contacts.history import History
from desktop_crm.ui.contacts.known import Known, Makers, known_words, suggested_contacts
from desktop_crm.ui.contacts.lines import addable_lines, detail_lines, name_line
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.contacts.tags_panel import TagsPanel
from desktop_crm.ui.contacts.tie_lines import new_tie_lines, notes_line, tags_line, tie_lines
from desktop_crm.ui.core import Core
from desktop_crm.ui.duplicates.card_notes import CardNotes
from desktop_crm.ui.editor import Line
from desktop_crm.ui.inputs import Suggest, Suggestion
from desktop_crm.ui.placing import laid_out_once
from desktop_crm.ui.reminders import forms

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

USUAL_LINES = 8  # of details
TIES = ("job", "relation", "branch")  # how the keys of their lines begin
OF_CARD = (
    "contact", "phone", "email", "address", "messenger", "important_date", "contact_tag", "tag", "job", "relation",
    "custom_value", "custom_field", "photo", "consent", "bank_account", "external_id", "interaction", "choice",
    "participant", "reminder", "attachment", "merge", "duplicate_decision", "complaint_interaction",
)  # fmt: skip


Block = tuple[str, Sequence[Line]]  # heading, lines


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
        self.header = CardHeader(self)
        self.doubles = CardNotes(core, self)
        self.area = QScrollArea(self)
        self.columns = CardColumns(self.area.viewport())
        self._left, self._right = self.columns.left, self.columns.right
        self.details = Panel(self._left)
        self.deeds = CardDeeds(self)
        self.add_field = Button("plus", "quiet", self.offer_fields)
        self.details.content.addWidget(self.add_field, 0, Qt.AlignmentFlag.AlignLeft)
        self.jobs, self.tags, self.notes = Panel(self._left), TagsPanel(self._left), Panel(self._left)
        self.attaching = Attaching(self, core)
        self.files = FilesPanel(self.attaching, self._left)
        self.complaints = ContactComplaints(core, self._left)
        self.completeness = CompletenessPanel(self._left)
        self.history = History(core, self.attaching, self._right)
        self.composer, self.steps, self.timeline = self.history.composer, self.history.steps, self.history.timeline
        self._build()
        self._connect()
        self.retranslate()
        for panel, count in ((self.details, USUAL_LINES), (self.jobs, 2), (self.files, 1)):
            core.turns.later(panel, partial(panel.prepare, count))

    def _build(self) -> None:
        self.columns.fill([*self._panels, self.complaints, self.completeness], [self.history])
        columns = (self.columns, self._left, self._right)
        self._boxes = (self, self.header, *columns, *self._panels, self.completeness, self.history, self.steps)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.doubles)
        layout.addWidget(self.columns.switch)
        layout.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.header.link_opened.connect(self.open_link)
        self.header.wanted.connect(self._wanted)
        self.doubles.contact_wanted.connect(self.contact_wanted)
        for panel in self._panels:
            if panel is not self.files:
                panel.link_opened.connect(self.open_link)
            panel.editing_ended.connect(self._editing_ended)
        self.header.avatar.given.connect(self.deeds.give_photo)
        self.header.avatar.removed.connect(self.deeds.remove_photo)
        self.tags.taken_off.connect(self.deeds.take_tag)
        self.tags.coloured.connect(self.deeds.colour_tag)
        self.completeness.wanted.connect(self.edit)
        self.jobs.action.clicked.connect(self._offer_ties)
        self.tags.action.clicked.connect(lambda: self.edit("tags"))
        self.notes.action.clicked.connect(lambda: self.edit("field:notes"))
        self.files.action.clicked.connect(self._attach)
        self.columns.turned.connect(lambda: self.area.verticalScrollBar().setValue(0))
        self.history.editing_ended.connect(self._editing_ended)
        self.history.follow(self.area)
        self.history.told.connect(self.told)
        self.history.complaint_wanted.connect(lambda line: self.complain(entry=line.id, kind=line.kind, text=line.body))
        self.history.complaint_opened.connect(
            lambda number: cast("MainWindow", self.window()).show_page("complaints", complaint=number)
        )
        self.complaints.open_ones.connect(lambda named: setattr(self.history, "complaints", named))
        self.attaching.told.connect(self.told)
        CardDrop(self, self._drop, self.history.point_out, lambda: self.card is not None)

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
        self.doubles.show_contact(self.contact_id)
        self.complaints.show_contact(self.contact_id)

    def on_changes(self, changes: Changes) -> None:
        """Something was written: look again, unless it has nothing to do with cards."""
        if changes.touched("choice", "tag"):
            self._known = None
            self.history.forget_choices()
        if changes.touched(*OF_CARD):
            self.refresh()
        else:
            self.complaints.on_changes(changes)

    def _know(self, known: Known) -> None:
        self._known = known
        if self.card is not None and not self.editing:
            self._fill(self.card)

    def _gone(self, error: CrmError) -> None:
        if isinstance(error, NotFound):  # while the database is out of reach the last picture stays
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
        self._edits = Edits(self, self.core, card, self._line_of)
        self._makers = self._made()
        with laid_out_once(self._boxes):
            self.header.show_card(card)
            self.deeds.show_photo(card)
            self._name_jobs()
            self.details.show_lines(detail_lines(card, self._edits, self._makers))
            self.jobs.show_lines(tie_lines(card, self._edits, self._makers))
            self.tags.show_tags(card.tags)
            self.tags.show_lines([])
            self.notes.show_lines([notes_line(card, self._edits, self._makers)] if card.notes else [])
            self.files.show_files(card.files)
            self.completeness.show_missing(card.completeness, card.missing)
            self.history.show_card(card)

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

    def _made(self) -> Makers:
        return Makers(self._known or Known(), self._suggest("organisation"), self._suggest("person"), self._suggest(""))

    def _suggest(self, kind: str) -> Suggest:
        def suggest(typed: str, answer: Callable[[Sequence[str | Suggestion]], None]) -> None:
            own = self.contact_id or 0
            self.core.ask(self, suggested_contacts, typed, kind, own, then=answer, key=f"suggest {kind}")

        return suggest

    def _every_line(self, card: ContactCard, edits: Edits) -> list[Line]:
        """All that can be edited on *card*, filled in or not."""
        makers = self._makers
        return [
            name_line(card, edits),
            notes_line(card, edits, makers),
            tags_line(edits, makers.known.tags),
            *detail_lines(card, edits, makers),
            *addable_lines(card, edits, makers),
            *tie_lines(card, edits, makers),
            *new_tie_lines(card, edits, makers),
        ]

    def _line_of(self, card: ContactCard, key: str) -> Line | None:
        edits = Edits(self, self.core, card, self._line_of)
        return next((line for line in self._every_line(card, edits) if line.key == key), None)

    def edit(self, key: str = "name") -> None:
        """Edit a line, shown or not yet; without a key the name."""
        if self.card is None:
            return
        line = next((line for line in self._every_line(self.card, self._edits) if line.key == key), None)
        if line is None:
            return
        panel = self._panel_of(key)
        self.columns.bring(panel)
        row = panel.edit_line(line)
        QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row))  # when it has its place

    def _panel_of(self, key: str) -> Panel:
        if key == "tags":
            return self.tags
        if key == "field:notes":
            return self.notes
        return self.jobs if key.removeprefix("new:").startswith(TIES) else self.details

    def _offer_ties(self) -> None:
        if self.card is not None:
            lines = new_tie_lines(self.card, self._edits, self._makers)
            self.jobs.offer(self.jobs.action, lines, lambda line: self.edit(line.key))

    def offer_fields(self) -> None:
        """Everything that the card can still hold."""
        if self.card is not None:
            lines = addable_lines(self.card, self._edits, self._makers)
            AddField(lines, lambda line: self.edit(line.key), self).show_under(self.add_field)

    # -- files ------------------------------------------------------------------------------------------

    def _attach(self) -> None:
        self.attaching.choose_paths(self._drop)

    def _drop(self, paths: list[Path], place: QPoint | None = None) -> None:
        """Onto the entry under the pointer, else with the card."""
        if self.card is not None and not (place is not None and self.history.drop(paths, place)):
            self.attaching.take(self.card.id, self.card.name, paths)

    # -- head ------------------------------------------------------------------------------------------

    def _wanted(self, what: str) -> None:
        if what == "note":
            self.columns.bring(self.composer)
            self.composer.begin()
            self.area.ensureWidgetVisible(self.composer)
        elif what == "remind":
            self.remind()
        elif what == "complain":
            self.complain()
        elif what == "edit":
            self.area.verticalScrollBar().setValue(0)
            self.edit()
        elif what == "back":
            self.back_wanted.emit()
        elif what == "more":
            self.deeds.show_menu()

    def complain(self, **of_entry: Any) -> None:
        """Register a complaint of this contact, perhaps said in an entry of the history: in the call just logged."""
        from desktop_crm.ui.complaints import registering  # noqa: PLC0415  (loaded when first used)

        if self.card is not None:
            entry = of_entry or self.composer.just_logged
            registering.new_of(cast("MainWindow", self.window()), self.card.id, **entry)

    def remind(self) -> None:
        """A reminder about this contact."""
        if self.card is not None:
            forms.new(cast("MainWindow", self.window()), ReminderDraft("", self.card.id), contact=self.card.name)

    def open_link(self, link: str) -> None:
        """Another contact here; phones, mails and websites with what the system has for them."""
        if link.startswith("contact:"):
            self.contact_wanted.emit(int(link.removeprefix("contact:")))
        elif link:
            QDesktopServices.openUrl(QUrl(link))

    def blocks(self) -> list[Block]:
        """The panels with their lines, for paper."""
        panels = (self.details, self.jobs)
        return [(panel.heading.text(), [row.line for row in panel.rows if not row.isHidden()]) for panel in panels]

    def as_text(self) -> str:
        """The card for the clipboard."""
        card = self.card
        if card is None:
            return ""
        lines = [f"{line.caption}: {line.value}" for _heading, part in self.blocks() for line in part if line.value]
        tags = ", ".join(tag.name for tag in card.tags)
        lines += [f"{heading}: {text}" for heading, text in ((_("Tags"), tags), (_("Notes"), card.notes)) if text]
        return "\n".join(filter(None, [card.name, self.header.subtitle_text, *lines]))

    # -- look ------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words of now."""
        self.columns.retranslate()
        self.header.retranslate()
        self.doubles.retranslate()
        self.complaints.retranslate()
        self.details.heading.setText(_("Details"))
        self._name_jobs()
        self.tags.heading.setText(_("Tags"))
        self.notes.heading.setText(_("Notes"))
        for panel, text in ((self.tags, _("Add…")), (self.notes, _("Write"))):
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
        """Two columns where there is room, else one of them."""
        self.columns.arrange(self.width())
        super().resizeEvent(event)
