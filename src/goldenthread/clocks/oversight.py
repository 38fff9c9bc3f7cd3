"""The clocks of a manager's eye on a child's case: entries of oversight, talk of the child in supervision,
and what an audit asks to be done at once. How often is the authority's to set.

Oversight is owed on every open case of a child in need, whatever the plan. A child is discussed in
supervision by the plan they have: with a protection plan or in care more often than with a plan of need.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.care import care_periods
from goldenthread.clocks.duties import as_known_at, begun_by, duties, no_duties, told_whole
from goldenthread.clocks.need import plans as plans_of_need
from goldenthread.clocks.protection import plans as plans_of_protection
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import Dated, leg
from goldenthread.clocks.told import basis, rhythm, since, told_history
from goldenthread.records.allocation import named
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import LocalStandards

OVERSIGHT, CASE, AUDIT = "ts_mgmt_oversight", "ts_case_supervision", "ts_audit_action"
ENTRIES, SUPERVISION = "practice_management_oversight", "practice_supervision"
OVERSIGHT_NEEDS = ("ssd_cin_episodes", ENTRIES)
CASE_NEEDS = ("ssd_cin_plans", "ssd_cp_plans", "ssd_cla_episodes", SUPERVISION)
AUDIT_NEEDS = (ENTRIES,)
KINDS = ("in_need", "protection", "care")


def oversight_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """One duty per interval between a manager's entries on an open case; an audit of the file is none."""
    history = told_history(records, *OVERSIGHT_NEEDS, events=ENTRIES)
    if history == "absent":
        return no_duties()
    standard, started = Dated(standards.of(OVERSIGHT)), pl.col("started")
    spells = told_whole(_open_cases(records), records, events=ENTRIES)
    rows = rhythm(records, spells, _entries(records), events=ENTRIES, history=history).with_columns(
        due=standard.in_bulk(started),
        rule=pl.concat_str(
            standard.words_in_bulk(started),
            pl.lit(" from "),
            since("the referral", "the entry before"),
            pl.lit(" (local)"),
        ),
        basis=basis(),
    )
    return duties(rows, clock=OVERSIGHT)


def case_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """One duty per interval between supervisions in which the child was discussed, for each plan or care
    period. An interval that the authority has set for itself holds for every kind of plan."""
    history = told_history(records, *CASE_NEEDS, events=SUPERVISION)
    if history == "absent":
        return no_duties()
    started = pl.col("started")
    spells = told_whole(_planned(records), records, events=SUPERVISION)
    due, words = _of_each_kind(standards, started)
    rows = rhythm(records, spells, _discussed(records), events=SUPERVISION, history=history).with_columns(
        due=due,
        rule=pl.concat_str(
            words, pl.lit(" from "), since("the start", "the discussion before"), pl.lit(" (local)")
        ),
        basis=basis(),
    )
    return duties(rows, clock=CASE)


def audit_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """One duty per action that an audit asks for. One whose own due day lies past the limit is not urgent,
    and has no row."""
    if told_history(records, *AUDIT_NEEDS, events=ENTRIES) == "absent":
        return no_duties()
    standard, started = Dated(standards.of(AUDIT)), pl.col("started")
    wanted, done = pl.col("over_action_due_date"), pl.col("over_action_done_date")
    rows = (
        records.table(ENTRIES)
        .filter(
            pl.col("over_kind") == "audit",
            wanted.is_not_null() | done.is_not_null(),
            begun_by(pl.col("over_date"), records.as_at),
        )
        .select(
            child_id="over_person_id",
            about="over_table_id",
            started="over_date",
            wanted=wanted,
            done=as_known_at(done, records.as_at),
            team="over_team",
            worker=pl.lit(None, dtype=pl.String),
        )
        .with_columns(
            due=standard.in_bulk(started),
            in_order=pl.col("done").is_null() | (pl.col("done") >= started),
            rule=pl.concat_str(standard.words_in_bulk(started), pl.lit(" from the audit (local)")),
            basis=pl.lit(Basis.KNOWN),
        )
        .filter(pl.col("wanted").is_null() | (pl.col("wanted") <= pl.col("due")))
    )
    return duties(named(rows, records, team="team", worker="worker"), clock=AUDIT)


def _open_cases(records: Records) -> pl.LazyFrame:
    """Referrals that made a child one in need, to their close; those that went no further are no case."""
    begun = pl.col("cine_referral_date")
    closed = as_known_at(pl.col("cine_close_date"), records.as_at)
    return (
        records.table("ssd_cin_episodes")
        .filter(
            ~(pl.col("cine_in_need") == "N").fill_null(value=False),
            ~(pl.col("cine_referral_nfa") == "Y").fill_null(value=False),
            begun_by(begun, records.as_at),
        )
        .select(child_id="cine_person_id", about="cine_referral_id", begun=begun, ended=closed)
        .filter(pl.col("ended").is_null() | (pl.col("ended") >= pl.col("begun")))
    )


def _entries(records: Records) -> pl.LazyFrame:
    audit = (pl.col("over_kind") == "audit").fill_null(value=False)
    return (
        records.table(ENTRIES).filter(~audit).select(child_id="over_person_id", on="over_date").drop_nulls()
    )


def _planned(records: Records) -> pl.LazyFrame:
    of = dict(zip(KINDS, (plans_of_need, plans_of_protection, care_periods), strict=True))
    return pl.concat(
        plans(records).select("child_id", "about", "begun", "ended", kind=pl.lit(kind))
        for kind, plans in of.items()
    )


def _discussed(records: Records) -> pl.LazyFrame:
    return records.table(SUPERVISION).select(child_id="supr_person_id", on="supr_date").drop_nulls()


def _of_each_kind(standards: LocalStandards, started: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """When the next is due, and the limit in words: the authority's own, else by the kind of plan."""
    if any(standard.clock == CASE for standard in standards.standards):
        own = Dated(standards.of(CASE))
        return own.in_bulk(started), own.words_in_bulk(started)
    due, words = pl.lit(None, dtype=pl.Date), pl.lit(None, dtype=pl.String)
    for kind in KINDS:
        limit, of_kind = leg(CASE, kind), pl.col("kind") == kind
        due = pl.when(of_kind).then(limit.in_bulk(started)).otherwise(due)
        words = pl.when(of_kind).then(pl.lit(limit.words)).otherwise(words)
    return due, words
