"""What can be done with a whole card: its menu, its picture, tags, printing, the trail of its changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.services.contact_photos import contact_photo, remove_photo, set_photo
from desktop_crm.services.tags import change_tag, take_tags
from desktop_crm.ui import icons
from desktop_crm.ui.contacts.paper import print_card, save_card
from desktop_crm.ui.contacts.photo import shrink
from desktop_crm.ui.contacts.trail import TrailDialog, open_trail

if TYPE_CHECKING:
    from desktop_crm.ui.contacts.card import CardView
    from desktop_crm.ui.main_window import MainWindow

Entry = tuple[str, str, Callable[[], object]]  # icon, words, what it does


class CardDeeds:
    """The deeds of one card view."""

    def __init__(self, view: CardView) -> None:
        self.view, self.core = view, view.core
        self.trail: TrailDialog | None = None
        self._photo: tuple[int, int | None] = (0, None)  # contact and picture shown

    @property
    def card(self) -> ContactCard | None:
        """The card shown."""
        return self.view.card

    # -- menu ------------------------------------------------------------

    def entries(self, card: ContactCard) -> list[Entry | None]:
        """The menu; ``None`` is a line between groups."""

        def command(name: str) -> Callable[[], object]:
            return lambda: self.view.command.emit(name)

        archived = _("Take out of the archive") if card.archived_at else _("Archive")
        trash = ("rotate-ccw", _("Restore"), command("restore"))
        if not card.deleted_at:
            trash = ("trash-2", _("Move to trash"), command("delete"))
        return [
            ("message-circle-warning", _("Register a complaint…"), self.view.complain),
            None,
            ("history", _("Changes of this card…"), self.show_trail),
            ("copy", _("Copy as text"), command("copy_card")),
            ("printer", _("Print…"), self.print_card),
            ("file-text", _("Save as PDF…"), self.save_pdf),
            None,
            ("merge", _("Merge…"), command("merge")),
            ("archive-restore" if card.archived_at else "archive", archived, command("archive")),
            trash,
        ]

    def show_menu(self) -> None:
        """Under the button with the three dots."""
        if self.card is None:
            return
        menu = QMenu(self.view)
        for entry in self.entries(self.card):
            if entry is None:
                menu.addSeparator()
                continue
            icon, words, chosen = entry
            action = menu.addAction(words)
            icons.dress(action, icon)
            action.triggered.connect(lambda _checked=False, chosen=chosen: chosen())
        menu.aboutToHide.connect(menu.deleteLater)
        button = self.view.header.more
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def show_trail(self) -> None:
        """Who changed what, when."""
        if self.card is not None:
            self.trail = open_trail(self.core, self.card, self.view)

    # -- paper ------------------------------------------------------------

    def print_card(self) -> None:
        """Onto a printer."""
        if self.card is not None:
            print_card(self.core, self.view, self.card.id)

    def save_pdf(self) -> None:
        """Into a file."""
        if self.card is not None:
            save_card(self.core, self.view, self.card.id, self._saved)

    def _saved(self, name: str) -> None:
        cast("MainWindow", self.view.window()).toast(_("Saved: {name}").format(name=name))

    # -- picture ------------------------------------------------------------

    def show_photo(self, card: ContactCard) -> None:
        """Ask for the picture, where it is another than the one shown."""
        wanted = (card.id, card.photo_id)
        if wanted == self._photo:
            return
        if wanted[0] != self._photo[0] or card.photo_id is None:
            self.view.header.avatar.show_picture(None)
        self._photo = wanted
        if card.photo_id is not None:
            self.core.ask(self.view, contact_photo, card.id, then=self.view.header.avatar.show_picture, key="photo")

    def give_photo(self, source: Path | QImage) -> None:
        """Make it small, keep it."""
        card = self.card
        if card is None:
            return
        label = Label(N_("Change picture of “{name}”"), {"name": card.name})
        self.core.run(
            self.view, shrink, source, then=lambda content: self.core.do(self.view, label, set_photo, card.id, content)
        )

    def remove_photo(self) -> None:
        """Initials again."""
        if self.card is not None:
            label = Label(N_("Remove picture of “{name}”"), {"name": self.card.name})
            self.core.do(self.view, label, remove_photo, self.card.id)

    # -- tags ------------------------------------------------------------

    def take_tag(self, name: str) -> None:
        """Off this card."""
        if self.card is not None:
            label = Label(N_("Change tags of “{name}”"), {"name": self.card.name})
            self.core.do(self.view, label, take_tags, self.card.id, [name])

    def colour_tag(self, tag_id: int, color: str) -> None:
        """On all cards."""
        self.core.do(self.view, Label(N_("Change colour of a tag")), _colour, tag_id, color)


def _colour(session: CrmSession, tag_id: int, color: str) -> None:
    change_tag(session, tag_id, color=color)
