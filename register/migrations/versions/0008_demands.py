"""Who leads a thread, what others state beside our findings, the severity proposed last."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of threads and two columns."""
    op.create_table(
        "threads",
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_threads_party_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_threads_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_threads")),
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_threads_incident_id"), ["incident_id"], unique=False)
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("beside", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("severity_proposed", sa.String(length=20), nullable=True))
