"""The page of reports: the list, what the report is about, its pages, its figures, the copies that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
)

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.reports.copies import CopyLine, FigureChange, changed_since, copies, keep_copy, keepable
from desktop_crm.services.reports.periods import Period
from desktop_crm.services.reports.registry import REPORTS
from desktop_crm.ui import icons, moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.labels import caption
from desktop_crm.ui.page import Page
from desktop_crm.ui.plain_list import PlainList
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.reports import deeds, making, recent
from desktop_crm.ui.reports.changes import ChangesDialog
from desktop_crm.ui.reports.choices import Choices, offered
from desktop_crm.ui.reports.figures import FiguresFace, FiguresTree
from desktop_crm.ui.reports.making import Made, Wanted
from desktop_crm.ui.reports.more import MoreMenu
from desktop_crm.ui.reports.preview import Preview
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

MADE_AFTER_MS = 250
LIST_WIDTH, NARROW_LIST, NARROW_BELOW = 272, 176, 860


@dataclass(frozen=True, slots=True)
class _Pages:
    made: Made
    content: bytes


class ReportsPage(Page):
    """Choose, look, print."""

    shortcut_names = ("refresh", "find", "export")

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.report = str(window.settings.window.get("report", "pack"))
        self.report = self.report if self.report in REPORTS else "pack"
        self.made: Made | None = None
        self.lines: list[CopyLine] = []
        self._lately: list[tuple[str, Period, int | None]] = []
        self._anew = False
        self._copy_id: int | None = None

    def pieces(self) -> Iterator[None]:
        """What is chosen, what is shown, what is done with it."""
        self.list, self.kept = PlainList(row_height=36), PlainList()
        self.kept_title = caption(kind="section")
        self.choices = Choices(self.core)
        yield
        self.pages_chip, self.figures_chip = FilterChip(self), FilterChip(self)
        self.preview, self.figures = Preview(), FiguresTree()
        self.nothing = EmptyState("file-text", self)
        yield
        self.note = caption()
        self.compare = Button("arrow-left-right", "link", self.show_changes)
        self.again = Button("rotate-ccw", "link", self.make_anew)
        self.keep = Button("lock", "", self.keep_copy)
        self.printing = Button("printer", "primary", partial(deeds.print_pages, self))
        self.save = Button("download", "", partial(deeds.save_as, self, ".pdf"))
        self.more = MoreMenu(self)
        self.progress = ProgressCard(self)
        self._timer = QTimer(self, singleShot=True, interval=MADE_AFTER_MS)
        self._timer.timeout.connect(self.make)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = QFrame()
        left.setProperty("kind", "card")
        column = QVBoxLayout(left)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(8))
        column.addWidget(self.list, 3)
        column.addWidget(self.kept_title)
        column.addWidget(self.kept, 2)
        for one in (self.list, self.kept):
            one.setProperty("framed", "false")
        self._stack = QStackedWidget()
        for face in (self.preview, FiguresFace(self.figures), self.nothing):
            self._stack.addWidget(face)
        bar = FlowLayout(None, px(8))
        for widget in (self.pages_chip, self.figures_chip, self.keep, self.save, self.printing, self.more):
            bar.addWidget(widget)
        told = QHBoxLayout()
        told.setSpacing(px(8))
        told.addWidget(self.note, 1)
        told.addWidget(self.compare)
        told.addWidget(self.again)
        right = QFrame()
        right.setProperty("kind", "card")
        inner = QVBoxLayout(right)
        inner.setContentsMargins(px(16), px(12), px(16), px(12))
        inner.setSpacing(px(8))
        inner.addWidget(self.choices)
        inner.addLayout(bar)
        inner.addLayout(told)
        inner.addWidget(self._stack, 1)
        left.setFixedWidth(px(LIST_WIDTH))
        self.left = left
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(24), px(16), px(24), px(16))
        layout.setSpacing(px(16))
        layout.addWidget(left)
        layout.addWidget(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower list where room is short."""
        self.left.setFixedWidth(px(LIST_WIDTH if self.width() >= px(NARROW_BELOW) else NARROW_LIST))
        super().resizeEvent(event)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._chosen)
        self.kept.itemActivated.connect(self._lately_chosen)
        self.kept.itemClicked.connect(self._lately_chosen)
        self.choices.changed.connect(self._other)
        self.pages_chip.clicked.connect(partial(self.show_face, 0))
        self.figures_chip.clicked.connect(partial(self.show_face, 1))
        self.figures.wanted.connect(partial(deeds.open_link, self))
        self.pages_chip.setChecked(True)

    # -- what is shown ------------------------------------------------------------------------------------------

    def on_shown(self, *, report: str = "", contact: int | None = None, name: str = "", day: date | None = None,
                 **_more: Any) -> None:  # fmt: skip
        """*report* to go to, about this *contact* or the month of *day*."""
        if contact is not None:
            self.choices.contact.set_record(contact, name)
        if day is not None:
            self.choices.go_to(day)
        if report in REPORTS:
            self.report = report
        self.core.ask(self, offered, then=self.choices.show_offered, key="offered")
        self._ask_copies()
        self._mark()
        self._other()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == self.report:
                self.list.blockSignals(True)
                self.list.setCurrentRow(row)
                self.list.blockSignals(False)
        self.choices.show_kind(REPORTS[self.report])

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.report = item.data(Qt.ItemDataRole.UserRole)
            self.window_.remember(report=self.report)
            self._mark()
            self._other()

    def _other(self) -> None:
        """Something else is wanted: it is made when the hand rests."""
        self._copy_id, self._anew = None, False
        self._timer.start()

    def make(self) -> None:
        """Make what is wanted and show it."""
        self._timer.stop()
        request = self.choices.request()
        if "contact" in REPORTS[self.report].parameters and request.contact_id is None and self.report != "envelopes":
            self._show_nothing(_("Whose?"), _("Choose a contact above."))
            return
        language = self.choices.language.currentData() or "en"
        wanted = Wanted(self.report, request, language, self._copy_id, self._anew)
        work = self.core.ask(
            self, making.made, wanted, then=self.progress.ended(self._lay_pages),
            failed=self.progress.ended(self._failed), key="make", progress=self.progress.report, apart=True,
        )  # fmt: skip
        self.progress.watch(_("Counting…"), work)

    def _lay_pages(self, made: Made) -> None:
        def pages(*, progress: Any = None) -> _Pages:
            return _Pages(made, making.pdf_of(made.document, progress=progress))

        work = self.core.run(
            self, pages, then=self.progress.ended(self._show), failed=self.progress.ended(self._failed),
            key="pages", progress=self.progress.report,
        )  # fmt: skip
        self.progress.watch(_("Writing pages"), work)

    def _show(self, pages: _Pages) -> None:
        self.made = pages.made
        recent.note(self.window_, pages.made.wanted.report, pages.made.wanted.request.period)
        self.preview.show_pdf(pages.content)
        self.figures.show_document(pages.made.document)
        self._stack.setCurrentIndex(1 if self.figures_chip.isChecked() else 0)
        self.show_lately()

    def _show_nothing(self, title: str, text: str) -> None:
        self.made = None
        self.preview.clear()
        self.nothing.set_text(title, text)
        self._stack.setCurrentWidget(self.nothing)
        self._say()

    def _failed(self, error: CrmError) -> None:
        self._show_nothing(_("This report could not be made"), error.sentence)

    def show_face(self, place: int) -> None:
        """The pages, or the figures."""
        self.pages_chip.setChecked(place == 0)
        self.figures_chip.setChecked(place == 1)
        if self.made is not None:
            self._stack.setCurrentIndex(place)

    def _say(self) -> None:
        there = self.made is not None
        copy_id = self.made.copy_id if self.made else None
        line = next((line for line in self.lines if line.id == copy_id), None)
        said = ""
        if line is not None:
            said = _("Kept copy of {day}, {name}.").format(day=moments.full(line.made_at), name=line.made_by or "–")
        if self.made is not None and self.made.document.look == "bare":
            said = " · ".join(filter(None, (said, self.made.document.filter)))
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self.compare.setVisible(line is not None)
        self.again.setVisible(line is not None)
        for button in (self.keep, self.save, self.printing, self.more):
            button.setEnabled(there)
        self.keep.setVisible(line is None and (self.made is None or keepable(self.report, self.made.wanted.request)))

    def _ask_copies(self) -> None:
        self.core.ask(self, copies, then=self._show_copies, key="copies")

    def _show_copies(self, lines: list[CopyLine]) -> None:
        self.lines = lines
        self.show_lately()

    def show_lately(self) -> None:
        """The copies that are kept, and the reports that were lately looked at."""
        self._lately.clear()
        self.kept.clear()
        for line in self.lines:
            title = _(REPORTS[line.report].title) if line.report in REPORTS else line.title
            self._offer(f"{line.period.text} · {title}", "lock", line.report, line.period, line.id)
        for report, period in recent.reports(self.window_):
            self._offer(f"{period.text} · {_(REPORTS[report].title)}", "history", report, period, None)
        self.kept_title.setVisible(bool(self._lately))
        self.kept.setVisible(bool(self._lately))
        self._say()

    def _offer(self, text: str, icon: str, report: str, period: Period, copy_id: int | None) -> None:
        self.kept.add(text, str(len(self._lately)), icons.icon(icon)).setToolTip(text)
        self._lately.append((report, period, copy_id))

    def _lately_chosen(self, item: QListWidgetItem) -> None:
        self.report, self.choices.period, self._copy_id = self._lately[int(item.data(Qt.ItemDataRole.UserRole))]
        self.choices.say_month()
        self._mark()
        self._anew = False
        self.make()

    def on_changes(self, changes: Changes) -> None:
        """Copies come and go; the pages in front stay as they are until they are asked for again (F5)."""
        if changes.touched("report_copy"):
            self._ask_copies()

    # -- verbs --------------------------------------------------------------------------------------------------

    def make_anew(self) -> None:
        """From the data of now, beside the kept copy."""
        self._copy_id, self._anew = None, True
        self.make()

    def keep_copy(self) -> None:
        """Freeze what is shown."""
        if self.made is None:
            return
        wanted, document = self.made.wanted, self.made.document
        label = Label(N_("Keep the report “{title}”"), {"title": document.title})

        def kept(copy_id: int) -> None:
            self._copy_id = copy_id
            self.window_.toast(_("The copy is kept and will not change"), undo=True)
            self.make()

        self.core.do(self, label, keep_copy, wanted.report, wanted.request.period, document, then=kept)

    def show_changes(self) -> None:
        """What would be another figure today."""
        if self.made is not None and self.made.copy_id is not None:
            work = self.core.ask(
                self, changed_since, self.made.copy_id, then=self.progress.ended(self._show_changes),
                failed=self.progress.ended(self.core.refused.emit), key="since", progress=self.progress.report,
                apart=True,
            )  # fmt: skip
            self.progress.watch(_("Counting…"), work)

    def _show_changes(self, found: list[FigureChange]) -> None:
        ChangesDialog(found, self).open()

    def on_action(self, name: str) -> bool:
        """F5 makes it again, Ctrl+F finds, Ctrl+E saves."""
        known: dict[str, Callable[[], object]] = {
            "refresh": self.make, "find": self.preview.begin_search, "export": partial(deeds.save_as, self, ".pdf"),
        }  # fmt: skip
        if name not in known:
            return False
        known[name]()
        return True

    def retranslate(self) -> None:
        """Words of now."""
        self.set_heading(_("Reports"))
        self.list.blockSignals(True)
        self.list.clear()
        for kind in REPORTS.values():
            self.list.add(_(kind.title), kind.name).setToolTip(_(kind.about))
        self.list.blockSignals(False)
        self.list.setAccessibleName(_("Reports"))
        self.kept.setAccessibleName(_("Kept and recent"))
        self.kept_title.setText(_("Kept and recent"))
        self.pages_chip.setText(_("Pages"))
        self.figures_chip.setText(_("Figures"))
        self.keep.setText(_("Keep a copy"))
        self.save.setText(_("Save as PDF…"))
        self.printing.setText(_("Print…"))
        self.compare.setText(_("What changed since"))
        self.again.setText(_("Make it anew"))
        for part in (self.choices, self.preview, self.figures, self.more):
            part.retranslate()
        self._mark()
        self._say()
