"""Step 4: what to do with rows that look like somebody who is there already."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.importing.fates import fate_columns
from desktop_crm.ui.importing.flow import CREATE, FILL, HOLD, KEEP, OVERWRITE, SKIP, UPDATE, ImportFlow
from desktop_crm.ui.importing.policy_card import PolicyCard
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import Labelled, caption
from desktop_crm.ui.listed import ListedModel, ListedView
from desktop_crm.ui.moments import count_text

POLICIES = {
    HOLD: (N_("Ask me later"), N_("These rows wait; you decide one by one after the import. Nothing is mixed up.")),
    UPDATE: (N_("Update the contact"), N_("The contact that is there takes what is new; one undo takes it back.")),
    SKIP: (N_("Leave them out"), N_("The contact that is there stays as it is; the row is not taken.")),
    CREATE: (N_("Create them anyway"), N_("Every row becomes a contact of its own; find duplicates later.")),
}
FILLING = {
    FILL: N_("Fill only what is empty"),
    OVERWRITE: N_("The file is right: overwrite"),
    KEEP: N_("Keep fields, add phones and e-mails"),
}


class DuplicatesStep(Step):
    """The choice with its consequences, and the rows it is about."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.group = QButtonGroup(self)
        self.radios: dict[str, PolicyCard] = {}
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for policy in POLICIES:
            card = PolicyCard(self)
            cards.addWidget(card, 1)
            self.group.addButton(card)
            self.radios[policy] = card
        self.radios[flow.duplicates].setChecked(True)
        self.filling = QComboBox(self)
        self._filling = Labelled(self.filling, self)
        self.found = caption(kind="section")
        line = QHBoxLayout()
        line.addWidget(self.found, 1)
        line.addWidget(self._filling)
        self.model = ListedModel(fate_columns())
        self.table = ListedView(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.empty = EmptyState("copy-check", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.addLayout(cards)
        self.body.addLayout(line)
        self.body.addWidget(self.stack, 1)
        self.group.buttonClicked.connect(lambda _button: self.flow.choose(duplicates=self.policy))
        self.filling.activated.connect(lambda _row: self.flow.choose(policy=self.filling.currentData()))
        flow.planned.connect(self._show)
        self.retranslate()

    @property
    def policy(self) -> str:
        """The choice."""
        return next(policy for policy, radio in self.radios.items() if radio.isChecked())

    @property
    def ready(self) -> bool:
        """The plan is there."""
        return self.flow.plan is not None

    def enter(self) -> None:
        """Ask for the plan, if it is not there."""
        self.flow.make_plan()

    def first_focus(self) -> QWidget:
        """The choice."""
        return self.radios[self.policy]

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for policy, (title, text) in POLICIES.items():
            self.radios[policy].set_words(_(title), _(text))
        current = self.flow.policy
        self.filling.clear()
        for code, title in FILLING.items():
            self.filling.addItem(_(title), code)
        self.filling.setCurrentIndex(self.filling.findData(current))
        self._filling.name(_("When updating"))
        self.table.setAccessibleName(_("Rows that look like another"))
        self.empty.set_text(
            _("No duplicates"), _("No row of this file looks like another one or like a contact you have.")
        )
        self.model.retranslate()
        self._show()

    def _show(self) -> None:
        plan = self.flow.plan
        fates = self.flow.alike
        self.model.show(fates)
        self.table.fit()
        text = ngettext("{count} row looks like another", "{count} rows look like another", len(fates))
        self.found.setText(text.format(count=count_text(len(fates))) if fates else "")
        self._filling.setVisible(self.flow.duplicates == UPDATE)
        self.stack.setCurrentWidget(self.table if fates or plan is None else self.empty)
        self.ready_changed.emit()
