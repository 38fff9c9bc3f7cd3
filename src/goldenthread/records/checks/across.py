"""A child's journey across the tables: what should lead to what, and what should not be at one time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from goldenthread.records.belonging import CHILD
from goldenthread.records.checks.check import LOGICAL, OURS, Asked, Check, Severity, census, looked_after

Find = Callable[[Asked], pl.LazyFrame]
NEED, ASSESSED, ENQUIRED = "ssd_cin_episodes", "ssd_cin_assessments", "ssd_s47_enquiry"
CONFERRED, PLANNED, CARE = "ssd_initial_cp_conference", "ssd_cp_plans", "ssd_cla_episodes"
PLACED, STATUS = "ssd_cla_placement", "ssd_legal_status"

# the spells of a table: whose, from when, until when
_SPELLS = {
    NEED: ("cine_referral_date", "cine_close_date"),
    ASSESSED: ("cina_assessment_start_date", "cina_assessment_auth_date"),
    ENQUIRED: ("s47e_s47_start_date", "s47e_s47_end_date"),
    PLANNED: ("cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    CARE: ("clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
    PLACED: ("clap_cla_placement_start_date", "clap_cla_placement_end_date"),
    STATUS: ("lega_legal_status_start_date", "lega_legal_status_end_date"),
    "ssd_cin_plans": ("cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    "ssd_missing": ("miss_missing_episode_start_date", "miss_missing_episode_end_date"),
    "ssd_involvements": ("invo_involvement_start_date", "invo_involvement_end_date"),
    CONFERRED: ("icpc_icpc_date", "icpc_icpc_date"),
}


def checks() -> Iterator[Check]:
    yield from _in_need()
    yield from _journeys()
    yield from _care()
    yield from _side_by_side()
    yield from _of_closing()


def _spells(asked: Asked, table: str, *, only: pl.Expr | None = None) -> pl.LazyFrame:
    """`_child`, `_from` and `_until` of every row with a start; an end that is not there is null."""
    start, end = _SPELLS[table]
    rows = asked.table(table) if only is None else asked.table(table).filter(only)
    return rows.select(CHILD, _from=start, _until=end).drop_nulls([CHILD, "_from"])


def _without(rows: pl.LazyFrame, others: pl.LazyFrame, so: pl.Expr) -> pl.LazyFrame:
    """The rows for which no other row of the child is so."""
    numbered = rows.with_row_index("_row")
    met = numbered.join(others, on=CHILD, how="inner").filter(so).select("_row").unique()
    return numbered.join(met, on="_row", how="anti").drop("_row")


def _with(rows: pl.LazyFrame, others: pl.LazyFrame, so: pl.Expr) -> pl.LazyFrame:
    """The rows for which some other row of the child is so."""
    numbered = rows.with_row_index("_row")
    met = numbered.join(others, on=CHILD, how="inner").filter(so).select("_row").unique()
    return numbered.join(met, on="_row", how="semi").drop("_row")


def _runs_on(day: str) -> pl.Expr:
    """Whether a spell runs on the day; one without an end runs still."""
    still = pl.col("_until").is_null() | (pl.col("_until") >= pl.col(day))
    return (pl.col("_from") <= pl.col(day)) & still


def _in_need() -> Iterator[Check]:
    """Annex A's list 6 is of every child in need: those with a protection plan and in care among them."""
    for id, table, words in (
        ("plan-not-in-need", PLANNED, "a child protection plan"),
        ("care-not-in-need", CARE, "an episode of care"),
    ):
        start, end = _SPELLS[table]

        def find(asked: Asked, table: str = table, start: str = start, end: str = end) -> pl.LazyFrame:
            last = pl.min_horizontal(pl.col(end).fill_null(asked.as_at), asked.as_at)
            rows = asked.table(table).filter(pl.col(start).is_not_null()).with_columns(_last=last)
            in_need = _spells(asked, NEED, only=pl.col("cine_in_need").ne_missing("N"))
            return _without(rows, in_need, _runs_on("_last"))

        says = f"{words}, and no episode of need runs on its last day"
        yield Check(
            id,
            table,
            says,
            "Annex A, list 6: every child in need, those with a plan and in care among them",
            "query",
            find,
            (start, end),
            (NEED,),
            (NEED,),
            "_last",
        )


def _journeys() -> Iterator[Check]:
    start = "cina_assessment_start_date"
    yield Check(
        "assessment-no-referral",
        ASSESSED,
        "no referral of the child stands behind the assessment: none came before it that was still open",
        "Annex A, lists 3 and 4; " + census("1103"),
        "query",
        _behind(ASSESSED, start, NEED),
        (start,),
        (NEED,),
        (NEED,),
        start,
    )
    start = "s47e_s47_start_date"
    yield Check(
        "enquiry-no-referral",
        ENQUIRED,
        "no referral of the child stands behind the enquiry: none came before it that was still open",
        "Annex A, lists 3 and 5; " + census("2889"),
        "query",
        _behind(ENQUIRED, start, NEED),
        (start,),
        (NEED,),
        (NEED,),
        start,
    )
    day, moved = "icpc_icpc_date", "icpc_icpc_transfer_in"
    yield Check(
        "conference-no-enquiry",
        CONFERRED,
        "an initial conference, not a transfer in, and no section 47"
        " enquiry of the child that began on or before it",
        "Working Together; Annex A, list 5",
        "query",
        _after_any(CONFERRED, day, ENQUIRED, skip=pl.col(moved).eq_missing("Y")),
        (day, moved),
        (ENQUIRED,),
        (ENQUIRED,),
        day,
    )
    start = "cppl_cp_plan_start_date"
    yield Check(
        "plan-no-conference",
        PLANNED,
        "a protection plan, and no initial conference of the child on or before its start",
        census("2883"),
        "query",
        _after_any(PLANNED, start, CONFERRED),
        (start,),
        (CONFERRED,),
        (CONFERRED,),
        start,
    )
    for id, table, link, columns in (
        (
            "nfa-with-assessment",
            ASSESSED,
            "cina_referral_id",
            ("cine_referral_nfa", "cina_assessment_start_date"),
        ),
        ("nfa-with-enquiry", ENQUIRED, "s47e_referral_id", ("cine_referral_nfa", "s47e_s47_start_date")),
        ("nfa-with-plan", PLANNED, "cppl_referral_id", ("cine_referral_nfa", "cppl_cp_plan_start_date")),
    ):
        rule = "8832" if table == PLANNED else "8831"
        yield Check(
            id,
            table,
            "the referral it names ended in no further action",
            census(rule),
            "query",
            _of_nfa(table, link),
            columns,
            (NEED,),
        )


def _behind(table: str, day: str, other: str) -> Find:
    """Rows on whose day no spell of the child in another table runs."""

    def find(asked: Asked) -> pl.LazyFrame:
        rows = asked.table(table).filter(pl.col(day).is_not_null())
        return _without(rows, _spells(asked, other), _runs_on(day))

    return find


def _after_any(table: str, day: str, other: str, *, skip: pl.Expr | None = None) -> Find:
    """Rows before or on whose day nothing of the child began in another table."""

    def find(asked: Asked) -> pl.LazyFrame:
        rows = asked.table(table).filter(pl.col(day).is_not_null())
        rows = rows if skip is None else rows.filter(~skip)
        return _without(rows, _spells(asked, other), pl.col("_from") <= pl.col(day))

    return find


def _of_nfa(table: str, link: str) -> Find:
    def find(asked: Asked) -> pl.LazyFrame:
        nfa = pl.col("cine_referral_nfa") == "Y"
        ended = asked.records.table(NEED).filter(nfa).select("cine_referral_id", "cine_referral_nfa")
        once = ended.unique("cine_referral_id", keep="first")
        return asked.table(table).join(once, left_on=link, right_on="cine_referral_id", how="inner")

    return find


def _care() -> Iterator[Check]:
    start, _ = _SPELLS[CARE]
    for id, other, words, source in (
        ("care-no-status", STATUS, "no legal status", looked_after("144")),
        ("care-no-placement", PLACED, "no placement", looked_after("146")),
    ):
        yield Check(
            id,
            CARE,
            f"{words} of the child runs on the day the episode starts",
            source,
            "query",
            _behind(CARE, start, other),
            (start,),
            (other,),
            (other,),
            start,
        )
    for id, table, day, words in (
        ("review-before-care", "ssd_cla_reviews", "clar_cla_review_date", "a review"),
        ("visit-before-care", "ssd_cla_visits", "clav_cla_visit_date", "a visit"),
    ):
        link = "clar_cla_id" if table == "ssd_cla_reviews" else "clav_cla_id"
        yield Check(
            id,
            table,
            f"{words} before the care it is of began",
            "Annex A, list 8: reviews and visits are of this time in care",
            "query",
            _before_care(table, link, day),
            (start, day),
            (CARE,),
        )
    for id, table in (("left-still-placed", PLACED), ("left-still-status", STATUS)):
        columns = _SPELLS[table]
        yield Check(
            id,
            table,
            "has no end, and every episode of care of the child has ended",
            "Annex A, list 8: what is current ends with care",
            "query",
            _left(table),
            columns,
            (CARE,),
        )
    missing, (gone, back) = "ssd_missing", _SPELLS["ssd_missing"]
    yield Check(
        "left-still-missing",
        missing,
        "has no end, and every episode of care of the child has ended",
        looked_after("577"),
        "query",
        _left(missing),
        (gone, back),
        (CARE,),
    )
    eligible = "clea_care_leaver_eligibility"
    yield Check(
        "leaver-under-16",
        "ssd_care_leavers",
        "a care leaver who is not yet 16",
        "Children (Leaving Care) Act 2000: from 16",
        "error",
        _under_16,
        ("pers_dob", eligible),
        ("ssd_person",),
    )


def _before_care(table: str, link: str, day: str) -> Find:
    field = "clae_cla_episode_start_date"

    def find(asked: Asked) -> pl.LazyFrame:
        began = asked.records.table(CARE).group_by("clae_cla_id").agg(pl.col(field).min())
        rows = asked.table(table).join(began, left_on=link, right_on="clae_cla_id", how="inner")
        return rows.filter(pl.col(day) < pl.col(field))

    return find


def _left(table: str) -> Find:
    """Open rows of a child whose every episode of care has ended."""

    def find(asked: Asked) -> pl.LazyFrame:
        start, end = _SPELLS[table]
        ended = pl.col("_until").is_not_null().all()
        care = _spells(asked, CARE).group_by(CHILD).agg(ended, _last=pl.col("_until").max())
        left = care.filter("_until").select(CHILD, "_last")
        rows = asked.table(table).filter(pl.col(end).is_null() & pl.col(start).is_not_null())
        return rows.join(left, on=CHILD, how="inner").filter(pl.col(start) <= pl.col("_last"))

    return find


def _under_16(asked: Asked) -> pl.LazyFrame:
    people = asked.records.table("ssd_person").select("pers_person_id", "pers_dob").drop_nulls()
    once = people.unique("pers_person_id", keep="first", maintain_order=True)
    rows = asked.table("ssd_care_leavers").join(once, left_on=CHILD, right_on="pers_person_id", how="inner")
    return rows.filter(pl.col("pers_dob").dt.offset_by("16y") > asked.as_at)


def _side_by_side() -> Iterator[Check]:
    """Spells of one child that should not run at one time."""
    allocated = pl.col("invo_professional_role_id") == "allocated"
    nfa = pl.col("cine_referral_nfa").eq_missing("Y")
    several: tuple[tuple[str, str, pl.Expr | None, Severity, str], ...] = (
        ("need-episodes-overlap", NEED, ~nfa, "query", census("8820")),
        ("need-plans-overlap", "ssd_cin_plans", None, "query", census("4014")),
        ("enquiries-overlap", ENQUIRED, None, "query", census("8890")),
        ("assessments-overlap", ASSESSED, None, "query", census("8863Q")),
        ("protection-plans-overlap", PLANNED, None, "error", census("8940")),
        ("care-episodes-overlap", CARE, None, "error", looked_after("501")),
        ("placements-overlap", PLACED, None, "query", LOGICAL),
        ("missing-overlap", "ssd_missing", None, "query", looked_after("574")),
        ("two-allocated", "ssd_involvements", allocated, "query", OURS),
    )
    for id, table, only, severity, source in several:
        says = "starts before the child's one before it ended"
        columns = _SPELLS[table]
        yield Check(id, table, says, source, severity, _overlapping(table, only), columns)
    start, end = _SPELLS["ssd_cin_plans"]
    yield Check(
        "need-plan-beside-protection",
        "ssd_cin_plans",
        "runs without an end beside a protection plan that runs",
        census("4001"),
        "query",
        _beside_protection,
        (start, end),
        (PLANNED,),
    )


def _overlapping(table: str, only: pl.Expr | None) -> Find:
    """Rows that start while an earlier started row of the child runs; a row may start on the day one ends."""
    start, end = _SPELLS[table]

    def find(asked: Asked) -> pl.LazyFrame:
        rows = asked.table(table).filter(pl.col(start).is_not_null() & pl.col(CHILD).is_not_null())
        rows = rows if only is None else rows.filter(only)
        until = pl.col(end).fill_null(pl.date(9999, 12, 31))
        sorted_ = rows.sort(CHILD, start, end, nulls_last=True)
        before = until.cum_max().shift(1).over(CHILD)
        return sorted_.filter(before > pl.col(start))

    return find


def _beside_protection(asked: Asked) -> pl.LazyFrame:
    rows = asked.table("ssd_cin_plans").filter(pl.col("cinp_cin_plan_end_date").is_null())
    return _with(rows, _spells(asked, PLANNED), pl.col("_until").is_null())


def _of_closing() -> Iterator[Check]:
    close, why = "cine_close_date", "cine_close_reason"
    yield Check(
        "died-no-death",
        NEED,
        "closed because the child died, and no date of death",
        census("8585Q"),
        "query",
        _died_without_date,
        (close, why, "pers_death_date"),
        ("ssd_person",),
    )
    for id, table, link, columns, rule in (
        ("closed-assessment-open", ASSESSED, "cina_referral_id", _SPELLS[ASSESSED], "8867"),
        ("closed-enquiry-open", ENQUIRED, "s47e_referral_id", _SPELLS[ENQUIRED], "8868"),
        ("closed-plan-open", PLANNED, "cppl_referral_id", _SPELLS[PLANNED], "8565"),
        ("closed-need-plan-open", "ssd_cin_plans", "cinp_referral_id", _SPELLS["ssd_cin_plans"], "8565"),
    ):
        yield Check(
            id,
            table,
            "has no end, and the case it is of is closed",
            census(rule),
            "query",
            _open_in_closed(table, link),
            (*columns, close),
            (NEED,),
        )
    started, ended = _SPELLS[NEED]
    yield Check(
        "open-nobody",
        NEED,
        "an open case that nobody is allocated to",
        "Annex A, list 6: the allocated worker",
        "query",
        _unallocated,
        (started, ended),
        ("ssd_involvements",),
    )


def _died_without_date(asked: Asked) -> pl.LazyFrame:
    people = asked.records.table("ssd_person").select("pers_person_id", "pers_death_date")
    once = people.unique("pers_person_id", keep="first", maintain_order=True)
    rows = asked.table(NEED).filter(pl.col("cine_close_reason") == "RC2")
    joined = rows.join(once, left_on=CHILD, right_on="pers_person_id", how="inner")
    return joined.filter(pl.col("pers_death_date").is_null())


def _open_in_closed(table: str, link: str) -> Find:
    start, end = _SPELLS[table]

    def find(asked: Asked) -> pl.LazyFrame:
        closed = asked.records.table(NEED).select("cine_referral_id", "cine_close_date").drop_nulls()
        once = closed.unique("cine_referral_id", keep="first")
        rows = asked.table(table).filter(pl.col(end).is_null() & pl.col(start).is_not_null())
        return rows.join(once, left_on=link, right_on="cine_referral_id", how="inner")

    return find


def _unallocated(asked: Asked) -> pl.LazyFrame:
    held = asked.records.table("ssd_involvements").filter(pl.col("invo_professional_role_id") == "allocated")
    now = pl.col("invo_involvement_end_date").is_null() | (pl.col("invo_involvement_end_date") >= asked.as_at)
    people = held.filter(now).select("invo_person_id").unique()
    in_need = pl.col("cine_close_date").is_null() & pl.col("cine_in_need").ne_missing("N")
    nfa = pl.col("cine_referral_nfa").eq_missing("Y")
    rows = asked.table(NEED).filter(in_need & ~nfa)
    return rows.join(people, left_on=CHILD, right_on="invo_person_id", how="anti")
