"""The texts that were put to approval before another took their place."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "document_texts",
        sa.Column("document_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("ledger_revision", sa.Integer(), nullable=False),
        sa.Column("facts_read", sa.JSON(), nullable=False),
        sa.Column("binding", sa.JSON(), nullable=False),
        sa.Column("binding_digest", sa.String(length=64), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        _to("document_texts", "document_id", "documents"),
        _to("document_texts", "incident_id", "incidents"),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_texts")),
    )
    op.create_index(op.f("ix_document_texts_incident_id"), "document_texts", ["incident_id"])
    op.create_table(
        "text_words",
        sa.Column("document_id", sa.String(length=26), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _to("text_words", "document_id", "documents"),
        _to("text_words", "incident_id", "incidents"),
        sa.PrimaryKeyConstraint("document_id", "text_digest", "part", name=op.f("pk_text_words")),
    )
    op.create_index(op.f("ix_text_words_incident_id"), "text_words", ["incident_id"])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)
