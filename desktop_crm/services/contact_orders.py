"""Orders and groups that no index gives: put together once for a view, and kept while nothing is written."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from threading import Lock
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _, language
from desktop_crm.model import ChangeSet, Contact, Email, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_keys import Key, key_of
from desktop_crm.services.contact_views import GROUPS, INDEXED, SORTS, ContactsView, GroupHeading
from desktop_crm.services.reading import fetch_plain

_OWN_INDEX: Mapping[str, tuple[Any, Any]] = {"phone": (Phone.e164, Phone), "email": (Email.key, Email)}
_READ_AHEAD = 3  # times as many: some lie in the trash or the archive
KEPT = 4  # orders of 100,000 ids: some 4 MB each

# contacts of a view whose order an index has, each with these columns
IdsOf = Callable[[CrmSession, ContactsView, Sequence[Any]], Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class Order:
    """All contacts of a view in order; the places where its groups begin, each with the value that it stands for."""

    ids: Sequence[int]
    starts: Sequence[int] = ()
    values: Sequence[Any] = ()  # None where the contacts have none
    key: Key = field(default_factory=Key)

    def headings(self, session: CrmSession, start: int, end: int) -> dict[int, GroupHeading]:
        """Those of the groups that begin from *start* to before *end*: there may be as many as contacts."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        places = [*self.starts[first : last + 1], len(self.ids)]
        values = self.values[first:last]
        words = iter(self.key.words(session, [value for value in values if value is not None]))
        return {
            places[number]: GroupHeading(
                -(first + number + 1),
                next(words) if value is not None else _(self.key.without),
                places[number + 1] - places[number],
            )
            for number, value in enumerate(values)
        }

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


def first_ids(session: CrmSession, view: ContactsView, count: int) -> Sequence[int]:
    """The first of everybody by phone or e-mail, which have an index of their own; none where there is more to do.

    They are shown while nobody waits for the whole order, which the next page needs.
    """
    plain = ContactsView(sort=view.sort, descending=view.descending, own_fields=view.own_fields)
    if view != plain or view.sort not in _OWN_INDEX or _state(session, view) in _kept:
        return ()
    column, table = _OWN_INDEX[view.sort]
    other = aliased(table)
    before = or_(other.position < table.position, and_(other.position == table.position, other.id < table.id))
    query = select(table.contact_id, column).where(column != "")
    query = query.where(~exists().where(other.contact_id == table.contact_id, before))
    query = query.order_by(column.desc() if view.descending else column)
    found = fetch_plain(session, query.limit(_READ_AHEAD * count))
    values = {row[0]: row[1] for row in found if row[1] != found[-1][1]}  # of the last there may be more
    alive = (Contact.deleted_at.is_(None), Contact.archived_at.is_(None))
    names = fetch_plain(session, select(Contact.id, Contact.sort_name).where(Contact.id.in_(values), *alive))
    ids = [row[0] for row in sorted(names, key=lambda row: (row[1], row[0]))]
    ids.sort(key=values.__getitem__, reverse=view.descending)
    return ids[:count] if len(ids) >= count else ()


def _make(session: CrmSession, view: ContactsView, ids_of: IdsOf) -> Order:
    plain = replace(view, group="", own_fields=())
    by_name = replace(plain, sort="name", descending=False)
    if view.group:
        if view.group not in GROUPS and not view.group.startswith("custom:"):
            raise InvalidValue(field=_("Group"), value=view.group)
        key = key_of(session, view.group)
        if key.rank is None:
            return _grouped_line(_by_value(order_of(session, plain, ids_of).ids, key, False), key)
        return _grouped(_heaps(_valued(session, plain, key, ids_of), key), key)
    if view.sort in INDEXED:
        return Order([row[0] for row in ids_of(session, plain, ())])
    if view.sort not in SORTS and not view.sort.startswith("custom:"):
        raise InvalidValue(field=_("Order"), value=view.sort)
    key = key_of(session, view.sort)
    if key.rank is None:
        return Order(list(chain(*_by_value(order_of(session, by_name, ids_of).ids, key, view.descending))))
    heaps = _heaps(_valued(session, by_name, key, ids_of), key)
    filled, without = heaps[:-1], heaps[-1]
    ordered = [*(reversed(filled) if view.descending else filled), without]
    return Order(list(chain.from_iterable(heap.ids for heap in ordered)))


# Few different values -------------------------------------------------------------------------------------------------


@dataclass
class _Heap:
    """Contacts whose values rank alike."""

    value: Any
    ids: list[int]


def _valued(session: CrmSession, view: ContactsView, key: Key, ids_of: IdsOf) -> Iterable[tuple[int, Any]]:
    """Contacts of *view* in its order, each with its value of *key*: a column is read in the same breath."""
    if key.column is not None and view.sort in INDEXED:
        return ids_of(session, view, (key.column,))  # type: ignore[return-value]
    ids = order_of(session, view, ids_of).ids
    values = key.values
    if key.column is not None:
        values = dict(fetch_plain(session, select(Contact.id, key.column)))
    return zip(ids, map(values.get, ids), strict=True)


def _heaps(rows: Iterable[tuple[int, Any]], key: Key) -> list[_Heap]:
    """Put on heaps, which needs no comparing; within a heap in the order they came, the last are those without."""
    of_value: dict[Any, list[int]] = {}
    of_rank: dict[Any, _Heap] = {}
    without: list[int] = of_value.setdefault(None, [])
    of_value[""] = without
    rank = key.rank or (lambda value: value)
    for row_id, value in rows:
        ids = of_value.get(value)
        if ids is None:
            ids = of_value[value] = of_rank.setdefault(rank(value), _Heap(value, [])).ids
        ids.append(row_id)
    return [*(of_rank[one] for one in sorted(of_rank)), _Heap(None, without)]


def _grouped(heaps: Sequence[_Heap], key: Key) -> Order:
    full = [heap for heap in heaps if heap.ids]
    sizes = [len(heap.ids) for heap in full]
    values = [None if heap is heaps[-1] else heap.value for heap in full]
    ids = list(chain.from_iterable(heap.ids for heap in full))
    return Order(ids, list(accumulate(sizes, initial=0))[:-1], values, replace(key, values={}))


# Nearly each another --------------------------------------------------------------------------------------------------


def _by_value(ids: Sequence[int], key: Key, descending: bool) -> tuple[list[int], list[int]]:
    """Those with a value in order, equal ones as they came, and those without, who come last in both directions."""
    values = key.values
    filled = [row_id for row_id in ids if row_id in values]
    filled.sort(key=values.__getitem__, reverse=descending)
    if descending and (behind := key.behind) is not None:
        filled.sort(key=lambda row_id: behind(values[row_id]))
    return filled, [row_id for row_id in ids if row_id not in values] if len(filled) < len(ids) else []


def _grouped_line(line: tuple[list[int], list[int]], key: Key) -> Order:
    filled, without = line
    values = list(map(key.values.__getitem__, filled))
    starts = [place for place, value in enumerate(values) if not place or value != values[place - 1]]
    titles = [values[start] for start in starts]
    if without:
        starts, titles = [*starts, len(filled)], [*titles, None]
    return Order(filled + without, starts, titles, replace(key, values={}))
