"""A reminder may be about a complaint; those that the book of complaints made are."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("reminder", "reminder_series")


def upgrade() -> None:
    for name in TABLES:
        target = sa.ForeignKey("complaint.id", name=f"fk_{name}_complaint_id_complaint")
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("complaint_id", sa.BigInteger, target))
        op.create_index(f"ix_{name}_complaint_id", name, ["complaint_id"])
    reminder = sa.table("reminder", sa.column("id"), sa.column("source_key"), sa.column("complaint_id"))
    complaint = sa.table("complaint", sa.column("id"))
    connection = op.get_bind()
    there = set(connection.scalars(sa.select(complaint.c.id)))
    made = sa.select(reminder.c.id, reminder.c.source_key).where(reminder.c.source_key.like("complaint:%"))
    for reminder_id, key in connection.execute(made).all():
        number = key.split(":")[1]
        if number.isdigit() and int(number) in there:
            connection.execute(reminder.update().where(reminder.c.id == reminder_id).values(complaint_id=int(number)))
