"""Step 1: which file, and how it is read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.files.encoding import encoding_name
from desktop_crm.files.table import NO_HEADER
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.importing.drop_zone import DropZone
from desktop_crm.ui.importing.dropping import ALL_FILES, FILE_FILTER, PATTERNS, accepted_path
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.preview import Preview
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import Labelled, caption
from desktop_crm.ui.painting import StatusChip
from desktop_crm.ui.theme import px

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": N_("Western European (Windows-1252)"),
    "cp1250": N_("Central European (Windows-1250)"),
    "cp1251": N_("Cyrillic (Windows-1251)"),
    "iso8859-1": N_("Western European (ISO 8859-1)"),
    "iso8859-2": N_("Central European (ISO 8859-2)"),
    "iso8859-16": N_("Romanian (ISO 8859-16)"),
    "koi8-r": N_("Cyrillic (KOI8-R)"),
    "cp866": N_("Cyrillic (DOS 866)"),
    "mac_cyrillic": N_("Cyrillic (Mac)"),
}
_SAME = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
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
HEADER_ROWS = 20


class FileStep(Step):
    """The file; sheet, header row, encoding and separator as detected, changeable; the first rows as they are."""

    nothing_to_paste = Signal()

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.zone = DropZone(self)
        self.zone.dropped = flow.open
        self.zone.button.clicked.connect(self.choose_file)
        self.zone.paste.clicked.connect(self.paste)
        self.name = QLabel(self)
        self.name.setProperty("type", "strong")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = caption(wrap=False)
        self.another = Button("", "", self.choose_file)
        self.sheet, self.encoding, self.delimiter = QComboBox(self), QComboBox(self), QComboBox(self)
        self.header = QComboBox(self)
        self.choices = [Labelled(control, self) for control in (self.sheet, self.header, self.encoding, self.delimiter)]
        self.notes = caption()
        self.preset = StatusChip("", "info", parent=self)
        self.hint = caption()
        self.preview = Preview(lambda row: flow.read_again(header_row=row), self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.zone)
        self.stack.addWidget(self._chosen())
        self.body.addWidget(self.stack, 1)
        self.sheet.activated.connect(self._sheet_chosen)
        self.encoding.activated.connect(self._encoding_chosen)
        self.delimiter.activated.connect(self._delimiter_chosen)
        self.header.activated.connect(self._header_chosen)
        flow.source_changed.connect(self._show)
        flow.columns_changed.connect(self._show_preset)
        self.retranslate()

    def _chosen(self) -> QWidget:
        page = QWidget(self)
        self.picture = QLabel(page)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self.picture)
        line.addLayout(words, 1)
        line.addWidget(self.preset)
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
        layout.setSpacing(px(12))
        layout.addLayout(line)
        layout.addWidget(choices)
        layout.addWidget(self.notes)
        layout.addWidget(self.hint)
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

    def paste(self) -> bool:
        """Take what lies on the clipboard: a file, or rows; says whether there was any."""
        clipboard = QGuiApplication.clipboard()
        if (path := accepted_path(clipboard.mimeData())) is not None:
            self.flow.open(path)
        elif text := clipboard.text().strip("\r\n"):
            self.flow.paste(text)
        else:
            self.nothing_to_paste.emit()
            return False
        return True

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
            self.facts.setText(" · ".join(self._facts(source)))
            self.notes.setText("\n".join(f"•  {note.sentence}" for note in source.notes[:4]))
            self.notes.setVisible(bool(source.notes))
            self._show_choices(source)
            self.preview.show_source(source)
            self.hint.setText(
                _("Is another row the one with the column names? Click it.") if source.kind != "vcf" else ""
            )
            self.hint.setVisible(bool(self.hint.text()))
            self._show_preset()
        self.ready_changed.emit()

    def _facts(self, source: Any) -> list[str]:
        count = self.flow.row_count
        kind = _(KINDS.get(source.kind, N_("Table")))
        if source.kind == "vcf":
            return [kind, ngettext("{count} card", "{count} cards", count).format(count=count_text(count))]
        rows = ngettext("{count} row", "{count} rows", count).format(count=count_text(count))
        columns = ngettext("{count} column", "{count} columns", len(source.headers))
        return [kind, rows, columns.format(count=len(source.headers))]

    def _show_choices(self, source: Any) -> None:
        hidden = _("{name} (hidden)")
        sheets = [(one.name, hidden.format(name=one.name) if one.hidden else one.name) for one in source.sheets]
        _fill(self.sheet, sheets, source.sheet)
        used = _SAME.get(source.encoding, source.encoding)
        encodings = [
            (code, _(ENCODINGS[code]) if code in ENCODINGS else encoding_name(code)) for code in _with(ENCODINGS, used)
        ]
        _fill(self.encoding, encodings, used)
        separators = [
            (code, _(DELIMITERS[code]) if code in DELIMITERS else code) for code in _with(DELIMITERS, source.delimiter)
        ]
        _fill(self.delimiter, separators, source.delimiter)
        found = NO_HEADER if source.header_row is None else source.header_row
        rows = sorted({NO_HEADER, found, *range(HEADER_ROWS)})
        _fill(self.header, [(row, str(row + 1) if row >= 0 else _("No header")) for row in rows], found)
        table = source.kind not in ("vcf", "vcard")
        for choice, shown in zip(self.choices, (len(sheets) > 1, table, bool(source.encoding),
                                                bool(source.delimiter)), strict=True):  # fmt: skip
            choice.setVisible(shown)

    def _show_preset(self) -> None:
        self.preset.say(self.flow.found.preset, _("Recognised by the names of the columns"))

    def _sheet_chosen(self) -> None:
        self.flow.read_again(sheet=self.sheet.currentData(), header_row=None)

    def _encoding_chosen(self) -> None:
        self.flow.read_again(encoding=self.encoding.currentData())

    def _delimiter_chosen(self) -> None:
        self.flow.read_again(delimiter=self.delimiter.currentData())

    def _header_chosen(self) -> None:
        self.flow.read_again(header_row=self.header.currentData())


def _with(known: Any, found: str) -> list[str]:
    return list(known) if not found or found in known else [found, *known]


def _fill(box: QComboBox, items: Sequence[tuple[Any, str]], current: Any) -> None:
    box.clear()
    for code, title in items:
        box.addItem(title, code)
    box.setCurrentIndex(max(0, box.findData(current)))
