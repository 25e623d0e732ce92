"""Step 2: what each column of the file means, and what becomes of a field that is filled already."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.columns import CUSTOM, FIELDS, GROUPS
from desktop_crm.services.importing import policies
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.importing.choice_boxes import BoxesView
from desktop_crm.ui.importing.field_choice import Groups
from desktop_crm.ui.importing.flow import ImportFlow, policy_names
from desktop_crm.ui.importing.new_field import NewFieldDialog
from desktop_crm.ui.importing.place import PlaceChoice, TopLine
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel
from desktop_crm.ui.theme import px

NOTES, LEFT_OUT, NEW = "note_extra", "skip", "new field"
SAMPLES = 3
SAMPLE_ROWS = 2_000
MEANING, POLICY = 2, 3  # the columns with a choice
_TONES = {"notes": "text2", "out": "text3"}


@dataclass(frozen=True)
class ColumnLine:
    """One column of the file."""

    header: str
    samples: str
    code: str
    meaning: str
    policy: str  # in words; "" where there is nothing to choose

    @property
    def fate(self) -> str:
        """``known``, ``notes`` or ``out``."""
        return {NOTES: "notes", LEFT_OUT: "out"}.get(self.code, "known")


def field_groups(custom: Sequence[tuple[str, str]] = (), new: str = "") -> Groups:
    """Fields under their groups, in the language in force; *custom*: (code, name) of the firm's own fields."""
    groups = [
        (_(title), [(code, _(name)) for code, (name, group) in FIELDS.items() if group == key])
        for key, title in GROUPS.items()
    ]
    own = [*custom, (NEW, _("New field “{name}”…").format(name=new))] if new else list(custom)
    return [*groups[:-1], (_("Own fields"), own), groups[-1]] if own else groups


def field_title(code: str, custom: Sequence[tuple[str, str]] = ()) -> str:
    """The name of a field."""
    if code.startswith(CUSTOM):
        return dict(custom).get(code, code)
    return _(FIELDS[code][0]) if code in FIELDS else code


def samples_of(rows: Sequence[Sequence[object]], column: int) -> str:
    """The first different values of a column."""
    found: list[str] = []
    for row in rows[:SAMPLE_ROWS]:
        value = row[column] if column < len(row) else None
        text = "" if value is None else " ".join(str(value).split())
        if text and text not in found:
            found.append(text[:60])
            if len(found) == SAMPLES:
                break
    return "   ·   ".join(found)


class ColumnsStep(Step):
    """A line for each column: its name, what stands in it, what it becomes, what a filled field does."""

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(flow, parent)
        self.chips = FilterChips(self)
        self.place = PlaceChoice(flow, self)
        self.origin = caption()
        self.guess = Button("rotate-ccw", "link", flow.guess_again)
        self.model = ListedModel(
            (
                ListedColumn(N_("Column in the file"), lambda line: line.header, width=24, strong=True),
                ListedColumn(N_("First values"), lambda line: line.samples, tone=lambda _line: "text2"),
                ListedColumn(
                    N_("Becomes"), lambda line: line.meaning, tone=lambda line: _TONES.get(line.fate, ""), width=36
                ),
                ListedColumn(N_("If it is filled already"), lambda line: line.policy, width=22),
            )
        )
        self.table = BoxesView(self.model, (MEANING, POLICY), self.open_choice, self)
        self.explained = caption()
        self.top = TopLine(self.chips, self.place, self)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self.origin, 1)
        line.addWidget(self.guess)
        self.body.addWidget(self.top)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.explained)
        self._lines: list[ColumnLine] = []
        self._samples: tuple[object, list[str]] = (None, [])
        self.chips.chosen.connect(lambda _code: self._filter())
        flow.columns_changed.connect(self._show)
        self.retranslate()

    @property
    def ready(self) -> bool:
        """Some column means something."""
        return self.flow.source is not None and (not self._lines or any(line.fate == "known" for line in self._lines))

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table

    def enter(self) -> None:
        """Show what was guessed."""
        self._show()
        if not self.table.currentIndex().isValid() and self._lines:
            self.table.setCurrentIndex(self.model.index(0, MEANING))

    def settle(self) -> None:
        """What was typed counts now."""
        self.place.settle()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.place.retranslate()
        self.guess.setText(_("Guess again"))
        self.guess.setToolTip(_("Forget what was chosen for these columns last time"))
        self.table.setAccessibleName(_("Columns of the file"))
        self.model.retranslate()
        self._show()

    def edit(self) -> bool:
        """Open the current box."""
        self.table.open_current()
        return True

    def open_choice(self, column: int, text: str) -> None:
        """Open the fields, or the ways of updating, for the current line."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        line: ColumnLine = self.model.row_at(index.row())
        if column == POLICY:
            names = policy_names()
            ways = [(code, names[code]) for code in policies.policies_for(line.code)]
            if ways:
                title = _("If it is filled already")
                current = self.flow.policy_of(line.code)
                self.table.open_popup(
                    POLICY, [(title, ways)], current, lambda way: self.flow.choose_policy(line.code, way), name=title
                )
            return
        groups = field_groups(self.flow.found.custom, line.header)
        self.table.open_popup(MEANING, groups, line.code, lambda code: self._chosen(line.header, code), text=text)

    @property
    def popup(self) -> object:
        """The list that is open."""
        return self.table.popup

    def _chosen(self, header: str, code: str) -> None:
        if code == NEW:
            NewFieldDialog(header, lambda name, kind: self.flow.new_field(header, name, kind), self.window()).open()
        else:
            self.flow.choose_column(header, code)

    def _show(self) -> None:
        source = self.flow.source
        self._lines = []
        if source is not None and source.kind != "vcf":
            if self._samples[0] is not source:
                self._samples = source, [samples_of(source.rows, number) for number in range(len(source.headers))]
            names = policy_names()
            for header, samples in zip(source.headers, self._samples[1], strict=True):
                code = self.flow.columns.get(header, NOTES)
                title = {NOTES: _("Kept in the notes"), LEFT_OUT: _("Left out")}.get(code)
                meaning = title or field_title(code, self.flow.found.custom)
                policy = names.get(self.flow.policy_of(code), "")
                self._lines.append(ColumnLine(header, samples, code, meaning, policy))
        known = sum(line.fate == "known" for line in self._lines)
        notes = sum(line.fate == "notes" for line in self._lines)
        out = len(self._lines) - known - notes
        chips = [Chip("known", ngettext("{count} recognised", "{count} recognised", known).format(count=known), "ok")]
        if notes:
            text = ngettext("{count} to the notes", "{count} to the notes", notes).format(count=notes)
            chips.append(Chip("notes", text, "info"))
        if out:
            chips.append(Chip("out", ngettext("{count} left out", "{count} left out", out).format(count=out), "warn"))
        self.chips.set_chips(chips if self._lines else [])
        self.top.arrange()
        self._say_origin()
        self.explained.setText(self._explanation(notes, out))
        self._filter()
        self.ready_changed.emit()

    def _say_origin(self) -> None:
        found = self.flow.found
        said = []
        if found.preset and self._lines:
            said.append(_("{preset}: recognised by the names of the columns.").format(preset=found.preset))
        if found.map.remembered and self._lines:
            said.append(_("Columns are set as you left them last time."))
        self.origin.setText(" ".join(said))
        self.origin.setVisible(bool(said))
        self.guess.setVisible(found.map.remembered and bool(self._lines))

    def _explanation(self, notes: int, out: int) -> str:
        if self.flow.source is not None and not self._lines:
            return _("Contact cards name their own fields; there is nothing to choose here.")
        if self._lines and notes + out == len(self._lines):
            return _("No column was recognised. Say which one is the name, the phone or the e-mail, then continue.")
        said = [_("Nothing is lost: columns without a field go to the notes as “Header: value”.")] if notes else []
        if out:
            said.append(_("Columns that are left out are not imported."))
        return " ".join(said)

    def _filter(self) -> None:
        current, index = self.chips.current, self.table.currentIndex()
        self.model.show(self._lines, (lambda line: line.fate == current) if current else None)
        self.table.fit()
        if 0 <= index.row() < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(index.row(), index.column()))
