"""Many small writes that the user sees as one deed: each its own change set, taken back together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled
from desktop_crm.base.ids import new_id
from desktop_crm.base.progress import Progress
from desktop_crm.model.journal import ChangeSet

if TYPE_CHECKING:
    from desktop_crm.db.database import Database

_FACT = "batch"  # in the facts of the labels: what belongs together


@dataclass(frozen=True)
class Step:
    """One write: its label, the action and its arguments."""

    label: Label
    action: Callable[..., Any]
    args: tuple[Any, ...]


def do_each(database: Database, steps: Sequence[Step], text: str, progress: Progress | None = None) -> list[Any]:
    """Answers of the steps that were done. A cancel ends between two steps: what is done stays, and is whole."""
    progress = progress or Progress()
    number = new_id()
    answers: list[Any] = []
    for place, step in enumerate(steps):
        try:
            progress.step(text, place, len(steps))
        except Cancelled:
            break
        label = replace(step.label, facts={**step.label.facts, _FACT: number})
        answers.append(database.do(label, step.action, *step.args))
    return answers


def batch_of(change_set: ChangeSet) -> int:
    """What the change set belongs to; 0 where it stands alone."""
    number = (change_set.facts or {}).get(_FACT, 0)
    return number if isinstance(number, int) else 0
