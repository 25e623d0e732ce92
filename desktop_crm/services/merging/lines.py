"""What a merge of two contacts would give, in plain values; and why it may be refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_

Side = Literal["winner", "loser"]
Origin = Literal["winner", "loser", "both"]


class CannotMerge(CrmError):
    """One contact cannot be merged with itself."""

    text = N_("A contact cannot be merged with itself. Nothing was changed. Choose two different ones.")


class OtherKind(CannotMerge):
    """A person and an organisation. Facts: winner, loser."""

    text = N_(
        "“{winner}” and “{loser}” are a person and an organisation, which are never merged. Nothing was changed. Give "
        "the person a job there instead."
    )


class InTrash(CannotMerge):
    """One of them lies in the trash. Facts: name."""

    text = N_("“{name}” lies in the trash, so it cannot be merged. Nothing was changed. Restore it first.")


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of the two."""

    id: int
    version: int
    kind: str
    name: str
    initials: str
    detail: str  # what tells namesakes apart: post and firm, industry, town


@dataclass(frozen=True, slots=True)
class MergeField:
    """A field that holds one value: both values as shown, and which one is proposed (or chosen)."""

    code: str
    caption: str
    winner: str
    loser: str
    choice: Side

    @property
    def differs(self) -> bool:
        """Whether there is something to choose."""
        return self.winner != self.loser


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One entry of a united list."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class MergeList:
    """A list that both have: united without doubles."""

    code: str
    caption: str
    lines: tuple[MergeLine, ...]


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What would happen: *loser* goes into the trash, all that hangs on it goes to *winner*."""

    winner: MergeSide
    loser: MergeSide
    fields: tuple[MergeField, ...]
    lists: tuple[MergeList, ...]
    moved: int  # entries of the history, reminders and files that go over

    @property
    def choices(self) -> Mapping[str, Side]:
        """What is proposed, as :func:`merge_contacts` takes it."""
        return {field.code: field.choice for field in self.fields}

    @property
    def versions(self) -> Mapping[int, int]:
        """The versions seen."""
        return {side.id: side.version for side in (self.winner, self.loser)}
