"""What lists say of people beside their contacts, and lines that are no person as they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever is in a list already is a customer, written to in person and in Japanese."""
    op.create_table(
        "undecided_rows",
        sa.Column("data_set_id", sa.String(length=26), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["data_set_id"], ["data_sets.id"], name=op.f("fk_undecided_rows_data_set_id_data_sets")
        ),
        sa.PrimaryKeyConstraint("data_set_id", "line", name=op.f("pk_undecided_rows")),
    )
    with op.batch_alter_table("undecided_rows", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_undecided_rows_incident_id"), ["incident_id"], unique=False
        )

    op.add_column(
        "data_sets", sa.Column("undecided", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("data_sets", sa.Column("file_name", sa.LargeBinary(), nullable=True))
    for name, length in (("format", 8), ("encoding", 12)):
        op.add_column(
            "data_sets",
            sa.Column(name, sa.String(length=length), nullable=False, server_default=""),
        )
    for name, default in (("relation", "customer"), ("addressee", "self"), ("locale", "ja")):
        op.add_column(
            "people",
            sa.Column(name, sa.String(length=12), nullable=False, server_default=default),
        )
    op.add_column(
        "people",
        sa.Column("do_not_write", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in ("mail_problem", "phone_problem", "postal_problem"):
        op.add_column("people", sa.Column(name, sa.String(length=20), nullable=True))
    op.add_column("notices", sa.Column("told_items", sa.String(length=120), nullable=True))
