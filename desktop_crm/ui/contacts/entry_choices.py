"""What can be chosen in the form of an entry."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_rows
from desktop_crm.services.reminder_editing import operator_choices

Options = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class EntryChoices:
    """Outcomes of the editable list, and who works here."""

    outcomes: Options = ()
    operators: Options = ()


def entry_choices(session: CrmSession) -> EntryChoices:
    """As they are now."""
    outcomes = tuple((row.id, row.name) for row in choice_rows(session, "outcome"))
    return EntryChoices(outcomes, operator_choices(session))
