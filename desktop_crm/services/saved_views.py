"""Views under a name, of one colleague or of everybody: filters, order, groups and columns of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlalchemy import func, or_, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import SavedView
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_count
from desktop_crm.services.contact_views import ContactsView, Filter
from desktop_crm.services.record_changes import apply_values, row_to_change

_FIELDS = {"name": N_("Name"), "definition": N_("View")}
_NOT_KEPT = ("only", "own_fields", "trash")


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A view that was kept; ``columns`` are codes of the table, none = as they are."""

    id: int
    version: int
    name: str
    shared: bool
    view: ContactsView
    columns: tuple[str, ...] = ()


def saved_views(session: CrmSession, page: str = "contacts") -> list[SavedViewRow]:
    """Those of this colleague and the shared ones, in their order."""
    mine = or_(SavedView.operator_id.is_(None), SavedView.operator_id == session.operator_id)
    query = (
        select(SavedView)
        .where(SavedView.page == page, SavedView.deleted_at.is_(None), mine)
        .order_by(SavedView.position, SavedView.id)
    )
    return [_row(view) for view in session.scalars(query)]


def _row(view: SavedView) -> SavedViewRow:
    definition = view.definition if isinstance(view.definition, Mapping) else {}
    columns = definition.get("columns", [])
    return SavedViewRow(
        view.id,
        view.version,
        view.name,
        view.operator_id is None,
        view_from(definition),
        tuple(map(str, columns)) if isinstance(columns, list) else (),
    )


def find_view(session: CrmSession, name: str) -> SavedViewRow:
    """The view with this name, the own one before a shared one; raises ``NotFound``."""
    found = [row for row in saved_views(session) if row.name.casefold() == " ".join(name.split()).casefold()]
    if not found:
        raise NotFound(what=name)
    return min(found, key=lambda row: row.shared)


def view_count(session: CrmSession, view: ContactsView) -> int:
    """How many are in the view; none where it can no longer be asked for."""
    try:
        return contact_count(session, view)
    except InvalidValue:
        return 0


def save_view(
    session: CrmSession, name: str, view: ContactsView, columns: Sequence[str] = (), *, shared: bool = False
) -> int:
    """Keep *view* under *name*, last in order; says its id."""
    last = session.scalar(select(func.max(SavedView.position)))
    kept = SavedView(
        page="contacts",
        name=_checked(name),
        operator_id=None if shared else session.operator_id,
        position=0 if last is None else last + 1,
        definition=definition_of(view, columns),
    )
    session.add(kept)
    session.flush()
    return kept.id


def update_view(
    session: CrmSession, view_id: int, version: int, view: ContactsView, columns: Sequence[str] = ()
) -> None:
    """The name means *view* from now on."""
    kept = _there(session, view_id)
    if kept.version != version:
        apply_values(session, kept, version, {"name": kept.name}, _FIELDS)
    kept.definition = definition_of(view, columns)
    session.flush()


def rename_view(session: CrmSession, view_id: int, version: int, name: str) -> None:
    """Another name."""
    kept = _there(session, view_id)
    apply_values(session, kept, version, {"name": _checked(name)}, _FIELDS)
    session.flush()


def share_view(session: CrmSession, view_id: int, shared: bool) -> None:
    """For everybody, or for oneself again."""
    kept = _there(session, view_id)
    kept.operator_id = None if shared else session.operator_id
    session.flush()


def delete_view(session: CrmSession, view_id: int) -> str:
    """Forget a view (not its contacts); says its name."""
    kept = _there(session, view_id)
    kept.deleted_at = clock.now()
    session.flush()
    return kept.name


def reorder_views(session: CrmSession, ids: Sequence[int]) -> None:
    """Put the views in this order."""
    place = {view_id: number for number, view_id in enumerate(ids)}
    for kept in session.scalars(select(SavedView).where(SavedView.id.in_(ids))):
        if kept.position != place[kept.id]:
            kept.position = place[kept.id]
    session.flush()


def _there(session: CrmSession, view_id: int) -> SavedView:
    kept = row_to_change(session, SavedView, view_id, _("The view"))
    if kept.deleted_at is not None:
        raise NotFound(what=kept.name)
    return kept


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise InvalidValue(field=_("Name"), value=name[:60])
    return name


# Definitions ----------------------------------------------------------------------------------------------------------


def definition_of(view: ContactsView, columns: Sequence[str] = ()) -> dict[str, Any]:
    """A view as it is stored: only what differs from the list of everybody."""
    usual = asdict(ContactsView())
    kept = {name: value for name, value in asdict(view).items() if value != usual[name] and name not in _NOT_KEPT}
    return {**kept, **({"columns": list(columns)} if columns else {})}


def view_from(definition: Mapping[str, Any]) -> ContactsView:
    """The stored view; what this version does not know, or what does not fit, is left out."""
    view = ContactsView()
    values: dict[str, Any] = {}
    for item in fields(ContactsView):
        value = definition.get(item.name)
        if item.name in _NOT_KEPT or value is None:
            continue
        if item.name == "filters":
            value = tuple(_filters(value))
        elif item.name == "tag_ids":
            value = tuple(one for one in value if isinstance(one, int))
        elif not isinstance(value, type(getattr(view, item.name))):
            continue
        values[item.name] = value
    return replace(view, **values)


def _filters(stored: Any) -> list[Filter]:
    found = []
    for one in stored if isinstance(stored, list | tuple) else ():
        if isinstance(one, Mapping) and isinstance(one.get("field"), str):
            more = tuple(str(value) for value in one.get("more", ()) or ())
            found.append(Filter(one["field"], str(one.get("operator", "is")), str(one.get("value", "")), more))
    return found
