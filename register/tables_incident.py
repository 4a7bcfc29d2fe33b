"""Tables of the incident itself: parties, ledger, duties, documents, decisions, audit."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from register.columns import Instant, Sealed, metadata
from register.shared_json import SharedJson

ID = String(26)
DIGEST = String(64)

register_identity = Table(
    "register_identity",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key_fingerprint", String(64), nullable=False),
    Column("namespace", String(100), nullable=False),
    Column("created_at", Instant, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("code_name", String(40), nullable=False),
    Column("title", Sealed, nullable=False),
    Column("phase", String(20), nullable=False),
    Column("severity", String(20), nullable=False),
    # What the facts proposed when that was last written to the log; NULL before the first time.
    Column("severity_proposed", String(20)),
    Column("track", String(40), nullable=False),
    Column("marking", String(10), nullable=False),
    Column("language", String(5), nullable=False),
    Column("private", Boolean, nullable=False),
    Column("file_digest", DIGEST, nullable=False),
    Column("policy", JSON, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("incident_id", ID, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("destroyed_at", Instant),
)

parties = Table(
    "parties",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("key", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("role", String(20), nullable=False),
    Column("name", Sealed, nullable=False),
    Column("details", Sealed, nullable=False),
    UniqueConstraint("incident_id", "key"),
)

entrustments = Table(
    "entrustments",
    metadata,
    Column("entrustor_id", ForeignKey("parties.id"), primary_key=True),
    Column("entrustee_id", ForeignKey("parties.id"), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("party_id", ForeignKey("parties.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("name", Sealed, nullable=False),
    Column("mail", Sealed, nullable=False),
    Column("phone", Sealed),
    # For our own people: whom they stand in for, when they are away, their language.
    Column("details", Sealed),
)

merchants = Table(
    "merchants",
    metadata,
    Column("party_id", ForeignKey("parties.id"), primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("shard", Integer, nullable=False),
    Column("told_at", Instant),
    Column("reminders", Integer, nullable=False, default=0),
    Column("escalated_at", Instant),
    Column("acknowledged_at", Instant),
    Column("choice", String(20)),
    Column("chosen_at", Instant),
    Column("reports", JSON, nullable=False, default=dict),
)

affected_groups = Table(
    "affected_groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("party_id", ForeignKey("parties.id"), nullable=False),
    Column("relation", String(80), nullable=False),
    Column("item_names", JSON, nullable=False),
)

mandates = Table(
    "mandates",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("party_id", ForeignKey("parties.id"), nullable=False, index=True),
    Column("given_at", Instant, nullable=False),
    Column("given_by", Sealed, nullable=False),
    Column("includes_filing", Boolean, nullable=False),
    Column("terms", Sealed, nullable=False),
    Column("withdrawn_at", Instant),
)

commands = Table(
    "commands",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("body", Sealed, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("handled_at", Instant),
    Column("outcome", String(20)),
)

facts = Table(
    "facts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("key", String(80), nullable=False),
    Column("status", String(12), nullable=False),
    Column("public", Boolean, nullable=False),
    Column("body", Sealed, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("command_id", ID, nullable=False),
    # Stated by somebody else, while what we found ourselves stays in force.
    Column("beside", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("incident_id", "revision", "key"),
)

duties = Table(
    "duties",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("key", String(140), primary_key=True),
    Column("rule", String(60), nullable=False),
    Column("debtor_id", ForeignKey("parties.id"), nullable=False, index=True),
    Column("owed_to", String(60), nullable=False),
    Column("anchor", String(40), nullable=False),
    Column("anchor_at", Instant, nullable=False),
    Column("target_at", Instant),
    Column("due_at", Instant),
    Column("due_on", Date),
    Column("hard", Boolean, nullable=False),
    Column("status", String(20), nullable=False),
    Column("met_at", Instant),
    Column("late", Boolean, nullable=False, default=False),
    Column("evidence", SharedJson, nullable=False),
    Column("explanation", SharedJson, nullable=False),
    Column("source", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("computed_at", Instant, nullable=False),
    # The later date that the law would give by now, until a person confirms it.
    Column("proposal", SharedJson),
    # How the rule's conditions were answered when the duty was last assessed.
    Column("answers", String(120), nullable=False, server_default=""),
    Column("waiver", SharedJson),
)

documents = Table(
    "documents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("language", String(5), nullable=False),
    Column("state", String(12), nullable=False),
    Column("author", String(30), nullable=False),
    Column("addressees", JSON, nullable=False),
    Column("on_behalf_of", JSON, nullable=False),
    Column("release_number", Integer),
    Column("ledger_revision", Integer, nullable=False),
    Column("facts_read", JSON, nullable=False),
    Column("binding", JSON, nullable=False),
    Column("binding_digest", DIGEST, nullable=False),
    Column("prepared_at", Instant, nullable=False),
    Column("issued_at", Instant),
    Column("receipt_number", String(60)),
    Column("receipt_at", Instant),
    # Figures and dates of the text that stand in nothing it was rendered from.
    Column("strangers", JSON, nullable=False, server_default="[]"),
    # Keys of facts that it would publish and may not: there is no text then.
    Column("withheld", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("incident_id", "number"),
)

renditions = Table(
    "renditions",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("addressee_id", String(26), primary_key=True),
    Column("text_digest", DIGEST, nullable=False),
    Column("body", Sealed, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", ID, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("actor", String(30), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("binding_digest", DIGEST, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("comment", Sealed, nullable=False),
)

dispatches = Table(
    "dispatches",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident_id", ForeignKey("incidents.id"), nullable=False, index=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("purpose", String(30), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False),
    Column("document_id", ForeignKey("documents.id"), index=True),
    Column("state", String(12), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("incident_id", ForeignKey("incidents.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(140), nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("detail", Sealed, nullable=False),
    Column("previous_hash", DIGEST, nullable=False),
    Column("hash", DIGEST, nullable=False),
)
