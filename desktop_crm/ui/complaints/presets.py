"""The editor of deadlines: how long to acknowledge, reply and answer, by kind and severity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, P_, _, ngettext
from desktop_crm.model.complaint import COMPLAINT_KINDS, SEVERITIES
from desktop_crm.model.complaint_setting import TERM_UNITS, TERMS
from desktop_crm.services.complaints import PresetRow, preset_rows
from desktop_crm.services.complaints.terms import change_preset_row, remove_preset_row
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.inputs import indent_text
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

MOST = 999
UNITS = {
    "working_days": P_("{count} working day", "{count} working days"),
    "working_hours": P_("{count} working hour", "{count} working hours"),
    "calendar_days": P_("{count} calendar day", "{count} calendar days"),
}


def _kind(row: PresetRow) -> str:
    return _(COMPLAINT_KINDS[row.kind]) if row.kind else _("Any kind")


def _severity(row: PresetRow) -> str:
    return _(SEVERITIES[row.severity]) if row.severity else _("Any severity")


def _term(code: str) -> Callable[[PresetRow], str]:
    def words(row: PresetRow) -> str:
        if code not in row.terms:
            return "–"
        count, unit = row.terms[code]
        return ngettext(*UNITS[unit], count).format(count=count)

    return words


SHORT = {"interim": N_("Interim by")}  # titles that would be wider than what stands below them
COLUMNS = (
    ListedColumn(N_("Name"), lambda row: row.name, strong=True),
    ListedColumn(N_("Kind"), _kind, width=1, whole=True),
    ListedColumn(N_("Severity"), _severity, width=1, whole=True),
    *(ListedColumn(SHORT.get(code, title), _term(code), width=1, whole=True) for code, title in TERMS.items()),
)


class PresetForm(QDialog):
    """Name, for which complaints, three terms."""

    def __init__(self, row: PresetRow | None, submit: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(row.name if row is not None else _("New deadlines"))
        self._submit = submit
        self.name = QLineEdit(row.name if row is not None else "")
        self.kind = self._box({"": N_("Any kind"), **COMPLAINT_KINDS}, row.kind if row is not None else "")
        self.severity = self._box({"": N_("Any severity"), **SEVERITIES}, row.severity if row is not None else "")
        self.terms: dict[str, tuple[QSpinBox, QComboBox]] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        for words, control in ((_("Name"), self.name), (_("Kind"), self.kind), (_("Severity"), self.severity)):
            self._add(form, words, control, control)
        for code, title in TERMS.items():
            count, unit = (row.terms if row is not None else {}).get(code, (0, "working_days"))
            number, box = QSpinBox(), self._box(TERM_UNITS, unit)
            number.setRange(0, MOST)
            number.setSpecialValueText(_("none"))
            number.setValue(count)
            number.setMinimumWidth(px(96))
            indent_text(number)
            box.setAccessibleName(_("{term}: unit").format(term=_(title)))
            line = QWidget()
            inner = QHBoxLayout(line)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(px(8))
            inner.addWidget(number)
            inner.addWidget(box, 1)
            self._add(form, _(title), line, number)
            self.terms[code] = number, box
        self.problem = Problem()
        self.save = Button("", "primary", self.submit)
        self.save.setText(_("Save"))
        self.save.setDefault(True)
        cancel = Button("", "", self.reject)
        cancel.setText(_("Cancel"))
        frame(self, form, self.problem, cancel, self.save)
        self.setMinimumWidth(px(480))

    @staticmethod
    def _box(words: Any, chosen: str) -> QComboBox:
        made = QComboBox()
        for code, text in words.items():
            made.addItem(_(text), code)
        made.setCurrentIndex(max(0, made.findData(chosen)))
        return made

    @staticmethod
    def _add(form: QFormLayout, words: str, widget: QWidget, control: QWidget) -> None:
        label = QLabel(words)
        label.setBuddy(control)
        control.setAccessibleName(words)
        form.addRow(label, widget)

    def submit(self) -> None:
        """Hand over what is typed; a term of 0 is none."""
        self.save.setEnabled(False)
        terms = {
            code: (number.value(), str(unit.currentData()))
            for code, (number, unit) in self.terms.items()
            if number.value()
        }
        kind, severity = str(self.kind.currentData()), str(self.severity.currentData())
        self._submit(PresetRow(None, 0, self.name.text(), kind, severity, terms))

    def refused(self, error: CrmError) -> None:
        """It stays as typed."""
        self.problem.tell(error.sentence)
        self.save.setEnabled(True)


class PresetsDialog(QDialog):
    """All of them; what they are counted in is a click away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window_, self.core = window, window.core
        self.setWindowTitle(_("Deadlines of complaints"))
        self.bar = Bar(self)
        self.model = ListedModel(COLUMNS)
        self.table = ListedView(self.model, _("Deadlines of complaints"), self)
        self.table.setProperty("framed", "true")
        self.table.setSelectionMode(ListedView.SelectionMode.SingleSelection)
        self.table.say_when_empty(_("No deadlines: nothing is ever overdue."))
        self.table.activated.connect(lambda _index: self.change())
        self._rows: Sequence[PresetRow] = ()
        self._build()
        self.core.changed.connect(self._changed)
        self.resize(min(px(1080), window.width() - 24), min(px(560), window.height() - 60))
        self._ask()

    def _build(self) -> None:
        explained = caption(
            _(
                "The most specific line counts. They are examples of what a firm may promise, not legal advice; "
                "complaints that are registered already keep their deadlines."
            )
        )
        tools = QHBoxLayout()
        tools.setSpacing(px(8))
        self.add_button = self._button("plus", _("Add…"), self.add)
        self.change_button = self._button("pencil", _("Change…"), self.change)
        self.remove_button = self._button("trash-2", _("Remove"), self.remove)
        calendar = self._button("calendar", _("Working time and holidays…"), self._calendar)
        close = self._button("", _("Close"), self.reject)
        for button in (self.add_button, self.change_button, self.remove_button, calendar):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(close)
        inner = QVBoxLayout()
        inner.setContentsMargins(px(24), px(24), px(24), px(16))
        inner.setSpacing(px(12))
        inner.addWidget(explained)
        inner.addWidget(self.table, 1)
        inner.addLayout(tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addLayout(inner, 1)

    @staticmethod
    def _button(icon: str, words: str, clicked: Any) -> Button:
        made = Button(icon, "", clicked)
        made.setText(words)
        made.setAutoDefault(False)
        return made

    def _ask(self) -> None:
        self.core.ask(self, preset_rows, then=self._show, key="presets")

    def _changed(self, changes: Changes) -> None:
        if changes.touched("deadline_preset"):
            self._ask()

    def _show(self, rows: list[PresetRow]) -> None:
        place = max(0, self.table.currentIndex().row())
        self._rows = rows
        self.model.show(rows)
        self.table.fit()
        if rows:
            self.table.selectRow(min(place, len(rows) - 1))
        for button in (self.change_button, self.remove_button):
            button.setEnabled(bool(rows))

    @property
    def chosen(self) -> PresetRow | None:
        """The selected one."""
        place = self.table.currentIndex().row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def add(self) -> None:
        """A new one."""
        self._open(None)

    def change(self) -> None:
        """Other terms."""
        if self.chosen is not None:
            self._open(self.chosen)

    def _open(self, row: PresetRow | None) -> None:
        def submit(preset: PresetRow) -> None:
            label = Label(N_("Deadlines “{name}”"), {"name": preset.name})
            self.core.do(
                self,
                label,
                change_preset_row,
                row,
                preset,
                then=lambda _id: self.form.accept(),
                failed=self.form.refused,
            )

        self.form = PresetForm(row, submit, self)
        self.form.open()

    def remove(self) -> None:
        """Away, with the way back."""
        row = self.chosen
        if row is None:
            return

        def done(_none: object) -> None:
            said = _("“{name}” removed").format(name=row.name)
            self.bar.show_text(said, tone="info", button=_("Undo"), action=lambda: self.core.undo(self))

        label = Label(N_("Remove the deadlines “{name}”"), {"name": row.name})
        self.core.do(
            self, label, remove_preset_row, row, then=done, failed=lambda error: self.bar.show_text(error.sentence)
        )

    def _calendar(self) -> None:
        self.reject()
        self.window_.show_page("settings", line="working_days")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes, F2 changes."""
        if event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif event.key() == Qt.Key.Key_F2:
            self.change()
        else:
            super().keyPressEvent(event)
