"""Taking steps with a complaint, from the card and from the board: a step that needs facts asks for just those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.model.complaint_states import GROUPS, STATES, STEPS, group_of, is_allowed
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import (
    ComplaintCard,
    ComplaintChoices,
    ComplaintRow,
    StepChoice,
    complaint_card,
    complaint_choices,
    take_step,
)
from desktop_crm.services.complaints.step_labels import step_label
from desktop_crm.ui import icons
from desktop_crm.ui.complaints.facts import raw, step_input, typed
from desktop_crm.ui.complaints.marks import STEP_ICONS
from desktop_crm.ui.fields.entry_dialog import EntryDialog

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

ASKED_ALWAYS = ("assess", "feedback", "interim_reply")  # without their facts they would say nothing
QUIET = ("void", "note", "feedback", "interim_reply")  # not offered where a card is moved
ORDER = tuple(GROUPS)
Known = tuple[ComplaintCard, ComplaintChoices]


def card_and_choices(session: CrmSession, complaint_id: int) -> Known:
    """A complaint and what its forms offer."""
    return complaint_card(session, complaint_id), complaint_choices(session)


def possible_steps(row: ComplaintRow) -> list[str]:
    """What may be done with a row of a list."""
    return [step.code for step in STEPS.values() if is_allowed(step, row.state, row.kind)]


def may_move(row: ComplaintRow, group: str) -> bool:
    """Whether a step may lead from a row to another column of the board."""
    if row.hidden or row.group == group:
        return False
    codes = [code for code in possible_steps(row) if code not in QUIET]
    return any(code == "resume" or group_of(STEPS[code].target) == group for code in codes)


def begin_step(window: MainWindow, complaint_id: int, code: str, then: Callable[[], object] | None = None) -> None:
    """Take the step *code*, after asking for what it needs."""

    def known(found: Known) -> None:
        card, choices = found
        choice = next((step for step in card.steps if step.code == code), None)
        if choice is None:
            window.bar.show_text(_not_possible(card, _(STEPS[code].title)), tone="warn")
        else:
            _take(window, card, choices, choice, then)

    window.core.ask(window, card_and_choices, complaint_id, then=known, key="step")


def _not_possible(card: ComplaintCard, step: str) -> str:
    text = _("“{step}” is not possible: complaint {number} is “{state}”. Nothing was changed.")
    return text.format(step=step, number=card.number, state=card.state_name)


def move_to(window: MainWindow, row: ComplaintRow, group: str, place: QPoint | None = None) -> None:
    """Bring a complaint to another column of the board by a step; of several the user chooses."""

    def known(found: Known) -> None:
        card, choices = found
        ways = [step for step in card.steps if step.code not in QUIET and group_of(step.state) == group != card.group]
        if not ways:
            text = _("No step leads from “{state}” to “{column}”. Nothing was changed.")
            column = _(GROUPS[group][0])
            window.bar.show_text(text.format(state=card.state_name, column=column), tone="warn")
        elif len(ways) == 1:
            _take(window, card, choices, ways[0], None)
        else:
            _offer(window, card, choices, ways, place)

    window.core.ask(window, card_and_choices, row.id, then=known, key="step")


def _offer(
    window: MainWindow, card: ComplaintCard, choices: ComplaintChoices, ways: list[StepChoice], place: QPoint | None
) -> None:
    menu = QMenu(window)
    menu.setObjectName("complaintSteps")
    for step in ways:
        add_entry(
            menu, STEP_ICONS.get(step.code, "check"), step_words(step.code, step.title),
            partial(_take, window, card, choices, step, None),
        )  # fmt: skip
    menu.aboutToHide.connect(menu.deleteLater)
    menu.setActiveAction(menu.actions()[0])
    menu.popup(place or QCursor.pos())


def step_words(code: str, title: str) -> str:
    """The verb; “…” where more is asked."""
    step = STEPS[code]
    return f"{title}…" if step.needs or code in ASKED_ALWAYS else title


def add_entry(menu: QMenu, icon: str, text: str, action: Callable[[], object]) -> None:
    """One line of a menu."""
    icons.dress(menu.addAction(text.replace("&", "&&"), lambda: action()), icon)


def _take(
    window: MainWindow,
    card: ComplaintCard,
    choices: ComplaintChoices,
    choice: StepChoice,
    then: Callable[[], object] | None,
) -> None:
    if not choice.needs and choice.code not in ASKED_ALWAYS:
        _write(window, card, choice, {}, then, lambda error: window.bar.show_text(error.sentence))
        return
    codes = (*choice.needs, *(code for code in choice.takes if code not in choice.needs))
    inputs = [step_input(window.core, window, card, choices, code) for code in codes]

    def submit(values: Mapping[str, str]) -> None:
        try:
            facts = {
                code: typed(code, text)
                for code, text in values.items()
                if code in choice.needs or text != raw(card, code)
            }
        except CrmError as error:
            form.refused(error)
            return
        _write(window, card, choice, facts, lambda: _close(form, then), form.refused)

    form = EntryDialog(f"{choice.title} – {card.number}", inputs, submit, window)
    form.setObjectName("stepForm")
    form.save.setText(choice.title)
    form.open()


def _close(form: QWidget, then: Callable[[], object] | None) -> None:
    if isinstance(form, EntryDialog):
        form.accept()
    if then is not None:
        then()


def _write(
    window: MainWindow,
    card: ComplaintCard,
    choice: StepChoice,
    facts: Mapping[str, object],
    then: Callable[[], object] | None,
    failed: Callable[[CrmError], object],
) -> None:
    said = f"{card.number}: {_(STATES[choice.state]) if choice.state != card.state else choice.title}"

    def written(_version: Any) -> None:
        if then is not None:
            then()
        window.toast(said, undo=True)

    label = step_label(choice.code, card.number)
    window.core.do(window, label, take_step, card.id, choice.code, card.version, facts, then=written, failed=failed)


def step_menu(window: MainWindow, row: ComplaintRow, parent: QWidget, opened: Callable[[int], object]) -> QMenu:
    """All that can be done with a row: open it, its steps as verbs, its contact."""
    menu = QMenu(parent)
    add_entry(menu, "message-circle-warning", _("Open"), lambda: opened(row.id))
    if row.contact_id is not None:
        contact = row.contact_id
        add_entry(menu, "user", _("Open the contact"), lambda: window.show_page("contacts", contact=contact))
    codes = [] if row.hidden else possible_steps(row)
    if codes:
        menu.addSeparator()
    for code in codes:
        if code == "void":
            menu.addSeparator()
        text = step_words(code, _(STEPS[code].title))
        add_entry(menu, STEP_ICONS.get(code, "check"), text, partial(begin_step, window, row.id, code))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
