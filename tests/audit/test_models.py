from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from audit.chain import CALLER, MAIN, SPINE
from audit.database import Access, open_engine
from audit.models import events, metadata


def test_the_migrations_make_the_tables_of_the_models(url):
    engine = open_engine(url, Access.WRITE)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_migrations_make_the_same_details(url):
    """What Alembic does not compare: conditions of indexes, checks, collations."""
    engine = open_engine(url, Access.WRITE)
    with engine.begin() as connection:
        made = _describe(connection)
        for table in reversed(metadata.sorted_tables):
            connection.execute(text(f"DROP TABLE {table.name}"))
        metadata.create_all(connection)
        assert _describe(connection) == made
        assert made["tables"]["head"]["checks"]
    engine.dispose()


def _describe(connection):
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE name <> 'alembic_version'"
        )
        found = {name: _plain(sql) for name, sql in rows if sql}
        return {"found": found, "tables": {"head": {"checks": "CHECK" in found["head"]}}}
    tables = {}
    inspector = inspect(connection)
    for table in metadata.tables:
        tables[table] = {
            "columns": [
                (each["name"], repr(each["type"]), each["nullable"]) for each in inspector.get_columns(table)
            ],
            "checks": inspector.get_check_constraints(table),
            "indexes": connection.exec_driver_sql(
                "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s ORDER BY 1",
                (table,),
            ).all(),
        }
    return {"tables": tables}


def _plain(sql):
    """Columns and constraints may be declared in another order or layout."""
    return sorted(sql.replace(",", " ").replace("(", " ( ").replace(")", " ) ").split())


def test_the_columns_stand_in_the_order_that_the_writer_and_verify_rely_on():
    names = events.c.keys()
    details = [
        f"{part}_{what}" for what in ("digest", "salt", "erased") for part in ("caller", "main", "index")
    ]
    assert names == [
        *("sequence", "digest", *SPINE),
        *details,
        *(*CALLER, *MAIN),
    ]
