"""The tables of releases."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "update_promises",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("document_id", sa.String(length=26), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_update_promises_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_update_promises_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_promises")),
        sa.UniqueConstraint(
            "incident_id", "number", name=op.f("uq_update_promises_incident_id_number")
        ),
    )
    with op.batch_alter_table("update_promises", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_update_promises_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "publication_refusals",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_publication_refusals_incident_id_incidents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_refusals")),
        sa.UniqueConstraint(
            "incident_id", "number", name=op.f("uq_publication_refusals_incident_id_number")
        ),
    )
    with op.batch_alter_table("publication_refusals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publication_refusals_incident_id"), ["incident_id"], unique=False
        )
