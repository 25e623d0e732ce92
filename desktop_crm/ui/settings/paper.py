"""What stands on printed pages beside the firm's name: its lines and its logo."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, Qt
from PySide6.QtGui import QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from desktop_crm.base.document import Letterhead
from desktop_crm.base.errors import FileUnreadable
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.firm import Firm
from desktop_crm.services.reports.paper import LOGO, letterhead, logo_text
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.settings.firm import FirmSection
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDEST, HIGHEST = 800, 320  # px of a logo that is kept: sharp on paper, small in the database


def small_png(path: Path) -> bytes:
    """The picture as PNG, no larger than needed; raises ``FileUnreadable``."""
    image = QImage(str(path))
    if image.isNull():
        raise FileUnreadable(name=path.name)
    if image.width() > WIDEST or image.height() > HIGHEST:
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(WIDEST, HIGHEST, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(content.data())


class PaperSection(FirmSection):
    """Kept in the database: the same for everybody who prints."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("On paper"), window)
        self.text = QPlainTextEdit()
        self.text.setFixedHeight(px(84))
        self.text.setTabChangesFocus(True)
        self.text.installEventFilter(self)
        self.picture = QLabel()
        self.choose = Button("image", "", self.choose_logo)
        self.remove = Button("x", "quiet", lambda: self.keep_logo(b""))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for widget in (self.picture, self.choose, self.remove):
            row.addWidget(widget)
        row.addStretch(1)
        note = N_("Address, numbers, tax number: one line each, up to six.")
        self.add_line("paper_lines", self.text, note, wide=True, tall=True)
        self.add_line("logo", line, N_("Stands on reports and letters."), wide=True)
        self._kept = ""

    def ask(self) -> None:
        """The lines and the picture."""
        super().ask()
        if self.window_.core.database is not None:
            self.window_.core.ask(self, letterhead, then=self.show_logo, key="logo")

    def show_firm(self, facts: Firm) -> None:
        """Fill the lines."""
        self._kept = facts.paper_lines
        if not self.text.hasFocus():
            self.text.setPlainText(facts.paper_lines)

    def show_logo(self, found: Letterhead) -> None:
        """A small picture of it."""
        picture = QPixmap()
        if found.logo and picture.loadFromData(found.logo):
            picture = picture.scaled(px(160), px(48), Qt.AspectRatioMode.KeepAspectRatio,
                                     Qt.TransformationMode.SmoothTransformation)  # fmt: skip
        self.picture.setPixmap(picture)
        self.picture.setVisible(not picture.isNull())
        self.remove.setVisible(not picture.isNull())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was typed is kept when the field is left."""
        if watched is self.text and event.type() == QEvent.Type.FocusOut:
            typed = self.text.toPlainText().strip()
            if typed != self._kept:
                self._kept = typed
                self.keep(paper_lines=typed)
        return super().eventFilter(watched, event)

    def choose_logo(self) -> None:
        """A picture from a file."""
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg *.svg *.bmp *.webp)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Logo of the firm"), "", kinds)
        if chosen:
            self.window_.core.run(self, small_png, Path(chosen), then=self.keep_logo)

    def keep_logo(self, content: bytes) -> None:
        """Into the database."""
        database = self.window_.core.database
        if database is not None:

            def kept(_none: object) -> None:
                self.say_saved()
                self.ask()

            self.window_.core.run(self, partial(database.set_meta, LOGO, logo_text(content)), then=kept)

    def retranslate(self) -> None:
        """Words of now."""
        super().retranslate()
        self.choose.setText(_("Choose a picture…"))
        self.remove.setText(_("Remove"))
        self.picture.setAccessibleName(_("Logo of the firm"))
