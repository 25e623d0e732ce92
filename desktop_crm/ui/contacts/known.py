"""What a card's lines are made with: the words of the editable lists, and who may be meant while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_crm.base.i18n import N_, _
from desktop_crm.model.choice import LISTS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_rows
from desktop_crm.services.contact_lists import contact_rows
from desktop_crm.services.contact_named_ties import REVERSE
from desktop_crm.services.contact_typed import CHOSEN
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.reminder_editing import operator_choices
from desktop_crm.services.tags import tag_rows
from desktop_crm.ui.inputs import Options, Suggest, Suggestion

REMOVE = N_("Remove from “{name}”")


@dataclass(frozen=True)
class Known:
    """Words of the editable lists, for suggestions."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # list name -> names
    tags: tuple[str, ...] = ()
    relations: Options = ()  # (code, words) from either side
    operators: Options = ()  # who may be responsible


def known_words(session: CrmSession) -> Known:
    """Words of the editable lists and tags."""
    lists = {name: choice_rows(session, name) for name in LISTS}
    relations: list[tuple[str, str]] = []
    for row in lists["relation"]:
        relations.append((str(row.id), row.name))
        if row.reverse and row.reverse != row.name:
            relations.append((f"{row.id}{REVERSE}", row.reverse))
    return Known(
        {name: tuple(row.name for row in rows) for name, rows in lists.items()},
        tuple(row.name for row in tag_rows(session)),
        tuple(relations),
        tuple((str(row_id), name) for row_id, name in operator_choices(session)),
    )


def suggested_contacts(session: CrmSession, text: str, kind: str, leave_out: int = 0) -> list[Suggestion]:
    """Contacts that fit what is typed, each with what says who he is."""
    view = ContactsView(search=text, kind=kind)  # type: ignore[arg-type]
    found: list[Suggestion] = []
    for row in contact_rows(session, view, limit=8).rows:
        about = row.organisation or row.city or row.phone
        words = f"{row.name} · {about}" if about else row.name
        if row.id != leave_out:
            found.append((words, f"{CHOSEN}{row.id}"))
    return found


def suggested_names(session: CrmSession, text: str, kind: str) -> list[str]:
    """Names only, where a name says enough."""
    view = ContactsView(search=text, kind=kind)  # type: ignore[arg-type]
    return [row.name for row in contact_rows(session, view, limit=8).rows]


@dataclass(frozen=True)
class Makers:
    """What a line may ask for while somebody types."""

    known: Known
    organisations: Suggest | None = None
    people: Suggest | None = None
    everybody: Suggest | None = None

    def of_list(self, name: str) -> Suggest:
        """Suggestions from an editable list."""
        return among(self.known.lists.get(name, ()))


def among(words: Sequence[str]) -> Suggest:
    """Suggestions from a fixed list."""

    def suggest(typed: str, answer: Callable[[Sequence[str | Suggestion]], None]) -> None:
        answer([word for word in words if typed.casefold() in word.casefold()])

    return suggest


def options(codes: Mapping[str, str], *, empty: bool = False, also: str = "") -> Options:
    """Codes with their words of now; *also*: a code of the user's own that must not be lost."""
    rows = tuple((code, _(text)) for code, text in codes.items())
    own = ((also, also),) if also and also not in codes else ()
    return ((("", "–"),) if empty else ()) + rows + own
