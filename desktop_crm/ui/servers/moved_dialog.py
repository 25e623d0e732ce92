"""A database that was moved is opened: follow it, look at what stayed, or choose another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout

from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.first_start.choice_card import ChoiceCard
from desktop_crm.ui.fitted_area import FittedArea
from desktop_crm.ui.labels import caption
from desktop_crm.ui.servers.door import file_name
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH = 520


class MovedDialog(QDialog):
    """Three ways on."""

    def __init__(
        self,
        window: MainWindow,
        shown: str,
        target: str,
        *,
        follow: Callable[[], object],
        look: Callable[[], object],
        given_up: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("This client base was moved"))
        title = QLabel(_("“{name}” was moved").format(name=file_name(shown)), wordWrap=True)
        title.setProperty("type", "title")
        text = caption(_("Everything is at {place} now. The old one stays as it was then.").format(place=target))
        self.follow, self.look, self.other = ChoiceCard("network"), ChoiceCard("eye"), ChoiceCard("folder-open")
        self.follow.set_words(_("Go on at the new place"), _("It is opened from now on, here too."))
        self.look.set_words(_("Look at the old one"), _("As it was before the move; nothing can be changed in it."))
        self.other.set_words(_("Open another…"), _("A file that you or a colleague made."))
        cancel = Button("", "", self.reject)
        cancel.setText(_("Cancel"))
        content = QVBoxLayout()
        content.setSpacing(px(12))
        for widget in (title, text, self.follow, self.look, self.other):
            content.addWidget(widget)
        self.area = FittedArea(content, self, WIDTH)
        body = QVBoxLayout()
        body.addWidget(self.area)
        frame(self, body, Problem(), cancel)
        for card, deed in ((self.follow, follow), (self.look, look), (self.other, lambda: window.act("open_database"))):
            card.clicked.connect(self._closing(deed))
        self.rejected.connect(given_up)
        self.follow.setFocus(Qt.FocusReason.OtherFocusReason)

    def _closing(self, deed: Callable[[], object]) -> Callable[[], None]:
        def do() -> None:
            self.accept()
            deed()

        return do
