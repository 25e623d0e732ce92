"""What the window shows while the database is out of reach: the last picture, a banner with Retry, a grey dot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, DatabaseReplaced
from desktop_crm.base.i18n import _
from desktop_crm.ui.notices import Bar

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


class Outage(QObject):
    """Of one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.bar = Bar(window.right)
        self.bar.close_button.hide()
        window.show_over_page(self.bar)
        watching = window.core.watching
        watching.lost.connect(self._lost)
        watching.found.connect(self._found)
        watching.settled.connect(self._settled)
        watching.broken.connect(window.core.broken)

    def _lost(self, error: CrmError) -> None:
        self._window.navigation.tile.set_reached(reached=False)
        if isinstance(error, DatabaseReplaced):
            self.bar.show_text(error.sentence, tone="warn", button=_("Reload"), action=self._reload)
            return
        text = _(
            "The database cannot be reached. You see what was read last, and what you type is kept on this computer. "
            "It is tried again every few seconds."
        )
        if self.bar.isHidden() or self.bar.text.text() != text:
            self.bar.show_text(text, tone="warn", button=_("Try again"), action=self._retry)

    def _retry(self) -> None:
        self.bar.show_text(_("Trying to reach the database…"), tone="warn")
        self._window.core.watching.look_now()

    def _reload(self) -> None:
        database = self._window.core.database
        if database is not None:
            address = database.address
            shown = str(address.path) if address.path is not None else address.shown
            self._window.core.open(self._window, shown)

    def _found(self) -> None:
        self._window.navigation.tile.set_reached(reached=True)
        if not self.bar.isHidden():
            self.bar.hide()
            self._window.toast(_("The database can be reached again"))

    def _settled(self, writes: Sequence[tuple[Label, bool]]) -> None:
        said = [
            _("“{what}” was saved after all.").format(what=label.sentence)
            if saved
            else _("“{what}” was not saved: please do it again.").format(what=label.sentence)
            for label, saved in writes
        ]
        if said:
            self._window.bar.show_text(
                " ".join(said), tone="info" if all(saved for _label, saved in writes) else "warn"
            )
