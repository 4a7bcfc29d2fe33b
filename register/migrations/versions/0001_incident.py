"""The tables of incidents, parties and facts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "data_keys",
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_data_keys")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("code_name", sa.String(length=40), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("marking", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_table(
        "register_identity",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("key_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("namespace", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_identity")),
    )
    op.create_table(
        "commands",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("handled_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_commands_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
    )
    with op.batch_alter_table("commands", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commands_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("command_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_facts_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
        sa.UniqueConstraint(
            "incident_id", "revision", "key", name=op.f("uq_facts_incident_id_revision_key")
        ),
    )
    with op.batch_alter_table("facts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facts_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "parties",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_parties_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("incident_id", "key", name=op.f("uq_parties_incident_id_key")),
    )
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("mail", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_contacts_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_contacts_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contacts_party_id"), ["party_id"], unique=False)

    op.create_table(
        "entrustments",
        sa.Column("entrustor_id", sa.String(length=26), nullable=False),
        sa.Column("entrustee_id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(
            ["entrustee_id"], ["parties.id"], name=op.f("fk_entrustments_entrustee_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["entrustor_id"], ["parties.id"], name=op.f("fk_entrustments_entrustor_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_entrustments_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("entrustor_id", "entrustee_id", name=op.f("pk_entrustments")),
    )
    with op.batch_alter_table("entrustments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entrustments_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "affected_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("relation", sa.String(length=80), nullable=False),
        sa.Column("item_names", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incidents.id"],
            name=op.f("fk_affected_groups_incident_id_incidents"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_affected_groups_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_groups")),
    )
    with op.batch_alter_table("affected_groups", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_affected_groups_incident_id"), ["incident_id"], unique=False
        )

    op.create_table(
        "mandates",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("given_by", sa.LargeBinary(), nullable=False),
        sa.Column("includes_filing", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_mandates_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_mandates_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_party_id"), ["party_id"], unique=False)

    op.create_table(
        "merchants",
        sa.Column("party_id", sa.String(length=26), nullable=False),
        sa.Column("incident_id", sa.String(length=26), nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("escalated_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("choice", sa.String(length=20), nullable=True),
        sa.Column("chosen_at", sa.DateTime(), nullable=True),
        sa.Column("reports", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_merchants_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_merchants_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_merchants")),
    )
    with op.batch_alter_table("merchants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merchants_incident_id"), ["incident_id"], unique=False)
