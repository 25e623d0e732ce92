"""Files on their way between the disk, the desktop and the card, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.base.attached import AttachedFile, is_program
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.base.mail import Mail
from desktop_crm.files.attached import read_all, read_dropped, write_attached, write_shown
from desktop_crm.services.attachments import attachment_file, remove_attachment, rename_attachment
from desktop_crm.services.history_lines import FileLine
from desktop_crm.services.mails import MailTaken, take_dropped
from desktop_crm.ui.core import Core
from desktop_crm.ui.notices import confirm
from desktop_crm.ui.progress import ProgressCard

Read = tuple[list[AttachedFile], list[Mail]]


def dropped_paths(mime: QMimeData) -> list[Path]:
    """Local files of a drop."""
    urls = mime.urls() if mime.hasUrls() else ()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


class Attaching(QObject):
    """What can be done with files on one card."""

    told = Signal(str)  # what was done, with the way back

    def __init__(self, host: QWidget, core: Core) -> None:
        super().__init__(host)
        self._host, self.core = host, core
        self.progress = ProgressCard(host)

    # -- in -----------------------------------------------------------------------------------------------------

    def choose(self, then: Callable[[list[AttachedFile]], object]) -> None:
        """Let files be chosen and read them."""
        self.choose_paths(lambda paths: self.read(paths, then))

    def choose_paths(self, then: Callable[[list[Path]], object]) -> None:
        """Let files be chosen."""
        dialog = self._dialog(_("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._host, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def read(self, paths: Sequence[Path], then: Callable[[list[AttachedFile]], object]) -> None:
        """Read files of the disk."""
        self._watch(_("Reading the files…"), then, read_all, list(paths))

    def _watch(self, title: str, then: Callable[..., object], function: Callable[..., object], *args: object) -> None:
        card = self.progress
        done, failed = card.ended(then), card.ended(self.core.refused.emit)
        card.watch(title, self.core.run(self, function, *args, then=done, failed=failed, progress=card.report))

    def take(self, contact_id: int, name: str, paths: Sequence[Path], interaction_id: int | None = None) -> None:
        """Files and e-mails of the disk onto the card of a contact; the files to an entry, where one is named."""
        card = self.progress

        def keep(read: Read) -> None:
            files, mails = read
            label = Label(N_("Attach files to “{name}”") if files else N_("Take e-mails of “{name}”"), {"name": name})
            done = card.ended(lambda taken: self._say_taken(files, taken))
            failed = card.ended(self.core.refused.emit)
            work = self.core.do(
                self, label, take_dropped, contact_id, files, mails, interaction_id,
                then=done, failed=failed, progress=card.report,
            )  # fmt: skip
            card.follow(_("Keeping the files…"), work)

        self._watch(_("Reading the files…"), keep, read_dropped, list(paths))

    def _say_taken(self, files: Sequence[AttachedFile], taken: Sequence[MailTaken]) -> None:
        new = sum(one.new for one in taken)
        if files:
            text = ngettext("{count} file attached", "{count} files attached", len(files)).format(count=len(files))
        elif new:
            text = ngettext("{count} e-mail taken into the history", "{count} e-mails taken into the history", new)
            text = text.format(count=new)
        else:
            text = _("The e-mail is in the history already")
        self.told.emit(text)

    # -- out ----------------------------------------------------------------------------------------------------

    def open(self, line: FileLine) -> None:
        """Show it with the program that the desktop has for it; programs only after a word."""
        if is_program(line.name):
            confirm(
                self._host,
                _("“{name}” is a program").format(name=line.name),
                _("Opening it runs it on this PC. Do that only if you know where it comes from."),
                _("Run “{name}”").format(name=line.name),
                lambda: self._open(line),
            )
        else:
            self._open(line)

    def _open(self, line: FileLine) -> None:
        def show(path: Path) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self._content(line, lambda file: self._watch(_("Opening the file…"), show, write_shown, file, line.id))

    def save_as(self, line: FileLine) -> None:
        """Write it to the disk."""
        dialog = self._dialog(_("Save the file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(line.name)
        dialog.fileSelected.connect(lambda name: self.write(line, Path(name)))
        dialog.open()

    def write(self, line: FileLine, path: Path) -> None:
        """Write it to *path*."""
        self._content(
            line, lambda file: self._watch(_("Writing the file…"), lambda _path: None, write_attached, path, file)
        )

    def _content(self, line: FileLine, then: Callable[[AttachedFile], object]) -> None:
        card = self.progress
        done, failed = card.ended(then), card.ended(self.core.refused.emit)
        work = self.core.ask(self, attachment_file, line.id, then=done, failed=failed, progress=card.report)
        card.watch(_("Reading the file…"), work)

    # -- changes ------------------------------------------------------------------------------------------------

    def rename(self, line: FileLine, name: str, done: Callable[[str], object]) -> None:
        """Another name; *done* is told why not."""
        label = Label(N_("Rename “{name}”"), {"name": line.name})
        self._change(done, label, rename_attachment, line.id, name)

    def remove(self, line: FileLine, done: Callable[[str], object] = lambda problem: None) -> None:
        """Take it away."""

        def removed(problem: str) -> None:
            done(problem)
            if not problem:
                self.told.emit(_("“{name}” removed").format(name=line.name))

        self._change(removed, Label(N_("Remove “{name}”"), {"name": line.name}), remove_attachment, line.id)

    def _change(
        self, done: Callable[[str], object], label: Label, action: Callable[..., object], *args: object
    ) -> None:
        def failed(error: CrmError) -> None:
            done(error.sentence)

        self.core.do(self, label, action, *args, then=lambda _result: done(""), failed=failed)


class CardDrop(QObject):
    """Files dropped on a card; the window takes lists of contacts only where there is no card."""

    def __init__(
        self,
        card: QWidget,
        dropped: Callable[[list[Path], QPoint], object],
        over: Callable[[QPoint | None], object],
        ready: Callable[[], bool],
    ) -> None:
        """*dropped* and *over* get the place on the screen; ``None``: no longer over it."""
        super().__init__(card)
        self._card, self._dropped, self._over, self._ready = card, dropped, over, ready
        card.setAcceptDrops(True)
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files, leave the rest to others."""
        if event.type() == QEvent.Type.DragLeave:
            self._over(None)
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        if not isinstance(event, QDropEvent) or not self._ready():
            return False
        paths = dropped_paths(event.mimeData())
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        place = self._card.mapToGlobal(event.position().toPoint())
        if event.type() == QEvent.Type.Drop:
            self._over(None)
            self._dropped(paths, place)
        else:
            self._over(place)
        return True
