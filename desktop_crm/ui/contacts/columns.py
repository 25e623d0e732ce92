"""Columns of the table of contacts."""

from desktop_crm.base.i18n import N_, _
from desktop_crm.model.contact import KINDS, LIFE_CYCLES, RELATIONS_TO_US
from desktop_crm.services.contact_views import CHIPS, ContactRow
from desktop_crm.ui import moments
from desktop_crm.ui.table import Column


def _named(codes: dict[str, str], code: str) -> str:
    return _(codes[code]) if code in codes else code


def _full_touch(row: ContactRow) -> str:
    return moments.full(row.last_touch_at) if row.last_touch_at else ""


COLUMNS: tuple[Column, ...] = (
    Column("name", N_("Name"), lambda row: row.name, "name", width=240),
    Column("organisation", N_("Organisation"), lambda row: row.organisation, width=180),
    Column("position", N_("Position"), lambda row: row.position, width=150),
    Column("phone", N_("Phone"), lambda row: row.phone, width=165, tabular=True),
    Column("email", N_("E-mail"), lambda row: row.email, width=190),
    Column("city", N_("City"), lambda row: row.city, width=120),
    Column("touch", N_("Last contact"), lambda row: moments.last_touch(row.last_touch_at), "touch", width=110,
           tip=_full_touch),
    Column("attention", N_("Attention"), lambda row: _(CHIPS[row.chip]) if row.chip else "", width=100, shown=False),
    Column("kind", N_("Kind"), lambda row: _(KINDS[row.kind]), width=110, shown=False),
    Column("industry", N_("Industry"), lambda row: row.industry, width=130, shown=False),
    Column("relation", N_("Relation to us"), lambda row: _named(RELATIONS_TO_US, row.relation_to_us), width=120,
           shown=False),
    Column("life_cycle", N_("Life cycle"), lambda row: _named(LIFE_CYCLES, row.life_cycle), width=110, shown=False),
    Column("abc", N_("ABC class"), lambda row: row.abc_class, width=90, shown=False),
    Column("responsible", N_("Responsible"), lambda row: row.responsible, width=130, shown=False),
    Column("tags", N_("Tags"), lambda row: ", ".join(tag.name for tag in row.tags), width=150, shown=False),
    Column("completeness", N_("Complete"), lambda row: f"{row.completeness} %", end=True, width=100, shown=False),
    Column("created", N_("Created"), lambda row: moments.short_day(moments.day_of(row.created_at, all_day=False)),
           "created", width=110, shown=False),
)  # fmt: skip
