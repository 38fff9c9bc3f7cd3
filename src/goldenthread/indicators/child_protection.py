"""Protection plans: how many, how long, how often again, and whether children are reviewed and seen."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.breakdowns import ABUSE
from goldenthread.indicators.children_in_care import in_care
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import population, spells, standing, stated, stated_now, whole
from goldenthread.indicators.population import CHILDREN_HERE, HOW_A_RATE, RATE_CAUTIONS
from goldenthread.indicators.source import (
    Source,
    aged,
    at_dates,
    case,
    held,
    lasted,
    late_at_dates,
    months_ago,
    nobody_named,
    shared,
    shared_whatever_the_dates,
    time_bands,
    unborn,
    with_births,
)

_OPEN = (standing("ssd_cp_plans"),)
_ENDED = (spells("ssd_cp_plans"),)

_LISTED_ONCE = (
    "A list that gives each child once does not show a plan that ended and was followed by another.",
)


@shared_whatever_the_dates
def _plans(source: Source) -> pl.LazyFrame:
    return source.table("ssd_cp_plans").select(
        child_id="cppl_person_id",
        about="cppl_cp_plan_id",
        started="cppl_cp_plan_start_date",
        ended="cppl_cp_plan_end_date",
        stated="cppl_stated_previous_plans",
        category=pl.coalesce("cppl_cp_plan_latest_category", "cppl_cp_plan_initial_category"),
        stated_emergency=pl.col("cppl_stated_emergency_6m") == "Y",
    )


@shared
def plans_open(source: Source) -> pl.LazyFrame:
    """Plans open at each date, with who then held the child."""
    return held(source, at_dates(source, _plans(source), start="started", end="ended"))


@shared
def _plans_ended(source: Source) -> pl.LazyFrame:
    ended = _plans(source).with_columns(on=pl.col("ended"))
    return held(source, ended.filter(pl.col("on").is_not_null()))


@shared
def _plans_started(source: Source) -> pl.LazyFrame:
    """Plans by start, with the child's plan before."""
    begun = _plans(source).with_columns(on=pl.col("started")).filter(pl.col("on").is_not_null())
    order = ["started", "about"]
    return held(source, begun).with_columns(
        earlier_ended=pl.col("ended").cum_max().shift(1).over("child_id", order_by=order),
        earlier_plans=pl.int_range(pl.len()).over("child_id", order_by=order),
    )


@indicator(
    basis="stock",
    numerator="Protection plans open at the date",
    why="These children are judged to be at risk of real harm.",
    how="Count plans started on or before the date that had not ended by it.",
    cautions=(
        "Neither high nor low is good by itself.",
        "Leave out plans held for another authority's child staying here a short time, if the records allow.",
    ),
    source="Children in need census, table D1",
    needs=_OPEN,
)
def cpp_count(source: Source) -> pl.LazyFrame:
    return case(plans_open(source))


@indicator(
    basis="events",
    numerator="Protection plans ended in the period",
    why="Read with plans started, it shows whether the number is rising or falling, and why.",
    how="Count plans by end date.",
    cautions=_LISTED_ONCE,
    source="Children in need census, table D1",
    needs=_ENDED,
)
def cpp_ends(source: Source) -> pl.LazyFrame:
    return case(_plans_ended(source))


@indicator(
    basis="events",
    numerator="Of those, plans for a child who had one before",
    denominator="Protection plans started in the period",
    why="A second plan may mean the first ended before life was safe for good.",
    how="Count plans with an earlier plan, stated by the source or held in the records.",
    cautions=(
        "Nought is not to be expected: very low may mean a needed second plan is avoided.",
        "Plans with other authorities, or from before the records begin, are seen only if stated.",
    ),
    source="Children in need census, table D3",
    needs=(whole("ssd_cp_plans"),),
    instead=(stated("ssd_cp_plans"),),
)
def cpp_second_ever(source: Source) -> pl.LazyFrame:
    before = (pl.col("stated") > 0).fill_null(False) | (pl.col("earlier_plans") > 0)
    return case(_plans_started(source), counted=before)


@indicator(
    basis="events",
    numerator="Of those, plans begun within 24 months of the end of the child's last plan",
    denominator="Protection plans started in the period",
    why="A plan needed again so soon asks whether the last one ended too early.",
    how="Look back 24 calendar months from each start for the end of an earlier plan.",
    cautions=("Small numbers: one family of four moves it.",),
    source="Local measure",
    needs=(whole("ssd_cp_plans", months_before=24),),
)
def cpp_second_2yr(source: Source) -> pl.LazyFrame:
    return case(_plans_started(source), counted=pl.col("earlier_ended") >= months_ago(24))


@indicator(
    basis="stock",
    numerator="Of those, plans that had lasted two years or more",
    denominator="Protection plans open at the date",
    why="A plan this long may not be changing anything for the child.",
    how="Two calendar years from the start, on or before the date.",
    source="Children in need census, table D5",
    needs=_OPEN,
)
def cpp_duration_2yr_open(source: Source) -> pl.LazyFrame:
    return case(plans_open(source), counted=lasted(24, start="started"))


@indicator(
    basis="events",
    numerator="Of those, plans that had lasted two years or more",
    denominator="Protection plans ended in the period",
    why="Shows how many children lived with risk for years before the plan ended.",
    how="Two calendar years from start to end.",
    cautions=("Ending long plans makes this worse before it gets better.", *_LISTED_ONCE),
    source="Children in need census, table D7",
    needs=_ENDED,
)
def cpp_duration_2yr_ended(source: Source) -> pl.LazyFrame:
    return case(_plans_ended(source), counted=lasted(24, start="started"))


@indicator(
    basis="events",
    numerator="Of those, plans that had lasted three months or less",
    denominator="Protection plans ended in the period",
    why="A plan ended at or before its first review may not have been needed, or may end too soon.",
    how="Three calendar months from start, on or after the end.",
    source="Children in need census, table D7",
    needs=_ENDED,
)
def cpp_duration_3m_ended(source: Source) -> pl.LazyFrame:
    return case(_plans_ended(source), counted=pl.col("on") <= pl.col("started").dt.offset_by("3mo"))


@indicator(
    basis="stock",
    numerator="Protection plans open at the date that had lasted 15 months or more",
    why="An early warning: there is still time to act before two years.",
    how="Fifteen calendar months from the start, on or before the date.",
    cautions=("Ask of each child whether court proceedings are being considered.",),
    source="Local measure",
    needs=_OPEN,
)
def cpp_15m_flag(source: Source) -> pl.LazyFrame:
    return case(plans_open(source).filter(lasted(15, start="started")))


@indicator(
    basis="stock",
    numerator="Of those, plans where every review due in the 12 months to the date was held in time",
    denominator="Protection plans open at the date that had lasted three months or more",
    why="Reviews are where professionals and family ask whether the child is safer.",
    how="Read from the review clock: first within 3 months, then every 6, in calendar months.",
    cautions=(
        "One late review in the year keeps a plan out, as in the national method.",
        "A list of latest reviews cannot show an earlier one missed, so it does not answer this.",
    ),
    source="Working Together; children in need census",
    needs=(whole("ssd_cp_plans", months_before=12), whole("ssd_cp_reviews", months_before=12)),
)
def cpp_reviewed_timely(source: Source) -> pl.LazyFrame:
    rows = source.clock("ts_cp_review").select("about", "due", "done", "status", "days_late")
    recent = (pl.col("due") < pl.col("on")) & (pl.col("due") > months_ago(12))
    missed = pl.col("done").is_null() | (pl.col("done") > pl.col("due"))
    never_owed = (pl.col("status") == "lapsed") & (pl.col("days_late") == 0)
    three_months = plans_open(source).filter(lasted(3, start="started"))
    late = (
        three_months.select("about", "on")
        .join(rows, on="about")
        .filter(recent & missed & ~never_owed)
        .select("about", "on", late=pl.lit(True))
        .unique(["about", "on"])
    )
    return case(
        three_months.join(late, on=["about", "on"], how="left"), counted=~pl.col("late").fill_null(False)
    )


@indicator(
    basis="stock",
    numerator="Of those, children whose visit was not overdue at the date",
    denominator="Protection plans open at the date that had reached their first visit",
    why="Seeing the child is how a worker knows the plan is keeping them safe.",
    how="Read from the visit clock, which holds the local standard in force at the time.",
    cautions=(
        "The interval is set locally: compare only with places that share it.",
        "It speaks of the visit then due, not of gaps before it.",
        "A visit tried and missed is not a visit.",
    ),
    source="Local standard; no interval is fixed in law",
    needs=(standing("ssd_cp_plans"), standing("ssd_cp_visits")),
)
def cpp_visit_timely(source: Source) -> pl.LazyFrame:
    reached = late_at_dates(source, plans_open(source), "ts_cp_visit", done_in="ssd_cp_visits")
    return case(reached, counted=~pl.col("overdue"))


@indicator(
    basis="stock",
    numerator="Of those, children seen alone at their last visit",
    denominator="Protection plans open at the date, of children born by then",
    why="A child may only say what is wrong when no one else is listening.",
    how="Take the last visit up to the date; no visit, or an unknown mark, is counted as not seen alone.",
    cautions=(
        "Unborn children are left out; babies are not: no local age rule is applied.",
        "A child may choose not to be seen alone: ask why before judging.",
    ),
    source="Annex A list 7",
    needs=(standing("ssd_cp_plans"), standing("ssd_cp_visits")),
)
def cpp_seen_alone(source: Source) -> pl.LazyFrame:
    visits = (
        source.table("ssd_cp_visits")
        .select(
            about="cppv_cp_plan_id",
            visited="cppv_cp_visit_date",
            alone=pl.col("cppv_cp_visit_seen_alone") == "Y",
        )
        .filter(pl.col("visited").is_not_null())
        .sort("visited", "alone")
    )
    born = with_births(source, plans_open(source)).filter(~unborn(pl.col("on")))
    last = born.sort("on").join_asof(
        visits,
        left_on="on",
        right_on="visited",
        by="about",
        strategy="backward",
        check_sortedness=False,  # sorted just above
    )
    return case(last, counted=pl.col("alone"))


@indicator(
    basis="events",
    numerator="Of those, plans of a child who entered care within 10 days of the plan's end",
    denominator="Protection plans ended in the period",
    why="Shows how often a plan ends because home could not be made safe.",
    how="Look for a start in care from 10 days before the end of the plan to 10 days after.",
    cautions=("Plans ended in the last 10 days may yet be followed by care.",),
    source="Local measure",
    needs=(*_ENDED, spells("ssd_cla_episodes")),
)
def cpp_to_care(source: Source) -> pl.LazyFrame:
    entered = (
        source.table("ssd_cla_episodes")
        .select(child_id="clae_person_id", entered="clae_entered_care_date")
        .drop_nulls()
        .unique()
    )
    near = (pl.col("entered") - pl.col("on")).dt.total_days().abs() <= 10
    followed = (
        _plans_ended(source).join(entered, on="child_id").filter(near).select("about").unique()
    ).with_columns(to_care=pl.lit(True))
    return case(_plans_ended(source).join(followed, on="about", how="left"), counted=pl.col("to_care"))


@indicator(
    basis="stock",
    numerator="Protection plans open at the date of children also in care",
    why="Two plans at once can leave nobody sure which one leads.",
    how="Count open plans whose child was in care at the date, short breaks left out.",
    cautions=("It may be right for a short time, around a move into or out of care.",),
    source="Local measure",
    needs=(standing("ssd_cp_plans"), standing("ssd_cla_episodes")),
)
def cpp_dual_status(source: Source) -> pl.LazyFrame:
    cared_for = in_care(source).select("child_id", "on").unique()
    return case(plans_open(source).join(cared_for, on=["child_id", "on"], how="semi"))


@indicator(
    basis="stock",
    numerator="Protection plans open at the date of children with no named worker",
    why="A child at risk without a worker has nobody who must act.",
    how="Count open plans with no worker allocated; a worker called duty or unallocated is nobody.",
    cautions=("Whether the worker is a qualified social worker is not known from these records.",),
    source="Local measure",
    needs=(standing("ssd_cp_plans"), standing("ssd_involvements")),
)
def cpp_no_allocated_sw(source: Source) -> pl.LazyFrame:
    return case(plans_open(source).filter(nobody_named()))


@indicator(
    basis="stock",
    numerator="Protection plans open at the date",
    denominator=CHILDREN_HERE,
    why="Lets places of different size be set side by side.",
    how=f"Plans open at the date for every 10,000 children. {HOW_A_RATE}",
    cautions=("Neither high nor low is good by itself.", RATE_CAUTIONS[-1]),
    source="Children in need census, table D1",
    needs=(*_OPEN, population()),
)
def cpp_rate(source: Source) -> pl.LazyFrame:
    return case(plans_open(source))


@indicator(
    basis="events",
    numerator="Protection plans started in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="What begins moves sooner than what is open, and shows where the number is going.",
    how=f"Plans started in the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=(*_LISTED_ONCE, *RATE_CAUTIONS),
    source="Children in need census, table D1",
    needs=(*_ENDED, population()),
)
def cpp_starts_rate(source: Source) -> pl.LazyFrame:
    return case(_plans_started(source))


@indicator(
    basis="stock",
    numerator="Of those, plans that had lasted so long",
    denominator="Protection plans open at the date",
    why="Shows whether plans move on, or a tail of them grows old.",
    how="Calendar months from the start of the plan to the date, in the bands of the census.",
    cautions=("Many new plans make the old ones look few: read the counts, not the shares alone.",),
    source="Children in need census, table D5",
    needs=_OPEN,
    parts="time open",
)
def cpp_open_duration_bands(source: Source) -> pl.LazyFrame:
    return case(plans_open(source), part=time_bands(start="started"))


@indicator(
    basis="stock",
    numerator="Of those, plans for each kind of abuse",
    denominator="Protection plans open at the date",
    why="Shows what children here are being protected from.",
    how="Take the latest category of each open plan, or the first where no later one is recorded.",
    cautions=(
        "One category is recorded where a child may suffer several kinds.",
        "A shift may be one of how conferences choose the word.",
    ),
    source="Children in need census, latest category of abuse",
    needs=_OPEN,
    parts="category of abuse",
)
def cpp_category_mix(source: Source) -> pl.LazyFrame:
    words = pl.col("category").replace_strict(ABUSE, default=None, return_dtype=pl.String)
    return case(plans_open(source), part=words)


@indicator(
    basis="stock",
    numerator="Of those, children under an emergency order or police protection in the last six months",
    denominator="Protection plans open at the date",
    why="Shows for how many children danger came faster than the plan.",
    how=(
        "Look for police protection (L1) or an emergency protection order (L2) at any time in the six "
        "calendar months to the date, or take it as stated by the list."
    ),
    cautions=(
        "Only powers used on children who were then in the council's care are in the records.",
        "A child removed in time is a child protected: high is not simply bad.",
    ),
    source="Annex A list 7",
    needs=(*_OPEN, whole("ssd_legal_status", months_before=6)),
    instead=(stated_now("ssd_cp_plans"),),
)
def cpp_emergency_protection(source: Source) -> pl.LazyFrame:
    if not source.has_whole("ssd_legal_status"):
        return case(plans_open(source), counted=pl.col("stated_emergency"))
    orders = (
        source.table("ssd_legal_status")
        .filter(pl.col("lega_legal_status").is_in(["L1", "L2"]))
        .select(
            child_id="lega_person_id",
            since="lega_legal_status_start_date",
            until="lega_legal_status_end_date",
        )
    )
    recent = (pl.col("since") <= pl.col("on")) & (
        pl.col("until").is_null() | (pl.col("until") >= months_ago(6))
    )
    removed = (
        plans_open(source)
        .select("child_id", "on")
        .join(orders, on="child_id")
        .filter(recent)
        .select("child_id", "on", emergency=pl.lit(True))
        .unique(["child_id", "on"])
    )
    return case(
        plans_open(source).join(removed, on=["child_id", "on"], how="left"), counted=pl.col("emergency")
    )


@indicator(
    basis="events",
    numerator="Of those, children with a child in need plan from the day, or begun within 10 days",
    denominator="Protection plans ended in the period, of children under 18 and not then in care",
    why="Help that stops the day a plan ends can leave a family to slip back.",
    how=(
        "Look for a child in need plan open on the day the protection plan ended, or begun in the 10 days "
        "after. Children in care by then, and those who had turned 18, are left out."
    ),
    cautions=(
        "Children who moved away cannot be told apart and stay in the total.",
        "How long the plan then ran is not asked; some places look for three months.",
    ),
    source="Local measure",
    needs=(whole("ssd_cp_plans"), whole("ssd_cin_plans"), whole("ssd_cla_episodes")),
)
def cpp_stepdown_cin(source: Source) -> pl.LazyFrame:
    soon = pl.col("on") + pl.duration(days=10)
    stayed = with_births(source, _plans_ended(source)).filter(
        ~aged(18, on=pl.col("on")).fill_null(value=False)
    )
    care = source.table("ssd_cla_episodes").select(
        child_id="clae_person_id", entered="clae_entered_care_date", left="clae_cla_episode_ceased_date"
    )
    then = (pl.col("entered") <= soon) & (pl.col("left").is_null() | (pl.col("left") > pl.col("on")))
    in_care_then = stayed.join(care, on="child_id").filter(then).select("about").unique()
    plans = source.table("ssd_cin_plans").select(
        child_id="cinp_person_id", begun="cinp_cin_plan_start_date", over="cinp_cin_plan_end_date"
    )
    open_then = (pl.col("begun") <= soon) & (pl.col("over").is_null() | (pl.col("over") > pl.col("on")))
    followed = (
        stayed.join(plans, on="child_id")
        .filter(open_then)
        .select("about", helped=pl.lit(value=True))
        .unique()
    )
    at_home = stayed.join(in_care_then, on="about", how="anti")
    return case(at_home.join(followed, on="about", how="left"), counted=pl.col("helped"))
