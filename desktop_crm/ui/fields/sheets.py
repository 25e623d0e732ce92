"""What can be defined: own fields, tags, entries of each editable list; how each sheet shows and changes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_crm.base.i18n import N_, _
from desktop_crm.model.choice import LISTS, TREES
from desktop_crm.model.contact import KINDS
from desktop_crm.model.custom_field import FIELD_TYPES
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices, custom_fields, tags
from desktop_crm.ui.contacts.tags_panel import COLORS
from desktop_crm.ui.inputs import Input
from desktop_crm.ui.listed import ListedColumn

Values = Mapping[str, str]
WITH_OPTIONS = ("choice", "choices")


@dataclass(frozen=True)
class Sheet:
    """One list of definitions."""

    code: str
    title: str  # marked with N_
    explained: str
    columns: tuple[ListedColumn, ...]
    rows: Callable[[CrmSession], Sequence[Any]]
    inputs: Callable[[Any], tuple[Input, ...]]  # of a row, or of a new one (None)
    add: Callable[[CrmSession, Values], Any]
    change: Callable[[CrmSession, int, Values], Any]
    remove: Callable[[CrmSession, int], Any]
    order: Callable[[CrmSession, Sequence[int]], Any] | None = None  # ids as they shall stand


# Own fields -----------------------------------------------------------------------------------------------------------


def _whose(kind: str) -> str:
    return _(KINDS[kind]) if kind in KINDS else _("Everybody")  # type: ignore[index]


def _field_inputs(row: custom_fields.FieldRow | None) -> tuple[Input, ...]:
    name = Input("name", _("Name"), row.name if row else "")
    choices_of = Input("options", _("Choices, one in a line"), "\n".join(row.options) if row else "", "long")
    if row is not None:  # the type stays: values of another type would be guesses
        return (name, choices_of) if row.type in WITH_OPTIONS else (name,)
    types = tuple((code, _(words)) for code, words in FIELD_TYPES.items())
    kinds = (("", _whose("")), *((str(code), _whose(code)) for code in KINDS))
    return (
        name,
        Input("type", _("Type"), "text", "choice", types),
        Input("record_kind", _("For whom"), "", "choice", kinds),
        choices_of,
    )


def _add_field(session: CrmSession, values: Values) -> int:
    options = values.get("options", "").split("\n") if values["type"] in WITH_OPTIONS else ()
    return custom_fields.define_field(session, values["name"], values["type"], values["record_kind"], options)


def _change_field(session: CrmSession, row_id: int, values: Values) -> None:
    options = values["options"].split("\n") if "options" in values else None
    custom_fields.change_field(session, row_id, name=values["name"], options=options)


def _order_fields(session: CrmSession, ids: Sequence[int]) -> None:
    for position, row_id in enumerate(ids):
        custom_fields.change_field(session, row_id, position=position)


FIELDS = Sheet(
    "fields",
    N_("Own fields"),
    N_("Fields of your own stand on the cards, in lists, in import and export."),
    (
        ListedColumn(N_("Name"), lambda row: row.name, width=24, strong=True),
        ListedColumn(N_("Type"), lambda row: _(FIELD_TYPES[row.type]), width=16),
        ListedColumn(N_("For whom"), lambda row: _whose(row.record_kind), width=16),
        ListedColumn(N_("Choices"), lambda row: ", ".join(row.options), tone=lambda _row: "text2"),
    ),
    custom_fields.field_rows,
    _field_inputs,
    _add_field,
    _change_field,
    custom_fields.remove_field,
    _order_fields,
)


# Tags -----------------------------------------------------------------------------------------------------------------


def _tag_inputs(row: tags.TagRow | None) -> tuple[Input, ...]:
    colors = tuple((code, _(words)) for code, words in COLORS.items())
    return (
        Input("name", _("Name"), row.name if row else ""),
        Input("color", _("Colour"), row.color if row else "neutral", "choice", colors),
    )


def _add_tag(session: CrmSession, values: Values) -> None:
    for tag_id in tags.ensure_tags(session, [values["name"]]):
        tags.change_tag(session, tag_id, color=values["color"])
        return
    tags.change_tag(session, 0, name=values["name"])  # says what is wrong with the name


def _change_tag(session: CrmSession, row_id: int, values: Values) -> None:
    tags.change_tag(session, row_id, name=values["name"], color=values["color"])


TAGS = Sheet(
    "tags",
    N_("Tags"),
    N_("A tag that is removed here goes from all cards."),
    (
        ListedColumn(N_("Name"), lambda row: row.name, strong=True, tone=lambda row: _ink(row.color)),
        ListedColumn(N_("Colour"), lambda row: _(COLORS.get(row.color, row.color)), width=18),
        ListedColumn(N_("Contacts"), lambda row: str(row.contacts), width=14, tabular=True),
    ),
    tags.tag_rows,
    _tag_inputs,
    _add_tag,
    _change_tag,
    tags.remove_tag,
)


def _ink(color: str) -> str:
    return "" if color == "neutral" else color


# Editable lists -------------------------------------------------------------------------------------------------------


def _list_sheet(name: str) -> Sheet:
    two_sided = name == "relation"

    def inputs(row: choices.ChoiceRow | None) -> tuple[Input, ...]:
        first = Input("name", _("Name"), row.name if row else "")
        if not two_sided:
            return (first,)
        return (first, Input("reverse", _("From the other side"), row.reverse if row else ""))

    def change(session: CrmSession, row_id: int, values: Values) -> None:
        choices.rename_choice(session, row_id, values["name"], values.get("reverse"))

    def add(session: CrmSession, values: Values) -> int:
        return choices.add_choice(session, name, values["name"], values.get("reverse", ""))

    columns = [ListedColumn(N_("Name"), lambda row: row.name, strong=True)]
    if two_sided:
        columns.append(ListedColumn(N_("From the other side"), lambda row: row.reverse or row.name, width=30))
    return Sheet(
        name,
        choices.LIST_NAMES[name],
        N_("What is removed here is offered no more; cards that have it keep it."),
        tuple(columns),
        partial(_entries, name),
        inputs,
        add,
        change,
        choices.remove_choice,
        partial(_order_entries, name),
    )


def _entries(name: str, session: CrmSession) -> list[choices.ChoiceRow]:
    return choices.choice_rows(session, name)


def _order_entries(name: str, session: CrmSession, ids: Sequence[int]) -> None:
    choices.reorder_choices(session, name, ids)


# trees have an editor of their own
SHEETS = (
    FIELDS,
    TAGS,
    *(_list_sheet(name) for name in LISTS if name not in TREES),
)  # trees have an editor of their own
