"""What every page of the window is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.i18n import N_

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


class Page(QWidget):
    """One page: made when first shown, told of changes, stale while hidden."""

    heading_changed = Signal()  # title or count is another
    stays = False  # also when another database is opened
    shortcut_names: tuple[str, ...] = ()  # names of actions (ui.actions) that this page answers: find, edit, delete …

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.stack)
        self.window_ = window
        self.core = window.core
        self.title = ""
        self.count: int | None = None
        self.primary: tuple[str, str] = ("new_contact", N_("New contact"))  # action and text of the top bar's button
        self.stale: Changes | None = None
        self._pieces: Iterator[None] = self.pieces()

    def pieces(self) -> Iterator[None]:
        """Make what the page holds; a large page pauses between its parts."""
        yield from ()

    def make_piece(self) -> bool:
        """One more part, and whether there may be others; a page is shown when it is complete."""
        return next(self._pieces, self) is None

    def complete(self) -> None:
        """Make all that is not made yet."""
        while self.make_piece():
            pass

    def set_heading(self, title: str, count: int | None = None) -> None:
        """Show another title and count in the top bar."""
        if (title, count) != (self.title, self.count):
            self.title, self.count = title, count
            self.heading_changed.emit()

    def retranslate(self) -> None:
        """Say everything in the language in force now."""

    def on_shown(self, **arguments: Any) -> None:
        """The page comes to the front; *arguments* say where to go (an id, a path)."""

    def on_changes(self, changes: Changes) -> None:
        """Rows were written, here or at another workstation; ask again for what is shown."""

    def on_action(self, name: str) -> bool:
        """An action of the window (``find``, ``edit``, ``delete``, ``select_all`` …); whether it was taken."""
        return False

    def on_leaving(self) -> None:
        """The page goes to the back: what was typed is to be kept."""
