"""Which contacts the rows of an import became: a condition of the list, named by the import's change set."""

import json
import zlib
from functools import lru_cache

from sqlalchemy import ColumnElement, bindparam, select

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import _
from desktop_crm.model import Contact, ImportRun
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_views import Filter

_OFFERED = 50  # imports, the latest first


def import_options(session: CrmSession) -> tuple[tuple[str, str], ...]:
    """(change set, “clients.xlsx, 3 Mar 2026”) of the latest imports."""
    query = select(ImportRun.change_set_id, ImportRun.file_name, ImportRun.created_at)
    rows = session.execute(query.order_by(ImportRun.id.desc()).limit(_OFFERED))
    return tuple((str(row[0]), f"{row[1]}, {day_text(row[2].astimezone().date())}") for row in rows)


def imported(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    """Made or changed by one of the imports."""
    ids: set[int] = set()
    for value in wanted.values:
        if not value.isdecimal():
            raise InvalidValue(field=_("Import"), value=value)
        report = session.scalar(select(ImportRun.report).where(ImportRun.change_set_id == int(value)))
        ids |= _contacts(report or b"")
    found = Contact.id.in_(bindparam(None, sorted(ids), expanding=True, literal_execute=True))
    return ~found if wanted.operator == "is_not" else found


@lru_cache(4)
def _contacts(report: bytes) -> frozenset[int]:
    """The contact stands last in each row of the report (``importing.reports``)."""
    if not report:
        return frozenset()
    return frozenset(row[-1] for row in json.loads(zlib.decompress(report)) if row[-1] is not None)
