"""What keeps questions quick when the record is long: open calls, and events that lost a detail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
NUMBER = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "open_calls",
        sa.Column("request_id", TEXT, primary_key=True),
        sa.Column("sequence", NUMBER, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO open_calls SELECT request_id, sequence FROM events opened WHERE kind = 'departure' "
        "AND NOT EXISTS (SELECT 1 FROM events ended WHERE ended.request_id = opened.request_id "
        "AND ended.kind IN ('arrival', 'refusal') AND ended.sequence > opened.sequence)"
    )
    erased = sa.text("main_erased IS NOT NULL")
    op.create_index("ix_events_main_erased", "events", ["at"], sqlite_where=erased, postgresql_where=erased)
