"""A card on paper or as PDF: name, all lines, notes and the latest history in one plain column."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop_crm.base import clock
from desktop_crm.base.document import Letterhead
from desktop_crm.base.errors import FileNotWritten
from desktop_crm.base.i18n import _
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.ui import moments
from desktop_crm.ui.contacts.entry import detail, heading
from desktop_crm.ui.contacts.entry_body import EntryBody
from desktop_crm.ui.editor import Line
from desktop_crm.ui.form import joined
from desktop_crm.ui.theme import font

Block = tuple[str, Sequence[Line]]  # heading, lines
_LOGO, _LOGO_WIDE, _LOGO_HIGH = "letterhead-logo", 180, 48
_STYLE = (
    "body { color: #000000; font-size: 10pt; } h1 { font-size: 18pt; } h2 { font-size: 11pt; } "
    ".quiet { color: #505050; font-size: 9pt; } td { padding: 1pt 8pt 3pt 0; }"
)


def paper(style: str, points: int) -> QTextDocument:
    """An empty document for paper: letters in points, for those in pixels of the screen vanish on a printer."""
    letters = QFont(font())
    letters.setPointSize(points)
    document = QTextDocument()
    document.setDefaultFont(letters)
    document.setDefaultStyleSheet(style)
    return document


def put_letterhead(document: QTextDocument, head: Letterhead) -> str:
    """What a page begins with as rich text; the picture becomes a resource of *document*."""
    picture = QImage.fromData(head.logo) if head.logo else QImage()
    parts = []
    if not picture.isNull():
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(_LOGO), picture)
        high = min(_LOGO_HIGH, round(_LOGO_WIDE * picture.height() / picture.width()))
        parts.append(f'<td><img src="{_LOGO}" height="{high}"></td>')
    words = "<br>".join(escape(line) for line in (head.name, *head.lines) if line)
    if words:
        parts.append(f'<td valign="middle" class="quiet">{words}</td>')
    return f"<table><tr>{''.join(parts)}</tr></table>" if parts else ""


def card_document(
    card: ContactCard, subtitle: str, blocks: Sequence[Block], head: Letterhead | None = None
) -> QTextDocument:
    """The card as a text document, black on white."""
    document = paper(_STYLE, 10)
    tags = " · ".join(escape(tag.name) for tag in card.tags)
    parts = [
        put_letterhead(document, head or Letterhead()),
        f"<h1>{escape(card.name)}</h1>",
        f"<p>{escape(subtitle)}</p>" if subtitle else "",
    ]
    parts.append(f'<p class="quiet">{tags}</p>' if tags else "")
    for title, lines in blocks:
        rows = "".join(
            f'<tr><td class="quiet" width="190">{escape(line.caption)}</td><td>{_lines(line.value)}</td></tr>'
            for line in lines
            if line.value
        )
        if rows:
            parts.append(f"<h2>{escape(title)}</h2><table>{rows}</table>")
    if card.notes:
        parts.append(f"<h2>{escape(_('Notes'))}</h2><p>{_lines(card.notes)}</p>")
    if card.history:
        parts.append(f"<h2>{escape(_('History'))}</h2>")
        for entry in card.history:
            day = moments.long_day(moments.day_of(entry.started_at, all_day=entry.all_day))
            at = "" if entry.all_day else moments.time_of_day(entry.started_at)
            line = joined([day, at, heading(entry, card.id), detail(entry, card.id), entry.outcome])
            words = f"<br>{_lines(_plain(entry.body))}" if entry.body else ""
            parts.append(f'<p><span class="quiet">{escape(line)}</span>{words}</p>')
    parts.append(f'<p class="quiet">{escape(_("Printed {day}").format(day=moments.long_day(clock.today())))}</p>')
    document.setHtml(f"<html><body>{''.join(parts)}</body></html>")
    return document


def _plain(text: str) -> str:
    """Words without the marks of Markdown."""
    body = EntryBody()
    body.open = True
    body.show(text)
    return body.text


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
