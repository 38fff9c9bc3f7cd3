"""The Standard Safeguarding Dataset straight from a database, as Arrow all the way.

    read_tables("postgresql://reader:word@server/reporting")     every table of the model that is there

PostgreSQL comes with a driver (the extra `database`). SQL Server is read in the same way by ADBC's driver of
the name `mssql`, which an authority installs (docs/reading-a-database.md); its address begins mssql:// or
sqlserver://. All tables are read in one transaction, so that they are of one moment. An address holds a
password: nothing here ever repeats it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.shaped import is_table

SOURCE = "the database"
URL = "GOLDENTHREAD_DATABASE_URL"
URL_FILE = "GOLDENTHREAD_DATABASE_URL_FILE"
_POSTGRES = ("postgresql", "postgres")
_COLUMNS = "SELECT table_schema, table_name, column_name FROM information_schema.columns"
_SQL_SERVER = ("mssql", "sqlserver")
# SQL Server's level holds from the next transaction on: one under way would keep its own.
_ONE_MOMENT = {
    "postgresql": ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",),
    "mssql": ("SET TRANSACTION ISOLATION LEVEL SNAPSHOT", "BEGIN TRANSACTION"),
}
_CHECK = {
    "postgresql": "check the address, that the server runs, and that the user may read the tables",
    "mssql": "check the address, that the driver is installed and the server runs, that the user may read "
    "the tables, and that the database allows snapshot isolation",
}


def address(given: str, environment: dict[str, str]) -> str:
    """The address: as given; or, where it is `-`, what the environment or a file it names holds.

    Raises InputRefused where there is none.
    """
    if given != "-":
        return given
    if found := environment.get(URL):
        return found
    if named := environment.get(URL_FILE):
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise _refused(f"the file that {URL_FILE} names cannot be read", "check its name") from None
    raise _refused("no address is given", f"set {URL}, or {URL_FILE} to a file that holds it")


def read_tables(url: str) -> dict[str, pl.DataFrame]:
    """Every table of the model that the database holds, each with the columns it has there.

    Raises InputRefused where it cannot be reached or read, or holds the tables in several schemas.
    """
    with connected(url) as cursor:
        places = _places(_asked(cursor, _COLUMNS))
        if not places:
            raise _refused(
                "it holds no table of the Standard Safeguarding Dataset that this address may read",
                "check the address, and that its user may read the tables",
            )
        return {name: _asked(cursor, f"SELECT * FROM {place}") for name, place in sorted(places.items())}


def _places(columns: pl.DataFrame) -> dict[str, str]:
    """Table of the model to where it stands, quoted."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for schema, table, _ in columns.iter_rows():
        if is_table(table):
            found[table.lower()].add((schema, table))
    several = sorted(name for name, places in found.items() if len(places) > 1)
    if several:
        raise _refused(
            f"it holds {several[0]} in more than one schema", "give an address whose user may read only one"
        )
    return {name: ".".join(_quoted(part) for part in places.pop()) for name, places in found.items()}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _asked(cursor: Any, query: str) -> pl.DataFrame:
    cursor.execute(query)
    return pl.DataFrame(cursor.fetch_arrow())


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A cursor in one reading transaction. What a driver says of a fault may hold the address, or a child's
    details: only what kind of fault it is is told."""
    kind = urlsplit(url).scheme.lower()
    family = "mssql" if kind in _SQL_SERVER else "postgresql"
    try:
        from adbc_driver_manager import Error, dbapi
    except ImportError:
        raise _refused(
            "reading databases needs a part that is not installed", "install goldenthread[database]"
        ) from None
    try:
        with _opened(kind, url, dbapi) as connection, connection.cursor() as cursor:
            for statement in _ONE_MOMENT[family]:
                cursor.execute(statement)
            yield cursor
    except Error as fault:
        state = f" (it says {fault.sqlstate})" if fault.sqlstate and fault.sqlstate.isalnum() else ""
        raise _refused(f"it cannot be reached or read{state}", _CHECK[family]) from None


def _opened(kind: str, url: str, dbapi: Any) -> Any:
    if kind in _POSTGRES:
        import adbc_driver_postgresql.dbapi

        return adbc_driver_postgresql.dbapi.connect(url)
    if kind in _SQL_SERVER:
        return dbapi.connect(driver="mssql", db_kwargs={"uri": url}, autocommit=True)
    raise _refused("its address is of no kind that is known", "begin it with postgresql:// or mssql://")


def _refused(why: str, what_to_do: str) -> InputRefused:
    return InputRefused(source=SOURCE, why=why, what_to_do=what_to_do)
