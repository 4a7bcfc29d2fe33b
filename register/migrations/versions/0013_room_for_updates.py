"""Room on PostgreSQL's pages for the changes that every notice and attempt goes through.

A row that finds room on its own page is changed without touching any index. Pages that are full
already stay as they are; SQLite changes rows in place and knows no such thing.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLES = ("notices", "attempts")
_PERCENT = 50


def upgrade() -> None:
    """Fill new pages of both tables by half."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _TABLES:
            op.execute(f"ALTER TABLE {table} SET (fillfactor = {_PERCENT})")
