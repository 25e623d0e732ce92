"""After the import: what was done, and every way on."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.importing.fates import COUNT_KEYS, FATES
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px

SHEET_FILTER = N_("Excel workbook (*.xlsx)")


def choose_sheet(parent: QWidget, title: str, proposed: str) -> Path | None:
    """Ask where a sheet is to be saved."""
    name, _kind = QFileDialog.getSaveFileName(parent, title, proposed, _(SHEET_FILTER))
    return Path(name).with_suffix(".xlsx") if name else None


class Figure(QWidget):
    """A number and what it counts."""

    def __init__(self, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = QLabel(self)
        self.number.setProperty("type", "figure")
        if tone in ("ok", "warn", "bad"):
            self.number.setProperty("tone", tone)
        self.words = caption(wrap=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for label in (self.number, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)

    def show_count(self, count: int, words: str) -> None:
        """Show a count."""
        self.number.setText(count_text(count))
        self.words.setText(words)
        self.setAccessibleName(f"{self.number.text()} {words}")
        self.setVisible(count > 0)


class ResultStep(Step):
    """Counts, Undo import, Show contacts, Save held rows, Import another file."""

    undo_wanted = Signal()
    contacts_wanted = Signal()
    another_wanted = Signal()
    waiting_wanted = Signal()
    earlier_wanted = Signal()
    saved = Signal(Path)

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.undone = False
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.title.setProperty("type", "title")
        self.text = caption()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.figures = {fate: Figure(tone, self) for fate, (_title, tone) in FATES.items()}
        self.show_contacts = Button("users", "primary", self.contacts_wanted.emit)
        self.undo = Button("undo-2", "", self.undo_wanted.emit)
        self.review = Button("clock", "", self.waiting_wanted.emit)
        self.save_held = Button("file-spreadsheet", "", self.choose_target)
        self.save_report = Button("file-text", "", self.choose_report)
        self.another = Button("", "link", self.another_wanted.emit)
        self.earlier = Button("", "link", self.earlier_wanted.emit)
        self._lay_out()
        flow.imported.connect(self._imported)
        self._draw()
        self.retranslate()

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(px(32))
        figures.addStretch(1)
        for figure in self.figures.values():
            figures.addWidget(figure)
        figures.addStretch(1)
        lines = []
        for line in ((self.show_contacts, self.undo, self.review), (self.save_report, self.save_held),
                     (self.another, self.earlier)):  # fmt: skip
            buttons = QHBoxLayout()
            buttons.setSpacing(px(8))
            buttons.addStretch(1)
            for button in line:
                buttons.addWidget(button)
            buttons.addStretch(1)
            lines.append(buttons)
        self.body.addStretch(2)
        self.body.addWidget(self._picture)
        self.body.addWidget(self.title)
        self.body.addWidget(self.text)
        self.body.addSpacing(12)
        self.body.addLayout(figures)
        self.body.addSpacing(12)
        for buttons in lines:
            self.body.addLayout(buttons)
        self.body.addStretch(3)

    def first_focus(self) -> QWidget:
        """Most want to see them."""
        return self.another if self.undone else self.show_contacts

    def choose_target(self) -> None:
        """Where the rows that wait are to be saved."""
        if (
            path := choose_sheet(self, _("Save rows that wait"), self.proposed_name(N_("{name} – waiting.xlsx")))
        ) is not None:
            self.save_to(path)

    def choose_report(self) -> None:
        """Where the report is to be saved."""
        if (
            path := choose_sheet(self, _("Save the report"), self.proposed_name(N_("{name} – report.xlsx")))
        ) is not None:
            self.save_report_to(path)

    def proposed_name(self, pattern: str) -> str:
        """Beside the file it came from."""
        path = self.flow.path
        return str(path.with_name(_(pattern).format(name=path.stem))) if path is not None else ""

    def save_to(self, path: Path) -> None:
        """Save the rows that wait."""
        self.flow.save_held(path, lambda _answer: self.saved.emit(path))

    def save_report_to(self, path: Path) -> None:
        """Save what happened to every row."""
        self.flow.save_report(path, lambda _answer: self.saved.emit(path))

    def show_undone(self) -> None:
        """The import was taken back."""
        self.undone = True
        self._draw()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.show_contacts.setText(_("Show contacts"))
        self.undo.setText(_("Undo import"))
        self.save_held.setText(_("Save waiting rows as Excel…"))
        self.save_report.setText(_("Save the report…"))
        self.save_report.setToolTip(_("What happened to every row, with the reason, as an Excel sheet"))
        self.review.setText(_("Decide about waiting rows"))
        self.earlier.setText(_("Earlier imports"))
        self.another.setText(_("Import another file"))
        result = self.flow.result
        counts = result.counts if result is not None else {}
        for fate, figure in self.figures.items():
            figure.show_count(counts.get(COUNT_KEYS.get(fate, fate), 0), _(FATES[fate][0]))
            figure.setVisible(not self.undone and counts.get(COUNT_KEYS.get(fate, fate), 0) > 0)
        name = self.flow.source.name if self.flow.source is not None else ""
        if self.undone:
            self.title.setText(_("The import was undone"))
            self.text.setText(_("All contacts of “{name}” were taken back.").format(name=name))
        else:
            count = counts.get("created", 0) + counts.get("updated", 0)
            done = ngettext("{count} contact imported", "{count} contacts imported", count)
            held = counts.get("held", 0)
            words = ngettext("{count} row waits for you", "{count} rows wait for you", held)
            nothing = words.format(count=count_text(held)) if held else _("Nothing new in this file")
            self.title.setText(done.format(count=count_text(count)) if count else nothing)
            self.text.setText(_("From “{name}”. The file stays as it is.").format(name=name))
        self.show_contacts.setVisible(not self.undone)
        self.undo.setVisible(not self.undone and result is not None and result.change_set is not None)
        waiting = not self.undone and counts.get("held", 0) > 0
        self.save_held.setVisible(waiting)
        self.review.setVisible(waiting)
        self.save_report.setVisible(not self.undone)

    def _imported(self) -> None:
        self.undone = False
        self._draw()
        self.retranslate()

    def _draw(self) -> None:
        name, token = ("undo-2", "text2") if self.undone else ("circle-check", "ok")
        self._picture.setPixmap(icons.pixmap(name, token, icons.HUGE, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """The icon follows the theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._draw()
        super().changeEvent(event)
