"""A small form for one definition: Save or Cancel; what is wrong stands under what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.fields.sheets import WITH_OPTIONS
from desktop_crm.ui.inputs import Input, InputWidget
from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import px

Submit = Callable[[Mapping[str, str]], None]


class EntryDialog(QDialog):
    """The inputs of one definition."""

    def __init__(self, title: str, inputs: Sequence[Input], submit: Submit, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._submit = submit
        self.widgets = {item.name: InputWidget(item) for item in inputs}
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("tone", "bad")
        self.problem.hide()
        self.save = Button("", "primary", self.submit)
        self.save.setText(_("Save"))
        self.save.setDefault(True)
        save_by_keys(self, self.save)
        cancel = Button("", "", self.reject)
        cancel.setText(_("Cancel"))
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(px(16))
        self._form.setVerticalSpacing(px(8))
        for item in inputs:
            widget = self.widgets[item.name]
            widget.setMinimumWidth(px(300))
            label = QLabel(item.title)
            label.setBuddy(widget.control)
            self._form.addRow(label, widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(16))
        layout.addLayout(self._form)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        kind = self.widgets.get("type")
        if kind is not None and isinstance(kind.control, QComboBox):
            kind.control.currentIndexChanged.connect(lambda _row: self._arrange())
        self._arrange()
        next(iter(self.widgets.values())).begin()

    def _arrange(self) -> None:
        """Choices are asked for where the type has some."""
        if "type" in self.widgets:
            wanted = self.widgets["type"].text() in WITH_OPTIONS
            self._form.setRowVisible(self.widgets["options"], wanted)
            self.adjustSize()

    def submit(self) -> None:
        """Hand over what was typed."""
        self.save.setEnabled(False)
        self._submit({name: widget.text() for name, widget in self.widgets.items()})

    def refused(self, error: CrmError) -> None:
        """It stays as typed."""
        self.problem.setText(error.sentence)
        self.problem.show()
        self.save.setEnabled(True)
        announce(self, error.sentence)
