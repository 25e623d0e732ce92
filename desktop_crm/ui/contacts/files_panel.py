"""The files of a contact: opened, saved, renamed, removed; more by the button or by dropping them on the card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.base.attached import size_text
from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import FileLine
from desktop_crm.ui import icons, moments
from desktop_crm.ui.contacts.attaching import Attaching
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.editor import Done, Line, Values
from desktop_crm.ui.form import FieldRow, joined
from desktop_crm.ui.inputs import Input

FEW = 5
_ICONS = {
    "image/": "image", "application/pdf": "file-text", "text/": "file-text", "message/": "mail",
    "application/msword": "file-text", "application/vnd.ms-excel": "file-spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet": "file-spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml": "file-spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml": "file-text",
}  # fmt: skip


def icon_of(media_type: str) -> str:
    """The icon of a kind of file."""
    return next((icon for prefix, icon in _ICONS.items() if media_type.startswith(prefix)), "file")


class FilesPanel(Panel):
    """Five files, and a way to see them all."""

    def __init__(self, attaching: Attaching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attaching = attaching
        self._files: tuple[FileLine, ...] = ()
        self._all = False
        self.link_opened.connect(self._open)

    def show_files(self, files: Sequence[FileLine]) -> None:
        """These."""
        self._files = tuple(files)
        shown = self._files if self._all else self._files[:FEW]
        lines = [self._line(file) for file in shown]
        rest = len(self._files) - len(shown)
        if rest:
            lines.append(Line("all", "ellipsis", _("Show all files"), "", link="all"))
        self.show_lines(lines)

    def _line(self, file: FileLine) -> Line:
        def save(values: Values, done: Done) -> None:
            self._attaching.rename(file, values["name"], done)

        return Line(
            f"file:{file.id}",
            icon_of(file.media_type),
            file.name,
            joined([size_text(file.size), moments.short_day(moments.day_of(file.added_at))]),
            (Input("name", _("Name of the file"), file.name),),
            save,
            lambda done: self._attaching.remove(file, done),
            link=f"file:{file.id}",
            tip=_("Open"),
        )

    def file_of(self, link: str) -> FileLine | None:
        """The file that “file:<id>” names."""
        return next((file for file in self._files if link == f"file:{file.id}"), None)

    def _open(self, link: str) -> None:
        file = self.file_of(link)
        if file is not None:
            self._attaching.open(file)
        elif link == "all":
            self._all = True
            self.show_files(self._files)

    def _add_row(self) -> FieldRow:
        row = super()._add_row()
        row.installEventFilter(self)
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        row.customContextMenuRequested.connect(lambda point, row=row: self._menu_of(row, point))
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Del removes the file."""
        if isinstance(watched, FieldRow) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            file = self.file_of(watched.line.key)
            if file is not None and watched.editor is None and event.key() == Qt.Key.Key_Delete:
                self._attaching.remove(file)
                return True
        return super().eventFilter(watched, event)

    def _menu_of(self, row: FieldRow, point: QPoint) -> None:
        file = self.file_of(row.line.key)
        if file is None or row.editor is not None:
            return
        menu = QMenu(self)
        for icon, text, act in (
            ("eye", _("Open"), lambda: self._attaching.open(file)),
            ("download", _("Save as…"), lambda: self._attaching.save_as(file)),
            ("pencil", _("Rename"), row.edit),
            ("trash-2", _("Remove"), lambda: self._attaching.remove(file)),
        ):
            action = menu.addAction(text)
            icons.dress(action, icon)
            action.triggered.connect(lambda _checked=False, act=act: act())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(row.mapToGlobal(point))

    def retranslate(self) -> None:
        """Words of now."""
        self.heading.setText(_("Files"))
        self.action.setText(_("Add…"))
        self.action.setAccessibleName(f"{self.heading.text()}: {self.action.text()}")
        self.action.show()
        self.show_files(self._files)
