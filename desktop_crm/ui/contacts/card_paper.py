"""A card on paper or as PDF: name, all lines, notes and the latest history in one plain column."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_crm.base import clock
from desktop_crm.base.errors import FileNotWritten
from desktop_crm.base.i18n import _
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.ui import moments
from desktop_crm.ui.editor import Line

Block = tuple[str, Sequence[Line]]  # heading, lines
_STYLE = (
    "body { color: #000000; font-size: 10pt; } h1 { font-size: 18pt; } h2 { font-size: 11pt; } "
    ".quiet { color: #505050; font-size: 9pt; } td { padding: 1pt 8pt 3pt 0; }"
)


def card_document(card: ContactCard, subtitle: str, blocks: Sequence[Block]) -> QTextDocument:
    """The card as a text document, black on white."""
    tags = " · ".join(escape(tag.name) for tag in card.tags)
    parts = [f"<h1>{escape(card.name)}</h1>", f"<p>{escape(subtitle)}</p>" if subtitle else ""]
    parts.append(f'<p class="quiet">{tags}</p>' if tags else "")
    for heading, lines in blocks:
        rows = "".join(
            f'<tr><td class="quiet" width="190">{escape(line.caption)}</td><td>{_lines(line.value)}</td></tr>'
            for line in lines
            if line.value
        )
        if rows:
            parts.append(f"<h2>{escape(heading)}</h2><table>{rows}</table>")
    if card.notes:
        parts.append(f"<h2>{escape(_('Notes'))}</h2><p>{_lines(card.notes)}</p>")
    if card.history:
        parts.append(f"<h2>{escape(_('History'))}</h2>")
        for entry in card.history:
            head = " · ".join(filter(None, (moments.full(entry.started_at), entry.subject, entry.who)))
            parts.append(f'<p><span class="quiet">{escape(head)}</span><br>{_lines(entry.body)}</p>')
    parts.append(f'<p class="quiet">{escape(_("Printed {day}").format(day=moments.long_day(clock.today())))}</p>')
    document = QTextDocument()
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(f"<html><body>{''.join(parts)}</body></html>")
    return document


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def print_document(document: QTextDocument, title: str, parent: QWidget) -> None:
    """Ask for a printer, then print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  (loads the system's printing)

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Print “{name}”").format(name=title))
    dialog.accepted.connect(lambda: document.print_(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own open wants a slot


def ask_for_pdf(name: str, parent: QWidget) -> Path | None:
    """Where the PDF shall go."""
    safe = "".join(char if char not in '\\/:*?"<>|' else "_" for char in name)
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as PDF"), f"{safe}.pdf", "PDF (*.pdf)")
    if not chosen:
        return None
    return Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf")


def save_pdf(document: QTextDocument, path: Path, title: str) -> None:
    """Write the PDF whole or not at all; raises ``FileNotWritten``."""
    part = path.with_name(f".{path.name}.part")
    writer = QPdfWriter(str(part))
    writer.setTitle(title)
    margins = QMarginsF(15, 15, 15, 15)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
    )
    document.print_(writer)
    del writer
    try:
        if not part.stat().st_size:
            raise FileNotWritten(name=path.name)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise FileNotWritten(name=path.name) from None
