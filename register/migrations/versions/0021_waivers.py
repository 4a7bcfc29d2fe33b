"""For which text a release was let ahead of others, and when that ended."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns; what was given before, for no text in particular, is in force no more."""
    with op.batch_alter_table("release_dispensations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("binding_digest", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("release_dispensations", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
        batch_op.drop_column("binding_digest")
