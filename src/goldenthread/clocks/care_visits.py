"""The visit clock of a child in care, by the branches of regulation 28.

The duty hangs on the placement, and begins again at every new one. What no source here carries is assumed
and said: that a connected person is fully approved (regulation 24) and that a placement with parents under
a care order was assessed first (regulation 19). Where the branch stays open the stricter is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from goldenthread.clocks.care import care_periods, reviews_held
from goldenthread.clocks.duties import (
    FIRST,
    as_known_at,
    begun_by,
    duties,
    intervals,
    no_duties,
    settled,
    told_whole,
    weakest_history,
)
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import Rule, leg
from goldenthread.records.coverage import History
from goldenthread.records.tables import Records
from goldenthread.records.visits import attempted_only

VISIT = "ts_cla_visits"
VISIT_NEEDS = ("ssd_cla_episodes", "ssd_cla_placement", "ssd_cla_visits")

TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
CONNECTED = ("U1", "U2", "U3")
LONG_TERM = ("U1", "U4")
FOSTERING = ("U1", "U2", "U3", "U4", "U5", "U6")
WITH_PARENTS = "P1"
INTERIM_ORDER, FULL_ORDER, LONG_TERM_PLAN = "C1", "C2", "f"

_ALWAYS, _NEVER = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class _Branch:
    """One branch of the regulation: when it holds, how long it gives, from what, and how sure that is."""

    when: pl.Expr
    limit: Rule
    since: str
    assumed: pl.Expr


def visit_duties(records: Records) -> pl.LazyFrame:
    """One duty per interval of each placement; visits at which the child was not seen do not count."""
    history = weakest_history(records, *VISIT_NEEDS)
    if history == "absent":
        return no_duties()
    spells = settled(_with_circumstances(settled(_spells(records, history)), records, history).drop("spell"))
    rows = intervals(spells, _visits_to(spells, records), history=history)
    return duties(_by_branch(rows, _branches()), clock=VISIT)


def _by_branch(rows: pl.LazyFrame, branches: list[_Branch]) -> pl.LazyFrame:
    """Adds `due`, `rule` and `basis` from the first branch that holds."""
    due = _first_that_holds((b.when, b.limit.in_bulk(pl.col("started"))) for b in branches)
    number = _first_that_holds((b.when, pl.lit(i)) for i, b in enumerate(branches))
    assumed = _first_that_holds((b.when, b.assumed) for b in branches) | pl.col("of_temporary")
    words = pl.Series([f"{b.limit.words} from {b.since}" for b in branches])
    return rows.with_columns(
        due=due,
        rule=pl.lit(words).gather(number),
        basis=pl.when(assumed).then(pl.lit(Basis.ASSUMED)).otherwise(pl.lit(Basis.KNOWN)),
    )


def _branches() -> list[_Branch]:
    """The branches in the order they are tried; the last always holds."""
    return [*_at_the_start(), *_with_parents(), *_elsewhere()]


def _at_the_start() -> list[_Branch]:
    first = pl.col("leg") == FIRST
    ordered = pl.col("of_order")
    no = pl.lit(value=False)
    return [
        _Branch(first & ordered, leg(VISIT, "order_with_parents_start"), "the care order, with parents", no),
        _Branch(first, leg(VISIT, "placement_start"), "the start of the placement", no),
    ]


def _with_parents() -> list[_Branch]:
    """An order not known is taken as an interim one, the stricter."""
    started, at_home = pl.col("started"), pl.col("kind") == WITH_PARENTS
    interim = at_home & (_held(started, "interim") | pl.col("order_unknown"))
    order = at_home & _held(started, "order")
    unknown, yes = pl.col("order_unknown"), pl.lit(value=True)
    before, after, later = (
        leg(VISIT, "interim_order_with_parents_before_review"),
        leg(VISIT, "interim_order_with_parents_after_review"),
        leg(VISIT, "order_with_parents_later"),
    )
    home = "the visit before, with parents under"
    return [
        _Branch(order & ~interim, later, f"{home} a care order, taken as assessed before the placement", yes),
        _Branch(
            interim & (started < pl.col("first_review")),
            before,
            f"{home} an interim order, until a review in the placement",
            unknown,
        ),
        _Branch(interim, after, f"{home} an interim order, after a review in the placement", unknown),
    ]


def _elsewhere() -> list[_Branch]:
    started, kind, placed = pl.col("started"), pl.col("kind"), pl.col("placed")
    six_weeks, to_18 = leg(VISIT, "first_year"), leg(VISIT, "to_18")
    # A connected person may be approved for the time being for 16 weeks, and 8 more (regulations 24 and 25).
    may_be_temporary = kind.is_in(CONNECTED) & (started < placed + pl.duration(weeks=24))
    planned = kind.is_in(FOSTERING) & _held(started, "plan")
    no, yes = pl.lit(value=False), pl.lit(value=True)
    visit = "the visit before"
    return [
        _Branch(
            (started < placed.dt.offset_by("12mo")) & may_be_temporary,
            six_weeks,
            f"{visit}, first year of the placement, carer taken as fully approved",
            yes,
        ),
        _Branch(
            started < placed.dt.offset_by("12mo"),
            six_weeks,
            f"{visit}, first year of the placement",
            kind.is_null(),
        ),
        _Branch(kind.is_in(LONG_TERM), to_18, f"{visit}, placement meant to last to 18", no),
        _Branch(planned, to_18, f"{visit}, taken as meant to last to 18 from the permanence plan", yes),
        _Branch(
            kind.is_in(FOSTERING),
            leg(VISIT, "not_to_18"),
            f"{visit}, placement not meant to last to 18",
            no,
        ),
        _Branch(yes, leg(VISIT, "not_to_18"), f"{visit}, placement taken as not meant to last to 18", yes),
    ]


def _held(on: pl.Expr, name: str) -> pl.Expr:
    return on.is_between(f"{name}_from", f"{name}_to", closed="left").fill_null(value=False)


def _first_that_holds(choices: Iterable[tuple[pl.Expr, pl.Expr]]) -> pl.Expr:
    *others, (_, answer) = choices
    for when, then in reversed(others):
        answer = pl.when(when).then(then).otherwise(answer)
    return answer


def _spells(records: Records, history: History) -> pl.LazyFrame:
    """One row per stretch the clock runs over: a placement, cut where a care order is made during it.

    Gives `child_id`, `about` (the placement), `period`, `kind`, `placed`, `begun`, `ended`,
    `of_order` (it begins with the care order) and `of_temporary` (only a temporary placement is known).
    """
    placements = _stays(records)
    if history == "latest":
        placements = _temporary_as_running_on(placements)
    cut = placements.join(_orders_made_in(placements, records), on="about", how="left")
    made = pl.col("made").is_not_null()
    before = cut.with_columns(ended=pl.coalesce("made", "ended"), of_order=pl.lit(value=False))
    after = cut.filter(made).with_columns(begun=pl.col("made"), of_order=pl.lit(value=True))
    return pl.concat([before, after]).drop("made")


def _stays(records: Records) -> pl.LazyFrame:
    """Placements, with a temporary one (T0 to T4) counted as part of the one it interrupts."""
    return (
        _placements(records)
        .with_columns(new=_begins_anew().cum_sum())
        .group_by("new", maintain_order=True)
        .agg(
            pl.col("child_id", "about", "period", "kind", "entered", "left", "begun").first(),
            pl.col("until").last(),
        )
        .with_columns(
            following=pl.when(pl.col("period") == pl.col("period").shift(-1)).then(pl.col("begun").shift(-1))
        )
        .select(
            "child_id",
            "about",
            "period",
            "kind",
            "entered",
            "begun",
            placed="begun",
            ended=pl.min_horizontal("until", "left", "following"),
            of_temporary=pl.lit(value=False),
        )
    )


def _placements(records: Records) -> pl.LazyFrame:
    periods = told_whole(care_periods(records), records, events="ssd_cla_visits").select(
        "child_id", period="about", entered="begun", left="ended"
    )
    begins = pl.col("clap_cla_placement_start_date")
    place = pl.concat_str(
        "clap_cla_placement_type",
        "clap_cla_placement_provider",
        "clap_cla_placement_postcode",
        "clap_cla_placement_urn",
        separator="|",
        ignore_nulls=True,
    )
    return (
        records.table("ssd_cla_placement")
        .filter(begun_by(begins, records.as_at))
        .select(
            period="clap_cla_id",
            about="clap_cla_placement_id",
            kind="clap_cla_placement_type",
            begun=begins,
            until=as_known_at(pl.col("clap_cla_placement_end_date"), records.as_at),
            place=place,
        )
        .join(periods, on="period", how="inner")
        .with_columns(temporary=pl.col("kind").is_in(TEMPORARY).fill_null(value=False))
        .sort("period", "begun", "until", "about", nulls_last=True)
    )


def _begins_anew() -> pl.Expr:
    """False for a temporary placement, and for the return from it to the place left."""
    first = (pl.col("period") != pl.col("period").shift(1)).fill_null(value=True)
    lasting = pl.when(~pl.col("temporary")).then("place")
    before = lasting.forward_fill().shift(1).over("period")
    returns = pl.col("temporary").shift(1).fill_null(value=False) & (pl.col("place") == before)
    return first | ~(pl.col("temporary") | returns.fill_null(value=False))


def _temporary_as_running_on(placements: pl.LazyFrame) -> pl.LazyFrame:
    """Where only the current placement is held and it is temporary, the one it interrupts is not known.

    Its clock did not begin again, so the last visit of the whole care period counts.
    """
    temporary = pl.col("kind").is_in(TEMPORARY).fill_null(value=False)
    return placements.with_columns(
        begun=pl.when(temporary).then("entered").otherwise("begun"),
        placed=pl.when(temporary).then("entered").otherwise("placed"),
        of_temporary=temporary,
    )


def _orders_made_in(placements: pl.LazyFrame, records: Records) -> pl.LazyFrame:
    """For each placement with parents, the day a care order was made during it."""
    made = pl.col("lega_legal_status_start_date")
    during = (made > pl.col("begun")) & (pl.col("ended").is_null() | (made < pl.col("ended")))
    orders = records.table("ssd_legal_status").filter(
        pl.col("lega_legal_status") == FULL_ORDER, made <= records.as_at
    )
    return (
        placements.filter(pl.col("kind") == WITH_PARENTS)
        .join(orders, left_on="child_id", right_on="lega_person_id", how="inner")
        .filter(during)
        .group_by("about")
        .agg(made=made.min())
    )


def _with_circumstances(spells: pl.LazyFrame, records: Records, history: History) -> pl.LazyFrame:
    """Adds what the branches turn on: orders, the first review in the placement, a long-term plan."""
    statuses = records.table("ssd_legal_status").select(
        child_id="lega_person_id",
        code="lega_legal_status",
        since="lega_legal_status_start_date",
        until="lega_legal_status_end_date",
    )
    plans = records.table("ssd_cla_care_plan").select(
        child_id="lacp_person_id",
        code="lacp_permanence_plan",
        since="lacp_cla_care_plan_start_date",
        until="lacp_cla_care_plan_end_date",
    )
    if history == "latest":  # what is current now is all there is to judge by
        statuses, plans = (held.with_columns(since=pl.lit(_ALWAYS)) for held in (statuses, plans))
    at_home = spells.filter(pl.col("kind") == WITH_PARENTS)
    facts = [
        _held_during(at_home, statuses, code=INTERIM_ORDER, name="interim"),
        _held_during(at_home, statuses, code=FULL_ORDER, name="order"),
        _held_during(spells, plans, code=LONG_TERM_PLAN, name="plan"),
        _order_unknown(at_home, statuses),
        _first_review(at_home, records),
    ]
    for fact in facts:
        spells = spells.join(fact, on="spell", how="left")
    return spells.with_columns(
        pl.col("order_unknown").fill_null(value=False), pl.col("first_review").fill_null(_NEVER)
    )


def _overlapping(spells: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    """Spells joined to what the child held during them, in `since` (never null) and `until` (never null)."""
    return (
        spells.select("spell", "child_id", "begun", "ended")
        .join(held, on="child_id", how="inner")
        .with_columns(pl.col("since").fill_null(_ALWAYS), pl.col("until").fill_null(_NEVER))
        .filter(
            pl.col("until") > pl.col("begun"),
            pl.col("ended").is_null() | (pl.col("since") < pl.col("ended")),
        )
    )


def _held_during(spells: pl.LazyFrame, held: pl.LazyFrame, *, code: str, name: str) -> pl.LazyFrame:
    return (
        _overlapping(spells, held.filter(pl.col("code") == code))
        .group_by("spell")
        .agg(pl.col("since").min().alias(f"{name}_from"), pl.col("until").max().alias(f"{name}_to"))
    )


def _order_unknown(spells: pl.LazyFrame, statuses: pl.LazyFrame) -> pl.LazyFrame:
    known = _overlapping(spells, statuses.filter(pl.col("code").is_not_null())).select("spell").unique()
    return spells.join(known, on="spell", how="anti").select("spell", order_unknown=pl.lit(value=True))


def _first_review(spells: pl.LazyFrame, records: Records) -> pl.LazyFrame:
    """The first review held since the placement began."""
    return (
        spells.select("spell", "period", "placed")
        .join(reviews_held(records), left_on="period", right_on="about", how="inner")
        .filter(pl.col("on") >= pl.col("placed"), pl.col("on") <= records.as_at)
        .group_by("spell")
        .agg(first_review=pl.col("on").min())
    )


def _visits_to(spells: pl.LazyFrame, records: Records) -> pl.LazyFrame:
    """Each visit that counts: the number of the spell it fell in, and its date in `on`."""
    on = pl.col("clav_cla_visit_date")
    visits = (
        records.table("ssd_cla_visits")
        .filter(~attempted_only("clav_cla_visit_seen"), on <= records.as_at)
        .select(period="clav_cla_id", on=on)
        .sort("on")
    )
    placed = spells.select("spell", "period", "begun", "ended").sort("begun")
    return (
        visits.join_asof(
            placed,
            left_on="on",
            right_on="begun",
            by="period",
            strategy="backward",
            check_sortedness=False,
        )
        .filter(pl.col("spell").is_not_null(), pl.col("ended").is_null() | (pl.col("on") <= pl.col("ended")))
        .select("spell", "on")
    )
