"""Where the lines of the reports are drawn: days of silence, shares of the classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.reports.request import THRESHOLDS, Thresholds, checked_thresholds, thresholds, thresholds_text
from desktop_crm.ui.core import Core
from desktop_crm.ui.theme import px

_WORDS = {
    "dormant_days": (N_("Dormant after days without contact"), 1, 3650),
    "lost_days": (N_("Lost after days without contact"), 2, 3660),
    "a_percent": (N_("Class A: share of all contacts, %"), 1, 98),
    "b_percent": (N_("Classes A and B together, %"), 2, 99),
}


class ThresholdsDialog(QDialog):
    """Four numbers, kept in the database for everybody."""

    def __init__(self, core: Core, found: Thresholds, parent: QWidget, saved: Callable[[], object]) -> None:
        super().__init__(parent)
        self._core, self._saved = core, saved
        self.setWindowTitle(_("Days and shares that count"))
        form = QFormLayout()
        form.setSpacing(px(8))
        self.boxes: dict[str, QSpinBox] = {}
        for field in fields(Thresholds):
            words, least, most = _WORDS[field.name]
            box = QSpinBox()
            box.setRange(least, most)
            box.setValue(getattr(found, field.name))
            box.setAccessibleName(_(words))
            form.addRow(_(words), box)
            self.boxes[field.name] = box
        self.error = QLabel(wordWrap=True)
        self.error.setProperty("tone", "bad")
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(12))
        layout.addLayout(form)
        layout.addWidget(self.error)
        layout.addWidget(buttons)

    @classmethod
    def ask(cls, core: Core, parent: QWidget, saved: Callable[[], object]) -> None:
        """Open it with the numbers of the database; *saved* when they are others."""

        def opened(found: Thresholds) -> None:
            dialog = cls(core, found, parent, saved)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        core.ask(parent, thresholds, then=opened, key="thresholds")

    def save(self) -> None:
        """Keep them where they make sense together."""
        database = self._core.database
        try:
            wanted = checked_thresholds({name: box.value() for name, box in self.boxes.items()})
        except CrmError as error:
            self.error.setText(error.sentence)
            self.error.show()
            return
        if database is None:
            return

        def kept(_none: object) -> None:
            self._saved()
            self.accept()

        self._core.run(self, partial(database.set_meta, THRESHOLDS, thresholds_text(wanted)), then=kept)
