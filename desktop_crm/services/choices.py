"""Editable lists: roles, sources, industries, kinds of relation, outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.ids import new_id
from desktop_crm.base.text import fold
from desktop_crm.model import Choice
from desktop_crm.model.choice import LISTS, TREES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices_of_complaints import CATEGORIES, CAUSES

LIST_NAMES = {
    "role": N_("Roles"),
    "source": N_("Sources"),
    "industry": N_("Industries"),
    "campaign": N_("Campaigns"),
    "relation": N_("Relations between people"),
    "outcome": N_("Outcomes"),
    "complaint_category": N_("Categories of complaints"),
    "complaint_cause": N_("Causes of complaints"),
}

# code -> name, or (name, how it reads from the other side). A relation says what the other one is to this one.
SHIPPED: dict[str, dict[str, str | tuple[str, str]]] = {
    "role": {
        "director": N_("Director"),
        "decision_maker": N_("Decision maker"),
        "accountant": N_("Accountant"),
        "purchaser": N_("Purchaser"),
        "supplier": N_("Supplier"),
        "warehouse_keeper": N_("Warehouse keeper"),
        "technical": N_("Technical contact"),
        "assistant": N_("Assistant"),
        "gatekeeper": N_("Gatekeeper"),
        "user": N_("User"),
        "other": N_("Other"),
    },
    "source": {
        "recommendation": N_("Recommendation"),
        "website": N_("Website"),
        "advertisement": N_("Advertisement"),
        "exhibition": N_("Exhibition"),
        "walk_in": N_("Walk-in"),
        "phone_call": N_("Phone call"),
        "social_network": N_("Social network"),
        "import": N_("Import"),
        "other": N_("Other"),
    },
    "industry": {
        "agriculture": N_("Agriculture"),
        "food": N_("Food"),
        "construction": N_("Construction"),
        "production": N_("Production"),
        "machinery": N_("Machinery"),
        "furniture": N_("Furniture and wood"),
        "textiles": N_("Textiles and clothing"),
        "trade": N_("Trade"),
        "transport": N_("Transport and logistics"),
        "automotive": N_("Cars and service"),
        "hospitality": N_("Hotels and restaurants"),
        "health": N_("Health and pharmacy"),
        "beauty": N_("Beauty and sport"),
        "education": N_("Education"),
        "it": N_("IT and telecom"),
        "finance": N_("Finance and insurance"),
        "real_estate": N_("Real estate"),
        "energy": N_("Energy and utilities"),
        "services": N_("Business services"),
        "public": N_("Public sector"),
        "other": N_("Other"),
    },
    "campaign": {},
    "complaint_category": CATEGORIES,
    "complaint_cause": CAUSES,
    "relation": {
        "spouse": N_("Spouse"),
        "child": (N_("Child"), N_("Parent")),
        "sibling": N_("Brother or sister"),
        "relative": N_("Relative"),
        "friend": N_("Friend"),
        "colleague": N_("Colleague"),
        "manager": (N_("Manager"), N_("Reports to this person")),
        "assistant": (N_("Assistant"), N_("Assists this person")),
        "partner": N_("Business partner"),
        "adviser": (N_("Adviser"), N_("Client")),
        "recommended_by": (N_("Recommended by"), N_("Recommended")),
        "neighbour": N_("Neighbour"),
        "other": N_("Other"),
    },
    "outcome": {
        "reached": N_("Reached"),
        "left_message": N_("Left message"),
        "no_answer": N_("No answer"),
        "busy": N_("Busy"),
        "wrong_number": N_("Wrong number"),
        "call_back": N_("Call back later"),
        "refused": N_("Refused"),
        "agreed": N_("Agreed"),
        "order_placed": N_("Order placed"),
        "complaint_raised": N_("Complaint raised"),
    },
}


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One entry of a list; ``name`` and ``reverse`` in the user's language."""

    id: int
    version: int
    list_name: str
    code: str  # of a shipped entry
    name: str
    reverse: str  # of a relation; "" reads the same from both sides


def choice_rows(session: CrmSession, list_name: str) -> list[ChoiceRow]:
    """The entries of a list in their order; removed ones are not offered any more."""
    _known(list_name)
    query = (
        select(Choice.id, Choice.version, Choice.code, Choice.name, Choice.reverse, Choice.renamed)
        .where(Choice.list_name == list_name, Choice.deleted_at.is_(None))
        .order_by(Choice.position, Choice.id)
    )
    return [
        ChoiceRow(
            row.id,
            row.version,
            list_name,
            row.code,
            shown(row.code, row.renamed, row.name),
            shown(row.code, row.renamed, row.reverse),
        )
        for row in session.execute(query)
    ]


def shown(code: str, renamed: bool, text: str) -> str:
    """A stored text of a choice in the user's language: shipped and not renamed entries are translated."""
    return _(text) if text and code and not renamed else text


def choice_names(session: CrmSession) -> dict[int, tuple[str, str]]:
    """Names by id: (name, reverse) of all entries, removed ones too: records keep showing them."""
    query = select(Choice.id, Choice.code, Choice.renamed, Choice.name, Choice.reverse)
    return {
        row.id: (shown(row.code, row.renamed, row.name), shown(row.code, row.renamed, row.reverse))
        for row in session.execute(query)
    }


def find_choice(session: CrmSession, list_name: str, text: str) -> int | None:
    """The entry whose code or name, in English or the user's language, is *text*, folded."""
    wanted = fold(text).strip()
    if not wanted:
        return None
    query = (
        select(Choice.id, Choice.code, Choice.renamed, Choice.name)
        .where(Choice.list_name == list_name, Choice.deleted_at.is_(None))
        .order_by(Choice.position, Choice.id)
    )
    for row in session.execute(query):
        if wanted in (fold(row.code), fold(row.name), fold(shown(row.code, row.renamed, row.name))):
            return int(row.id)
    return None


def ensure_choice(session: CrmSession, list_name: str, text: str) -> int:
    """The entry that :func:`find_choice` finds, else a new one with that name."""
    found = find_choice(session, list_name, text)
    return found if found is not None else add_choice(session, list_name, text)


def add_choice(session: CrmSession, list_name: str, name: str, reverse: str = "", parent_id: int | None = None) -> int:
    """A new entry at the end of its list, in a tree under *parent_id*."""
    _known(list_name)
    name = _checked(name)
    last = session.scalar(select(func.max(Choice.position)).where(Choice.list_name == list_name))
    choice = Choice(list_name=list_name, name=name, reverse=reverse.strip()[:200], position=(last or 0) + 1)
    if parent_id is not None:
        _put_under(session, choice, parent_id)
    session.add(choice)
    session.flush()
    return choice.id


def rename_choice(session: CrmSession, choice_id: int, name: str, reverse: str | None = None) -> None:
    """Another name; a shipped entry is not translated from then on."""
    choice = session.get(Choice, choice_id)
    if choice is None or choice.deleted_at is not None:
        raise NotFound(what=name)
    if not choice.renamed and choice.code:  # the other side keeps the words that were on the screen
        choice.reverse = shown(choice.code, False, choice.reverse)
    choice.name = _checked(name)
    if reverse is not None:
        choice.reverse = reverse.strip()[:200]
    choice.renamed = True
    session.flush()


def move_choice(session: CrmSession, choice_id: int, parent_id: int | None) -> None:
    """Put an entry of a tree under another one (``None``: among the roots), never under itself."""
    choice = session.get(Choice, choice_id)
    if choice is None or choice.deleted_at is not None:
        raise NotFound(what=_("The entry"))
    if parent_id is None:
        choice.parent_id = None
    else:
        _put_under(session, choice, parent_id)
    session.flush()


def _put_under(session: CrmSession, choice: Choice, parent_id: int) -> None:
    place = session.get(Choice, parent_id)
    if place is None or place.list_name != choice.list_name or choice.list_name not in TREES:
        raise NotFound(what=_("The entry"))
    above: Choice | None = place
    while above is not None:
        if above.id == choice.id:
            raise InvalidValue(field=_("Name"), value=choice.shown_name())
        above = session.get(Choice, above.parent_id) if above.parent_id is not None else None
    choice.parent_id = parent_id


def remove_choice(session: CrmSession, choice_id: int) -> None:
    """Not offered any more; records that have it keep it."""
    choice = session.get(Choice, choice_id)
    if choice is not None and choice.deleted_at is None:
        choice.deleted_at = clock.now()
        session.flush()


def reorder_choices(session: CrmSession, list_name: str, ids: Sequence[int]) -> None:
    """Put the entries of a list in this order; those not named follow as they were."""
    rows = session.scalars(
        select(Choice).where(Choice.list_name == list_name).order_by(Choice.position, Choice.id)
    ).all()
    place = {choice_id: index for index, choice_id in enumerate(ids)}
    for position, choice in enumerate(sorted(rows, key=lambda row: place.get(row.id, len(place)))):
        if choice.position != position:
            choice.position = position
    session.flush()


def add_shipped_choices(session: CrmSession) -> int:
    """The entries that come with the program; those that are there already, or were removed, are left alone."""
    query = select(Choice.list_name, Choice.code, Choice.id).where(Choice.code != "")
    there = {(row.list_name, row.code): row.id for row in session.execute(query)}
    added = 0
    for list_name, entries in SHIPPED.items():
        for position, (code, entry) in enumerate(entries.items()):
            if (list_name, code) in there:
                continue
            name, reverse = (entry, "") if isinstance(entry, str) else entry
            parent = there.get((list_name, code.rpartition("/")[0]))  # of a tree: “product/damaged”
            row = Choice(
                id=new_id(), list_name=list_name, code=code, name=name, reverse=reverse, position=position,
                parent_id=parent,
            )  # fmt: skip
            session.add(row)
            there[list_name, code] = row.id
            added += 1
    session.flush()
    return added


def _known(list_name: str) -> None:
    if list_name not in LISTS:
        raise InvalidValue(field=_("List"), value=list_name)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise InvalidValue(field=_("Name"), value=name[:60])
    return name
