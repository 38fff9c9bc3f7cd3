"""Children in need: episodes, plans, how long they last, and who comes back."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.breakdowns import groups_of, named_codes
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.front_door import referrals
from goldenthread.indicators.needs import (
    held_at_all,
    population,
    spells,
    standing,
    stated_now,
    whole,
    whole_standing,
)
from goldenthread.indicators.population import CHILDREN_HERE, HOW_A_RATE, RATE_CAUTIONS
from goldenthread.indicators.source import (
    Source,
    at_dates,
    case,
    disabled,
    held,
    lasted,
    months_ago,
    named,
    nobody_named,
    shared,
    shared_whatever_the_dates,
    time_bands,
    unborn,
    with_births,
)
from goldenthread.standards.calendar import working_days_after_in_bulk

_OPEN = (standing("ssd_cin_episodes"),)
_EVENTS = (spells("ssd_cin_episodes"),)
_PLANS = (standing("ssd_cin_plans"),)
_LISTED_ONCE = (
    "Annex A lists a child in need once, not an episode before their last: its earlier months come out low.",
)
_LONG_PLAN_CAUTIONS = (
    "Plans of disabled children are often meant to last: look at them apart.",
    "A source that gives only the start of the episode, not of the plan, cannot answer this.",
)


@shared_whatever_the_dates
def _episodes(source: Source) -> pl.LazyFrame:
    """Episodes of need; a referral closed with no further action is not one."""
    taken_on = pl.when(pl.col("cine_referral_nfa") == "Y").then(pl.lit("N")).otherwise(pl.lit("Y"))
    return (
        source.table("ssd_cin_episodes")
        .filter(pl.coalesce("cine_in_need", taken_on) == "Y")
        .select(
            child_id="cine_person_id",
            about="cine_referral_id",
            started="cine_referral_date",
            ended="cine_close_date",
            reason="cine_close_reason",
            case_status="cine_stated_case_status",
            need="cine_cin_primary_need_code",
        )
    )


@shared
def episodes_open(source: Source) -> pl.LazyFrame:
    """Episodes open at each date, with who then held the child."""
    return held(source, at_dates(source, _episodes(source), start="started", end="ended"))


@shared
def episodes_closed(source: Source) -> pl.LazyFrame:
    """Episodes by closure, with who then held the child."""
    closed = _episodes(source).with_columns(on=pl.col("ended"))
    return held(source, closed.filter(pl.col("on").is_not_null()))


@shared_whatever_the_dates
def _all_plans(source: Source) -> pl.LazyFrame:
    """Child in need plans, under the plan's own team."""
    plans = source.table("ssd_cin_plans").select(
        "cinp_cin_plan_team",
        "cinp_cin_plan_worker_id",
        child_id="cinp_person_id",
        about="cinp_cin_plan_id",
        started="cinp_cin_plan_start_date",
        ended="cinp_cin_plan_end_date",
    )
    return named(source, plans, team="cinp_cin_plan_team", worker="cinp_cin_plan_worker_id")


@shared
def _plans_open(source: Source) -> pl.LazyFrame:
    """Child in need plans open at each date."""
    return at_dates(source, _all_plans(source), start="started", end="ended")


@indicator(
    basis="stock",
    numerator="Episodes of need open at the date",
    why="All the children social care is working with, whatever their plan.",
    how="Count episodes begun by referral on or before the date and not closed by it.",
    cautions=(
        "Annex A leaves some groups out, care leavers among them: it is not the national count.",
        "A child with two open episodes is counted twice: a query on the records.",
    ),
    source="Children in need census, table B1",
    needs=_OPEN,
)
def cin_count(source: Source) -> pl.LazyFrame:
    return case(episodes_open(source))


@indicator(
    basis="stock",
    numerator="Child in need plans open at the date",
    why="Shows how many families are helped by agreement, under a plan.",
    how="Count open plans; where the source holds none, open episodes stated to be on a plan.",
    source="Annex A list 6",
    needs=_PLANS,
    instead=(stated_now("ssd_cin_episodes"),),
)
def cin_plan_count(source: Source) -> pl.LazyFrame:
    if source.has("ssd_cin_plans"):
        return case(_plans_open(source))
    return case(episodes_open(source).filter(pl.col("case_status") == "c"))


@indicator(
    basis="events",
    numerator="Episodes of need begun in the period",
    why="Read with episodes closed, it shows whether the work is growing.",
    how="Count episodes by the date of the referral that began them.",
    cautions=_LISTED_ONCE,
    source="Children in need census, table B1",
    needs=_EVENTS,
)
def cin_starts(source: Source) -> pl.LazyFrame:
    begun = _episodes(source).with_columns(on=pl.col("started"))
    return case(held(source, begun.filter(pl.col("on").is_not_null())))


@indicator(
    basis="events",
    numerator="Episodes of need closed in the period",
    why="Read with episodes begun, it shows whether the work is growing.",
    how="Count episodes by closure date.",
    cautions=_LISTED_ONCE,
    source="Children in need census, table B1",
    needs=_EVENTS,
)
def cin_ends(source: Source) -> pl.LazyFrame:
    return case(episodes_closed(source))


def _open_for(source: Source, months: int) -> pl.LazyFrame:
    return case(_plans_open(source), counted=lasted(months, start="started"))


@indicator(
    basis="stock",
    numerator="Of those, plans that had lasted 9 months or more",
    denominator="Child in need plans open at the date",
    why="The first mark at which to ask whether the plan is changing anything.",
    how="Nine calendar months from the start of the plan, on or before the date.",
    cautions=_LONG_PLAN_CAUTIONS,
    source="Local measure",
    needs=_PLANS,
)
def cin_open_9m(source: Source) -> pl.LazyFrame:
    return _open_for(source, 9)


@indicator(
    basis="stock",
    numerator="Of those, plans that had lasted 12 months or more",
    denominator="Child in need plans open at the date",
    why="A year on, a family should be better off, or the plan should change.",
    how="Twelve calendar months from the start of the plan, on or before the date.",
    cautions=_LONG_PLAN_CAUTIONS,
    source="Local measure",
    needs=_PLANS,
)
def cin_open_12m(source: Source) -> pl.LazyFrame:
    return _open_for(source, 12)


@indicator(
    basis="stock",
    numerator="Of those, plans that had lasted 15 months or more",
    denominator="Child in need plans open at the date",
    why="So long a plan may be drifting.",
    how="Fifteen calendar months from the start of the plan, on or before the date.",
    cautions=_LONG_PLAN_CAUTIONS,
    source="Local measure",
    needs=_PLANS,
)
def cin_open_15m(source: Source) -> pl.LazyFrame:
    return _open_for(source, 15)


@indicator(
    basis="stock",
    numerator="Of those, plans that had lasted 18 months or more",
    denominator="Child in need plans open at the date",
    why="The longest plans: each should have a manager's reason to go on.",
    how="Eighteen calendar months from the start of the plan, on or before the date.",
    cautions=_LONG_PLAN_CAUTIONS,
    source="Local measure",
    needs=_PLANS,
)
def cin_open_18m(source: Source) -> pl.LazyFrame:
    return _open_for(source, 18)


@indicator(
    basis="stock",
    numerator="Of those, of children recorded as disabled",
    denominator="Episodes of need open at the date",
    why="Shows whether disabled children, who are children in need by law, are reached.",
    how="Count open episodes of children with any disability recorded.",
    cautions=("Children whose disability is not recorded count as not disabled.",),
    source="Children in need census, table B2",
    needs=(*_OPEN, held_at_all("ssd_disability")),
)
def cin_disability(source: Source) -> pl.LazyFrame:
    frame = episodes_open(source).join(disabled(source), on="child_id", how="left")
    return case(frame, counted=pl.col("is_disabled"))


@indicator(
    basis="events",
    numerator="Of those, followed by a new referral within six months of closing",
    denominator="Episodes closed six months before, and so with their six months up in the period",
    why="A quick return suggests the case closed before things were safe.",
    how="Each closure is dated six months on, when its outcome is known, and a later referral looked for.",
    cautions=("The figure speaks of closures half a year ago.",),
    source="Local measure",
    needs=(whole("ssd_cin_episodes", months_before=6),),
)
def cin_reopened_after_closure(source: Source) -> pl.LazyFrame:
    later = referrals(source).select("child_id", referred="on").sort("referred")
    followed = (
        episodes_closed(source)
        .sort("ended")
        .join_asof(
            later,
            left_on="ended",
            right_on="referred",
            by="child_id",
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,  # sorted just above
        )
        .with_columns(on=pl.col("ended").dt.offset_by("6mo"))
    )
    return case(followed, counted=pl.col("referred") <= pl.col("on"))


@indicator(
    basis="stock",
    numerator="Open episodes, referred in the six months to the date, with no assessment begun",
    why="These families have been taken on and nobody has yet begun to find out what they need.",
    how="Count open episodes with no assessment of the child begun from the referral to the date.",
    cautions=("Older referrals are left out: their assessments may lie before what the source holds.",),
    source="Children in need census, table B1",
    needs=(*_OPEN, standing("ssd_cin_assessments")),
)
def cin_awaiting_assessment(source: Source) -> pl.LazyFrame:
    begun = (
        source.table("ssd_cin_assessments")
        .select(child_id="cina_person_id", assessed="cina_assessment_start_date")
        .drop_nulls()
        .sort("assessed")
    )
    recent = episodes_open(source).filter(pl.col("started") > months_ago(6))
    last = recent.sort("on").join_asof(
        begun,
        left_on="on",
        right_on="assessed",
        by="child_id",
        strategy="backward",
        check_sortedness=False,  # sorted just above
    )
    return case(last.filter(pl.col("assessed").is_null() | (pl.col("assessed") < pl.col("started"))))


@indicator(
    basis="stock",
    numerator="Episodes of need open at the date of children with no named worker",
    why="A child without a worker has nobody who must act.",
    how="Count open episodes with no worker allocated; a worker called duty or unallocated is nobody.",
    cautions=("A team or manager named as worker hides an unallocated case.",),
    source="Local measure",
    needs=(*_OPEN, standing("ssd_involvements")),
)
def unallocated_cases(source: Source) -> pl.LazyFrame:
    return case(episodes_open(source).filter(nobody_named()))


@indicator(
    basis="stock",
    numerator="Episodes of need open at the date",
    denominator=CHILDREN_HERE,
    why="Lets places of different size be set side by side.",
    how=f"Episodes open at the date for every 10,000 children. {HOW_A_RATE}",
    cautions=(
        "Annex A leaves some groups out, care leavers among them: it is not the national rate.",
        RATE_CAUTIONS[-1],
    ),
    source="Children in need census, table B1",
    needs=(*_OPEN, population()),
)
def cin_rate(source: Source) -> pl.LazyFrame:
    return case(episodes_open(source))


@indicator(
    basis="events",
    numerator="Of those, episodes that had lasted so long",
    denominator="Episodes of need closed in the period",
    why="Shows whether families are helped and leave, or stay for years.",
    how="Calendar months from referral to closure, in five bands.",
    cautions=("Closing old cases makes this look worse before it gets better.", *_LISTED_ONCE),
    source="Bands in use by the sector's Annex A tools",
    needs=_EVENTS,
    parts="time open",
)
def cin_closed_duration_bands(source: Source) -> pl.LazyFrame:
    return case(episodes_closed(source), part=time_bands(start="started"))


@indicator(
    basis="events",
    numerator="Of those, episodes closed for each reason",
    denominator="Episodes of need closed in the period",
    why="Shows how children leave: no longer in need, moved, adopted, or passed on.",
    how="Take the reason recorded at closure.",
    cautions=("One reason, anything else, holds most and says little.", *_LISTED_ONCE),
    source="Children in need census, reasons for closure RC1 to RC9",
    needs=_EVENTS,
    parts="reason",
)
def cin_closure_reasons(source: Source) -> pl.LazyFrame:
    return case(episodes_closed(source), part=named_codes("closure_reason", "reason"))


@shared
def _visits(source: Source) -> pl.LazyFrame:
    """Visits to children in need at which the child was seen."""
    return (
        source.table("ssd_cin_visits")
        .filter(pl.col("cinv_cin_visit_seen") == "Y")
        .select(
            child_id="cinv_person_id",
            visited="cinv_cin_visit_date",
            alone=(pl.col("cinv_cin_visit_seen_alone") == "Y").fill_null(value=False),
        )
        .drop_nulls("visited")
        .sort("visited", "alone")
    )


def _last_visit(source: Source, frame: pl.LazyFrame) -> pl.LazyFrame:
    """`frame` with the last visit to the child up to the date, and whether the child was seen `alone`."""
    return frame.sort("on").join_asof(
        _visits(source),
        left_on="on",
        right_on="visited",
        by="child_id",
        strategy="backward",
        check_sortedness=False,  # both are sorted
    )


@indicator(
    basis="stock",
    numerator="Of those, children seen on a visit in the 20 working days to the date",
    denominator="Child in need plans open at the date that had lasted more than 20 working days",
    why="A plan nobody visits to carry out is not help.",
    how="Working days from the last visit at which the child was seen to the date; none is counted as late.",
    cautions=(
        "No law fixes the interval: 20 working days is the usual local standard, and yours may differ.",
        "It speaks of the last visit, not of gaps before it.",
        "A visit tried and missed is not a visit.",
    ),
    source="Local standard, commonly every four weeks",
    needs=(*_PLANS, standing("ssd_cin_visits")),
)
def cin_visit_timely(source: Source) -> pl.LazyFrame:
    old_enough = working_days_after_in_bulk(pl.col("started"), pl.col("on")) > 20
    last = _last_visit(source, _plans_open(source).filter(old_enough))
    return case(last, counted=working_days_after_in_bulk(pl.col("visited"), pl.col("on")) <= 20)


@indicator(
    basis="stock",
    numerator="Of those, children seen alone at their last visit",
    denominator="Child in need plans open at the date, of children born by then",
    why="A child may only say what is wrong when no one else is listening.",
    how="Take the last visit at which the child was seen; no visit, or an unknown mark, is counted as not.",
    cautions=(
        "Unborn children are left out; babies are not: no local age rule is applied.",
        "A child may choose not to be seen alone: ask why before judging.",
    ),
    source="Local measure",
    needs=(*_PLANS, whole_standing("ssd_cin_visits")),
)
def cin_seen_alone(source: Source) -> pl.LazyFrame:
    born = with_births(source, _plans_open(source)).filter(~unborn(pl.col("on")))
    return case(_last_visit(source, born), counted=pl.col("alone"))


@indicator(
    basis="stock",
    numerator="Of those, children with a child in need plan open at the date",
    denominator=(
        "Episodes of need open at the date for 45 working days or more, of children with no protection plan "
        "and not in care"
    ),
    why="A child found to be in need should have a plan that says who will do what.",
    how=(
        "Take episodes old enough to have been assessed; leave out children with a protection plan open at "
        "the date or in care then; look for a child in need plan open at the date."
    ),
    cautions=(
        "A plan not looked at for months still counts: when it was last changed is not in the records.",
        "Some open episodes need no plan yet, such as a new assessment of a child already known.",
    ),
    source="Local measure",
    needs=(
        whole_standing("ssd_cin_episodes"),
        whole_standing("ssd_cin_plans"),
        whole_standing("ssd_cp_plans"),
        whole_standing("ssd_cla_episodes"),
    ),
)
def cin_plan_in_place(source: Source) -> pl.LazyFrame:
    protected = source.table("ssd_cp_plans").select(
        child_id="cppl_person_id", since="cppl_cp_plan_start_date", until="cppl_cp_plan_end_date"
    )
    cared_for = source.table("ssd_cla_episodes").select(
        child_id="clae_person_id", since="clae_entered_care_date", until="clae_cla_episode_ceased_date"
    )
    elsewhere = at_dates(source, pl.concat([protected, cared_for]), start="since", end="until")
    assessed = working_days_after_in_bulk(pl.col("started"), pl.col("on")) >= 45
    owed = (
        episodes_open(source)
        .filter(assessed)
        .join(elsewhere.select("child_id", "on").unique(), on=["child_id", "on"], how="anti")
    )
    planned = _plans_open(source).select("child_id", "on", planned=pl.lit(value=True))
    found = owed.join(planned.unique(["child_id", "on"]), on=["child_id", "on"], how="left")
    return case(found, counted=pl.col("planned"))


@indicator(
    basis="stock",
    numerator="Of those, episodes for each primary need",
    denominator="Episodes of need open at the date",
    why="Shows what brings children to social care here.",
    how="Take the primary need recorded for the episode, N0 to N9.",
    cautions=(
        "One need is recorded where a child may have several.",
        "Abuse or neglect holds most everywhere: look at the others.",
    ),
    source="Children in need census, need codes N0 to N9",
    needs=_OPEN,
    parts="primary need",
)
def cin_primary_need(source: Source) -> pl.LazyFrame:
    return case(episodes_open(source), part=groups_of("primary_need", "need"))


@indicator(
    basis="events",
    numerator="Of those, children with a protection plan begun within 12 months",
    denominator="Child in need plans started 12 months before, and so with their year up in the period",
    why="Shows for how many children help by agreement was not enough.",
    how="Each plan is dated a year on, and a protection plan begun after it and by that day looked for.",
    cautions=(
        "Stepping up may be the right step: neither high nor low is good by itself.",
        "The figure speaks of plans begun a year ago.",
    ),
    source="Local measure",
    needs=(whole("ssd_cin_plans", months_before=12), whole("ssd_cp_plans", months_before=12)),
)
def cin_escalated_cp(source: Source) -> pl.LazyFrame:
    protected = (
        source.table("ssd_cp_plans")
        .select(child_id="cppl_person_id", protected="cppl_cp_plan_start_date")
        .drop_nulls()
        .sort("protected")
    )
    followed = (
        _all_plans(source)
        .filter(pl.col("started").is_not_null())
        .sort("started")
        .join_asof(
            protected,
            left_on="started",
            right_on="protected",
            by="child_id",
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,  # both are sorted
        )
        .with_columns(on=pl.col("started").dt.offset_by("12mo"))
    )
    return case(followed, counted=pl.col("protected") <= pl.col("on"))
