"""How waves are sent: a control row a wave, and what a sender's provider can do."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of control rows and two columns of senders."""
    op.create_table(
        "wave_controls",
        sa.Column("wave_id", sa.String(length=26), nullable=False),
        sa.Column("pacing", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("desk_cap", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("expected_at", sa.DateTime(), nullable=False),
        sa.Column("paused", sa.JSON(), nullable=True),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("canary", sa.String(length=8), nullable=False),
        sa.Column("canary_until", sa.DateTime(), nullable=True),
        sa.Column("paced_from", sa.DateTime(), nullable=False),
        sa.Column("paced_people", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_wave_controls_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_wave_controls")),
    )
    with op.batch_alter_table("senders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("people_a_request", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("reports_deliveries", sa.Boolean(), nullable=False, server_default=sa.true())
        )
