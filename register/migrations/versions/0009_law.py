"""The tables of law, and what duties keep of dates to be confirmed and of waivers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposal", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(
            sa.Column("answers", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("waiver", sa.JSON(none_as_null=True), nullable=True))
    _rule_files()
    _questions()
    _decisions()


def _rule_files() -> None:
    op.create_table(
        "law_texts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_law_texts")),
    )
    op.create_table(
        "law_editions",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("adopted_by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_law_editions_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "number", name=op.f("pk_law_editions")),
    )
    op.create_table(
        "law_files",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("law", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_law_files_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["law_texts.digest"], name=op.f("fk_law_files_digest_law_texts")
        ),
        sa.PrimaryKeyConstraint("incident_id", "edition", "law", name=op.f("pk_law_files")),
    )


def _questions() -> None:
    op.create_table(
        "law_questions",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("finding", sa.String(length=60), nullable=False),
        sa.Column("would_owe", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_law_questions_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "finding", name=op.f("pk_law_questions")),
    )


def _decisions() -> None:
    op.create_table(
        "filings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("duty_key", sa.String(length=140), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("receipt", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_filings_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
    )
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filings_incident_id"), ["incident_id"], unique=False)
    op.create_table(
        "moment_decisions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("moment", sa.String(length=40), nullable=False),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.Column("considered", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_moment_decisions_incident_id_incidents"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_moment_decisions_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment_decisions")),
    )
    with op.batch_alter_table("moment_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moment_decisions_incident_id"), ["incident_id"], unique=False
        )
