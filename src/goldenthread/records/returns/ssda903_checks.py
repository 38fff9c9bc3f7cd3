"""What the tables of a children looked after return say against each other: queries, and no row is lost.

Each check is declared once, in CHECKS, with the tables and columns it reads: it runs where they are there. A
repair is only ever offered in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from goldenthread.records.annex_a.typing import ROW
from goldenthread.records.returns.tables import TableRead

Frames = Mapping[str, pl.DataFrame]
_ADULT = 18
_CEASED_FOR_GOOD = {
    "E2": "died",
    "E11": "was adopted",
    "E12": "was adopted",
    "E3": "moved to another council",
}


@dataclass(frozen=True)
class Check:
    """A query: on which column of which table it is put, what it reads, and the rows it finds."""

    id: str
    table: str
    column: str
    message: str
    reads: Mapping[str, tuple[str, ...]]
    find: Callable[[Frames, date], pl.DataFrame]


def checked(tables: Mapping[str, TableRead], *, as_at: date) -> dict[str, TableRead]:
    """The tables with what the checks say of them."""
    frames = {name: table.rows for name, table in tables.items()}
    noted = dict(tables)
    for check in CHECKS:
        for name in _where(check, tables):
            rows = check.find(_only(check, frames, name), as_at)[ROW]
            if len(rows):
                said = noted[name].said(rows, kind="query", message=check.message, column=check.column)
                noted[name] = noted[name].noting(said)
    return noted


EVERY = "every table"


def _where(check: Check, tables: Mapping[str, TableRead]) -> list[str]:
    """The tables a check is put to: its own, or every one with the column; none where what it reads lacks."""
    if not set(check.reads) - {EVERY} <= set(tables):
        return []
    if check.table != EVERY:
        return [check.table]
    return [
        name for name, one in tables.items() if name != "Header" and check.column in one.wanted.column_names
    ]


def _only(check: Check, frames: Frames, name: str) -> Frames:
    return {**frames, EVERY: frames[name]}


def _not_in_header(frames: Frames, _: date) -> pl.DataFrame:
    return frames[EVERY].join(frames["Header"], on="CHILD", how="anti", maintain_order="left")


def _other_birthday(frames: Frames, _: date) -> pl.DataFrame:
    believed = frames["Header"].unique("CHILD", keep="first").select("CHILD", _dob="DOB")
    return frames[EVERY].join(believed, on="CHILD", how="inner").filter(pl.col("DOB") != pl.col("_dob"))


def _reason_and_no_end(frames: Frames, _: date) -> pl.DataFrame:
    return frames["Episodes"].filter(pl.col("REC").is_not_null() & pl.col("DEC").is_null())


def _end_and_no_reason(frames: Frames, _: date) -> pl.DataFrame:
    return frames["Episodes"].filter(pl.col("REC").is_null() & pl.col("DEC").is_not_null())


def _ends_before(frames: Frames, _: date) -> pl.DataFrame:
    return frames["Episodes"].filter(pl.col("DEC") < pl.col("DECOM"))


def _followed(frames: Frames) -> pl.DataFrame:
    """Each episode with the start of the child's next."""
    rows = frames["Episodes"].sort("CHILD", "DECOM", maintain_order=True)
    return rows.with_columns(_next=pl.col("DECOM").shift(-1).over("CHILD"))


def _overlap(frames: Frames, _: date) -> pl.DataFrame:
    return _followed(frames).filter(pl.col("DEC") > pl.col("_next"))


def _left_open(frames: Frames, _: date) -> pl.DataFrame:
    return _followed(frames).filter(pl.col("DEC").is_null() & pl.col("_next").is_not_null())


def _gap(frames: Frames, _: date) -> pl.DataFrame:
    """Said to give way to the next (X1), which does not start that day."""
    gave_way = pl.col("REC") == "X1"
    return _followed(frames).filter(
        gave_way & (pl.col("_next").is_null() | (pl.col("_next") > pl.col("DEC")))
    )


def _same_home(frames: Frames, _: date) -> pl.DataFrame:
    elsewhere = pl.col("PLACE").ne_missing("P1")
    return frames["Episodes"].filter((pl.col("HOME_POST") == pl.col("PL_POST")) & elsewhere)


def _adult_before_end(frames: Frames, _: date) -> pl.DataFrame:
    birthday = pl.col("DOB").dt.offset_by(f"{_ADULT}y")
    return frames["UASC"].filter(pl.col("DUC") > birthday)


def _no_leaver(frames: Frames, _: date) -> pl.DataFrame:
    last = frames["Episodes"].sort("CHILD", "DECOM", maintain_order=True).unique("CHILD", keep="last")
    gone = last.filter(pl.col("REC").is_in(list(_CEASED_FOR_GOOD))).select("CHILD")
    return frames["OC3"].join(gone, on="CHILD", how="semi", maintain_order="left")


def _score_and_reason(frames: Frames, _: date) -> pl.DataFrame:
    return frames["OC2"].filter(pl.col("SDQ_SCORE").is_not_null() & pl.col("SDQ_REASON").is_not_null())


def _after_the_year(frames: Frames, as_at: date) -> pl.DataFrame:
    return frames["Episodes"].filter(pl.col("DECOM") > as_at)


def _missing_ends_before(frames: Frames, _: date) -> pl.DataFrame:
    return frames["Missing"].filter(pl.col("MIS_END") < pl.col("MIS_START"))


_EPISODE = {"Episodes": ("CHILD", "DECOM", "DEC", "REC")}
CHECKS = (
    Check(
        "not-in-header",
        EVERY,
        "CHILD",
        "the child is in no row of Header; the row is read",
        {"Header": ("CHILD",), EVERY: ("CHILD",)},
        _not_in_header,
    ),
    Check(
        "birthday-differs",
        EVERY,
        "DOB",
        "Header has another date of birth for this child, and is believed",
        {"Header": ("CHILD", "DOB"), EVERY: ("CHILD", "DOB")},
        _other_birthday,
    ),
    Check(
        "reason-no-end",
        "Episodes",
        "DEC",
        "a reason for ending and no end; read as open",
        _EPISODE,
        _reason_and_no_end,
    ),
    Check("end-no-reason", "Episodes", "REC", "an end and no reason for it", _EPISODE, _end_and_no_reason),
    Check("episode-backwards", "Episodes", "DEC", "DEC is before DECOM", _EPISODE, _ends_before),
    Check(
        "episodes-overlap",
        "Episodes",
        "DEC",
        "ends after the child's next episode starts: did it end on the day that one started?",
        _EPISODE,
        _overlap,
    ),
    Check(
        "episode-left-open",
        "Episodes",
        "DEC",
        "has no end, and a later episode of the child starts: did it end on the day that one started?",
        _EPISODE,
        _left_open,
    ),
    Check(
        "episodes-gape",
        "Episodes",
        "REC",
        "is said to give way to another (X1), and none starts that day: is one missing?",
        _EPISODE,
        _gap,
    ),
    Check(
        "home-is-placement",
        "Episodes",
        "PL_POST",
        "the placement has the postcode of the home, and is not with parents",
        {"Episodes": ("PLACE", "HOME_POST", "PL_POST")},
        _same_home,
    ),
    Check(
        "asylum-after-18",
        "UASC",
        "DUC",
        "asylum seeking status ends after the 18th birthday",
        {"UASC": ("DOB", "DUC")},
        _adult_before_end,
    ),
    Check(
        "leaver-is-none",
        "OC3",
        "CHILD",
        "a care leaver whose last episode ended by death, adoption or a move to another council",
        {"OC3": ("CHILD",), **_EPISODE},
        _no_leaver,
    ),
    Check(
        "score-and-reason",
        "OC2",
        "SDQ_REASON",
        "a score, and a reason why there is none",
        {"OC2": ("SDQ_SCORE", "SDQ_REASON")},
        _score_and_reason,
    ),
    Check(
        "after-the-date",
        "Episodes",
        "DECOM",
        "starts after the date of the return",
        {"Episodes": ("DECOM",)},
        _after_the_year,
    ),
    Check(
        "missing-backwards",
        "Missing",
        "MIS_END",
        "MIS_END is before MIS_START",
        {"Missing": ("MIS_START", "MIS_END")},
        _missing_ends_before,
    ),
)
