"""What is done with the pages: printed, saved, opened elsewhere, sent."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_crm.base import paths
from desktop_crm.base.document import Document
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.ui.core import Core
from desktop_crm.ui.progress import ProgressCard

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


def print_pages(core: Core, content: bytes, document: Document, parent: QWidget) -> None:
    """The system's own dialog: printer, copies, range; then the pages as they are on screen, away from the window."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  (loads the system's printing)

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document.title)
    printer.setResolution(DPI)
    pages = _Pages(content)
    size, count = pages.document.pagePointSize(0), pages.document.pageCount()
    pages.document.close()
    printer.setPageSize(_page_size(size))
    wide = size.width() > size.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, max(1, count))
    dialog.setWindowTitle(_("Print “{name}”").format(name=document.title))

    def accepted() -> None:
        card = ProgressCard(parent)

        def ended(error: object) -> None:
            card.deleteLater()
            if isinstance(error, CrmError):
                core.refused.emit(error)

        work = core.run(
            parent, paint, content, printer, then=card.ended(ended), failed=card.ended(ended), progress=card.report
        )
        card.watch(_("Printing…"), work)

    dialog.accepted.connect(accepted)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own open wants a slot


class _Pages:
    """A PDF in the thread that looks at it."""

    def __init__(self, content: bytes) -> None:
        self.document = QPdfDocument(None)  # type: ignore[call-overload]
        self.buffer = QBuffer(self.document)
        self.buffer.setData(QByteArray(content))
        self.buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self.buffer)


def _page_size(points: QSizeF) -> QPageSize:
    upright = QSizeF(min(points.width(), points.height()), max(points.width(), points.height()))
    return QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def paint(content: bytes, printer: object, *, progress: Progress | None = None) -> int:
    """Each page of the range onto the printer (any thread may do it); says how many."""
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415

    assert isinstance(printer, QPrinter)
    progress = progress or Progress()
    pages = _Pages(content)
    document = pages.document
    first, last = printer.fromPage() or 1, printer.toPage() or document.pageCount()
    painter = QPainter(printer)
    numbers = range(first - 1, min(last, document.pageCount()))
    try:
        for count, number in enumerate(numbers):
            progress.step(_("Page {number}").format(number=number + 1), count, len(numbers))
            if count:
                printer.newPage()
            size = document.pagePointSize(number)
            scale = printer.resolution() / 72
            image = document.render(number, (size * scale).toSize())
            painter.drawImage(QRectF(0, 0, size.width() * scale, size.height() * scale), image)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
        document.close()
    return len(numbers)


def beside(document: Document) -> Path:
    """A file for another program to show, in the folder of opened files."""
    return paths.opened_folder() / file_name(document, ".pdf")


def open_elsewhere(path: Path) -> None:
    """In the system's viewer."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
