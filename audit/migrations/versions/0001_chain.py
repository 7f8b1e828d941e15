"""The chain of events, its end, its checkpoints, and the staff keys."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
LONG_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger()
BYTES = sa.LargeBinary()
ORDINAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_events()
    _create_lists()
    _create_ends()
    _create_keys()


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("sequence", ORDINAL, primary_key=True, autoincrement=False),
        sa.Column("digest", BYTES, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("request_id", TEXT),
        sa.Column("caller_digest", BYTES),
        sa.Column("main_digest", BYTES, nullable=False),
        sa.Column("index_digest", BYTES),
        sa.Column("caller_salt", BYTES),
        sa.Column("main_salt", BYTES),
        sa.Column("index_salt", BYTES),
        sa.Column("caller_erased", NUMBER),
        sa.Column("main_erased", NUMBER),
        sa.Column("index_erased", NUMBER),
        sa.Column("key_id", TEXT),
        sa.Column("name", TEXT),
        sa.Column("role", TEXT),
        sa.Column("team", TEXT),
        sa.Column("project", TEXT),
        sa.Column("purpose", TEXT),
        sa.Column("provider", TEXT),
        sa.Column("location", TEXT),
        sa.Column("assessment", TEXT),
        sa.Column("operation", TEXT),
        sa.Column("model", TEXT),
        sa.Column("stream", NUMBER),
        sa.Column("policy", TEXT),
        sa.Column("policy_version", TEXT),
        sa.Column("detector_version", TEXT),
        sa.Column("scope", TEXT),
        sa.Column("bytes_received", NUMBER),
        sa.Column("bytes_sent", NUMBER),
        sa.Column("segments", NUMBER),
        sa.Column("characters_seen", NUMBER),
        sa.Column("characters_analysed", NUMBER),
        sa.Column("code", TEXT),
        sa.Column("status", NUMBER),
        sa.Column("path", TEXT),
        sa.Column("outcome", TEXT),
        sa.Column("bytes_delivered", NUMBER),
        sa.Column("tokens_in", NUMBER),
        sa.Column("tokens_out", NUMBER),
        sa.Column("restored", NUMBER),
        sa.Column("unresolved", NUMBER),
        sa.Column("first_us", NUMBER),
        sa.Column("total_us", NUMBER),
        sa.Column("action", TEXT),
        sa.Column("subject", TEXT),
        sa.Column("detail", LONG_TEXT),
    )
    op.create_index("ix_events_at", "events", ["at"])
    for name in ("request_id", "name", "team", "project", "provider", "model", "outcome", "action"):
        filled = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_events_{name}",
            "events",
            [name, "at"],
            sqlite_where=filled,
            postgresql_where=filled,
        )
    refused = sa.text("kind = 'refusal'")
    op.create_index("ix_events_refusal", "events", ["at"], sqlite_where=refused, postgresql_where=refused)


def _create_lists() -> None:
    op.create_table(
        "hidden",
        sa.Column("sequence", ORDINAL, primary_key=True, autoincrement=False),
        sa.Column("label", TEXT, primary_key=True),
        sa.Column("count", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hidden_label", "hidden", ["label", "at"])
    op.create_table(
        "entries",
        sa.Column("sequence", ORDINAL, primary_key=True, autoincrement=False),
        sa.Column("entry", BYTES, primary_key=True),
        sa.Column("label", TEXT, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entries_entry", "entries", ["entry", "sequence"])


def _create_ends() -> None:
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sequence", NUMBER, nullable=False),
        sa.Column("digest", BYTES, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_head_one"),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "digest": bytes(32)}])
    op.create_table(
        "checkpoints",
        sa.Column("sequence", ORDINAL, primary_key=True, autoincrement=False),
        sa.Column("digest", BYTES, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("key_id", TEXT, nullable=False),
        sa.Column("signature", BYTES, nullable=False),
    )


def _create_keys() -> None:
    op.create_table(
        "access_keys",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("token_hash", BYTES, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("team", TEXT),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("expires", NUMBER),
        sa.Column("created", NUMBER, nullable=False),
        sa.Column("revoked", NUMBER),
    )
    op.create_index("ix_access_keys_token_hash", "access_keys", ["token_hash"], unique=True)
    in_force = sa.text("revoked IS NULL")
    op.create_index(
        "ix_access_keys_name_in_force",
        "access_keys",
        ["name"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
