"""Settings of the book of complaints: each opens its editor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.settings.section import Section

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


class ComplaintsSection(Section):
    """Deadlines, letters, categories and causes, the proof."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Book of complaints"))
        self.presets = Button("clock", "", partial(window.act, "deadline_presets"))
        self.letters = Button("mail", "", partial(window.act, "letter_templates"))
        self.trees = Button("network", "", partial(window.act, "complaint_lists"))
        self.verify = Button("shield-check", "", partial(window.act, "verify_complaints"))
        self.add_line("deadlines", self.presets, N_("Counted in the working time above, without holidays."))
        self.add_line("letters", self.letters, N_("What is sent to who complained, in each language."))
        self.add_line("complaint_trees", self.trees)
        self.add_line("verify", self.verify, N_("Proves that no entry was changed behind the program's back."))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for button in (self.presets, self.letters, self.trees):
            button.setText(_("Edit…"))
        self.verify.setText(_("Verify"))
        super().retranslate()
