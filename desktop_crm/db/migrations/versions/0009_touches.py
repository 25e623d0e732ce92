"""When each contact was last reached is answered by an index, for the reports of a whole base."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAME = "ix_interaction_contact"


def upgrade() -> None:
    wide = ["contact_id", "started_at", "state", "kind", "private", "deleted_at"]
    op.create_index("ix_interaction_contact_wide", "interaction", wide)  # MariaDB needs one for the foreign key
    op.drop_index(NAME, table_name="interaction")
    op.create_index(NAME, "interaction", wide)
    op.drop_index("ix_interaction_contact_wide", table_name="interaction")
