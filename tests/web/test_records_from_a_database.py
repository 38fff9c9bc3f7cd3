"""The Standard Safeguarding Dataset read straight from PostgreSQL, the server that the site's tests use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import polars as pl
import psycopg
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

import web_server
from goldenthread.cli.app import app
from goldenthread.errors import InputRefused
from goldenthread.records import store
from goldenthread.records.database import URL, URL_FILE, address, connected, read_tables
from goldenthread.records.load import read_database
from goldenthread.records.shaped import NO_START
from goldenthread.records.tables import schema
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.synthetic.authority import synthesise
from goldenthread.web.config.server import Running

END, START = date(2026, 3, 31), date(2024, 3, 31)
TYPES = {pl.String: "text", pl.Date: "timestamp", pl.Int64: "integer", pl.Float64: "double precision"}
NAME = "reporting"


@pytest.fixture(scope="module")
def reporting(server: Running, worker_id: str) -> Iterator[str]:
    """A reporting database of this module's own, as its address."""
    name, word = f"{NAME}_{worker_id}", quote(server.passwords["gt_owner"])
    web_server.drop_database(server, name)
    with server.connect() as connection:
        connection.execute(f'CREATE DATABASE "{name}" OWNER gt_owner')
    yield f"postgresql://gt_owner:{word}@/{name}?host={quote(str(server.socket), safe='')}"
    web_server.drop_database(server, name)


def fill(url: str, tables: dict[str, pl.DataFrame]) -> None:
    """Tables as a case system's reporting database has them: dates with a time, and columns of its own."""
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS reporting CASCADE")
        connection.execute("CREATE SCHEMA reporting")
        connection.execute("SET search_path TO reporting")
        for name, frame in tables.items():
            columns = ", ".join(
                f'"{c}" {TYPES[type(k) if not isinstance(k, type) else k]}' for c, k in _kinds(frame)
            )
            connection.execute(f'CREATE TABLE "{name}" ({columns}, local_note text)')  # type: ignore[arg-type]
            names = ", ".join(f'"{column}"' for column in frame.columns)
            with connection.cursor().copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:  # type: ignore[arg-type]
                for row in frame.iter_rows():
                    copy.write_row(row)


def _kinds(frame: pl.DataFrame) -> list[tuple[str, type[pl.DataType]]]:
    return [(name, kind.base_type()) for name, kind in frame.schema.items()]


def made_up() -> dict[str, pl.DataFrame]:
    records = synthesise(children=60, months=24, end=END, seed=3)
    return {name: records.table(name).collect() for name in records.frames}


def test_records_come_out_of_a_database_as_they_are_in_it(reporting: str) -> None:
    fill(reporting, made_up())
    read = read_database(reporting, as_at=END, covers_from=START, authority="Wexcombe County Council")
    assert read.set_aside.is_empty()
    for name, frame in made_up().items():
        key = dataset().tables[name].key
        assert_frame_equal(read.records.table(name).collect().sort(key), frame.sort(key))
        assert read.records.can_say(name).covers(start=START, end=END)
    assert read.records.can_say("ssd_mother").history == "absent"


def test_the_same_rows_in_another_order_are_one_snapshot(reporting: str, tmp_path: Path) -> None:
    tables = {"ssd_person": made_up()["ssd_person"]}
    fill(reporting, tables)
    first = store.keep(read_database(reporting, as_at=END), tmp_path)
    fill(reporting, {"ssd_person": tables["ssd_person"].reverse()})
    again = store.keep(read_database(reporting, as_at=END), tmp_path)
    assert (first.already_held, again.already_held) == (False, True)


def test_a_column_and_a_table_that_are_not_there_cost_themselves_alone(reporting: str) -> None:
    fill(reporting, {"ssd_person": made_up()["ssd_person"].drop("pers_ethnicity")})
    read = read_database(reporting, as_at=END, covers_from=START)
    assert dict(read.records.table("ssd_person").collect_schema()) == schema("ssd_person")
    asked = read.notes.filter(pl.col("kind") == "query").select("sheet", "column").rows()
    assert asked == [("ssd_person", "pers_ethnicity")]
    assert read.records.can_say("ssd_contacts").history == "absent"


def test_a_database_without_a_first_day_answers_no_figure_and_it_is_said(reporting: str) -> None:
    fill(reporting, {"ssd_person": made_up()["ssd_person"]})
    read = read_database(reporting, as_at=END)
    assert not read.records.can_say("ssd_person").covers(start=END, end=END)
    assert NO_START in read.notes["message"].to_list()


def test_a_database_is_only_read(reporting: str) -> None:
    fill(reporting, {"ssd_person": made_up()["ssd_person"]})
    with pytest.raises(InputRefused, match="25006"), connected(reporting) as cursor:
        cursor.execute("DELETE FROM reporting.ssd_person")
    assert read_tables(reporting)["ssd_person"].height == 60


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://somebody:secretword@localhost:1/nowhere",
        "oracle://somebody:secretword@localhost/nowhere",
        "mssql://somebody:secretword@localhost:1/nowhere",
        "sqlserver://somebody:secretword@localhost:1/nowhere",
        "secretword",
    ],
)
def test_a_database_that_cannot_be_read_is_refused_and_its_password_never_told(
    url: str, tmp_path: Path
) -> None:
    ran = CliRunner().invoke(app, ["load", "--database", url, "--store", str(tmp_path / "store")])
    assert ran.exit_code != 0
    said = f"{ran.output} {ran.exception} {getattr(ran, 'stderr', '')}"
    assert "secretword" not in said
    with pytest.raises(InputRefused) as refused:
        read_database(url, as_at=END)
    assert "secretword" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_address_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    held = tmp_path / "address"
    held.write_text("postgresql://from-a-file\n")
    assert address("postgresql://given", {URL: "other"}) == "postgresql://given"
    assert address("-", {URL: "postgresql://from-the-environment"}) == "postgresql://from-the-environment"
    assert address("-", {URL_FILE: str(held)}) == "postgresql://from-a-file"
    with pytest.raises(InputRefused, match="no address is given"):
        address("-", {})


class StandIn:
    """A connection to SQL Server as its driver documents itself: what it was told, and the kinds of values it
    gives (a day as a time of UTC, yes and no as true and false, numbers as decimals)."""

    TABLES: ClassVar = {
        "ssd_person": pl.DataFrame(
            {"pers_person_id": ["C1"], "pers_dob": [datetime(2015, 6, 1, tzinfo=UTC)]}
        ),
        "ssd_cin_episodes": pl.DataFrame(
            {"cine_referral_id": ["E1"], "cine_person_id": ["C1"], "cine_referral_nfa": [True]}
        ),
        "ssd_assessment_factors": pl.DataFrame({"cinf_table_id": [Decimal(7)]}),
    }

    def __init__(self) -> None:
        self.told: list[str] = []

    def connect(self, **how: object) -> StandIn:
        self.told.append(f"{how['driver']} autocommit={how['autocommit']}")
        return self

    def cursor(self) -> StandIn:
        return self

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_: object) -> None:
        self.told.append("closed")

    def execute(self, statement: str) -> None:
        self.told.append(statement)

    def fetch_arrow(self) -> object:
        asked = self.told[-1]
        if "information_schema" in asked:
            rows = [("dbo", name, column) for name, frame in self.TABLES.items() for column in frame.columns]
            return pl.DataFrame(rows, schema=["s", "t", "c"], orient="row")
        return next(frame for name, frame in self.TABLES.items() if f'"{name}"' in asked)


@pytest.mark.parametrize("scheme", ["mssql", "sqlserver"])
def test_sql_server_is_read_in_one_transaction_that_begins_at_its_level(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = StandIn()
    monkeypatch.setattr("adbc_driver_manager.dbapi.connect", server.connect)
    read = read_database(f"{scheme}://reader:word@server?database=reporting", as_at=END, covers_from=START)
    assert server.told[:3] == [
        "mssql autocommit=True",
        "SET TRANSACTION ISOLATION LEVEL SNAPSHOT",
        "BEGIN TRANSACTION",
    ]
    assert [said for said in server.told if "COMMIT" in said or "INSERT" in said] == []
    person = read.records.table("ssd_person").collect()
    assert person.select("pers_person_id", "pers_dob").rows() == [("C1", date(2015, 6, 1))]
    assert read.records.table("ssd_cin_episodes").collect()["cine_referral_nfa"].to_list() == ["Y"]
    assert read.records.table("ssd_assessment_factors").collect()["cinf_table_id"].to_list() == ["7"]
