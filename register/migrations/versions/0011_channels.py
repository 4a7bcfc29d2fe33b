"""Channels beside mail: gates that people open, letters, lists, files and their results."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _gates()
    _letters()
    _files()


def _gates() -> None:
    op.create_table(
        "desk_tests",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("tested_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("contacts_an_hour", sa.Integer(), nullable=False),
        sa.Column("contacts_a_day", sa.Integer(), nullable=False),
        sa.Column("contacts_per_mille", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_desk_tests_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_tests")),
    )
    op.create_table(
        "sender_statements",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("sender_id", sa.String(length=40), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_sender_statements_incident_id_incidents"),
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["senders.id"], name=op.f("fk_sender_statements_sender_id_senders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_statements")),
    )
    for table in ("desk_tests", "sender_statements"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(
                batch_op.f(f"ix_{table}_incident_id"), ["incident_id"], unique=False
            )


def _letters() -> None:
    op.create_table(
        "letter_runs",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("wave_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_letter_runs_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_runs")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_letter_runs_wave_id_number")),
    )
    op.create_table(
        "new_addresses",
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("postal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id", "position"],
            ["attempts.request_id", "attempts.position"],
            name=op.f("fk_new_addresses_request_id_attempts"),
        ),
        sa.PrimaryKeyConstraint("request_id", "position", name=op.f("pk_new_addresses")),
    )
    op.create_table(
        "channel_results",
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("command_id", sa.String(length=26), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id", "position"],
            ["attempts.request_id", "attempts.position"],
            name=op.f("fk_channel_results_request_id_attempts"),
        ),
        sa.PrimaryKeyConstraint(
            "request_id", "position", "number", name=op.f("pk_channel_results")
        ),
    )
    # Runs that were printed before they had numbers get theirs in the order in which they were.
    op.execute(
        "INSERT INTO letter_runs (id, wave_id, number) "
        "SELECT runs.id, runs.wave_id, "
        "ROW_NUMBER() OVER (PARTITION BY runs.wave_id ORDER BY runs.id) FROM ("
        "SELECT DISTINCT attempts.request_id AS id, notices.wave_id AS wave_id FROM attempts "
        "JOIN notices ON notices.id = attempts.notice_id "
        "WHERE attempts.channel = 'letter' AND notices.wave_id IS NOT NULL) AS runs"
    )


def _files() -> None:
    op.create_table(
        "produced_files",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("wave_id", sa.String(length=26), nullable=True),
        sa.Column("party_id", sa.String(length=26), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_produced_files_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_produced_files_wave_id_waves")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_produced_files_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_produced_files")),
        sa.UniqueConstraint("path", "digest", name=op.f("uq_produced_files_path_digest")),
    )
    with op.batch_alter_table("produced_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_produced_files_incident_id"), ["incident_id"], unique=False
        )
