"""Frozen copies of reports."""

import sqlalchemy as sa
from alembic import op

from desktop_crm.model.base import TABLE_OPTIONS, LongText, UtcMoment, key_string

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_copy",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcMoment, nullable=False),
        sa.Column("updated_at", UtcMoment, nullable=False),
        sa.Column("deleted_at", UtcMoment),
        sa.Column("report", key_string(40), nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("language", key_string(8), nullable=False),
        sa.Column("document", LongText, nullable=False),
        sa.Column("sha256", key_string(64), nullable=False),
        sa.Column("operator_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_report_copy_period", "report_copy", ["report", "first_on", "last_on"])
