"""Children in need: episodes, plans, how long they last, and who comes back."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.definition import indicator
from goldenthread.indicators.front_door import referrals
from goldenthread.indicators.needs import held_at_all, spells, standing, stated_now, whole
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
)

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


@shared
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
        )
    )


@shared
def _episodes_open(source: Source) -> pl.LazyFrame:
    """Episodes open at each date, with who then held the child."""
    return held(source, at_dates(source, _episodes(source), start="started", end="ended"))


@shared
def episodes_closed(source: Source) -> pl.LazyFrame:
    """Episodes by closure, with who then held the child."""
    closed = _episodes(source).with_columns(on=pl.col("ended"))
    return held(source, closed.filter(pl.col("on").is_not_null()))


@shared
def _plans_open(source: Source) -> pl.LazyFrame:
    """Child in need plans open at each date, under the plan's own team."""
    plans = source.table("ssd_cin_plans").select(
        "cinp_cin_plan_team",
        "cinp_cin_plan_worker_id",
        child_id="cinp_person_id",
        about="cinp_cin_plan_id",
        started="cinp_cin_plan_start_date",
        ended="cinp_cin_plan_end_date",
    )
    under = named(source, plans, team="cinp_cin_plan_team", worker="cinp_cin_plan_worker_id")
    return at_dates(source, under, start="started", end="ended")


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
    return case(_episodes_open(source))


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
    return case(_episodes_open(source).filter(pl.col("case_status") == "c"))


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
    frame = _episodes_open(source).join(disabled(source), on="child_id", how="left")
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
    recent = _episodes_open(source).filter(pl.col("started") > months_ago(6))
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
    return case(_episodes_open(source).filter(nobody_named()))
