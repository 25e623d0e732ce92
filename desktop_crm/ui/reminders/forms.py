"""Opening the form of a reminder from anywhere in the window, and writing what it says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.reminder import PRIORITIES, REMINDER_KINDS, REMINDER_STATUSES
from desktop_crm.services.reminder_editing import (
    ReminderFacts,
    edit_reminder,
    merged_draft,
    operator_choices,
    reminder_facts,
    series_differs,
)
from desktop_crm.services.reminder_subjects import ReminderSubject, reminder_subject
from desktop_crm.services.reminders import ReminderDraft, add_reminder
from desktop_crm.ui.notices import choose
from desktop_crm.ui.reminders.form import ReminderForm
from desktop_crm.ui.three_way import Words, decide

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

SCOPES = (
    ("this", N_("Only this one")),
    ("following", N_("This and all that follow")),
    ("all", N_("All of the series")),
)


def write(
    window: MainWindow, draft: ReminderDraft, *, then: Callable[[], object] | None = None, failed: Any = None
) -> None:
    """Write a new reminder; a toast takes it back."""

    def written(_number: int) -> None:
        window.toast(_("Reminder added"), undo=True)
        if then is not None:
            then()

    label = Label(N_("Reminder “{title}”"), {"title": draft.title[:60]})
    window.core.do(window, label, add_reminder, draft, then=written, failed=failed)


def new(
    window: MainWindow,
    draft: ReminderDraft | None = None,
    *,
    contact: str = "",
    complaint: str = "",
    then: Callable[[], object] | None = None,
) -> None:
    """The form of a new one; with what is known already. *contact*, *complaint*: names of the draft's."""

    def opened(operators: tuple[tuple[int, str], ...]) -> None:
        form = ReminderForm(window.core, window, draft, contact=contact, complaint=complaint, operators=operators)

        def wanted(typed: ReminderDraft) -> None:
            def done() -> None:
                form.accept()
                if then is not None:
                    then()

            write(window, typed, then=done, failed=form.refuse)

        form.wanted.connect(wanted)
        form.open()

    window.core.ask(window, operator_choices, then=opened, key="operators")


def go_to_subject(window: MainWindow, reminder_id: int, otherwise: Callable[[], object] | None = None) -> None:
    """To the complaint or the contact it is about; without one *otherwise*, usually its form."""

    def found(subject: ReminderSubject) -> None:
        if subject.complaint_id is not None:
            window.show_page("complaints", complaint=subject.complaint_id)
        elif subject.contact_id is not None:
            window.show_page("contacts", contact=subject.contact_id)
        elif otherwise is not None:
            otherwise()
        else:
            edit(window, reminder_id)

    window.core.ask(window, reminder_subject, reminder_id, then=found, key="reminder subject")


def edit(window: MainWindow, reminder_id: int) -> None:
    """The form of one that is there."""
    window.core.ask(window, reminder_facts, reminder_id, then=lambda facts: _open(window, facts), key="reminder form")


def _open(window: MainWindow, facts: ReminderFacts) -> None:
    form = ReminderForm(window.core, window, facts=facts)

    def changed(seen: ReminderFacts, draft: ReminderDraft) -> None:
        if not series_differs(seen, draft):
            _save(window, form, seen, draft, "this")
            return
        words = [(code, _(text)) for code, text in SCOPES]
        choose(
            form, _("This reminder repeats. What is to change?"), words,
            lambda scope: _save(window, form, seen, draft, scope), lambda: form.save.setEnabled(True),
        )  # fmt: skip

    form.changed.connect(changed)
    form.open()


def _save(window: MainWindow, form: ReminderForm, seen: ReminderFacts, draft: ReminderDraft, scope: str) -> None:
    def saved(_none: object) -> None:
        form.accept()
        window.toast(_("Reminder changed"), undo=True)

    def failed(error: CrmError) -> None:
        form.refuse(error)
        if isinstance(error, VersionConflict) and error.contested:
            decide(form, error, _words(seen), partial(_decided, window, form, seen, draft, scope), form.title.setFocus)

    label = Label(N_("Change “{title}”"), {"title": draft.title[:60]})
    window.core.do(window, label, edit_reminder, seen, draft, scope, then=saved, failed=failed)


def _words(facts: ReminderFacts) -> dict[str, Words]:
    """Of what is stored as codes and ids."""
    return {
        "kind": {code: _(text) for code, text in REMINDER_KINDS.items()},
        "priority": {code: _(text) for code, text in PRIORITIES.items()},
        "status": {code: _(text) for code, text in REMINDER_STATUSES.items()},
        "assignee_id": dict(facts.operators),
        "contact_id": {facts.draft.contact_id: facts.contact},
        "complaint_id": {facts.draft.complaint_id: facts.complaint},
    }


def _decided(
    window: MainWindow,
    form: ReminderForm,
    seen: ReminderFacts,
    draft: ReminderDraft,
    scope: str,
    values: dict[str, object],
    _theirs: frozenset[str],
) -> None:
    """Save what was decided over the newest state."""

    def looked(now: ReminderFacts) -> None:
        _save(window, form, now, merged_draft(seen.draft, draft, now.draft, values), scope)

    window.core.ask(window, reminder_facts, seen.id, then=looked, failed=form.refuse)
