"""What the everyday window needs: whole interactions, attachments, reminders, saved views, merges."""

import sqlalchemy as sa
from alembic import op

from desktop_crm.model.base import TABLE_OPTIONS, JsonText, LongText, UtcMoment, key_string, long_binary

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _row() -> list[sa.Column]:
    return [
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcMoment, nullable=False),
        sa.Column("updated_at", UtcMoment, nullable=False),
        sa.Column("deleted_at", UtcMoment),
    ]


def upgrade() -> None:
    _contact()
    _interaction()
    _attachment()
    _reminder()
    _others()
    op.add_column("import_run", sa.Column("report", long_binary()))


def _contact() -> None:
    op.add_column("contact", sa.Column("next_step_on", sa.Date))
    op.add_column("contact", sa.Column("next_step", sa.String(400)))
    op.create_index("ix_contact_next", "contact", ["deleted_at", "archived_at", "next_step_on", "id", "kind"])


def _interaction() -> None:
    filled = (
        ("place", sa.String(300), ""),
        ("reached_at", sa.String(320), ""),
        ("pinned", sa.Boolean, sa.false()),
        ("private", sa.Boolean, sa.false()),
    )
    with op.batch_alter_table("interaction") as table:
        for name, parent in (("outcome_id", "choice"), ("author_id", "operator")):
            key = sa.ForeignKey(f"{parent}.id", name=f"fk_interaction_{name}_{parent}")
            table.add_column(sa.Column(name, sa.BigInteger, key))
        table.add_column(sa.Column("message_key", key_string(64)))
        for name, kind, value in filled:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table("interaction") as table:  # the rows that were there have the value; new ones bring it
        for name, kind, _value in filled:
            table.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    op.create_index("ix_interaction_message", "interaction", ["message_key"])
    op.create_table(
        "participant",
        *_row(),
        sa.Column("interaction_id", sa.BigInteger, sa.ForeignKey("interaction.id"), nullable=False, index=True),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), index=True),
        sa.Column("operator_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        **TABLE_OPTIONS,
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("interaction_id", sa.BigInteger, sa.ForeignKey("interaction.id"), index=True),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("media_type", key_string(100), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", key_string(64), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "attachment_part",
        *_row(),
        sa.Column("attachment_id", sa.BigInteger, sa.ForeignKey("attachment.id"), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("content", long_binary(), nullable=False),
        sa.Index("ix_attachment_part_place", "attachment_id", "position"),
        **TABLE_OPTIONS,
    )


def _reminder() -> None:
    op.create_table(
        "reminder",
        *_row(),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("kind", key_string(12), nullable=False),
        sa.Column("status", key_string(12), nullable=False),
        sa.Column("priority", key_string(10), nullable=False),
        sa.Column("note", LongText, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("due_at", UtcMoment),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id")),
        sa.Column("interaction_id", sa.BigInteger, sa.ForeignKey("interaction.id"), index=True),
        sa.Column("assignee_id", sa.BigInteger, sa.ForeignKey("operator.id"), index=True),
        sa.Column("author_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("done_at", UtcMoment),
        sa.Column("done_by_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("result", LongText, nullable=False),
        sa.Index("ix_reminder_due", "deleted_at", "status", "due_on", "id"),
        sa.Index("ix_reminder_contact", "contact_id", "status", "due_on"),
        **TABLE_OPTIONS,
    )


def _others() -> None:
    op.create_table(
        "saved_view",
        *_row(),
        sa.Column("page", key_string(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("operator_id", sa.BigInteger, sa.ForeignKey("operator.id"), index=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("definition", JsonText, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "merge",
        *_row(),
        sa.Column("winner_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("loser_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("change_set_id", sa.BigInteger, nullable=False),
        sa.Column("lost", JsonText, nullable=False),
        **TABLE_OPTIONS,
    )
