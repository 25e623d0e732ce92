"""What is done with the pages: printed, saved, opened elsewhere, sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_crm.base import paths
from desktop_crm.base.document import Document
from desktop_crm.base.i18n import _

DPI = 300
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def file_name(document: Document, ending: str) -> str:
    """“Activity by colleague, October 2026.pdf”."""
    words = ", ".join(filter(None, (document.title, document.period)))
    return (_NOT_IN_NAMES.sub(" ", words).strip(" .")[:100] or "report") + ending


def ask_for_file(document: Document, ending: str, parent: QWidget) -> Path | None:
    """Where it shall go."""
    kind = _("Workbook (*.xlsx)") if ending == ".xlsx" else "PDF (*.pdf)"
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save the report"), file_name(document, ending), kind)
    if not chosen:
        return None
    return Path(chosen if chosen.lower().endswith(ending) else f"{chosen}{ending}")


def print_pages(content: bytes, document: Document, parent: QWidget, done: Callable[[], object] | None = None) -> None:
    """The system's own dialog: printer, copies, range; then the pages as they are on screen."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  (loads the system's printing)

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document.title)
    printer.setResolution(DPI)
    pages = _Pages(content)
    size = pages.document.pagePointSize(0)
    printer.setPageSize(_page_size(size))
    wide = size.width() > size.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, max(1, pages.document.pageCount()))
    dialog.setWindowTitle(_("Print “{name}”").format(name=document.title))

    def accepted() -> None:
        paint(pages.document, printer)
        if done is not None:
            done()

    dialog.accepted.connect(accepted)
    dialog.finished.connect(dialog.deleteLater)
    dialog.destroyed.connect(pages.document.close)
    QDialog.open(dialog)  # its own open wants a slot


class _Pages:
    """A PDF that lives as long as the dialog."""

    def __init__(self, content: bytes) -> None:
        self.document = QPdfDocument(None)  # type: ignore[call-overload]
        self.buffer = QBuffer(self.document)
        self.buffer.setData(QByteArray(content))
        self.buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self.buffer)


def _page_size(points: QSizeF) -> QPageSize:
    upright = QSizeF(min(points.width(), points.height()), max(points.width(), points.height()))
    return QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def paint(document: QPdfDocument, printer: object) -> int:
    """Each page of the range onto the printer; says how many."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415

    assert isinstance(printer, QPrinter)
    first, last = printer.fromPage() or 1, printer.toPage() or document.pageCount()
    painter = QPainter(printer)
    count = 0
    for number in range(first - 1, min(last, document.pageCount())):
        if count:
            printer.newPage()
        size = document.pagePointSize(number)
        scale = printer.resolution() / 72
        image = document.render(number, (size * scale).toSize())
        painter.drawImage(QRectF(0, 0, size.width() * scale, size.height() * scale), image)
        count += 1
    painter.end()
    return count


def beside(document: Document) -> Path:
    """A file for another program to show, in the folder of opened files."""
    return paths.opened_folder() / file_name(document, ".pdf")


def open_elsewhere(path: Path) -> None:
    """In the system's viewer."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
