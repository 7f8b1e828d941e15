"""The registers of incidents and requests: entries that are never changed, and the calls they name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
LONG_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger()
BYTES = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "register_entries",
        sa.Column("reference", TEXT, primary_key=True),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("register", TEXT, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("body", LONG_TEXT, nullable=False),
        sa.Column("salt", BYTES, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_register_entries_register", "register_entries", ["register", "at"])
    op.create_table(
        "register_calls",
        sa.Column("reference", TEXT, primary_key=True),
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("request_id", TEXT, primary_key=True),
        sa.Column("found", TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
