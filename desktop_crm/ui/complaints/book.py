"""Commands about the whole book: verify it, its deadlines, its categories and causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.complaints import ChainReport, verify_book
from desktop_crm.ui import icons, moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.complaints.letter_templates import TemplatesDialog
from desktop_crm.ui.complaints.paper import save_register as save_register
from desktop_crm.ui.complaints.presets import PresetsDialog
from desktop_crm.ui.complaints.trees import TreesDialog
from desktop_crm.ui.labels import caption
from desktop_crm.ui.plain_list import PlainList
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH = 560
AROUND_SEAL = 160  # picture, margins


def presets(window: MainWindow) -> PresetsDialog:
    """The editor of deadlines."""
    dialog = PresetsDialog(window)
    dialog.open()
    return dialog


def letters(window: MainWindow) -> TemplatesDialog:
    """The editor of letter templates."""
    dialog = TemplatesDialog(window)
    dialog.open()
    return dialog


def lists(window: MainWindow) -> TreesDialog:
    """The editor of categories and causes."""
    dialog = TreesDialog(window)
    dialog.open()
    return dialog


def verify(window: MainWindow) -> None:
    """Prove that no page was changed or pulled."""
    card = ProgressCard(window.stack)

    def checked(report: ChainReport) -> None:
        card.deleteLater()
        VerifiedDialog(window, report).open()

    def failed(error: object) -> None:
        card.deleteLater()
        window.core.refused.emit(error)

    work = window.core.ask(
        window, verify_book, then=card.ended(checked), failed=card.ended(failed), progress=card.report
    )
    card.watch(_("Verifying the book…"), work)


class VerifiedDialog(QDialog):
    """The book is whole, or what is wrong with it."""

    def __init__(self, window: QWidget, report: ChainReport) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Verify the book"))
        self.report = report
        self.headline = caption(self._headline(), kind="strong")
        picture = QLabel()
        icon, tone = ("shield-check", "ok") if report.ok else ("circle-alert", "bad")
        picture.setPixmap(icons.pixmap(icon, tone, icons.HUGE, self.devicePixelRatioF()))
        self.detail = caption(self._detail())
        self.problems = PlainList()
        self.problems.setWordWrap(True)
        self.problems.setAccessibleName(_("What does not agree"))
        for problem in report.problems:
            self.problems.add(problem.sentence)
        self.problems.setVisible(not report.ok)
        self.hash = QLineEdit(report.last_hash)
        self.hash.setReadOnly(True)
        self.hash.setAccessibleName(_("Seal of the last entry"))
        sealed = caption(_("Seal of the last entry, to be compared with a printed book:"), kind="caption")
        for line in (self.hash, sealed):
            line.setVisible(bool(report.last_hash))
        close = Button("", "primary", self.accept)
        close.setText(_("Close"))
        close.setDefault(True)
        close.setFocus()
        words = QVBoxLayout()
        words.setSpacing(px(8))
        for widget in (self.headline, self.detail, self.problems, sealed, self.hash):
            words.addWidget(widget)
        head = QHBoxLayout()
        head.setSpacing(px(16))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(16))
        layout.addLayout(head, 1)
        layout.addLayout(buttons)
        letters = self.hash.fontMetrics().horizontalAdvance(report.last_hash)  # of which none is cut
        self.setMinimumWidth(max(px(WIDTH), letters + px(AROUND_SEAL)))

    def _headline(self) -> str:
        if self.report.ok:
            return _("The book is whole: nothing was changed or removed behind the program's back.")
        count = len(self.report.problems)
        text = ngettext("{count} thing does not agree.", "{count} things do not agree.", count)
        return text.format(count=moments.count_text(count))

    def _detail(self) -> str:
        complaints = ngettext("{count} complaint", "{count} complaints", self.report.complaints)
        entries = ngettext("{count} entry verified", "{count} entries verified", self.report.entries)
        return ", ".join(
            text.format(count=moments.count_text(count))
            for text, count in ((complaints, self.report.complaints), (entries, self.report.entries))
        )
