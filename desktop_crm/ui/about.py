"""About this program: its version and those of what it stands on, where the log lies, all of it to copy."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout

from desktop_crm import __version__
from desktop_crm.base import paths
from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption, fit_words
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mariadb": "MariaDB"}


class AboutDialog(QDialog):
    """Facts a helper asks for on the phone."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About this program"))
        self._window = window
        title = QLabel("desktop_crm")
        title.setProperty("type", "title")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(px(16))
        self._form.setVerticalSpacing(px(8))
        self.lines: list[tuple[str, str]] = []
        self._add(_("Version"), __version__)
        self._add("Python", platform.python_version())
        self._add("Qt", qVersion())
        self._database = self._add(_("Database"), _("No database open"))
        self._add(_("System"), f"{platform.system()} {platform.release()}")
        self._add(_("Log"), str(paths.log_folder()))
        self.copy = Button("copy", "", self.copy_details)
        self.copy.setText(_("Copy details"))
        self.folder = Button("folder-open", "", open_log_folder)
        self.folder.setText(_("Open log folder"))
        close = Button("", "primary", self.reject)
        close.setText(_("Close"))
        close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.copy)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(16))
        layout.addWidget(title)
        layout.addWidget(caption(_("Free software under the MIT licence. Your data stays in your own file.")))
        layout.addLayout(self._form)
        layout.addLayout(buttons)
        fit_words(self, px(480))
        close.setFocus()
        if window.core.database is not None:
            window.core.info(self, self._show_database)

    def _add(self, name: str, value: str) -> QLabel:
        said = QLabel(name)
        said.setProperty("type", "secondary")
        label = QLabel(value)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._form.addRow(said, label)
        self.lines.append((name, value))
        return label

    def _show_database(self, info: Any) -> None:
        schema = _("schema {number}").format(number=info.schema)
        text = f"{ENGINES.get(info.dialect, info.dialect)} {info.engine_version} · {schema}"
        self._database.setText(text)
        fit_words(self, self.width())
        self.lines = [(name, text if name == _("Database") else value) for name, value in self.lines]

    def copy_details(self) -> None:
        """All facts as lines of text."""
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self.lines))
        self._window.toast(_("Copied"))


def open_log_folder() -> None:
    """In the desktop's own file program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_folder())))
