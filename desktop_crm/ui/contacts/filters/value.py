"""What a condition compares with: a control that fits the field and the operator."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtWidgets import (
    QCompleter,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.services.contact_fields import DATED, DAYS, WITHOUT_VALUE, FilterField
from desktop_crm.ui.inputs import indent_text
from desktop_crm.ui.theme import px

SEARCHED_FROM = 9  # options from which a line to search in them is shown
DAYS_PROPOSED = 30
ROW_HEIGHT = 30


class ValueEditor(QWidget):
    """Nothing, several of a list, a date, days, a number or words."""

    def __init__(self, field: FilterField, operator: str, values: Sequence[str], changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(px(8))
        self.finder: QLineEdit | None = None
        self.list: QListWidget | None = None
        self.control: QWidget | None = None
        value = values[0] if values else ""
        title = field.title
        if operator in WITHOUT_VALUE:
            pass
        elif field.type in ("choice", "codes", "yes_no"):
            self._add_list(field, values)
        elif operator in DATED:
            self._add_date(value, title)
        elif operator in DAYS and field.type != "number":
            self._add_days(value, title)
        else:
            self._add_line(field, ", ".join(values), title)

    @property
    def first(self) -> QWidget | None:
        """What takes the keyboard."""
        return self.finder or self.list or self.control

    def values(self) -> tuple[str, ...] | None:
        """What was chosen; ``None`` while nothing is."""
        if self.list is not None:
            items = [self.list.item(number) for number in range(self.list.count())]
            chosen = [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == Qt.CheckState.Checked]
            return tuple(chosen) or None
        if isinstance(self.control, QDateEdit):
            return (self.control.date().toString("yyyy-MM-dd"),)
        if isinstance(self.control, QSpinBox):
            return (str(self.control.value()),)
        if isinstance(self.control, QLineEdit):
            parts = [part.strip() for part in self.control.text().split(",")]
            return tuple(part for part in parts if part) or None
        return ("",)

    def _take(self, control: QWidget, title: str) -> None:
        control.setAccessibleName(title)
        self.control = control
        self._layout.addWidget(control)

    def _add_line(self, field: FilterField, text: str, title: str) -> None:
        line = QLineEdit(text)
        line.setPlaceholderText(_("Several, with commas between"))
        line.textChanged.connect(lambda _text: self._changed())
        if field.options:
            completer = QCompleter([words for _code, words in field.options], line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            popup = completer.popup()
            if popup is not None:
                popup.setObjectName("completions")
                popup.setAccessibleName(title)
            line.setCompleter(completer)
        self._take(line, title)

    def _add_days(self, value: str, title: str) -> None:
        days = QSpinBox()
        days.setRange(0, 9999)
        days.setValue(int(value) if value.isdecimal() else DAYS_PROPOSED)
        days.setSuffix(" " + _("days"))
        indent_text(days)
        days.valueChanged.connect(lambda _value: self._changed())
        self._take(days, title)

    def _add_date(self, value: str, title: str) -> None:
        day = QDate.fromString(value, "yyyy-MM-dd")
        edit = QDateEdit(day if day.isValid() else QDate.currentDate())
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("dd.MM.yyyy")
        edit.dateChanged.connect(lambda _day: self._changed())
        self._take(edit, title)

    def _add_list(self, field: FilterField, values: Sequence[str]) -> None:
        if not field.options:
            nothing = QLabel(_("There is nothing to choose from yet."))
            nothing.setProperty("type", "secondary")
            self._layout.addWidget(nothing)
        self.list = QListWidget()
        self.list.setAccessibleName(field.title)
        for code, words in field.options:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setSizeHint(QSize(0, px(ROW_HEIGHT)))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if code in values else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _item: self._changed())
        self.list.itemClicked.connect(_toggle_on_words)
        if len(field.options) >= SEARCHED_FROM:
            self.finder = QLineEdit(clearButtonEnabled=True)
            self.finder.setPlaceholderText(_("Find"))
            self.finder.setAccessibleName(_("Find in the choices"))
            self.finder.textChanged.connect(self._find)
            self._layout.addWidget(self.finder)
        self._layout.addWidget(self.list)

    def _find(self, text: str) -> None:
        assert self.list is not None
        sought = fold(text.strip())
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(sought not in fold(item.text()))


def _toggle_on_words(item: QListWidgetItem) -> None:
    """A click on the words is a click on the box; Qt itself only knows the box."""
    view = item.listWidget()
    box = view.visualItemRect(item)
    position = view.viewport().mapFromGlobal(view.cursor().pos())
    on_box = position.x() - box.x() < px(26) if not view.isRightToLeft() else box.right() - position.x() < px(26)
    if not on_box and box.contains(position):
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
