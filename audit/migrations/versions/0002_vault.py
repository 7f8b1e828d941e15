"""The vault: what restores conversations that a provider keeps, encrypted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
NUMBER = sa.BigInteger()
BYTES = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "vault",
        sa.Column("reference", BYTES, primary_key=True),
        sa.Column("part", BYTES, primary_key=True),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("sealed", BYTES, nullable=False),
        sa.Column("expires", NUMBER, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_vault_expires", "vault", ["expires"])
