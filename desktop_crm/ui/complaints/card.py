"""The card of one complaint: everything about it is read first and edited in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import CrmError, DatabaseUnreachable
from desktop_crm.base.i18n import _
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.model.complaint_states import STEPS
from desktop_crm.services.complaints import ComplaintCard, ComplaintChoices
from desktop_crm.services.reminders import ReminderDraft
from desktop_crm.ui.complaints import paper
from desktop_crm.ui.complaints.actions_panel import ActionsPanel
from desktop_crm.ui.complaints.cause_panel import CausePanel
from desktop_crm.ui.complaints.clock_panel import ClockPanel
from desktop_crm.ui.complaints.deeds import ComplaintDeeds
from desktop_crm.ui.complaints.fields_panel import DETAILS, HANDLING, WORDS, FieldsPanel
from desktop_crm.ui.complaints.head import ComplaintHead
from desktop_crm.ui.complaints.history_panel import HistoryPanel
from desktop_crm.ui.complaints.letter import LetterDialog
from desktop_crm.ui.complaints.marks import STEP_ICONS
from desktop_crm.ui.complaints.related_panel import RelatedPanel
from desktop_crm.ui.complaints.steps import Known, add_entry, begin_step, card_and_choices, step_words
from desktop_crm.ui.complaints.trail_view import TrailView
from desktop_crm.ui.contacts.attaching import CardDrop
from desktop_crm.ui.contacts.files_panel import FilesPanel
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

TWO_COLUMNS_FROM = 720
LEFT_WIDTH = 340
TABLES = (
    "complaint", "corrective_action", "complaint_cause", "complaint_interaction", "interaction", "attachment",
    "deadline_preset", "choice", "contact", "operator",
)  # fmt: skip


class ComplaintView(QWidget):
    """Shows one complaint; asks for it, and again when it changes."""

    back_wanted = Signal()
    complaint_wanted = Signal(object)  # id
    shown = Signal(object)  # ComplaintCard

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.window_, self.core = window, window.core
        self.complaint_id: int | None = None
        self.card: ComplaintCard | None = None
        self._waiting: Known | None = None  # what came while a field was being edited
        self.deeds = ComplaintDeeds(window, self)
        self.head = ComplaintHead(self)
        self.area = QScrollArea(self)
        self._inner = QWidget()
        self._left, self._right = QWidget(self._inner), QWidget(self._inner)
        self.clock = ClockPanel(self._left)
        self.details = FieldsPanel(self.deeds, DETAILS, self._left)
        self.handling = FieldsPanel(self.deeds, HANDLING, self._left)
        self.words = FieldsPanel(self.deeds, WORDS, self._right)
        self.causes = CausePanel(self.deeds, self._right)
        self.corrective = ActionsPanel(self.deeds, self._right)
        self.history = HistoryPanel(self.deeds, self._right)
        self.related = RelatedPanel(self._right)
        self.files = FilesPanel(self.deeds.attaching, self._right)
        self.trail = TrailView(self._right)
        self._build()
        self._connect()

    def _build(self) -> None:
        for holder, widgets in (
            (self._left, (self.clock, self.details, self.handling)),
            (
                self._right,
                (self.words, self.causes, self.corrective, self.history, self.related, self.files, self.trail),
            ),
        ):
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(px(16))
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inner)
        self._columns.setContentsMargins(px(24), px(16), px(24), px(24))
        self._columns.setSpacing(px(16))
        self._columns.addWidget(self._left, 0)
        self._columns.addWidget(self._right, 1)
        self._inner.setProperty("plain", "true")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.area, 1)

    def _connect(self) -> None:
        self.head.wanted.connect(self._wanted)
        self.head.link_opened.connect(self.open_link)
        for panel in self._panels:
            panel.editing_ended.connect(self._editing_ended)
            if panel is not self.files:
                panel.link_opened.connect(self.open_link)
        self.files.action.clicked.connect(self.deeds.choose_files)
        self.trail.log.clicked.connect(lambda: self._wanted("note"))
        CardDrop(self, self.deeds.add_paths, lambda _place: None, lambda: self._is_open)

    @property
    def _panels(self) -> tuple[Panel, ...]:
        return self.details, self.handling, self.words, self.causes, self.history, self.related, self.files

    @property
    def _is_open(self) -> bool:
        return self.card is not None and self.card.state != "voided"

    @property
    def editing(self) -> bool:
        """Whether a field is being edited."""
        return any(panel.editing for panel in self._panels)

    # -- showing ----------------------------------------------------------------------------------------------------

    def open(self, complaint_id: int) -> None:
        """Show another complaint; what is being typed is saved first."""
        if complaint_id != self.complaint_id:
            self.leave()
            self.area.verticalScrollBar().setValue(0)
        self.complaint_id = complaint_id
        self.refresh()

    def refresh(self) -> None:
        """Ask for it again."""
        if self.complaint_id is not None:
            self.core.ask(self, card_and_choices, self.complaint_id, then=self._show, failed=self._refused, key="card")

    def _refused(self, error: CrmError) -> None:
        if isinstance(error, DatabaseUnreachable) and self.card is not None and self.card.id == self.complaint_id:
            return  # the last picture stays; the banner tells
        self.core.refused.emit(error)
        self.complaint_id = self.card.id if self.card is not None else None
        self.back_wanted.emit()

    def _show(self, known: Known) -> None:
        card, choices = known
        if card.id != self.complaint_id:
            return
        if self.editing and self.card is not None and self.card.id == card.id:
            self._waiting = known
            self.deeds.newer(card)
            self.head.show_card(card)
            return
        self._fill(card, choices)
        self.shown.emit(card)

    def _fill(self, card: ComplaintCard, choices: ComplaintChoices) -> None:
        again = self.card is not None and self.card.id == card.id
        self.card = card
        self.deeds.show(card, choices)
        self.head.show_card(card)
        self.clock.show_card(card)
        for panel in (self.words, self.details, self.handling, self.causes, self.corrective):
            panel.show_card(card, choices)
        self.history.show_card(card)
        self.related.show_card(card)
        self.files.show_files(card.files)
        self.files.action.setVisible(self._is_open)
        self.trail.show_trail(card.trail, again=again)
        self.trail.log.setVisible(any(step.code == "note" for step in card.steps))

    def _editing_ended(self, saved: bool) -> None:
        if self.editing or self.card is None:
            return
        waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting[0].id == self.complaint_id:
            self._fill(*waiting)
        elif not saved and self.deeds.choices is not None:
            self._fill(self.card, self.deeds.choices)  # a new line that was not filled in goes away

    def on_changes(self, changes: Changes) -> None:
        """Something was written: look again, unless it has nothing to do with complaints."""
        if self.complaint_id is not None and changes.touched(*TABLES):
            self.refresh()

    def leave(self) -> None:
        """Save what is being typed."""
        for panel in self._panels:
            panel.leave()

    # -- doing ------------------------------------------------------------------------------------------------------

    def _wanted(self, what: str) -> None:
        if what == "back":
            self.back_wanted.emit()
        elif what == "more":
            self.show_menu()
        elif what == "edit":
            self.on_action("edit")
        elif self.card is not None:
            begin_step(self.window_, self.card.id, what)

    def on_action(self, name: str) -> bool:
        """F2 edits the description, F5 asks again."""
        if name == "edit":
            self.area.verticalScrollBar().setValue(0)
            self.words.edit("description")
        elif name == "refresh":
            self.refresh()
        return name in ("edit", "refresh")

    def open_link(self, link: str) -> None:
        """A contact, or another complaint."""
        kind, _colon, number = link.partition(":")
        if kind == "contact":
            self.window_.show_page("contacts", contact=int(number))
        elif kind == "complaint":
            self.complaint_wanted.emit(int(number))

    def show_menu(self) -> None:
        """Every step, and what else there is; under the button with the three dots."""
        card = self.card
        if card is None:
            return
        menu = QMenu(self)
        for step in card.steps:
            if step.code != "void":
                text = step_words(step.code, step.title)
                add_entry(menu, STEP_ICONS[step.code], text, partial(self._wanted, step.code))
        menu.addSeparator()
        letters = menu.addMenu(_("Write a letter"))
        for kind, text in LETTER_KINDS.items() if self._is_open else ():
            letters.addAction(f"{_(text)}…", partial(self.write_letter, kind))
        letters.menuAction().setVisible(self._is_open)
        add_entry(menu, "printer", _("Print…"), lambda: paper.print_sheet(self.window_, card.id))
        add_entry(menu, "file-text", _("Save as PDF…"), lambda: paper.save_sheet(self.window_, card.id))
        menu.addSeparator()
        add_entry(menu, "bell-plus", _("New reminder"), self.remind)
        if card.contact_id is not None:
            add_entry(menu, "user", _("Open the contact"), lambda: self.open_link(f"contact:{card.contact_id}"))
        add_entry(menu, "shield-check", _("Verify the book"), lambda: self.window_.act("verify_complaints"))
        if any(step.code == "void" for step in card.steps):
            menu.addSeparator()
            add_entry(menu, "x", step_words("void", _(STEPS["void"].title)), lambda: self._wanted("void"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.head.more.mapToGlobal(QPoint(0, self.head.more.height())))

    def write_letter(self, kind: str) -> None:
        """Acknowledgement, interim or final reply."""
        if self.card is not None:
            LetterDialog(self.window_, self.card, kind).open()

    def remind(self) -> None:
        """A reminder about this complaint and whoever complained."""
        if self.card is not None:
            title = _("Complaint {number}").format(number=self.card.number)
            draft = ReminderDraft(title, self.card.contact_id, complaint_id=self.card.id)
            forms.new(self.window_, draft, contact=self.card.who, complaint=self.card.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    # -- look -------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """Two columns, or one under the other."""
        two = self.width() >= px(TWO_COLUMNS_FROM)
        way = QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
        self._left.setMinimumWidth(px(LEFT_WIDTH) if two else 0)
        self._left.setMaximumWidth(px(LEFT_WIDTH) if two else 16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        self._arrange()
        super().resizeEvent(event)

    def retranslate(self) -> None:
        """Words of now."""
        parts = (self.head, self.clock, self.details, self.handling, self.words, self.causes, self.corrective)
        for part in (*parts, self.history, self.related, self.files, self.trail):
            part.retranslate()
        if self.card is not None:
            QTimer.singleShot(0, self, self.refresh)
