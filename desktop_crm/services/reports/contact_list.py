"""Lists of contacts, address labels and envelopes of a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from desktop_crm.base.document import (
    Block,
    Cell,
    CellKind,
    Column,
    Envelopes,
    Heading,
    Labels,
    LabelSheet,
    Link,
    Paragraph,
    Table,
)
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model import Address, Contact
from desktop_crm.model.contact import KINDS, LIFE_CYCLES, RELATIONS_TO_US
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_fields import filter_fields, sentence
from desktop_crm.services.contact_lists import GroupHeading, contact_ids, contact_rows, contact_rows_of
from desktop_crm.services.contact_views import CHIPS, ContactRow, ContactsView
from desktop_crm.services.custom_fields import field_rows
from desktop_crm.services.phone_places import country_name
from desktop_crm.services.reports.facts import chunks
from desktop_crm.services.reports.request import ReportRequest, Section

OWN = "custom:"
USUAL = ("name", "organisation", "phone", "email", "city", "touch")
_BY_STEP = 500
SHEETS = {
    "L7160": LabelSheet("L7160", "A4", 3, 7, 63.5, 38.1, 7.2, 15.15, 66.0, 38.1),
    "L7161": LabelSheet("L7161", "A4", 3, 6, 63.5, 46.6, 7.2, 8.7, 66.0, 46.6),
    "L7162": LabelSheet("L7162", "A4", 2, 8, 99.1, 33.9, 4.65, 12.9, 101.6, 33.9),
    "L7163": LabelSheet("L7163", "A4", 2, 7, 99.1, 38.1, 4.65, 15.15, 101.6, 38.1),
    "L7165": LabelSheet("L7165", "A4", 2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7),
    "L4737": LabelSheet("L4737", "A4", 3, 9, 63.5, 29.6, 7.2, 15.3, 66.0, 29.6),
    "L7651": LabelSheet("L7651", "A4", 5, 13, 38.1, 21.2, 4.75, 10.7, 40.6, 21.2),
    "3475": LabelSheet("3475", "A4", 3, 8, 70.0, 36.0, 0.0, 4.5, 70.0, 36.0),
    "5160": LabelSheet("5160", "Letter", 3, 10, 66.7, 25.4, 4.8, 12.7, 69.8, 25.4),
}
ENVELOPES = ("DL", "C6", "C5")


def _named(codes: Any, code: str) -> str:
    return _(codes[code]) if code in codes else code


PORTRAIT = 4  # columns that stand on an upright page without breaking a number
_COLUMNS: dict[str, tuple[str, CellKind, Callable[[ContactRow], Cell]]] = {
    "name": (N_("Name"), "text", lambda row: row.name),
    "organisation": (N_("Organisation"), "text", lambda row: row.organisation),
    "position": (N_("Position"), "text", lambda row: row.position),
    "phone": (N_("Phone"), "text", lambda row: row.phone),
    "email": (N_("E-mail"), "text", lambda row: row.email),
    "city": (N_("City"), "text", lambda row: row.city),
    "touch": (N_("Last contact"), "date", lambda row: _day(row.last_touch_at)),
    "next": (N_("Next step"), "text", lambda row: row.next_step),
    "attention": (N_("Attention"), "text", lambda row: _(CHIPS[row.chip]) if row.chip else ""),
    "kind": (N_("Kind"), "text", lambda row: _(KINDS[row.kind])),  # type: ignore[index]
    "industry": (N_("Industry"), "text", lambda row: row.industry),
    "relation": (N_("Relation to us"), "text", lambda row: _named(RELATIONS_TO_US, row.relation_to_us)),
    "life_cycle": (N_("Life cycle"), "text", lambda row: _named(LIFE_CYCLES, row.life_cycle)),
    "abc": (N_("ABC class"), "text", lambda row: row.abc_class),
    "responsible": (N_("Responsible"), "text", lambda row: row.responsible),
    "tags": (N_("Tags"), "text", lambda row: ", ".join(tag.name for tag in row.tags)),
    "completeness": (N_("Complete"), "percent", lambda row: row.completeness),
    "created": (N_("Created"), "date", lambda row: _day(row.created_at)),
    "updated": (N_("Changed"), "date", lambda row: _day(row.updated_at)),
}


def _day(moment: Any) -> Cell:
    return moment.astimezone().date() if moment is not None else None


def view_words(session: CrmSession, view: ContactsView) -> str:
    """What a view leaves out, as its chips say it: “Customer · City: Chișinău”."""
    fields = {field.code: field for field in filter_fields(session)} if view.filters or view.tag_ids else {}
    tags = fields["tag"] if view.tag_ids else None
    words = (
        _("Search: {text}").format(text=view.search) if view.search else "",
        _named(KINDS, view.kind) if view.kind else "",
        _("Mine") if view.mine else "",
        _named(LIFE_CYCLES, view.life_cycle) if view.life_cycle else "",
        *(tags.words(str(tag_id)) for tag_id in view.tag_ids if tags),
        _("Archived") if view.archived else "",
        _("In the trash") if view.trash else "",
        *(sentence(fields, wanted) for wanted in view.filters),
    )
    return " · ".join(word for word in words if word)


def contacts(session: CrmSession, request: ReportRequest) -> Section:
    """The list of a view with the view's columns and in its order."""
    own = {f"{OWN}{field.id}": field for field in field_rows(session)}
    codes = [code for code in request.columns or USUAL if code in _COLUMNS or code in own]
    view = replace(request.view, own_fields=tuple(own[code].id for code in codes if code in own))
    columns = tuple(
        Column(_(_COLUMNS[code][0]), _COLUMNS[code][1], strong=code == "name")
        if code in _COLUMNS
        else Column(own[code].name)
        for code in codes
    )

    def cells(row: ContactRow) -> tuple[Cell, ...]:
        return tuple(_COLUMNS[code][2](row) if code in _COLUMNS else row.own_value(own[code].id) for code in codes)

    count = 0
    tables: list[Block] = []
    for heading, rows in _groups(session, view):
        count += len(rows)
        tables += [Heading(f"{heading} · {len(rows)}", 2)] if heading else []
        links = [Link("contact", row.id) for row in rows]
        tables.append(Table(columns, [cells(row) for row in rows], empty=_("There are none."), links=links))
    said = ngettext("{count} contact", "{count} contacts", count).format(count=count)
    return Section(_("List of contacts"), (Paragraph(said), *tables), landscape=len(codes) > PORTRAIT)


def _groups(session: CrmSession, view: ContactsView) -> Iterator[tuple[str, list[ContactRow]]]:
    """(heading, rows) of each group in the order of the view; without groups one with an empty heading."""
    if not view.group:
        ids = contact_ids(session, view)
        steps = range(0, len(ids), _BY_STEP)
        parts = (contact_rows_of(session, ids[start : start + _BY_STEP], view.own_fields) for start in steps)
        yield "", [row for part in parts for row in part]
        return
    heading, rows, after = "", list[ContactRow](), None
    while True:
        page = contact_rows(session, view, after, _BY_STEP)
        for row in page.rows:
            if not isinstance(row, GroupHeading):
                rows.append(row)
            elif row.heading != heading:
                if rows:
                    yield heading, rows
                heading, rows = row.heading, []
        after = page.next
        if after is None:
            break
    if rows or not heading:
        yield heading, rows


def _addresses(session: CrmSession, request: ReportRequest) -> tuple[list[tuple[str, ...]], int]:
    """Addresses of the view's contacts in its order, and how many of them have none."""
    ids = [request.contact_id] if request.contact_id is not None else contact_ids(session, request.view)
    names: dict[int, str] = {}
    found: dict[int, tuple[str, ...]] = {}
    for some in chunks(ids):
        names.update(
            (row[0], row[1]) for row in session.execute(select(Contact.id, Contact.name).where(Contact.id.in_(some)))
        )
        query = (
            select(Address)
            .where(Address.contact_id.in_(some), Address.deleted_at.is_(None))
            .order_by(Address.contact_id, Address.position, Address.id)
        )
        for one in session.scalars(query):
            place = " ".join(filter(None, (one.postcode, one.city)))
            country = country_name(one.country) if len(one.country) == 2 else one.country
            lines = (*one.street.splitlines(), place, one.region if one.region != one.city else "", country)
            if any(lines[:-1]):
                found.setdefault(one.contact_id, tuple(line.strip() for line in lines if line.strip()))
    return [(names[one], *found[one]) for one in ids if one in found], sum(one not in found for one in ids)


def labels(session: CrmSession, request: ReportRequest) -> Section:
    """Address labels on a sheet of the trade; contacts without an address are left out."""
    sheet = SHEETS.get(request.labels)
    if sheet is None:
        raise InvalidValue(field=_("Labels"), value=request.labels)
    addresses, without = _addresses(session, request)
    block: Block = Labels(sheet, tuple(addresses), request.skip) if addresses else Paragraph(_nobody())
    return Section(_("Address labels"), (block,), (left_out(without),))


def envelopes(session: CrmSession, request: ReportRequest) -> Section:
    """One envelope for each contact with an address."""
    if request.envelope not in ENVELOPES:
        raise InvalidValue(field=_("Envelope"), value=request.envelope)
    addresses, without = _addresses(session, request)
    block: Block = Envelopes(tuple(addresses)) if addresses else Paragraph(_nobody())
    return Section(_("Envelopes"), (block,), (left_out(without),))


def _nobody() -> str:
    return _("None of these contacts has an address.")


def left_out(count: int) -> str:
    """Says who gets no label; nothing where everybody does."""
    if not count:
        return ""
    return ngettext("{count} contact has no address.", "{count} contacts have no address.", count).format(count=count)
