"""Change sets of one workstation in the order they were made: what other workstations look for every two seconds."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_change_set_feed", "change_set", ["workstation", "id"])
