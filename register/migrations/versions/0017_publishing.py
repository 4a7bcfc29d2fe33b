"""The tables of publishing: plans, holds, dispensations, corrections, pages, check codes."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "release_plans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=26), nullable=False),
        sa.Column("publish_at", sa.DateTime(), nullable=False),
        sa.Column("planned_at", sa.DateTime(), nullable=False),
        sa.Column("planned_by", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_release_plans_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_release_plans_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_plans")),
        sa.UniqueConstraint(
            "incident_id", "number", name=op.f("uq_release_plans_incident_id_number")
        ),
    )
    op.create_index(op.f("ix_release_plans_incident_id"), "release_plans", ["incident_id"])
    op.create_table(
        "release_dispensations",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("document_id", sa.String(length=26), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("given_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_release_dispensations_incident_id_incidents"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_release_dispensations_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_dispensations")),
    )
    op.create_index(
        op.f("ix_release_dispensations_incident_id"), "release_dispensations", ["incident_id"]
    )
    op.create_table(
        "publication_holds",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("requester", sa.String(length=80), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.LargeBinary(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("end_reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_publication_holds_incident_id_incidents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_holds")),
        sa.UniqueConstraint(
            "incident_id", "number", name=op.f("uq_publication_holds_incident_id_number")
        ),
    )
    op.create_index(op.f("ix_publication_holds_incident_id"), "publication_holds", ["incident_id"])
    op.create_table(
        "release_corrections",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("document_id", sa.String(length=26), nullable=False),
        sa.Column("corrected_in", sa.String(length=26), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("noted_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_release_corrections_incident_id_incidents"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_release_corrections_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["corrected_in"],
            ["documents.id"],
            name=op.f("fk_release_corrections_corrected_in_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_corrections")),
        sa.UniqueConstraint(
            "document_id",
            "corrected_in",
            name=op.f("uq_release_corrections_document_id_corrected_in"),
        ),
    )
    op.create_index(
        op.f("ix_release_corrections_incident_id"), "release_corrections", ["incident_id"]
    )
    op.create_table(
        "published_pages",
        sa.Column("document_id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_published_pages_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_published_pages_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_published_pages")),
    )
    op.create_index(op.f("ix_published_pages_incident_id"), "published_pages", ["incident_id"])
    op.create_table(
        "code_questions",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("check_code", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_lately", sa.Integer(), nullable=False),
        sa.Column("lately_since", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("flagged_at", sa.DateTime(), nullable=True),
        sa.Column("looked_into_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_code_questions_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "check_code", name=op.f("pk_code_questions")),
    )
    op.create_table(
        "insiders",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("organisation", sa.LargeBinary(), nullable=False),
        sa.Column("way", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_insiders_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insiders")),
        sa.UniqueConstraint("incident_id", "number", name=op.f("uq_insiders_incident_id_number")),
    )
    op.create_index(op.f("ix_insiders_incident_id"), "insiders", ["incident_id"])
