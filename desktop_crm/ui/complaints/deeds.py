"""What the card of a complaint writes: fields, whys, causes, actions, files; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, VersionConflict
from desktop_crm.base.formats import number_text
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.complaints import (
    ActionLine,
    ComplaintCard,
    ComplaintChoices,
    Effect,
    action_effect,
    add_complaint_files,
    cancel_action,
    change_action,
    change_complaint,
    complaint_card,
    finish_action,
    judge_action,
    plan_action,
    set_causes,
    verify_action,
)
from desktop_crm.services.complaints.actions import ACTION_FIELDS
from desktop_crm.services.contact_typed import CHOSEN
from desktop_crm.ui.complaints.facts import clashes, tree_options, values_of
from desktop_crm.ui.contacts.attaching import Attaching
from desktop_crm.ui.day_input import day_of_words
from desktop_crm.ui.editor import Done
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.inputs import Input
from desktop_crm.ui.notices import choose
from desktop_crm.ui.three_way import Words, decide, words_of

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

Values = Mapping[str, str]
ACTION_DAYS = ("due_on", "check_on")


class ComplaintDeeds(QObject):
    """Of the complaint on the card."""

    def __init__(self, window: MainWindow, view: QWidget) -> None:
        super().__init__(view)
        self.window_, self.core, self._view = window, window.core, view
        self.card: ComplaintCard | None = None
        self.choices: ComplaintChoices | None = None
        self.attaching = Attaching(view, window.core)
        self.attaching.told.connect(lambda text: window.toast(text, undo=True))
        self._version = self._waiting = 0

    def show(self, card: ComplaintCard, choices: ComplaintChoices) -> None:
        """Another complaint from now on."""
        self.card, self.choices = card, choices
        self._version = self._waiting = card.version

    def newer(self, card: ComplaintCard) -> None:
        """Somebody changed it while a field is being edited: after a conflict was told, that version counts."""
        self._waiting = card.version

    def _label(self, text: str) -> Label:
        return Label(text, {"number": self.card.number if self.card is not None else ""})

    # -- fields -----------------------------------------------------------------------------------------------------

    def change_fields(self, values: Values, done: Done) -> None:
        """What was typed into a line."""
        try:
            fields: dict[str, object] = {}
            for code, text in values.items():
                fields |= values_of(code, text)
        except CrmError as error:
            done(error.sentence)
            return
        self.change(fields, done, values)

    def change(self, fields: Mapping[str, object], done: Done, typed: Values | None = None) -> None:
        """Fields by their codes; *typed*: the texts of a line, of which a colleague may have changed the same."""
        card = self.card
        if card is None:
            return

        def failed(error: CrmError) -> None:
            if isinstance(error, VersionConflict) and typed is not None:
                self.core.ask(self, complaint_card, card.id, then=partial(self._clashed, error, card, typed, done))
                return
            if isinstance(error, VersionConflict):
                self._version = self._waiting
            done(error.sentence)

        text = self._label(N_("Change complaint {number}"))
        args = (card.id, self._version, fields)
        self.core.do(self, text, change_complaint, *args, then=lambda _version: done(""), failed=failed)

    def _clashed(self, error: CrmError, seen: ComplaintCard, typed: Values, done: Done, now: ComplaintCard) -> None:
        self._version = self._waiting = now.version
        choices = self.choices
        done(error.sentence, clashes(seen, now, typed, choices) if choices is not None else ())

    def change_contact(self, text: str, done: Done) -> None:
        """Another complainant: a contact that was chosen, or free text."""
        number = text.removeprefix(CHOSEN)
        chosen = int(number) if number != text and number.isdigit() else None
        fields: dict[str, object] = {"contact_id": chosen, "anonymous": False}
        if chosen is None:
            fields["complainant"] = text
        self.change(fields, done)

    def _do(self, text: str, done: Done, action: Callable[..., Any], *args: Any) -> None:
        def failed(error: CrmError) -> None:
            if isinstance(error, VersionConflict):
                self._version = self._waiting
            done(error.sentence)

        self.core.do(self, self._label(text), action, *args, then=lambda _result: done(""), failed=failed)

    def change_whys(self, whys: Sequence[str], done: Done) -> None:
        """All answers, in order."""
        self.change({"whys": list(whys)}, done)

    def change_causes(self, text: str, done: Done) -> None:
        """The chosen entries of the tree."""
        if self.card is not None:
            ids = [int(one) for one in text.split("\n") if one]
            self._do(N_("State the causes of complaint {number}"), done, set_causes, self.card.id, ids)

    # -- files ------------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Evidence, from the disk."""
        self.attaching.choose_paths(self.add_paths)

    def add_paths(self, paths: list[Path], _place: object = None) -> None:
        """Keep files as evidence."""
        self.attaching.read(paths, self._keep)

    def _keep(self, files: list[AttachedFile]) -> None:
        if self.card is None:
            return
        said = ngettext("{count} file attached", "{count} files attached", len(files)).format(count=len(files))
        card = self.attaching.progress
        done, failed = card.ended(lambda _ids: self.window_.toast(said, undo=True)), card.ended(self.core.refused.emit)
        label = self._label(N_("Attach files to complaint {number}"))
        work = self.core.do(
            self, label, add_complaint_files, self.card.id, files, then=done, failed=failed, progress=card.report
        )
        card.follow(_("Keeping the files…"), work)

    # -- corrective actions -----------------------------------------------------------------------------------------

    def action_inputs(self, line: ActionLine | None) -> tuple[Input, ...]:
        """What there is to say of an action."""
        choices = self.choices
        if choices is None:
            return ()
        types = tuple(choices.codes["action_types"].items())
        people = (("", "–"), *((str(number), who) for number, who in choices.operators))

        def day(name: str) -> str:
            value = getattr(line, name) if line is not None else None
            return f"{value:%d.%m.%Y}" if value is not None else ""

        def number(name: str) -> str:
            value = getattr(line, name) if line is not None else None
            return "" if value is None else str(value)

        return (
            Input("what", _(ACTION_FIELDS["what"]), line.what if line else ""),
            Input("kind", _(ACTION_FIELDS["type"]), line.type if line else "corrective", "choice", types),
            Input("why", _(ACTION_FIELDS["why"]), line.why if line else ""),
            Input("cause_id", _(ACTION_FIELDS["cause_id"]), number("cause_id"), "choice", tree_options(choices.causes)),
            Input("responsible_id", _(ACTION_FIELDS["responsible_id"]), number("responsible_id"), "choice", people),
            Input("due_on", _(ACTION_FIELDS["due_on"]), day("due_on"), "date"),
            Input("check_on", _(ACTION_FIELDS["check_on"]), day("check_on"), "date"),
        )

    def plan(self) -> None:
        """The form of a new action."""
        self._action_form(_("New action"), None)

    def edit_action(self, line: ActionLine) -> None:
        """The form of one that is there."""
        self._action_form(_("Action"), line)

    def _action_form(self, title: str, line: ActionLine | None) -> None:
        card = self.card
        if card is None:
            return

        inputs = self.action_inputs(line)

        def submit(values: Values) -> None:
            try:
                if line is None:
                    fields = _action_fields(values)
                else:
                    seen = {item.name: item.value for item in inputs}
                    fields = _action_fields({name: text for name, text in values.items() if text != seen[name]})
            except CrmError as error:
                form.refused(error)
                return
            if line is None:
                what = str(fields.pop("what"))
                label = self._label(N_("Plan an action for complaint {number}"))
                self._put(form, label, _("Action planned"), plan_action, card.id, what, fields)
            else:
                self._change_action(form, line.id, line.version, fields)

        form = EntryDialog(title, inputs, submit, self._view)
        form.open()

    def _change_action(self, form: EntryDialog, row_id: int, version: int, fields: Mapping[str, object]) -> None:
        words: dict[str, Words] = {
            "type" if name == "kind" else name: words_of(widget.input.options) for name, widget in form.widgets.items()
        }

        def failed(error: CrmError) -> None:
            form.refused(error)
            if isinstance(error, VersionConflict) and error.contested:
                decide(form, error, words, partial(decided, error.version), form.widgets["what"].begin)

        def decided(now: int, chosen: dict[str, object], theirs: frozenset[str]) -> None:
            kept = {name: value for name, value in {**fields, **chosen}.items() if name not in theirs}
            self._change_action(form, row_id, now, kept)

        label = self._label(N_("Change an action of complaint {number}"))
        self._put(form, label, _("Action changed"), change_action, row_id, version, fields, failed=failed)

    def _put(
        self,
        form: EntryDialog | None,
        label: Label,
        said: str,
        action: Callable[..., Any],
        *args: Any,
        failed: Callable[[CrmError], object] | None = None,
    ) -> None:
        def done(_result: object) -> None:
            if form is not None:
                form.accept()
            self.window_.toast(said, undo=True)

        refused = form.refused if form is not None else lambda error: self.core.refused.emit(error)
        self.core.do(self, label, action, *args, then=done, failed=failed or refused)

    def finish(self, line: ActionLine) -> None:
        """Done, with what shows it."""

        def submit(values: Values) -> None:
            label = self._label(N_("Action of complaint {number} done"))
            self._put(form, label, _("Action done"), finish_action, line.id, values["evidence"])

        item = Input("evidence", _(ACTION_FIELDS["evidence"]), "", "long")
        form = EntryDialog(f"{_('Mark as done')} – {line.what[:60]}", (item,), submit, self._view)
        form.open()

    def verify(self, line: ActionLine) -> None:
        """Seen by somebody else than the doer."""
        label = self._label(N_("Verify an action of complaint {number}"))
        self._put(None, label, _("Action verified"), verify_action, line.id)

    def cancel(self, line: ActionLine) -> None:
        """It will not be done."""
        label = self._label(N_("Cancel an action of complaint {number}"))
        self._put(None, label, _("Action cancelled"), cancel_action, line.id)

    def judge(self, line: ActionLine) -> None:
        """Whether it had effect, with the count before and since beside the question."""

        def counted(effect: Effect) -> None:
            options = [("yes", _("It had effect")), ("no", _("It had no effect"))]
            if not effect.is_effective:
                options.reverse()
            text = f"{line.what}\n\n{effect_text(effect)}"
            choose(self._view, text, options, answered, lambda: None)

        def answered(code: str) -> None:
            label = self._label(N_("Check an action of complaint {number}"))
            said = _("Action had effect") if code == "yes" else _("Action had no effect")
            self._put(None, label, said, judge_action, line.id, code == "yes")

        self.core.ask(self, action_effect, line.id, then=counted, key="effect")


def effect_text(effect: Effect) -> str:
    """“Unclear instruction: 2.0 complaints a month before, 0.5 since.”."""
    before, after = effect.per_month
    text = _("{cause}: {before} complaints a month before, {after} since.")
    return text.format(
        cause=effect.cause or _("The same category"), before=_one_decimal(before), after=_one_decimal(after)
    )


def _one_decimal(number: float) -> str:
    return number_text(Decimal(str(round(number, 1))))


def _action_fields(values: Values) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, text in values.items():
        if name in ACTION_DAYS:
            fields[name] = day_of_words(text)
        elif name.endswith("_id"):
            fields[name] = int(text) if text else None
        else:
            fields["type" if name == "kind" else name] = text
    return fields
