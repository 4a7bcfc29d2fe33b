"""Attempts no longer ask the database whether their notice exists.

They are only ever written by statements that select them from `notices` in the same transaction,
and nothing deletes a notice. The question cost PostgreSQL a look-up and a row lock each.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the foreign key."""
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_constraint("fk_attempts_notice_id_notices", type_="foreignkey")
