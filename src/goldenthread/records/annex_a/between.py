"""What the lists of one workbook ought to say alike of a child, and for how many they do not. Counts alone.

An inspection team lays the lists side by side: a child in care who is not among the children in need is the
first thing they ask about. `across` says of a file from outside, row by row, what its lists contradict; this
says of lists about to be sent what a reader will find between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from goldenthread.records.annex_a.lists import AnnexA


@dataclass(frozen=True)
class Between:
    """One thing two lists ought to agree on: the lists, the sentence, and the children of whom it is not so.
    None where one of the lists is not given."""

    lists: tuple[int, ...]
    says: str
    children: int | None


def between_lists(annex_a: AnnexA) -> list[Between]:
    """Every comparison, with how many children it finds; none is left out for finding nobody."""
    return [
        Between(lists, says, _count(annex_a, lists, find) if _given(annex_a, lists) else None)
        for lists, says, find in _COMPARISONS
    ]


def _given(annex_a: AnnexA, lists: tuple[int, ...]) -> bool:
    return all(number in annex_a.lists for number in lists)


def _count(annex_a: AnnexA, lists: tuple[int, ...], find: Callable[..., pl.Series]) -> int:
    return int(find(*(annex_a.frame(number) for number in lists)).n_unique())


def _open(frame: pl.DataFrame, end: str) -> pl.Series:
    return frame.filter(pl.col(end).is_null())["child_id"]


def _not_in(children: pl.Series, others: pl.Series) -> pl.Series:
    return children.filter(~children.is_in(others.unique().implode()))


def _in_care_not_in_need(care: pl.DataFrame, need: pl.DataFrame) -> pl.Series:
    return _not_in(_open(care, "care_end"), _open(need, "cin_closed"))


def _on_a_plan_not_in_need(plans: pl.DataFrame, need: pl.DataFrame) -> pl.Series:
    return _not_in(_open(plans, "plan_end"), _open(need, "cin_closed"))


def _assessed_not_in_need(assessments: pl.DataFrame, need: pl.DataFrame) -> pl.Series:
    return _not_in(_open(assessments, "assessment_authorised"), _open(need, "cin_closed"))


def _said_in_care(need: pl.DataFrame, care: pl.DataFrame) -> pl.Series:
    return _not_in(need.filter(pl.col("case_status") == "a")["child_id"], _open(care, "care_end"))


def _said_on_a_plan(need: pl.DataFrame, plans: pl.DataFrame) -> pl.Series:
    return _not_in(need.filter(pl.col("case_status") == "b")["child_id"], _open(plans, "plan_end"))


def _plan_after_conference(enquiries: pl.DataFrame, plans: pl.DataFrame) -> pl.Series:
    return _not_in(enquiries.filter(pl.col("conference_led_to_plan") == "Y")["child_id"], plans["child_id"])


def _adoption_not_in_care(adoption: pl.DataFrame, care: pl.DataFrame) -> pl.Series:
    standing = pl.col("adoption_order").is_null() & pl.col("decision_reversed").is_null()
    return _not_in(adoption.filter(standing)["child_id"], care["child_id"])


_COMPARISONS: tuple[tuple[tuple[int, ...], str, Callable[..., pl.Series]], ...] = (
    ((8, 6), "in care now, and not among the children in need", _in_care_not_in_need),
    ((7, 6), "on a protection plan now, and not among the children in need", _on_a_plan_not_in_need),
    ((4, 6), "with an open assessment, and not among the children in need", _assessed_not_in_need),
    ((6, 8), "in need with the status of a child in care, and not in care now", _said_in_care),
    ((6, 7), "in need with the status of a child on a protection plan, and on none now", _said_on_a_plan),
    ((5, 7), "whose conference led to a plan, and with no plan in the list", _plan_after_conference),
    (
        (10, 8),
        "with a decision for adoption that stands, and not among the children in care",
        _adoption_not_in_care,
    ),
)
