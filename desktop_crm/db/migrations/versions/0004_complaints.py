"""The book of complaints."""

import sqlalchemy as sa
from alembic import op

from desktop_crm.db import search_index
from desktop_crm.model.base import TABLE_OPTIONS, JsonText, LongText, UtcMoment, key_string

revision = "0004"
down_revision = "0003"
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
    _complaint()
    _complaint_event()
    _complaint_chain()
    _complaint_counter()
    _complaint_cause()
    _corrective_action()
    _deadline_preset()
    _letter_template()
    with op.batch_alter_table("choice") as table:
        parent = sa.ForeignKey("choice.id", name="fk_choice_parent_id_choice")
        table.add_column(sa.Column("parent_id", sa.BigInteger, parent))
    with op.batch_alter_table("attachment") as table:
        complaint = sa.ForeignKey("complaint.id", name="fk_attachment_complaint_id_complaint")
        table.add_column(sa.Column("complaint_id", sa.BigInteger, complaint))
        table.alter_column("contact_id", existing_type=sa.BigInteger, nullable=True)
    op.create_index("ix_attachment_complaint_id", "attachment", ["complaint_id"])
    search_index.create(op.get_bind(), ("complaint",))


def _complaint() -> None:
    op.create_table(
        "complaint",
        *_row(),
        sa.Column("year", sa.BigInteger, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("kind", key_string(12), nullable=False),
        sa.Column("state", key_string(20), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("description", LongText, nullable=False),
        sa.Column("received_at", UtcMoment, nullable=False),
        sa.Column("registered_at", UtcMoment, nullable=False),
        sa.Column("channel", key_string(12), nullable=False),
        sa.Column("received_by_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id")),
        sa.Column("complainant", sa.String(300), nullable=False),
        sa.Column("anonymous", sa.Boolean, nullable=False),
        sa.Column("on_behalf_of", sa.String(300), nullable=False),
        sa.Column("reply_contact", sa.String(300), nullable=False),
        sa.Column("language", key_string(5), nullable=False),
        sa.Column("interaction_id", sa.BigInteger, sa.ForeignKey("interaction.id"), index=True),
        sa.Column("incident_on", sa.Date),
        sa.Column("incident_place", sa.String(300), nullable=False),
        sa.Column("product", sa.String(300), nullable=False),
        sa.Column("product_key", key_string(60), nullable=False),
        sa.Column("deal", sa.String(200), nullable=False),
        sa.Column("invoice", sa.String(100), nullable=False),
        sa.Column("serial_number", sa.String(100), nullable=False),
        sa.Column("batch", sa.String(100), nullable=False),
        sa.Column("category_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("subcategory_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("remedy_sought", key_string(14), nullable=False),
        sa.Column("amount_claimed", sa.BigInteger),
        sa.Column("currency", key_string(3), nullable=False),
        sa.Column("severity", key_string(10), nullable=False),
        sa.Column("priority", key_string(10), nullable=False),
        sa.Column("priority_chosen", sa.Boolean, nullable=False),
        sa.Column("flag_safety", sa.Boolean, nullable=False),
        sa.Column("flag_legal", sa.Boolean, nullable=False),
        sa.Column("flag_regulator", sa.Boolean, nullable=False),
        sa.Column("flag_public", sa.Boolean, nullable=False),
        sa.Column("flag_repeat", sa.Boolean, nullable=False),
        sa.Column("confidential", sa.Boolean, nullable=False),
        sa.Column("responsible_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("immediate_action", LongText, nullable=False),
        sa.Column("investigation", LongText, nullable=False),
        sa.Column("whys", JsonText, nullable=False),
        sa.Column("fault_at", key_string(10), nullable=False),
        sa.Column("justified", key_string(12), nullable=False),
        sa.Column("justified_reason", LongText, nullable=False),
        sa.Column("decision", LongText, nullable=False),
        sa.Column("approver_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("remedy", key_string(14), nullable=False),
        sa.Column("remedy_amount", sa.BigInteger),
        sa.Column("cost_compensation", sa.BigInteger),
        sa.Column("cost_goods", sa.BigInteger),
        sa.Column("cost_minutes", sa.BigInteger),
        sa.Column("cost_other", sa.BigInteger),
        sa.Column("replied_on", sa.Date),
        sa.Column("reply_channel", key_string(12), nullable=False),
        sa.Column("accepted", key_string(10), nullable=False),
        sa.Column("escalated_to", sa.String(300), nullable=False),
        sa.Column("satisfaction_outcome", sa.BigInteger),
        sa.Column("satisfaction_speed", sa.BigInteger),
        sa.Column("satisfaction_courtesy", sa.BigInteger),
        sa.Column("lessons", LongText, nullable=False),
        sa.Column("duplicate_of_id", sa.BigInteger, sa.ForeignKey("complaint.id")),
        sa.Column("resumes_to", key_string(20), nullable=False),
        sa.Column("reopened_count", sa.BigInteger, nullable=False),
        sa.Column("closed_at", UtcMoment),
        sa.Column("closed_by_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("voided_at", UtcMoment),
        sa.Column("void_reason", sa.String(400), nullable=False),
        sa.Column("last_entry_at", UtcMoment),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.Column("terms", JsonText, nullable=False),
        sa.Column("acknowledged_at", UtcMoment),
        sa.Column("answered_at", UtcMoment),
        sa.Column("acknowledge_by", UtcMoment),
        sa.Column("interim_by", UtcMoment),
        sa.Column("resolve_by", UtcMoment),
        sa.Column("due_at", UtcMoment),
        sa.Column("due_kind", key_string(12), nullable=False),
        sa.Column("resolve_minutes", sa.BigInteger),
        sa.UniqueConstraint("year", "number", name="uq_complaint_year_number"),
        sa.Index("ix_complaint_category", "category_id", "received_at"),
        sa.Index("ix_complaint_closed", "closed_at"),
        sa.Index("ix_complaint_contact", "contact_id", "id"),
        sa.Index("ix_complaint_due", "due_at", "id"),
        sa.Index("ix_complaint_product", "product_key"),
        sa.Index("ix_complaint_received", "received_at", "id"),
        sa.Index("ix_complaint_responsible", "responsible_id", "state"),
        sa.Index("ix_complaint_state", "state", "due_at", "id"),
        **TABLE_OPTIONS,
    )


def _complaint_event() -> None:
    op.create_table(
        "complaint_event",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("complaint_id", sa.BigInteger, sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("kind", key_string(20), nullable=False),
        sa.Column("state", key_string(20), nullable=False),
        sa.Column("at", UtcMoment, nullable=False),
        sa.Column("recorded_at", UtcMoment, nullable=False),
        sa.Column("operator_id", sa.BigInteger),
        sa.Column("operator", sa.String(200), nullable=False),
        sa.Column("workstation", sa.BigInteger, nullable=False),
        sa.Column("change_set_id", sa.BigInteger, nullable=False),
        sa.Column("undoes_id", sa.BigInteger),
        sa.Column("facts", JsonText, nullable=False),
        sa.Column("changes", JsonText, nullable=False),
        sa.Column("content_hash", key_string(64), nullable=False),
        sa.Column("previous_hash", key_string(64), nullable=False),
        sa.Column("hash", key_string(64), nullable=False),
        sa.Index("ix_complaint_event_change_set", "change_set_id"),
        sa.Index("ix_complaint_event_place", "complaint_id", "sequence", unique=True),
        sa.Index("ix_complaint_event_position", "position", unique=True),
        **TABLE_OPTIONS,
    )


def _complaint_chain() -> None:
    op.create_table(
        "complaint_chain",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("last_hash", key_string(64), nullable=False),
        **TABLE_OPTIONS,
    )


def _complaint_counter() -> None:
    op.create_table(
        "complaint_counter",
        sa.Column("year", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("last_number", sa.BigInteger, nullable=False),
        **TABLE_OPTIONS,
    )


def _complaint_cause() -> None:
    op.create_table(
        "complaint_cause",
        *_row(),
        sa.Column("complaint_id", sa.BigInteger, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("cause_id", sa.BigInteger, sa.ForeignKey("choice.id"), nullable=False),
        sa.Index("ix_complaint_cause_cause", "cause_id", "complaint_id"),
        **TABLE_OPTIONS,
    )


def _corrective_action() -> None:
    op.create_table(
        "corrective_action",
        *_row(),
        sa.Column("complaint_id", sa.BigInteger, sa.ForeignKey("complaint.id"), nullable=False, index=True),
        sa.Column("type", key_string(12), nullable=False),
        sa.Column("state", key_string(12), nullable=False),
        sa.Column("what", LongText, nullable=False),
        sa.Column("why", LongText, nullable=False),
        sa.Column("cause_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("responsible_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("due_on", sa.Date),
        sa.Column("done_at", UtcMoment),
        sa.Column("done_by_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("evidence", LongText, nullable=False),
        sa.Column("verified_at", UtcMoment),
        sa.Column("verified_by_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("check_on", sa.Date),
        sa.Column("checked_at", UtcMoment),
        sa.Column("check_note", LongText, nullable=False),
        sa.Index("ix_corrective_action_due", "state", "due_on"),
        **TABLE_OPTIONS,
    )


def _deadline_preset() -> None:
    op.create_table(
        "deadline_preset",
        *_row(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("code", key_string(40), nullable=False),
        sa.Column("kind", key_string(12), nullable=False),
        sa.Column("severity", key_string(10), nullable=False),
        sa.Column("terms", JsonText, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        **TABLE_OPTIONS,
    )


def _letter_template() -> None:
    op.create_table(
        "letter_template",
        *_row(),
        sa.Column("kind", key_string(16), nullable=False),
        sa.Column("language", key_string(5), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("body", LongText, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Index("ix_letter_template_kind", "kind", "language", "position"),
        **TABLE_OPTIONS,
    )
