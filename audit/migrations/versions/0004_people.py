"""What people decide (validations, calls held for approval), and how far the record was passed on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
LONG_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger()
BYTES = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "validations",
        sa.Column("request_id", TEXT, primary_key=True),
        sa.Column("validator", BYTES, primary_key=True),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("salt", BYTES, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "held_calls",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("fingerprint", BYTES, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("key_id", "name")),
        *(sa.Column(name, TEXT) for name in ("team", "project", "purpose")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("provider", "operation")),
        sa.Column("model", TEXT),
        sa.Column("policy", TEXT, nullable=False),
        *(sa.Column(name, LONG_TEXT, nullable=False) for name in ("labels", "reviewers")),
        *(sa.Column(name, NUMBER, nullable=False) for name in ("at", "expires", "patience")),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("decider", TEXT),
        sa.Column("reason", LONG_TEXT),
        sa.Column("sealed", BYTES),
        sa.Column("salt", BYTES, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_held_calls_fingerprint", "held_calls", ["fingerprint"])
    op.create_index("ix_held_calls_expires", "held_calls", ["expires"])
    op.create_table(
        "feeds",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("sequence", NUMBER, nullable=False),
        sa.Column("holder", TEXT),
        sa.Column("until", NUMBER, nullable=False),
        sqlite_with_rowid=False,
    )
