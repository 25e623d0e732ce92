"""When the last backup was made, and the button to make one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_crm.base import clock, paths
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.theme import px
from desktop_crm.ui.today.card import Card

if TYPE_CHECKING:
    from desktop_crm.ui.page import Page

OLD_DAYS = 7  # a copy older than this is said in a tone of warning


class BackupCard(Card):
    """Only copies that can be trusted are counted."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.progress = ProgressCard(page)
        self.rows: list[Any] = []
        self.last = QLabel(wordWrap=True)
        self.last.setProperty("type", "strong")
        self.last.setTextFormat(Qt.TextFormat.PlainText)
        self.copies = caption()
        self.button = Button("database", "", self.back_up)
        self.body.addWidget(self.last)
        self.body.addSpacing(px(4))
        self.body.addWidget(self.copies)
        self.body.addSpacing(px(16))
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def ask(self) -> None:
        """Copies as they are now."""
        database = self.page.core.database
        if database is not None and database.address.path is not None:
            second = self.page.window_.settings.backup_folder
            folders = [paths.backups_folder(), *([Path(second)] if second else [])]
            self.page.core.run(self, partial(database.backups, folders), then=self._show, key="backups")
        else:
            self._show([])

    def _show(self, rows: list[Any]) -> None:
        self.rows = rows
        database = self.page.core.database
        server = database is not None and database.address.path is None
        self.button.setVisible(not server)
        self.last.setVisible(not server)
        self.last.setText(
            _("{moment} · verified").format(moment=moment_words(rows[0].moment)) if rows else _("None yet")
        )
        old = not rows or (clock.now() - rows[0].moment).days > OLD_DAYS
        self.last.setProperty("tone", "warn" if old else "")
        self.last.style().polish(self.last)
        if server:
            self.copies.setText(_("Servers have backups of their own: ask whoever keeps it."))
        elif rows:
            text = ngettext("{count} copy kept in {folder}", "{count} copies kept in {folder}", len(rows))
            folder = rows[0].path.parent
            self.copies.setText(text.format(count=len(rows), folder=f"{folder.parent.name}/{folder.name}"))
            self.copies.setToolTip(str(folder))
        else:
            self.copies.setText(_("A copy keeps your data safe when the computer breaks."))

    def back_up(self) -> None:
        """A verified copy now."""
        database = self.page.core.database
        if database is None or self.progress.busy:
            return
        second = self.page.window_.settings.backup_folder
        work = self.page.core.run(
            self,
            partial(database.backup, second=Path(second) if second else None),
            then=self.progress.ended(self._made),
            failed=self.progress.ended(self._refused),
            progress=self.progress.report,
        )
        self.progress.watch(_("Making a backup…"), work)

    def _made(self, path: Path) -> None:
        self.page.window_.toast(_("Backup made and verified: {name}").format(name=path.name))
        self.ask()

    def _refused(self, error: Any) -> None:
        self.page.window_.bar.show_text(error.sentence)
        self.ask()

    def retranslate(self) -> None:
        """Words of now."""
        self.title.setText(_("Last backup"))
        self.button.setText(_("Back up now"))
        self._show(self.rows)


def moment_words(moment: Any) -> str:
    """“Today 09:00”."""
    return f"{moments.short_day(moments.day_of(moment, all_day=False))} {moments.time_of_day(moment)}"
