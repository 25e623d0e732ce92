"""The first schema."""

import sqlalchemy as sa
from alembic import op

from desktop_crm.db import search_index
from desktop_crm.model.base import TABLE_OPTIONS, JsonText, LongText, UtcMoment, key_string, long_binary

revision = "0001"
down_revision = None
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
    _tables_without_parents()
    _others()
    _contact()
    _of_contacts()
    search_index.create(op.get_bind(), ("contact", "interaction"))


def _tables_without_parents() -> None:
    op.create_table(
        "choice",
        *_row(),
        sa.Column("list_name", key_string(30), nullable=False),
        sa.Column("code", key_string(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("reverse", sa.String(200), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("renamed", sa.Boolean, nullable=False),
        sa.Index("ix_choice_list", "list_name", "position"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "column_mapping",
        *_row(),
        sa.Column("header_key", key_string(64), nullable=False, index=True),
        sa.Column("columns", JsonText, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "custom_field",
        *_row(),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("record_kind", key_string(20), nullable=False),
        sa.Column("type", key_string(10), nullable=False),
        sa.Column("options", JsonText, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "duplicate_candidate",
        sa.Column("first_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("second_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("level", key_string(8), nullable=False),
        sa.Column("evidence", JsonText, nullable=False),
        sa.Index("ix_duplicate_candidate_second", "second_id"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "import_run",
        *_row(),
        sa.Column("change_set_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("file_name", sa.String(300), nullable=False),
        sa.Column("file_hash", key_string(64), nullable=False),
        sa.Column("options", JsonText, nullable=False),
        sa.Column("counts", JsonText, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "meta",
        sa.Column("key", key_string(60), primary_key=True),
        sa.Column("value", LongText, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "operator",
        *_row(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("login", key_string(200), nullable=False, index=True),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "tag",
        *_row(),
        sa.Column("name", sa.String(100), nullable=False, index=True),
        sa.Column("color", key_string(12), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "workstation",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("installation", key_string(64), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        **TABLE_OPTIONS,
    )


def _contact() -> None:
    op.create_table(
        "contact",
        *_row(),
        sa.Column("kind", key_string(12), nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("sort_name", key_string(400), nullable=False),
        sa.Column("name_key", key_string(400), nullable=False),
        sa.Column("relation_to_us", key_string(20), nullable=False),
        sa.Column("life_cycle", key_string(20), nullable=False),
        sa.Column("abc_class", key_string(2), nullable=False),
        sa.Column("language", sa.String(100), nullable=False),
        sa.Column("source_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("campaign_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("referred_by_id", sa.BigInteger, sa.ForeignKey("contact.id")),
        sa.Column("responsible_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Column("notes", LongText, nullable=False),
        sa.Column("first_contact_on", sa.Date),
        sa.Column("last_touch_at", UtcMoment),
        sa.Column("rhythm_days", sa.BigInteger),
        sa.Column("completeness", sa.BigInteger, nullable=False),
        sa.Column("archived_at", UtcMoment),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        sa.Column("legal_name", sa.String(400), nullable=False),
        sa.Column("legal_form", sa.String(60), nullable=False),
        sa.Column("other_names", LongText, nullable=False),
        sa.Column("organisation_type", key_string(20), nullable=False),
        sa.Column("industry_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("size", sa.String(60), nullable=False),
        sa.Column("registration_number", sa.String(60), nullable=False),
        sa.Column("tax_number", sa.String(60), nullable=False, index=True),
        sa.Column("parent_id", sa.BigInteger, sa.ForeignKey("contact.id")),
        sa.Column("prefix", sa.String(60), nullable=False),
        sa.Column("given_name", sa.String(200), nullable=False),
        sa.Column("middle_name", sa.String(200), nullable=False),
        sa.Column("family_name", sa.String(200), nullable=False),
        sa.Column("suffix", sa.String(60), nullable=False),
        sa.Column("nickname", sa.String(200), nullable=False),
        sa.Column("former_name", sa.String(200), nullable=False),
        sa.Column("sex", key_string(10), nullable=False),
        sa.Column("greeting", sa.String(300), nullable=False),
        sa.Column("preferences", LongText, nullable=False),
        sa.Column("best_time", sa.String(200), nullable=False),
        sa.Column("how_met", sa.String(300), nullable=False),
        sa.Column("deceased", sa.Boolean, nullable=False),
        sa.Index("ix_contact_created", "deleted_at", "archived_at", "id", "kind"),
        sa.Index("ix_contact_key", "name_key"),
        sa.Index(
            "ix_contact_parent",
            "parent_id",
            sqlite_where=sa.text("parent_id IS NOT NULL"),
            postgresql_where=sa.text("parent_id IS NOT NULL"),
        ),
        sa.Index(
            "ix_contact_referred_by",
            "referred_by_id",
            sqlite_where=sa.text("referred_by_id IS NOT NULL"),
            postgresql_where=sa.text("referred_by_id IS NOT NULL"),
        ),
        sa.Index("ix_contact_sort", "deleted_at", "archived_at", "sort_name", "id", "kind"),
        sa.Index("ix_contact_touch", "deleted_at", "archived_at", "last_touch_at", "id", "kind"),
        **TABLE_OPTIONS,
    )


def _of_contacts() -> None:
    op.create_table(
        "address",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("kind", key_string(10), nullable=False),
        sa.Column("street", LongText, nullable=False),
        sa.Column("city", sa.String(200), nullable=False),
        sa.Column("region", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(20), nullable=False),
        sa.Column("country", sa.String(100), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "bank_account",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("iban", sa.String(60), nullable=False),
        sa.Column("bank", sa.String(200), nullable=False),
        sa.Column("currency", key_string(3), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "consent",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("channel", key_string(20), nullable=False),
        sa.Column("state", key_string(20), nullable=False),
        sa.Column("noted_on", sa.Date),
        sa.Column("note", sa.String(300), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "contact_tag",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("tag_id", sa.BigInteger, sa.ForeignKey("tag.id"), nullable=False, index=True),
        sa.Index("ix_contact_tag_pair", "contact_id", "tag_id"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "custom_value",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("field_id", sa.BigInteger, sa.ForeignKey("custom_field.id"), nullable=False, index=True),
        sa.Column("text", LongText, nullable=False),
        sa.Column("number", sa.Numeric(18, 4)),
        sa.Column("day", sa.Date),
        sa.Index("ix_custom_value_pair", "contact_id", "field_id"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "duplicate_decision",
        *_row(),
        sa.Column("first_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("second_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "email",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("key", key_string(320), nullable=False, index=True),
        sa.Column("kind", key_string(10), nullable=False),
        sa.Column("status", key_string(6), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "external_id",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("system", key_string(60), nullable=False),
        sa.Column("value", key_string(200), nullable=False),
        sa.Index("ix_external_id_value", "system", "value"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "important_date",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("day", sa.BigInteger, nullable=False),
        sa.Column("month", sa.BigInteger, nullable=False),
        sa.Column("year", sa.BigInteger),
        sa.Column("remind_days_before", sa.BigInteger),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "interaction",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("kind", key_string(12), nullable=False),
        sa.Column("direction", key_string(10), nullable=False),
        sa.Column("state", key_string(12), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("body", LongText, nullable=False),
        sa.Column("started_at", UtcMoment, nullable=False),
        sa.Column("all_day", sa.Boolean, nullable=False),
        sa.Column("duration_minutes", sa.BigInteger),
        sa.Column("responsible_id", sa.BigInteger, sa.ForeignKey("operator.id")),
        sa.Index("ix_interaction_contact", "contact_id", "started_at"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "job",
        *_row(),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("organisation_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("position", sa.String(200), nullable=False),
        sa.Column("department", sa.String(200), nullable=False),
        sa.Column("role_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("from_on", sa.Date),
        sa.Column("to_on", sa.Date),
        sa.Column("is_primary", sa.Boolean, nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "messenger",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("system", key_string(20), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "phone",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("raw", LongText, nullable=False),
        sa.Column("e164", key_string(20), nullable=False, index=True),
        sa.Column("extension", key_string(20), nullable=False),
        sa.Column("region", key_string(3), nullable=False),
        sa.Column("kind", key_string(10), nullable=False),
        sa.Column("status", key_string(6), nullable=False),
        sa.Column("digits", key_string(40), nullable=False),
        sa.Column("national", key_string(20), nullable=False),
        sa.Column("last7", key_string(7), nullable=False, index=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("do_not_call", sa.Boolean, nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "photo",
        *_row(),
        sa.Column("contact_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("media_type", key_string(60), nullable=False),
        sa.Column("content", long_binary(), nullable=False),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "relation",
        *_row(),
        sa.Column("from_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("to_id", sa.BigInteger, sa.ForeignKey("contact.id"), nullable=False, index=True),
        sa.Column("kind_id", sa.BigInteger, sa.ForeignKey("choice.id")),
        sa.Column("note", sa.String(300), nullable=False),
        **TABLE_OPTIONS,
    )


def _others() -> None:
    op.create_table(
        "change_set",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", UtcMoment, nullable=False),
        sa.Column("operator_id", sa.BigInteger, sa.ForeignKey("operator.id"), index=True),
        sa.Column("workstation", sa.BigInteger, nullable=False),
        sa.Column("kind", key_string(6), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("facts", JsonText, nullable=False),
        sa.Column("undoes_id", sa.BigInteger, sa.ForeignKey("change_set.id"), index=True),
        sa.Column("undone_by_id", sa.BigInteger),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "held_row",
        *_row(),
        sa.Column("import_run_id", sa.BigInteger, sa.ForeignKey("import_run.id"), nullable=False, index=True),
        sa.Column("row_number", sa.BigInteger, nullable=False),
        sa.Column("cells", JsonText, nullable=False),
        sa.Column("content_hash", key_string(64), nullable=False, index=True),
        sa.Column("reason", key_string(30), nullable=False),
        sa.Column("facts", JsonText, nullable=False),
        sa.Column("match_contact_id", sa.BigInteger),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("change_set_id", sa.BigInteger, sa.ForeignKey("change_set.id"), nullable=False, index=True),
        sa.Column("table_name", key_string(60), nullable=False),
        sa.Column("action", key_string(12), nullable=False),
        sa.Column("row_id", sa.BigInteger),
        sa.Column("before", JsonText),
        sa.Column("after", JsonText),
        sa.Column("bulk", long_binary()),
        sa.Index("ix_change_row", "row_id", "table_name"),
        **TABLE_OPTIONS,
    )
