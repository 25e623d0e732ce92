"""The open database and its backups: make one, keep a second copy, bring one back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base import passwords, paths
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui import moments, notices
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow
    from desktop_crm.ui.progress import ProgressCard

PLACES = {
    "local": N_("On this computer"),
    "network": N_("On a shared folder"),
    "cloud": N_("In a synchronised folder"),
    "removable": N_("On a removable drive"),
    "server": N_("On a server"),
}
MEGABYTE = 1024 * 1024
ROWS_SHOWN = 5


def size_text(size: int) -> str:
    """“1.4 MB”."""
    return _("{size} MB").format(size=f"{size / MEGABYTE:.1f}")


def fact() -> QLabel:
    """Words to read and to copy."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    flags = Qt.TextInteractionFlag
    label.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
    return label


def open_folder(folder: Path) -> None:
    """In the desktop's own file program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def in_a_row(*widgets: QWidget) -> QWidget:
    """Controls beside each other."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(8))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return made


COLUMNS = (
    ListedColumn(N_("Made"), lambda row: moments.full(row.moment), strong=True),
    ListedColumn(N_("Contacts"), lambda row: moments.count_text(row.contacts), width=12, tabular=True),
    ListedColumn(N_("Size"), lambda row: size_text(row.size), width=12, tabular=True),
    ListedColumn(N_("Folder"), lambda row: row.path.parent.name, width=16, tone=lambda _row: "text2"),
)


class BackupsSection(Section):
    """The file, how much it holds, and its copies."""

    def __init__(self, window: MainWindow, card: ProgressCard) -> None:
        super().__init__(N_("This database"))
        self.window_, self.card = window, card
        self.path, self.place, self.takes, self.holds, self.last, self.second = (fact() for _each in range(6))
        self.backup = Button("database", "", self.back_up)
        self.folder = Button("folder-open", "", lambda: open_folder(paths.backups_folder()))
        self.choose = Button("folder-open", "", self.choose_second)
        self.move_there = Button("network", "", lambda: window.act("move_to_server"))
        self.move_back = Button("arrow-left-right", "", lambda: window.act("move_to_file"))
        self.forget_password = Button("", "quiet", self.forget_kept)
        self.forget = Button("", "quiet", lambda: self.set_second(""))
        self.model = ListedModel(COLUMNS)
        self.table = ListedView(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.none_yet = caption()
        self.bring_back = Button("rotate-ccw", "", self.ask_restore)
        self._lay_out()

    def _lay_out(self) -> None:
        for code, widget in (
            ("file", self.path), ("place", self.place), ("size", self.takes), ("holds", self.holds),
        ):  # fmt: skip
            self.add_line(code, widget, wide=True)
        note = N_("For several computers: everything goes there, is compared, and can come back.")
        self.add_line("server", in_a_row(self.move_there, self.move_back, self.forget_password), note, wide=True)
        self.add_line("back_up", _column(self.last, in_a_row(self.backup, self.folder)), tall=True)
        note = N_("Every backup is copied there too: take a folder on another drive or computer.")
        self.add_line("backup_folder", _column(self.second, in_a_row(self.choose, self.forget)), note, tall=True)
        self.add_line("backups", _column(self.table, self.none_yet, in_a_row(self.bring_back)), tall=True)
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())

    # -- what is shown ---------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Facts as they are now."""
        database = self.window_.core.database
        on_server = database is not None and database.address.is_server
        for button in (self.move_back, self.forget_password):
            button.setVisible(on_server)
        for button in (self.backup, self.folder):
            button.setVisible(not on_server)
        if database is not None:
            self.window_.core.info(self, self._show_facts)
            self.window_.core.run(self, partial(database.backups, self._folders()), then=self._show_backups, key="list")

    def _folders(self) -> list[Path]:
        second = self.window_.settings.backup_folder
        return [paths.backups_folder(), *([Path(second)] if second else [])]

    def _show_facts(self, info: Any) -> None:
        self.path.setText(info.shown)
        self.place.setText(_(PLACES.get(info.place, info.place)))
        self.takes.setText(size_text(info.size_bytes))
        count = info.counts.get("contact", 0)
        text = ngettext("{count} contact", "{count} contacts", count)
        self.holds.setText(text.format(count=moments.count_text(count)))

    def _show_backups(self, rows: list[Any]) -> None:
        self.model.show(rows)
        self.table.setVisible(bool(rows))
        self.bring_back.setVisible(bool(rows))
        self.none_yet.setVisible(not rows and not self.backup.isHidden())
        line = self.table.verticalHeader().defaultSectionSize()
        shown = min(len(rows), ROWS_SHOWN)
        self.table.setFixedHeight(self.table.horizontalHeader().height() + shown * line + 2 * self.table.frameWidth())
        self.table.fit()
        self.last.setText(moments.full(rows[0].moment) if rows else self._no_backup())
        self._update()

    def _no_backup(self) -> str:
        database = self.window_.core.database
        if database is not None and database.address.is_server:
            return _("Made on the server, by its administrator. A copy in a file: “Move back into a file…”.")
        return _("None yet")

    def _update(self) -> None:
        self.bring_back.setEnabled(self.table.selectionModel().hasSelection())

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.backup.setText(_("Back up now"))
        self.folder.setText(_("Open folder of backups"))
        self.choose.setText(_("Choose folder…"))
        self.forget.setText(_("No second folder"))
        self.move_there.setText(_("Move to a server…"))
        self.move_back.setText(_("Move back into a file…"))
        self.forget_password.setText(_("Forget the password"))
        self.bring_back.setText(_("Bring back…"))
        self.table.setAccessibleName(_("Backups"))
        self.none_yet.setText(_("No backup of this file yet."))
        self.model.retranslate()
        self._show_second()

    def _show_second(self) -> None:
        second = self.window_.settings.backup_folder
        self.second.setText(second or _("None"))
        self.forget.setVisible(bool(second))

    def forget_kept(self) -> None:
        """The password of the server is asked for from now on."""
        database = self.window_.core.database
        if database is not None:
            said = _("The password is not kept any more.")
            forget = partial(passwords.forget, database.address.shown)
            self.window_.core.run(self, forget, then=lambda _none: self.window_.toast(said))

    # -- what is done ----------------------------------------------------------------------------------------------

    def choose_second(self) -> None:
        """Where a second copy goes."""
        chosen = QFileDialog.getExistingDirectory(
            self, _("Second folder for backups"), self.window_.settings.backup_folder
        )
        if chosen:
            self.set_second(chosen)

    def set_second(self, folder: str) -> None:
        """Keep it."""
        self.window_.change_settings(backup_folder=folder)
        self._show_second()
        self.say_saved()
        self.ask()

    def back_up(self) -> None:
        """Make a verified copy now."""
        database = self.window_.core.database
        if database is None:
            return
        second = self.window_.settings.backup_folder
        work = self.window_.core.run(
            self,
            partial(database.backup, second=Path(second) if second else None),
            then=self.card.ended(self._backed_up),
            failed=self.card.ended(self._refused),
            progress=self.card.report,
        )
        self.card.watch(_("Making a backup…"), work)

    def _backed_up(self, path: Path) -> None:
        self.window_.toast(_("Backup made and verified: {name}").format(name=path.name))
        self.ask()

    def _refused(self, error: Any) -> None:
        self.window_.bar.show_text(error.sentence)
        self.ask()

    def ask_restore(self) -> None:
        """Bring the selected backup back, after asking: it takes away what was done since."""
        lines = self.table.selectionModel().selectedRows()
        if not lines:
            return
        row = self.model.row_at(lines[0].row())
        notices.confirm(
            self,
            _("Bring back the backup of {moment}?").format(moment=moments.full(row.moment)),
            _(
                "The database becomes what it was then. A copy of how it is now is made first and stands in this "
                "list afterwards. Close the program on other computers before."
            ),
            _("Bring back"),
            partial(self.restore, row.path),
        )

    def restore(self, backup: Path) -> None:
        """Bring it back, and open the file anew."""
        database = self.window_.core.database
        if database is None:
            return
        work = self.window_.core.run(
            self,
            partial(database.restore, backup),
            then=self.card.ended(self._restored),
            failed=self.card.ended(self._refused),
            progress=self.card.report,
        )
        self.card.watch(_("Bringing the backup back…"), work)

    def _restored(self, present: Path) -> None:
        window = self.window_
        said = _("The backup is back. How it was before: {name}").format(name=present.name)
        shown = str(window.core.database.address.path) if window.core.database is not None else ""
        window.core.open(window, shown, then=lambda _database: window.toast(said))


def _column(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(8))
    for widget in widgets:
        column.addWidget(widget)
    return made
