"""Orders of the contact list and the trash are found by indices."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_DELETED = sa.text("deleted_at IS NOT NULL")
_LISTED = ("kind", "relation_to_us", "life_cycle", "abc_class", "industry_id", "responsible_id")


def upgrade() -> None:
    op.drop_index("ix_contact_sort", "contact")
    op.create_index("ix_contact_sort", "contact", ["deleted_at", "archived_at", "sort_name", "id", *_LISTED])
    op.create_index("ix_contact_updated", "contact", ["deleted_at", "archived_at", "updated_at", "id", "kind"])
    op.create_index(
        "ix_interaction_deleted", "interaction", ["deleted_at"], sqlite_where=_DELETED, postgresql_where=_DELETED
    )
