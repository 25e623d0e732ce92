"""What can be chosen in the form of an entry."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_crm.base.i18n import _
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_KINDS, INTERACTION_STATES
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


def entry_words(choices: EntryChoices) -> dict[str, dict[object, str]]:
    """Words of what an entry stores as codes and ids."""
    return {
        "kind": {code: _(text) for code, text in INTERACTION_KINDS.items()},
        "direction": {code: _(text) for code, text in DIRECTIONS.items()},
        "state": {code: _(text) for code, text in INTERACTION_STATES.items()},
        "outcome_id": dict(choices.outcomes),
        "responsible_id": dict(choices.operators),
    }
