"""The one dialog for a bug: what happened, that nothing was lost, and the details for whoever mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.about import open_log_folder
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import fit_words
from desktop_crm.ui.theme import BODY, font, px

DETAILS_HEIGHT = 200


class CrashDialog(QDialog):
    """Calm words; the details are folded until somebody asks for them."""

    def __init__(self, parent: QWidget, details: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Something unexpected"))
        title = QLabel(_("Something unexpected went wrong in the program."), wordWrap=True)
        title.setProperty("type", "title")
        text = QLabel(
            _(
                "What you were doing just now was not done; everything saved before is safe. You can go on working. "
                "If it happens again, copy the details and send them to whoever looks after the program."
            ),
            wordWrap=True,
        )
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(_("Details"))
        self.details.setFont(font(BODY))
        self.details.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.details.setFixedHeight(px(DETAILS_HEIGHT))
        self.details.hide()
        self.unfold = Button("chevron-right", "quiet", self._unfold)
        self.unfold.setText(_("Show details"))
        self.copy = Button("copy", "", lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        self.copy.setText(_("Copy details"))
        self.folder = Button("folder-open", "", open_log_folder)
        self.folder.setText(_("Open log folder"))
        self.close_button = Button("", "primary", self.reject)
        self.close_button.setText(_("Close"))
        self.close_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.unfold)
        buttons.addStretch(1)
        for button in (self.copy, self.folder, self.close_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(16))
        for widget in (title, text, self.details):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        fit_words(self, px(560))
        self.close_button.setFocus()

    def _unfold(self) -> None:
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.unfold.set_icon("chevron-down" if shown else "chevron-right")
        self.unfold.setText(_("Hide details") if shown else _("Show details"))
        fit_words(self, self.width())

    def add(self, details: str) -> None:
        """One more went wrong while this is open."""
        self.details.appendPlainText(f"\n{details}")


def show_bug(parent: QWidget, details: str) -> None:
    """Tell of a bug; of many at once in one dialog."""
    there = parent.findChild(CrashDialog)
    if there is not None and there.isVisible():
        there.add(details)
    else:
        CrashDialog(parent, details).open()
