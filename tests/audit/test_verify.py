"""Each column of each table is changed in turn, behind the audit's back; each change must be found."""

from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, text, update

from audit.chain import CALLER
from audit.checkpoint import Signer
from audit.database import Access, open_engine
from audit.errors import AuditUnavailable
from audit.faults import LISTED, Fault
from audit.held import HeldCalls
from audit.heldcall import State
from audit.keys import KeyStore
from audit.ledger import append_now
from audit.models import (
    access_keys,
    carried,
    checkpoints,
    entries,
    events,
    head,
    held_calls,
    hidden,
    metadata,
    open_calls,
    register_calls,
    register_entries,
    validations,
)
from audit.registers.entries import Register, Registers
from audit.validations import Validations, Verdict
from audit.verify import examine, verify
from audit.witness import FilePlace, Witness, read_checkpoints

TABLES = (
    *(events, hidden, entries, carried, head, access_keys, register_entries, register_calls),
    *(validations, held_calls, open_calls, checkpoints),
)
SIGNER = Signer(bytes(32))
#: Enough to be carried by the next call of the same conversation.
MANY = tuple(("PERSON", f"{number:08x}") for number in range(20))
TAMPERED = [
    (table, column.name)
    for table in TABLES
    for column in table.columns
    if (table, column.name) != (head, "id")  # the database itself keeps it at 1
]


@pytest.fixture
def filled(url, make, fill):
    """Fill the database with one event of each kind, a key, and a second key that was revoked."""
    fill(*make.story())
    store = KeyStore(url)
    store.create("Accueil", "Mobilisation", expires=make.departure().at)
    store.create("Ancien")
    store.revoke("Ancien")
    store.close()
    registers = Registers(url)
    at = make.departure().at
    with registers.writing(at, "officer") as pen:
        reference = pen.open(Register.INCIDENTS, "opened", {"known": "2026-03-02"}, at.date()).reference
        pen.enter(reference, "calls", {"count": 2}, [("req-1", "whole"), ("req-2", "filter")])
        pen.enter(reference, "noted", {"text": "vu"})
        gone = pen.open(Register.REQUESTS, "opened", {"subject": "access"}, at.date()).reference
        pen.erase(gone)
    registers.close()
    told(url, make, fill)
    fill(*(make.departure(entries=MANY[:end]) for end in (10, 10, 12)))
    witness = Witness(url, SIGNER, [])
    witness.take(make.departure().at)
    witness.close()
    return url


def told(url, make, fill):
    """What people decide: an answer that was marked, a call that waits and one that was let through."""
    call = make.departure()
    fill(call)
    said, held = Validations(url, b"k" * 32), HeldCalls(url)
    said.mark(call.request_id, Verdict.REJECTED, call.who, call.at)
    said.mark(call.request_id, Verdict.CORRECTED, call.who, call.at)
    for name in ("h1", "h2", "h3"):
        held.hold(make.held(name, sealed=b"..."))
    held.decide("h2", State.APPROVED, by="officer", at=make.departure().at, reason="vu")
    held.use("h2", make.held("h2").fingerprint, at=make.departure().at, request_id=call.request_id)
    held.purge(make.held("h3").expires)
    held.hold(make.held("h1", sealed=b"..."))
    held.hold(make.held("h4", sealed=b"...", project=None, model=None))
    held.decide("h4", State.REFUSED, by="officer", at=make.departure().at, reason="non")
    said.close()
    held.close()


@pytest.fixture
def tamper(filled):
    """Give a function that changes rows, tells whether that is found, and takes the change back."""
    engine = open_engine(filled, Access.WRITE)
    with engine.connect() as connection:

        def found(statement):
            with connection.begin() as transaction:
                connection.execute(statement)
                intact = examine(connection, public_keys=[SIGNER.public_key]).intact
                transaction.rollback()
            return not intact

        def rows(table):
            with connection.begin():
                return [row._mapping for row in connection.execute(select(table))]

        yield SimpleNamespace(found=found, rows=rows)
    engine.dispose()


def faults(url, expected=()):
    return [problem.fault for problem in verify(url, expected).problems]


def test_what_the_ledger_wrote_is_intact(filled):
    found = verify(filled)
    assert found.intact
    assert found.events == found.sequence == 29
    assert found.erased == {}


def test_an_empty_database_is_intact(url):
    found = verify(url)
    assert found.intact
    assert (found.events, found.sequence, found.digest) == (0, 0, "00" * 32)


def test_no_table_is_left_out():
    # The vault is not of the record: what it keeps is sealed by itself and goes with its age.
    assert {table.name for table in TABLES} == set(metadata.tables) - {"vault", "feeds"}


def test_each_column_of_each_table_changed_is_found(tamper):
    """A filled one is changed and emptied, an empty one is filled: in the first row that has it so."""
    missed = []
    for table, column in TAMPERED:
        values = {row[column] is None: row for row in reversed(tamper.rows(table))}
        for row in values.values():
            this = [each == row[each.name] for each in table.primary_key]
            missed += [
                (table.name, column, row[column], new)
                for new in _others(table.c[column], row[column])
                if not tamper.found(update(table).where(*this).values({column: new}))
            ]
    assert missed == []


def test_a_value_of_another_type_is_found(tamper, filled):
    """SQLite keeps a text where a number or bytes are declared, and bytes where a text is."""
    if not filled.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps to the type of a column")
    missed = []
    for table, column in TAMPERED:
        if (table, column) in {(events, "sequence"), (checkpoints, "sequence")}:
            continue  # SQLite's own row number
        rows = tamper.rows(table)
        row = next((row for row in rows if row[column] is not None), rows[0])
        this = [each == row[each.name] for each in table.primary_key]
        same = f"CAST({column} AS {'BLOB' if isinstance(row[column], str) else 'TEXT'})"
        others = ["'abc'", "x'616263'", "1.5"] + ([same] if isinstance(row[column], str | bytes) else [])
        missed += [
            (table.name, column, new)
            for new in others
            if not tamper.found(update(table).where(*this).values({column: text(new)}))
        ]
        empty = next((row for row in rows if row[column] is None), None)
        if empty is not None:  # an infinite number: JSON has none, and some write it as null
            this = [each == empty[each.name] for each in table.primary_key]
            if not tamper.found(update(table).where(*this).values({column: text("9e999")})):
                missed.append((table.name, column, "9e999"))
    assert missed == []


def _others(column, value):
    """Give values that are not this one, of the column's type, and none where it may be empty."""
    kind = column.type.python_type
    if value is None:
        return [{int: 3, str: "autre", bytes: b"\1" * 32}[kind]]
    other = {
        int: lambda: value + 100,
        str: lambda: value + "x",
        bytes: lambda: bytes([value[0] ^ 1]) + value[1:],
    }
    return [other[kind](), None] if column.nullable else [other[kind]()]


def test_each_row_removed_is_found(tamper):
    for table in TABLES[:-1]:  # that a checkpoint was removed is told by its copy elsewhere
        for row in tamper.rows(table):
            assert tamper.found(
                delete(table).where(*(each == row[each.name] for each in table.primary_key))
            ), row


def test_rows_that_no_event_accounts_for_are_found(filled, change):
    change("INSERT INTO hidden (sequence, label, count, at) VALUES (99, 'PERSON', 1, 5)")
    change("INSERT INTO entries (sequence, entry, label) VALUES (0, ?, 'PERSON')", b"\1")
    assert faults(filled) == [Fault.STRAY, Fault.STRAY]


@pytest.mark.parametrize("bundle", [1_000_000, 4, -9])
def test_a_bundle_that_adds_nothing_to_an_event_is_found(filled, change, bundle):
    sequence = change("SELECT max(sequence) FROM carried")[0][0]
    change("INSERT INTO carried (sequence, bundle) VALUES (?, ?)", sequence, bundle)
    assert Fault.STRAY in faults(filled)


def test_a_row_with_a_text_for_its_number_is_found(filled, change):
    if not filled.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps to the type of a column")
    change("INSERT INTO hidden (sequence, label, count, at) VALUES ('abc', 'PERSON', 1, 5)")
    assert faults(filled) == [Fault.STRAY]


def test_a_key_put_in_by_hand_is_found(filled, change):
    row = ("k9", b"\1" * 32, "Intrus", None, "admin", None, 5, None)
    change(f"INSERT INTO access_keys VALUES ({', '.join('?' * 8)})", *row)
    assert faults(filled) == [Fault.KEY]


def test_the_place_of_a_change_is_told(filled, change):
    change("UPDATE events SET model = 'gpt-6' WHERE sequence = 2")
    change("UPDATE events SET at = at + 1 WHERE sequence = 4")
    change("UPDATE hidden SET at = at + 1 WHERE sequence = 1")
    found = [(each.sequence, each.fault, each.part) for each in verify(filled).problems]
    assert found == [
        (1, Fault.EDITED, "main"),
        (2, Fault.EDITED, "main"),
        (4, Fault.BROKEN, "event"),
    ]


def test_a_gap_is_told_apart_from_a_change(filled, change):
    change("DELETE FROM events WHERE sequence IN (4, 5)")
    found = [(each.sequence, each.fault) for each in verify(filled).problems]
    assert found == [(6, Fault.GAP), (6, Fault.BROKEN)]


def test_a_first_event_that_was_cut_off_is_a_gap(filled, change):
    change("DELETE FROM events WHERE sequence = 1")
    change("DELETE FROM hidden WHERE sequence = 1")
    change("DELETE FROM entries WHERE sequence = 1")
    assert Fault.GAP in faults(filled)


def test_a_tail_cut_without_its_head_is_found(filled, change):
    change("DELETE FROM events WHERE sequence > 3")
    assert Fault.TAIL in faults(filled)


def test_a_tail_cut_with_its_head_is_found_by_a_receipt(url, make, fill, change):
    fill(*(make.refusal() for _ in range(3)))
    receipt = append_now(url, make.refusal())
    assert faults(url, [(receipt.sequence, receipt.digest)]) == []
    (digest,) = change("SELECT digest FROM events WHERE sequence = 2")[0]
    for table in ("events", "hidden"):
        change(f"DELETE FROM {table} WHERE sequence > 2")
    change("UPDATE head SET sequence = 2, digest = ?", digest)
    assert verify(url).intact  # nobody could tell
    assert faults(url, [(receipt.sequence, receipt.digest)]) == [Fault.TAIL]


def test_a_tail_cut_with_its_head_and_checkpoints_is_found_by_a_checkpoint_kept_elsewhere(
    url, make, fill, change, tmp_path
):
    fill(*(make.refusal() for _ in range(4)))
    witness = Witness(url, SIGNER, [FilePlace(tmp_path / "checkpoints")])
    witness.take(make.departure().at)
    witness.close()
    (digest,) = change("SELECT digest FROM events WHERE sequence = 2")[0]
    for table in ("events", "hidden", "checkpoints"):
        change(f"DELETE FROM {table} WHERE sequence > 2")
    change("UPDATE head SET sequence = 2, digest = ?", digest)
    assert verify(url, public_keys=[SIGNER.public_key]).intact  # nobody could tell
    kept, _ = read_checkpoints(tmp_path / "checkpoints", [SIGNER.public_key])
    assert faults(url, [(each.sequence, each.digest) for each in kept]) == [Fault.TAIL]


def test_a_chain_made_anew_is_found_by_the_checkpoint_beside_it(url, make, fill, change):
    fill(make.refusal(), make.refusal())
    witness = Witness(url, SIGNER, [])
    witness.take(make.departure().at)
    witness.close()
    for table in ("events", "hidden"):
        change(f"DELETE FROM {table}")
    change("UPDATE head SET sequence = 0, digest = ?", bytes(32))
    fill(make.refusal(), make.refusal())
    assert faults(url) == [Fault.REPLACED]
    forged = Signer(bytes(31) + b"1").sign(2, verify(url).digest, make.departure().at)
    change(
        "UPDATE checkpoints SET digest = ?, signature = ?, key_id = ?",
        *(bytes.fromhex(forged.digest), bytes.fromhex(forged.signature), forged.key_id),
    )
    assert verify(url).intact
    assert [each.fault for each in verify(url, (), [SIGNER.public_key]).problems] == [Fault.SIGNATURE]


def test_an_event_replaced_with_all_that_follows_is_found_by_a_receipt(url, make, change):
    receipt = append_now(url, make.refusal())
    for table in ("events", "hidden"):
        change(f"DELETE FROM {table}")
    change("UPDATE head SET sequence = 0, digest = ?", bytes(32))
    append_now(url, make.refusal())
    assert verify(url).intact
    assert faults(url, [(receipt.sequence, receipt.digest)]) == [Fault.REPLACED]


def test_an_erasure_that_the_chain_does_not_tell_is_found(filled, change):
    nothing = ", ".join(f"{name} = NULL" for name in CALLER)
    change(f"UPDATE events SET {nothing}, caller_salt = NULL WHERE sequence = 1")
    assert faults(filled) == [Fault.EDITED]
    change("UPDATE events SET caller_erased = 5 WHERE sequence = 1")
    assert faults(filled) == [Fault.ERASURE]


@pytest.mark.parametrize("detail", ["[]", "7", "nonsense", ""])
@pytest.mark.parametrize("action", ["detail.erased", "key.created"])
def test_an_event_that_tells_nonsense_is_found(filled, change, action, detail):
    change("UPDATE events SET action = ?, detail = ? WHERE sequence = 5", action, detail)
    assert Fault.EDITED in faults(filled)


def test_details_swapped_between_events_are_found(url, make, fill, change):
    fill(*(make.departure(who=make.who(name=name)) for name in ("a", "b")))
    columns = (*CALLER, "caller_salt", "caller_digest")
    first, second = change(f"SELECT {', '.join(columns)} FROM events ORDER BY sequence")
    for sequence, row in ((1, second), (2, first)):
        change(
            f"UPDATE events SET {', '.join(f'{name} = ?' for name in columns)} WHERE sequence = ?",
            *row,
            sequence,
        )
    assert faults(url) == [Fault.BROKEN, Fault.BROKEN]


def test_only_so_many_problems_are_listed(url, change):
    for sequence in range(LISTED + 1):
        change("INSERT INTO hidden (sequence, label, count, at) VALUES (?, 'X', 1, 5)", sequence)
    assert len(verify(url).problems) == LISTED


def test_pages_follow_each_other(filled, monkeypatch, change):
    monkeypatch.setattr("audit.pages._PAGE", 3)
    assert verify(filled).intact
    change("UPDATE hidden SET count = 9 WHERE sequence = 2")
    assert faults(filled) == [Fault.EDITED]


def test_a_database_that_cannot_be_read_is_unavailable(url, change):
    change("DROP TABLE entries")
    with pytest.raises(AuditUnavailable):
        verify(url)
