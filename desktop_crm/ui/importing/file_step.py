"""Step 1: which file, and how it is read."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.files.table import NO_HEADER
from desktop_crm.ui import icons, theme
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.importing.dropping import ALL_FILES, FILE_FILTER, PATTERNS, accepted_path, accepts
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import Labelled, caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.moments import count_text

ENCODINGS = ("utf-8", "utf-16", "windows-1250", "windows-1251", "windows-1252", "iso-8859-2", "iso-8859-16", "koi8-r",
             "cp866", "mac-cyrillic")  # fmt: skip
DELIMITERS = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Vertical bar")}
KINDS = {
    "xlsx": N_("Excel workbook"),
    "xlsm": N_("Excel workbook"),
    "xls": N_("Excel 97–2003 workbook"),
    "ods": N_("OpenDocument sheet"),
    "csv": N_("Text with separators"),
    "html": N_("Web page"),
    "vcf": N_("Contact cards (vCard)"),
}
PREVIEW_COLUMNS = 12
CELL_LENGTH = 120
HEADER_ROWS = 20


class DropZone(QFrame):
    """A place to drop a file on, with the button for those who choose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.dropped: Any = lambda path: None
        self._over = False
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(self)
        self.title.setProperty("type", "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        self.text = caption()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button("folder-open", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(self.picture)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(4)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        theme.theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.picture.setPixmap(icons.pixmap("upload", "text3", icons.HUGE, self.devicePixelRatioF()))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.title.setText(_("Drop a list of contacts here"))
        self.text.setText(_("Excel, OpenDocument, CSV or contact cards (vCard). The file stays as it is."))
        self.button.setText(_("Choose a file…"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Light up for what can be read."""
        if accepts(event.mimeData()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go dark."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file."""
        self._over = False
        self.update()
        if path := accepted_path(event.mimeData()):
            event.acceptProposedAction()
            self.dropped(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("selected" if self._over else "surface"))
        pen = QPen(theme.color("focus" if self._over else "border_strong"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)


class FileStep(Step):
    """The file; sheet, header row, encoding and separator as detected, changeable; the first rows as they are."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.zone = DropZone(self)
        self.zone.dropped = flow.open
        self.zone.button.clicked.connect(self.choose_file)
        self.name = QLabel(self)
        self.name.setProperty("type", "strong")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = caption(wrap=False)
        self.another = Button("", "", self.choose_file)
        self.sheet, self.encoding, self.delimiter = QComboBox(self), QComboBox(self), QComboBox(self)
        self.header = QComboBox(self)
        self.choices = [Labelled(control, self) for control in (self.sheet, self.header, self.encoding, self.delimiter)]
        self.notes = caption()
        self.model = ListedModel(())
        self.preview = ListedView(self.model, "", self)
        self.preview.setProperty("framed", "true")
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.zone)
        self.stack.addWidget(self._chosen())
        self.body.addWidget(self.stack, 1)
        self.sheet.activated.connect(self._sheet_chosen)
        self.encoding.activated.connect(self._encoding_chosen)
        self.delimiter.activated.connect(self._delimiter_chosen)
        self.header.activated.connect(self._header_chosen)
        flow.source_changed.connect(self._show)
        self.retranslate()

    def _chosen(self) -> QWidget:
        page = QWidget(self)
        self.picture = QLabel(page)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.picture)
        line.addLayout(words, 1)
        line.addWidget(self.another)
        choices = QWidget(page)
        flow = FlowLayout(choices, 16)
        for choice in self.choices:
            flow.addWidget(choice)
        policy = choices.sizePolicy()
        policy.setHeightForWidth(True)
        choices.setSizePolicy(policy)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(line)
        layout.addWidget(choices)
        layout.addWidget(self.notes)
        layout.addWidget(self.preview, 1)
        return page

    @property
    def ready(self) -> bool:
        """There is something to import."""
        return self.flow.source is not None and self.flow.row_count > 0

    def first_focus(self) -> QWidget | None:
        """The button that chooses, until there is a file."""
        return self.zone.button if self.flow.source is None else None

    def choose_file(self) -> None:
        """The system's dialog."""
        patterns = f"{_(FILE_FILTER).format(patterns=PATTERNS)};;{_(ALL_FILES)}"
        folder = str(self.flow.path.parent) if self.flow.path else ""
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a list of contacts"), folder, patterns)
        if name:
            self.flow.open(Path(name))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.zone.retranslate()
        self.another.setText(_("Choose another file…"))
        names = (_("Sheet"), _("Header in row"), _("Encoding"), _("Separator"))
        for choice, name in zip(self.choices, names, strict=True):
            choice.name(name)
        self.preview.setAccessibleName(_("First rows of the file"))
        self._show()

    def _show(self) -> None:
        source = self.flow.source
        self.stack.setCurrentIndex(0 if source is None else 1)
        if source is not None:
            self.picture.setPixmap(icons.pixmap("file-spreadsheet", "link", 32, self.devicePixelRatioF()))
            self.name.setText(source.name)
            rows = ngettext("{count} row", "{count} rows", self.flow.row_count).format(
                count=count_text(self.flow.row_count)
            )
            kind = _(KINDS.get(source.kind, N_("Table")))
            columns = ngettext("{count} column", "{count} columns", len(source.headers))
            self.facts.setText(" · ".join((kind, rows, columns.format(count=len(source.headers)))))
            self.notes.setText("\n".join(f"•  {note.sentence}" for note in source.notes[:4]))
            self.notes.setVisible(bool(source.notes))
            self._show_choices(source)
            self._show_rows(source)
        self.ready_changed.emit()

    def _show_choices(self, source: Any) -> None:
        sheets = [sheet.name for sheet in source.sheets]
        _fill(self.sheet, [(name, name) for name in sheets], getattr(source, "sheet", ""))
        _fill(self.encoding, [(code, code) for code in _with(ENCODINGS, source.encoding)], source.encoding)
        separators = [
            (code, _(DELIMITERS[code]) if code in DELIMITERS else code) for code in _with(DELIMITERS, source.delimiter)
        ]
        _fill(self.delimiter, separators, source.delimiter)
        found = NO_HEADER if source.header_row is None else source.header_row
        rows = sorted({NO_HEADER, found, *range(HEADER_ROWS)})
        _fill(self.header, [(row, str(row + 1) if row >= 0 else _("No header")) for row in rows], found)
        table = source.kind not in ("vcf", "vcard")
        for choice, shown in zip(self.choices, (len(sheets) > 1, table, bool(source.encoding) and table,
                                                bool(source.delimiter)), strict=True):  # fmt: skip
            choice.setVisible(shown)

    def _show_rows(self, source: Any) -> None:
        columns = [
            ListedColumn(header, partial(_cell, column), width=18, words_of_file=True)
            for column, header in enumerate(source.headers)
        ]
        self.model.beginResetModel()
        self.model.columns = tuple(columns)
        self.model.endResetModel()
        self.model.show(source.rows)
        self.preview.fit()

    def _sheet_chosen(self) -> None:
        self.flow.read_again(sheet=self.sheet.currentData(), header_row=None)

    def _encoding_chosen(self) -> None:
        self.flow.read_again(encoding=self.encoding.currentData())

    def _delimiter_chosen(self) -> None:
        self.flow.read_again(delimiter=self.delimiter.currentData())

    def _header_chosen(self) -> None:
        self.flow.read_again(header_row=self.header.currentData())


def _cell(column: int, row: Sequence[Any]) -> str:
    value = row[column] if column < len(row) else None
    return "" if value is None else str(value).replace("\n", " ")[:CELL_LENGTH]


def _with(known: Any, found: str) -> list[str]:
    return list(known) if not found or found in known else [found, *known]


def _fill(box: QComboBox, items: Sequence[tuple[Any, str]], current: Any) -> None:
    box.clear()
    for code, title in items:
        box.addItem(title, code)
    box.setCurrentIndex(max(0, box.findData(current)))
