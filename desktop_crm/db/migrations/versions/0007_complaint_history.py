"""Entries of the history that belong to a complaint; duplicates of a complaint are found at once."""

import sqlalchemy as sa
from alembic import op

from desktop_crm.model.base import TABLE_OPTIONS, UtcMoment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint_interaction",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcMoment, nullable=False),
        sa.Column("updated_at", UtcMoment, nullable=False),
        sa.Column("deleted_at", UtcMoment),
        sa.Column("complaint_id", sa.BigInteger, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("interaction_id", sa.BigInteger, sa.ForeignKey("interaction.id"), nullable=False),
        sa.Index("ix_complaint_interaction_entry", "interaction_id", "complaint_id"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_complaint_duplicate_of_id", "complaint", ["duplicate_of_id"])
