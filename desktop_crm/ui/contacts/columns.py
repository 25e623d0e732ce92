"""Columns of the table of contacts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_crm.base.i18n import N_, _
from desktop_crm.model.contact import KINDS, LIFE_CYCLES, RELATIONS_TO_US
from desktop_crm.services.contact_views import CHIPS, ContactRow
from desktop_crm.services.custom_fields import FieldRow
from desktop_crm.ui import moments
from desktop_crm.ui.table import Column

OWN = "custom:"
_OWN_EDITORS = {"choice": "choice", "yes_no": "choice", "date": "date"}
_NUMBERS = ("number", "money")


def _named(codes: dict[str, str], code: str) -> str:
    return _(codes[code]) if code in codes else code


def _full_touch(row: ContactRow) -> str:
    return moments.full(row.last_touch_at) if row.last_touch_at else ""


def _next_step(row: ContactRow) -> str:
    day = moments.short_day(row.next_step_on) if row.next_step_on else ""
    return " · ".join(part for part in (day, row.next_step) if part)


COLUMNS: tuple[Column, ...] = (
    Column("name", N_("Name"), lambda row: row.name, "name", width=240, edit="text"),
    Column("organisation", N_("Organisation"), lambda row: row.organisation, "organisation", width=180),
    Column("position", N_("Position"), lambda row: row.position, "position", width=150),
    Column("phone", N_("Phone"), lambda row: row.phone, "phone", width=165, tabular=True, edit="text"),
    Column("email", N_("E-mail"), lambda row: row.email, "email", width=190, edit="text"),
    Column("city", N_("City"), lambda row: row.city, "city", width=120, edit="text"),
    Column("touch", N_("Last contact"), lambda row: moments.last_touch(row.last_touch_at), "touch", width=110,
           tabular=True, tip=_full_touch),
    Column("next", N_("Next step"), _next_step, "next", width=150, tip=_next_step),
    Column("attention", N_("Attention"), lambda row: _(CHIPS[row.chip]) if row.chip else "", "attention", width=100,
           shown=False),
    Column("kind", N_("Kind"), lambda row: _(KINDS[row.kind]), "kind", width=110, shown=False),
    Column("industry", N_("Industry"), lambda row: row.industry, "industry", width=130, shown=False, edit="choice"),
    Column("relation", N_("Relation to us"), lambda row: _named(RELATIONS_TO_US, row.relation_to_us), "relation",
           width=120, shown=False, edit="choice"),
    Column("life_cycle", N_("Life cycle"), lambda row: _named(LIFE_CYCLES, row.life_cycle), "life_cycle", width=110,
           shown=False, edit="choice"),
    Column("abc", N_("ABC class"), lambda row: row.abc_class, "abc", width=90, shown=False, edit="choice"),
    Column("responsible", N_("Responsible"), lambda row: row.responsible, "responsible", width=130, shown=False,
           edit="choice"),
    Column("tags", N_("Tags"), lambda row: ", ".join(tag.name for tag in row.tags), "tags", width=150, shown=False,
           edit="text"),
    Column("completeness", N_("Complete"), lambda row: f"{row.completeness} %", "completeness", end=True, width=100,
           shown=False),
    Column("created", N_("Created"), lambda row: moments.short_day(moments.day_of(row.created_at, all_day=False)),
           "created", width=110, shown=False),
    Column("updated", N_("Changed"), lambda row: moments.short_day(moments.day_of(row.updated_at, all_day=False)),
           "updated", width=110, shown=False),
)  # fmt: skip
# the field (services.contact_fields) that has the choices of a column
CHOICES_OF = {
    "industry": "industry_id",
    "relation": "relation_to_us",
    "life_cycle": "life_cycle",
    "abc": "abc_class",
    "responsible": "responsible_id",
}


def with_own(fields: Sequence[FieldRow]) -> tuple[Column, ...]:
    """The usual columns, and one for each field of the firm's own."""
    return (*COLUMNS, *map(_own_column, fields))


def _own_column(field: FieldRow) -> Column:
    code = f"{OWN}{field.id}"
    return Column(
        code, field.name, _own_text(field.id), code, end=field.type in _NUMBERS, tabular=field.type in _NUMBERS,
        width=140, shown=False, edit=_OWN_EDITORS.get(field.type, "text"), own_title=True,
    )  # fmt: skip


def _own_text(field_id: int) -> Callable[[ContactRow], str]:
    return lambda row: row.own_value(field_id)
