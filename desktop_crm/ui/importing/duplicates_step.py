"""Step 4: rows that look like another row or like a contact: what to do with all of them, with a group, with one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QStackedWidget, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.importing import policies
from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.importing.answers import AlikeRow
from desktop_crm.ui.importing.choice_boxes import BoxesView
from desktop_crm.ui.importing.comparison import ComparisonPane
from desktop_crm.ui.importing.fates import FATES, fate_tone
from desktop_crm.ui.importing.flow import BASE, CREATE, HOLD, INSIDE, SKIP, UPDATE, ImportFlow
from desktop_crm.ui.importing.policy_card import PolicyCard
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import Labelled, caption
from desktop_crm.ui.listed import ListedColumn, ListedModel
from desktop_crm.ui.theme import px

DECISION = 4
ALL = ""
POLICIES = {
    HOLD: (N_("Ask me later"), N_("These rows wait; you decide one by one after the import. Nothing is mixed up.")),
    UPDATE: (N_("Update the contact"), N_("The contact that is there takes what is new; one undo takes it back.")),
    SKIP: (N_("Leave them out"), N_("The contact that is there stays as it is; the row is not taken.")),
    CREATE: (N_("Create them anyway"), N_("Every row becomes a contact of its own; find duplicates later.")),
}
DECISIONS = {
    "": N_("As with the others"),
    HOLD: N_("Decide later"),
    UPDATE: N_("Update the contact"),
    SKIP: N_("Leave it out"),
    CREATE: N_("Create it anyway"),
}
FILLING = {
    policies.FILL: N_("Fill only what is empty"),
    policies.OVERWRITE: N_("The file is right: overwrite"),
    policies.KEEP: N_("Keep fields, add phones and e-mails"),
}


class DuplicatesStep(Step):
    """The choice with its consequences, and the rows it is about."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.chips = FilterChips(self)
        self.group = QButtonGroup(self)
        self.radios: dict[str, PolicyCard] = {}
        self._cards = QWidget(self)
        cards = QHBoxLayout(self._cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(px(12))
        for policy in POLICIES:
            card = PolicyCard(self)
            cards.addWidget(card, 1)
            self.group.addButton(card)
            self.radios[policy] = card
        self.filling = QComboBox(self)
        self._filling = Labelled(self.filling, self)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self.chips, 1)
        line.addWidget(self._filling)
        self.model = ListedModel(
            (
                ListedColumn(N_("Row"), lambda row: str(row.fate.row), width=8, tabular=True),
                ListedColumn(N_("Name"), lambda row: row.fate.name or "—", width=28, strong=True),
                ListedColumn(N_("What happens"), lambda row: _(FATES[row.fate.fate][0]), tone=_tone, width=16),
                ListedColumn(N_("Why"), lambda row: row.fate.reason.sentence),
                ListedColumn(N_("This row"), self._decision, width=24),
            )
        )
        self.table = BoxesView(self.model, (DECISION,), self.open_choice, self)
        self.hint = caption()
        self.compared = ComparisonPane(self)
        self.empty = EmptyState("copy-check", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.addLayout(line)
        self.body.addWidget(self._cards)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.compared)
        self.body.addWidget(self.hint)
        self.group.buttonClicked.connect(lambda _button: self._choose(self.policy))
        self.filling.activated.connect(lambda _row: self.flow.choose(policy=self.filling.currentData()))
        self.chips.chosen.connect(lambda _group: self._filter())
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._compare())
        flow.planned.connect(self._show)
        self.retranslate()

    @property
    def policy(self) -> str:
        """The choice for the group in view; "" where both groups differ."""
        return next((policy for policy, radio in self.radios.items() if radio.isChecked()), "")

    @property
    def ready(self) -> bool:
        """The plan is there."""
        return self.flow.plan is not None

    def enter(self) -> None:
        """Ask for the plan, if it is not there."""
        self.flow.make_plan()

    def first_focus(self) -> QWidget | None:
        """The choice."""
        return self.radios[self.policy or HOLD] if self.flow.fates.alike else None

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
        self.hint.setText(_("Select rows and press Enter to decide about them alone."))
        self.empty.set_text(
            _("No duplicates"), _("No row of this file looks like another one or like a contact you have.")
        )
        self.model.retranslate()
        self._show()

    def edit(self) -> bool:
        """Decide about the chosen rows."""
        self.table.open_current()
        return True

    def open_choice(self, _column: int, text: str) -> None:
        """What to do with the selected rows alone."""
        rows = [row.fate.row for row in self._chosen()]
        if rows:
            title = _("This row") if len(rows) == 1 else _("These rows")
            choices = [(code, _(name)) for code, name in DECISIONS.items()]
            current = self.flow.decisions.get(rows[0], "")
            self.table.open_popup(
                DECISION, [(title, choices)], current, partial(self.flow.decide, rows), text=text, name=title
            )

    def _choose(self, policy: str) -> None:
        group = self.chips.current
        self.flow.choose(**{kind: policy for kind in (BASE, INSIDE) if group in (ALL, kind)})

    def _decision(self, row: AlikeRow) -> str:
        return _(DECISIONS[self.flow.decisions.get(row.fate.row, "")])

    def _chosen(self) -> list[AlikeRow]:
        return [self.model.row_at(line) for line in self.table.chosen_lines()]

    def _show(self) -> None:
        fates = self.flow.fates
        texts = (
            (
                ALL,
                len(fates.alike),
                ngettext("{count} looks like another", "{count} look like another", len(fates.alike)),
            ),
            (BASE, len(fates.base), ngettext("{count} like a contact", "{count} like contacts", len(fates.base))),
            (
                INSIDE,
                len(fates.inside),
                ngettext("{count} inside the file", "{count} inside the file", len(fates.inside)),
            ),
        )
        tones = {ALL: "info", BASE: "warn", INSIDE: "violet"}
        chips = [Chip(code, text.format(count=count_text(count)), tones[code]) for code, count, text in texts if count]
        self.chips.set_chips(chips if fates.alike else [])
        self._cards.setVisible(bool(fates.alike))
        self.hint.setVisible(bool(fates.alike))
        self._filling.setVisible(UPDATE in (self.flow.duplicates, self.flow.inside, *self.flow.decisions.values()))
        self.stack.setCurrentWidget(self.table if fates.alike or self.flow.plan is None else self.empty)
        self._filter()
        self.ready_changed.emit()

    def _filter(self) -> None:
        group = self.chips.current
        self._check(group)
        place = max(0, self.table.currentIndex().row())
        self.model.show(self._rows(group))
        self.table.fit()
        if self.model.rowCount():
            self.table.selectRow(min(place, self.model.rowCount() - 1))
        self._compare()

    def _rows(self, group: str) -> Sequence[AlikeRow]:
        fates = self.flow.fates
        return {ALL: fates.alike, BASE: fates.base, INSIDE: fates.inside}[group]

    def _check(self, group: str) -> None:
        """Show the choice of the group; none where the two groups are dealt with differently."""
        wanted = {kind: getattr(self.flow, kind) for kind in (BASE, INSIDE) if group in (ALL, kind)}
        fates = self.flow.fates
        if group == ALL and not (fates.base and fates.inside):
            wanted = {INSIDE: self.flow.inside} if fates.inside else {BASE: self.flow.duplicates}
        same = len(set(wanted.values())) == 1
        self.group.setExclusive(False)
        for policy, radio in self.radios.items():
            radio.setChecked(same and policy in wanted.values())
        self.group.setExclusive(True)

    def _compare(self) -> None:
        rows = self._chosen() if self.table.chosen_count() == 1 else []
        if rows:
            self.flow.compare(rows[0].index, self.compared.show_comparison)
        else:
            self.compared.show_comparison(None)


def _tone(row: AlikeRow) -> str:
    return fate_tone(row.fate)
