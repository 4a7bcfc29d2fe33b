"""Waves have a purpose: telling of the incident, or retracting what was told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Waves until now all told of the incident."""
    op.add_column(
        "waves",
        sa.Column("purpose", sa.String(length=20), nullable=False, server_default="incident"),
    )
