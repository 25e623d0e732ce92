"""Over the list of what was missed: all of it to another day, in one go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px

DAYS = ((0, N_("Today")), (1, N_("Tomorrow")), (7, N_("In a week")), (30, N_("In a month")))


class CatchUpBar(QFrame):
    """Shown while something is late."""

    def __init__(self, replan: Callable[[int], object]) -> None:
        super().__init__()
        self.count = 0
        self.text = caption()
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = [Button("", "", partial(replan, days)) for days, _text in DAYS]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.text, 1)
        for button in self.buttons:
            layout.addWidget(button)
        self.hide()

    def show_count(self, count: int) -> None:
        """So many are late."""
        self.count = count
        self.setVisible(count > 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Words of now."""
        text = ngettext("Move it to another day:", "Move all {count} to another day:", self.count)
        self.text.setText(text.format(count=moments.count_text(self.count)))
        for button, (_days, words) in zip(self.buttons, DAYS, strict=True):
            button.setText(_(words))
            button.setAccessibleName(f"{self.text.text()} {_(words)}")
