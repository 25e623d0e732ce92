"""How many rows of imports wait for a decision: asked at every start, so nothing of the import is loaded for it."""

from sqlalchemy import func, select

from desktop_crm.model import HeldRow
from desktop_crm.model.session import CrmSession


def waiting_counts(session: CrmSession) -> dict[int, int]:
    """How many rows of each import (by the id of its run) wait."""
    query = select(HeldRow.import_run_id, func.count()).where(HeldRow.deleted_at.is_(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(HeldRow.import_run_id))}
