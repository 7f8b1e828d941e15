"""Index entries of a conversation that is sent again: carried from the event that wrote them first."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBER = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "carried",
        sa.Column(
            "sequence", NUMBER.with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
        ),
        sa.Column("bundle", NUMBER, primary_key=True, autoincrement=False),
        sa.Index("ix_carried_bundle", "bundle", "sequence"),
        sqlite_with_rowid=False,
    )
