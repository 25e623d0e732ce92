"""Step 3, the clinic: what stands in the file, what it becomes, and why; dates that can be read in two ways."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QStackedWidget, QStyleOptionViewItem, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.importing import PhoneChoices, PhoneLine
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.cells import CellDelegate
from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.importing.date_questions import DateQuestions
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.place import PlaceChoice, TopLine
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.theme import px

NOTHING = "—"
BECOMES = 2
ALL = ""
MANY = 1000  # chosen lines that are not looked at one by one
TONES = {"fixed": "ok", "ok": "neutral", "check": "warn", "bad": "bad"}
Index = QModelIndex | QPersistentModelIndex


def chip_text(status: str, count: int) -> str:
    """A counter in words."""
    texts = {
        ALL: ngettext("{count} number", "{count} numbers", count),
        "fixed": ngettext("{count} fixed", "{count} fixed", count),
        "ok": ngettext("{count} unchanged", "{count} unchanged", count),
        "check": ngettext("{count} to check", "{count} to check", count),
        "bad": ngettext("{count} not a phone", "{count} not phones", count),
    }
    return texts[status].format(count=count_text(count))


def _said_tone(line: Any) -> str:
    return {"bad": "bad", "check": "warn"}.get(line.status, "")


COLUMNS = (
    ListedColumn(N_("Row"), lambda line: str(line.row), width=8, tabular=True),
    ListedColumn(N_("In the file"), lambda line: line.raw, width=28, tabular=True),
    ListedColumn(
        N_("Becomes"),
        lambda line: line.becomes,
        tone=lambda line: "text3" if line.becomes == NOTHING else "",
        width=38,
        tabular=True,
    ),
    ListedColumn(N_("Kind"), lambda line: line.kind, width=18),
    ListedColumn(N_("What was done"), lambda line: line.what, tone=_said_tone),
)


class PhonesModel(ListedModel):
    """The third column can be corrected; the file stays as it is."""

    corrected: Callable[[PhoneLine, str], None]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == BECOMES else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The editor begins with what the number becomes, or with what stands in the file."""
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            line: PhoneLine = self.row_at(index.row())
            return line.raw if NOTHING in line.becomes else line.becomes
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Somebody typed another number."""
        if role != Qt.ItemDataRole.EditRole or value == self.data(index, role):
            return False
        self.corrected(self.row_at(index.row()), str(value).strip())
        return True


class PhoneDelegate(CellDelegate):
    """An editor that fills the cell and has a name."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line to type into."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Phone number"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """As large as the cell."""
        editor.setGeometry(option.rect.adjusted(2, 3, -2, -3))


class PhonesView(ListedView):
    """Enter or F2 corrects the number of the line, Space accepts the guesses of the chosen lines."""

    accepted: Callable[[], None]

    def edit_current(self) -> None:
        """Correct the number of the current line."""
        self.edit(self.currentIndex().siblingAtColumn(BECOMES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Correct or accept."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # Enter ends the editing
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit_current()
        elif event.key() == Qt.Key.Key_Space:
            self.accepted()
        else:
            super().keyPressEvent(event)


class PhonesStep(Step):
    """Counters that filter, and the table; another country or area code shows at once."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.chips = FilterChips(self)
        self.place = PlaceChoice(flow, self)
        self.dates = DateQuestions(flow.choose_order, self)
        self.model = PhonesModel(COLUMNS)
        self.model.corrected = self.correct
        self.table = PhonesView(self.model, "", self)
        self.table.accepted = self.accept_chosen
        self.table.setProperty("framed", "true")
        self.table.setItemDelegate(PhoneDelegate(self.table))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.empty = EmptyState("phone", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.top = TopLine(self.chips, self.place, self)
        self.hint = caption()
        self.accept_all = Button("check", "", self.accept_guesses)
        self.accept = Button("", "quiet", self.accept_chosen)
        self.reset = Button("rotate-ccw", "quiet", self.take_back)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self.hint, 1)
        for button in (self.reset, self.accept, self.accept_all):
            line.addWidget(button)
        self.body.addWidget(self.top)
        self.body.addWidget(self.dates)
        self.body.addWidget(self.stack, 1)
        self.body.addLayout(line)
        self.chips.chosen.connect(lambda _status: self._filter())
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        flow.phones_changed.connect(self._show)
        self.retranslate()

    @property
    def ready(self) -> bool:
        """The phones were looked at."""
        return self.flow.phones is not None

    def enter(self) -> None:
        """Look at the phones, unless that was done."""
        self.flow.look_at_phones()

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table

    def edit(self) -> bool:
        """Correct the number of the current line."""
        self.table.edit_current()
        return True

    def settle(self) -> None:
        """What was typed counts now."""
        self.place.settle()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.place.retranslate()
        self.table.setAccessibleName(_("Phone numbers of the file"))
        self.empty.set_text(
            _("No phone numbers"), _("No column of this file is a phone number; there is nothing to clean up.")
        )
        self.hint.setText(_("Double-click a number to correct it; the file stays as it is."))
        self.accept.setText(_("Accept the guess"))
        self.reset.setText(_("As it was"))
        self.model.retranslate()
        self._show()

    # -- decisions --------------------------------------------------------------------------------------------------

    def correct(self, line: PhoneLine, text: str) -> None:
        """Another number for the line; nothing typed = no phone, it goes to the notes."""
        choices = self.flow.choices
        self.flow.decide_phones(PhoneChoices(choices.accepted, {**choices.corrected, (line.row, line.raw): text}))

    def accept_guesses(self) -> None:
        """All guesses are right."""
        if self.flow.phones is not None:
            self.flow.accept_guesses()

    def accept_chosen(self) -> None:
        """The guesses of the chosen lines are right."""
        keys = {(line.row, line.raw) for line in self._chosen() if line.status == "check"}
        if keys:
            choices = self.flow.choices
            self.flow.decide_phones(PhoneChoices(choices.accepted | keys, choices.corrected))

    def take_back(self) -> None:
        """Nothing was decided about the chosen lines."""
        keys = {(line.row, line.raw) for line in self._chosen()}
        choices = self.flow.choices
        corrected = {key: text for key, text in choices.corrected.items() if key not in keys}
        self.flow.decide_phones(PhoneChoices(choices.accepted - keys, corrected))

    def _chosen(self) -> list[PhoneLine]:
        return [self.model.row_at(line) for line in self.table.chosen_lines()]

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        phones = self.flow.phones
        counts = {status: len(lines) for status, lines in phones.by_status.items()} if phones else {}
        total = sum(counts.values())
        chips = [Chip(ALL, chip_text(ALL, total), "info")] if total else []
        chips += [Chip(status, chip_text(status, counts[status]), tone) for status, tone in TONES.items()
                  if counts.get(status)]  # fmt: skip
        self.chips.set_chips(chips)
        self.top.arrange()
        self.dates.ask(phones.unclear if phones else (), self.flow.date_orders)
        self.stack.setCurrentWidget(self.table if phones is None or total else self.empty)
        guesses = counts.get("check", 0)
        text = ngettext("Accept {count} guess", "Accept all {count} guesses", guesses)
        self.accept_all.setText(text.format(count=count_text(guesses)))
        self.accept_all.setVisible(guesses > 0)
        self._filter()
        self.ready_changed.emit()

    def _filter(self) -> None:
        current, phones = self.chips.current, self.flow.phones
        place = self.table.currentIndex().row()
        lines = () if phones is None else phones.by_status.get(current, phones.clinic) if current else phones.clinic
        self.model.show(lines)
        self.table.fit()
        if self.model.rowCount() and place >= 0:
            self.table.selectRow(min(place, self.model.rowCount() - 1))
        self._update()

    def _update(self) -> None:
        few = self._chosen() if self.table.chosen_count() <= MANY else []
        choices = self.flow.choices
        decided = {(line.row, line.raw) for line in few} & (choices.accepted | choices.corrected.keys())
        self.reset.setVisible(bool(decided))
        self.accept.setVisible(any(line.status == "check" for line in few))
        self.hint.setVisible(self.model.rowCount() > 0)
