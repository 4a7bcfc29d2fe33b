"""The tables of tasks, threads, holds, retention and answers to commands."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=20), nullable=False),
        sa.Column("list_name", sa.String(length=40), nullable=True),
        sa.Column("list_item", sa.String(length=60), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("evidence_required", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.Column("closing_words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_tasks_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("incident_id", "number", name=op.f("uq_tasks_incident_id_number")),
        sa.UniqueConstraint(
            "incident_id",
            "list_name",
            "list_item",
            name=op.f("uq_tasks_incident_id_list_name_list_item"),
        ),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "thread_entries",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=12), nullable=False),
        sa.Column("speaker", sa.String(length=4), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=True),
        sa.Column("demand", sa.String(length=20), nullable=True),
        sa.Column("reply_due_at", sa.DateTime(), nullable=True),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_thread_entries_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_thread_entries_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_entries")),
        sa.UniqueConstraint(
            "party_id", "sequence", name=op.f("uq_thread_entries_party_id_sequence")
        ),
        sa.UniqueConstraint("party_id", "number", name=op.f("uq_thread_entries_party_id_number")),
    )
    with op.batch_alter_table("thread_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_thread_entries_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "holds",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("requester", sa.String(length=80), nullable=False),
        sa.Column("data_sets", sa.JSON(), nullable=False),
        sa.Column("scope", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("released_by", sa.String(length=40), nullable=True),
        sa.Column("release_reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_holds_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("incident_id", "number", name=op.f("uq_holds_incident_id_number")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holds_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "retention_decisions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("data_set_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_retention_decisions_incident_id_incidents"),
        ),
        sa.ForeignKeyConstraint(
            ["data_set_id"],
            ["data_sets.id"],
            name=op.f("fk_retention_decisions_data_set_id_data_sets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_decisions")),
        sa.UniqueConstraint(
            "data_set_id", "number", name=op.f("uq_retention_decisions_data_set_id_number")
        ),
    )
    with op.batch_alter_table("retention_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_decisions_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "acknowledgements",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=140), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_acknowledgements_incident_id_incidents"),
        ),
        sa.PrimaryKeyConstraint("incident_id", "key", name=op.f("pk_acknowledgements")),
    )
    op.create_table(
        "command_answers",
        sa.Column("command_id", sa.String(length=26), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["command_id"], ["commands.id"], name=op.f("fk_command_answers_command_id_commands")
        ),
        sa.PrimaryKeyConstraint("command_id", name=op.f("pk_command_answers")),
    )
