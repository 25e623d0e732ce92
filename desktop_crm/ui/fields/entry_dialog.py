"""A small form for one definition: Save or Cancel; what is wrong stands under what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.fields.sheets import WITH_OPTIONS
from desktop_crm.ui.inputs import Input, InputWidget
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
        self.problem = Problem()
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
            if isinstance(widget.control, QLineEdit | QPlainTextEdit):
                widget.control.setPlaceholderText("")  # the label says it
            self._form.addRow(label, widget)
        frame(self, self._form, self.problem, cancel, self.save)
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
        self.problem.tell(error.sentence)
        self.save.setEnabled(True)
