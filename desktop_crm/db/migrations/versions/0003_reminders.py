"""Reminders that recur and fire."""

import sqlalchemy as sa
from alembic import op

from desktop_crm.model.base import TABLE_OPTIONS, JsonText, LongText, UtcMoment, key_string

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_series",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcMoment, nullable=False),
        sa.Column("updated_at", UtcMoment, nullable=False),
        sa.Column("deleted_at", UtcMoment),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("kind", key_string(12), nullable=False),
        sa.Column("priority", key_string(10), nullable=False),
        sa.Column("note", LongText, nullable=False),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), index=True),
        sa.Column("assignee_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("rule", sa.String(300), nullable=False),
        sa.Column("from_completion", sa.Boolean, nullable=False),
        sa.Column("start_on", sa.Date, nullable=False),
        sa.Column("due_time", key_string(5), nullable=False),
        sa.Column("zone", key_string(60), nullable=False),
        sa.Column("lead_minutes", sa.BigInteger),
        sa.Column("checklist", JsonText, nullable=False),
        sa.Column("exceptions", JsonText, nullable=False),
        sa.Column("ended_at", UtcMoment),
        **TABLE_OPTIONS,
    )
    filled = (
        ("zone", key_string(60), ""),
        ("checklist", JsonText(), "[]"),
        ("source", key_string(12), ""),
        ("alarm", key_string(8), ""),
    )
    series = sa.ForeignKey("reminder_series.id", name="fk_reminder_series_id_reminder_series")
    with op.batch_alter_table("reminder") as table:
        table.add_column(sa.Column("start_on", sa.Date))
        table.add_column(sa.Column("series_id", sa.BigInteger, series))
        table.add_column(sa.Column("occurrence_on", sa.Date))
        table.add_column(sa.Column("source_key", key_string(100)))
        table.add_column(sa.Column("lead_minutes", sa.BigInteger))
        table.add_column(sa.Column("remind_at", UtcMoment))
        table.add_column(sa.Column("fired_at", UtcMoment))
        table.add_column(sa.Column("fired_by", sa.BigInteger))
        for name, kind, value in filled:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table("reminder") as table:  # the rows that were there have the value; new ones bring it
        for name, kind, _value in filled:
            table.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    op.create_index("ix_reminder_series_id", "reminder", ["series_id"])
    op.create_index("ix_reminder_alarm", "reminder", ["remind_at"])
    op.create_index("ix_reminder_source", "reminder", ["source_key"])
    op.create_index("ix_interaction_started", "interaction", ["started_at", "state"])
