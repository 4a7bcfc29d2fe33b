"""The tables of escalation, and what alerts need to know of a contact."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("details", sa.LargeBinary(), nullable=True))

    op.create_table(
        "alert_lines",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("alert_key", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("clock_key", sa.String(length=140), nullable=False),
        sa.Column("line", sa.JSON(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("said_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_alert_lines_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint(
            "incident_id", "alert_key", "audience", "clock_key", name=op.f("pk_alert_lines")
        ),
    )
    with op.batch_alter_table("alert_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_lines_said_by"), ["said_by"], unique=False)

    op.create_table(
        "outside_messages",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("alert_key", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_outside_messages_incident_id_incidents"),
        ),
        sa.PrimaryKeyConstraint(
            "incident_id", "alert_key", "channel", name=op.f("pk_outside_messages")
        ),
    )
