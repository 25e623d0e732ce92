"""Orders and groups that no index gives: put together once for a view, and kept while nothing is written."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from threading import Lock
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _, language
from desktop_crm.model import ChangeSet
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_keys import Key, key_of
from desktop_crm.services.contact_views import GROUPS, INDEXED, SORTS, ContactsView, GroupHeading

KEPT = 4  # orders of 100,000 ids: some 4 MB each
FEW = 500  # places: put on heaps, which needs no comparing

IdsOf = Callable[[CrmSession, ContactsView], Sequence[int]]


@dataclass(frozen=True)
class Order:
    """All contacts of a view in order, and the headings before some of them."""

    ids: Sequence[int]
    headings: Mapping[int, GroupHeading]

    def place_after(self, place: int, row_id: int) -> int:
        """Where to go on behind *row_id*, which stood at *place* when the page before was made."""
        if place < len(self.ids) and self.ids[place] == row_id:
            return place + 1
        try:
            return self.ids.index(row_id) + 1
        except ValueError:  # gone meanwhile: its successor has its place
            return min(place, len(self.ids))


_kept: OrderedDict[Any, Order] = OrderedDict()
_lock = Lock()


def order_of(session: CrmSession, view: ContactsView, ids_of: IdsOf) -> Order:
    """The order of *view*; *ids_of* gives the ids of views whose order an index has."""
    key = _state(session, view)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _make(session, view, ids_of)
    if key is not None:
        with _lock:
            _kept[key] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made


def _state(session: CrmSession, view: ContactsView) -> Any:
    """What the order depends on; ``None`` inside a write, where rows change without a new change set."""
    if session.change_set_id is not None:
        return None
    last, count = session.execute(select(func.max(ChangeSet.id), func.count(ChangeSet.id))).one()
    if last is None:
        return None
    return replace(view, own_fields=()), last, count, session.operator_id, language(), clock.today()


def _make(session: CrmSession, view: ContactsView, ids_of: IdsOf) -> Order:
    plain = replace(view, group="", own_fields=())
    if view.sort in INDEXED:
        ids = ids_of(session, plain)
    elif view.sort in SORTS or view.sort.startswith("custom:"):
        ids = order_of(session, replace(plain, sort="name", descending=False), ids_of).ids
        ids = _sorted(ids, key_of(session, view.sort), view.descending)
    else:
        raise InvalidValue(field=_("Order"), value=view.sort)
    if not view.group:
        return Order(ids, {})
    if view.group not in GROUPS and not view.group.startswith("custom:"):
        raise InvalidValue(field=_("Group"), value=view.group)
    key = key_of(session, view.group)
    ids = _sorted(ids, key, False)
    return Order(ids, _headings(ids, key))


def _sorted(ids: Sequence[int], key: Key, descending: bool) -> Sequence[int]:
    """Stable; contacts without a value come last in both directions."""
    places = key.places
    count = max(places.values(), default=-1) + 1
    if count > FEW:
        filled = [row_id for row_id in ids if row_id in places]
        filled.sort(key=places.__getitem__, reverse=descending)
        return filled if len(filled) == len(ids) else filled + [row_id for row_id in ids if row_id not in places]
    heaps: list[list[int]] = [[] for _place in range(count + 1)]  # the last: those without a value
    for row_id in ids:
        heaps[places.get(row_id, count)].append(row_id)
    without = heaps.pop()
    return [*chain.from_iterable(reversed(heaps) if descending else heaps), *without]


def _headings(ids: Sequence[int], key: Key) -> dict[int, GroupHeading]:
    places = key.places
    starts: list[tuple[int, str]] = []
    before: Any = object()
    for number, row_id in enumerate(ids):
        place = places.get(row_id)
        if place != before:
            starts.append((number, key.title(row_id)))
            before = place
    ends = [*(start for start, _title in starts[1:]), len(ids)]
    return {
        start: GroupHeading(-number, title, end - start)
        for number, ((start, title), end) in enumerate(zip(starts, ends, strict=True), 1)
    }
