"""Assessment: how many, how soon, whether the child was seen, and what came of it."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, held_at_all, population, standing, whole
from goldenthread.indicators.population import CHILDREN_HERE, HOW_A_RATE, RATE_CAUTIONS
from goldenthread.indicators.source import (
    Source,
    banded,
    case,
    disabled,
    latest_of_the_year_to,
    named,
    overdue_at_dates,
    shared_whatever_the_dates,
    unborn,
    with_births,
)
from goldenthread.standards.calendar import working_days_after_in_bulk

_COMPLETED = (events("ssd_cin_assessments"),)


@shared_whatever_the_dates
def _authorised(source: Source) -> pl.LazyFrame:
    """Assessments a manager has authorised."""
    frame = source.table("ssd_cin_assessments").select(
        "cina_assessment_team",
        "cina_assessment_worker_id",
        child_id="cina_person_id",
        on="cina_assessment_auth_date",
        about="cina_assessment_id",
        started="cina_assessment_start_date",
        referral="cina_referral_id",
        child_seen=pl.col("cina_assessment_child_seen") == "Y",
        needs_nothing=pl.col("cina_assessment_outcome_nfa"),
    )
    done = frame.filter(pl.col("on").is_not_null())
    return named(source, done, team="cina_assessment_team", worker="cina_assessment_worker_id")


@indicator(
    basis="events",
    numerator="Assessments authorised by a manager in the period",
    why="Shows how much assessment work is finished.",
    how="Count assessments by the date a manager authorised them.",
    cautions=("An assessment written but not authorised is not yet complete.",),
    source="Children in need census, table C2",
    needs=_COMPLETED,
)
def assessments_count(source: Source) -> pl.LazyFrame:
    return case(_authorised(source))


@indicator(
    basis="events",
    numerator="Of those, authorised within 45 working days of starting",
    denominator="Assessments authorised by a manager in the period",
    why="A family waits for help while an assessment drifts.",
    how="Read from the assessment clock; weekends and bank holidays are not counted.",
    cautions=(
        "Read it beside open assessments past 45 days: late work left open does not show here.",
        "45 days is the most allowed, not a target.",
        "The clock runs from the start of the assessment, as in the census; guidance speaks of the referral.",
    ),
    source="Working Together; children in need census, table C2",
    needs=_COMPLETED,
)
def assessment_45wd(source: Source) -> pl.LazyFrame:
    clock = source.clock("ts_assessment_45").select("about", "status").unique("about", keep="any")
    # One authorised before it started has no row on the clock: it stays in the total and is not in time.
    return case(_authorised(source).join(clock, on="about", how="left"), counted=pl.col("status") == "done")


@indicator(
    basis="stock",
    numerator="Assessments open at the date that are past 45 working days",
    why="These are the families waiting longest; completed figures cannot show them.",
    how="Read from the assessment clock: due before the date and not yet authorised.",
    cautions=("Look at it by team: a few teams often hold most.",),
    source="Local measure",
    needs=(standing("ssd_cin_assessments"),),
)
def assessment_overdue_open(source: Source) -> pl.LazyFrame:
    return case(overdue_at_dates(source, "ts_assessment_45"))


@indicator(
    basis="events",
    numerator="Not counted: the figure is the middle value",
    denominator="Assessments authorised by a manager in the period",
    why="The middle assessment tells more than the share under a limit.",
    how="Take the working days from start to authorisation of each, and the middle of them.",
    cautions=("Very short assessments may be shallow ones.",),
    source="Children in need census, table C2",
    needs=_COMPLETED,
)
def assessment_duration_median(source: Source) -> pl.LazyFrame:
    days = working_days_after_in_bulk(pl.col("started"), pl.col("on"))
    return case(_authorised(source).filter(pl.col("started") <= pl.col("on")), value=days)


@indicator(
    basis="events",
    numerator="Of those, where the child was seen",
    denominator="Assessments authorised in the period of children born by then",
    why="An assessment made without seeing the child cannot know how the child is.",
    how="Count those marked seen; a blank or unknown mark is counted as not seen.",
    cautions=("Unborn children are left out.", "Seen is not the same as spoken with, or seen alone."),
    source="Annex A list 4",
    needs=_COMPLETED,
)
def assessment_child_seen(source: Source) -> pl.LazyFrame:
    of_born = with_births(source, _authorised(source)).filter(~unborn(pl.col("on")))
    return case(of_born, counted=pl.col("child_seen"))


@indicator(
    basis="events",
    numerator="Of those, that found no social care support was needed",
    denominator="Assessments authorised by a manager in the period",
    why="Many may mean families are assessed who could have had other help sooner.",
    how="Count those whose outcome was no further action; a blank outcome is not counted as one.",
    cautions=("Stepping down to early help is not the same as no action.",),
    source="Annex A list 4; children in need census",
    needs=_COMPLETED,
)
def assessment_outcome_nfa(source: Source) -> pl.LazyFrame:
    return case(_authorised(source), counted=pl.col("needs_nothing") == "Y")


@indicator(
    basis="events",
    numerator="Of those, that found social care support was needed",
    denominator="Assessments authorised by a manager in the period",
    why="Shows whether the right families are being assessed.",
    how="Count those whose outcome was support; a blank outcome is not counted as one.",
    source="Annex A list 4",
    needs=_COMPLETED,
)
def assessment_outcome_services(source: Source) -> pl.LazyFrame:
    return case(_authorised(source), counted=pl.col("needs_nothing") == "N")


@indicator(
    basis="events",
    numerator="Of those, of children recorded as disabled",
    denominator="Assessments authorised by a manager in the period",
    why="Shows whether disabled children reach assessment.",
    how="Count assessments of children with any disability recorded.",
    cautions=("Children whose disability is not recorded count as not disabled.",),
    source="Annex A list 4",
    needs=(*_COMPLETED, held_at_all("ssd_disability")),
)
def assessment_disability(source: Source) -> pl.LazyFrame:
    frame = _authorised(source).join(disabled(source), on="child_id", how="left")
    return case(frame, counted=pl.col("is_disabled"))


@indicator(
    basis="events",
    numerator="Assessments authorised in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Shows how many families are assessed, set against how many children live here.",
    how=f"Assessments of the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=RATE_CAUTIONS,
    source="Children in need census, table C2",
    needs=(*_COMPLETED, population()),
)
def assessments_rate(source: Source) -> pl.LazyFrame:
    return case(_authorised(source))


@indicator(
    basis="events",
    numerator="Of those, authorised within 45 working days of the referral",
    denominator="Assessments authorised in the period that were the first after their referral",
    why="The family counts from the day it asked, not from the day work began.",
    how="Take each referral's first assessment, and count working days from the referral.",
    cautions=(
        "Later assessments on the same case have no new referral and are left out.",
        "An assessment whose referral is not linked is left out: look at how many are.",
        "45 days is the most allowed, not a target.",
    ),
    source="Working Together",
    needs=(*_COMPLETED, whole("ssd_cin_episodes", months_before=12)),
)
def assessment_45wd_from_referral(source: Source) -> pl.LazyFrame:
    referred = source.table("ssd_cin_episodes").select(
        referral="cine_referral_id", referred="cine_referral_date"
    )
    first = (
        source.table("ssd_cin_assessments")
        .filter(pl.col("cina_assessment_start_date").is_not_null())
        .sort("cina_assessment_start_date", "cina_assessment_id")
        .unique("cina_referral_id", keep="first", maintain_order=True)
        .select(about="cina_assessment_id")
    )
    linked = _authorised(source).join(first, on="about", how="semi").join(referred, on="referral")
    days = working_days_after_in_bulk(pl.col("referred"), pl.col("on"))
    in_order = pl.col("referred") <= pl.col("on")
    return case(linked.filter(pl.col("referred").is_not_null()), counted=in_order & (days <= 45))


_DAYS_TAKEN = (
    (0, "the same day"),
    (10, "1 to 10 working days"),
    (20, "11 to 20 working days"),
    (30, "21 to 30 working days"),
    (40, "31 to 40 working days"),
    (45, "41 to 45 working days"),
    (50, "46 to 50 working days"),
    (60, "51 to 60 working days"),
)


@indicator(
    basis="events",
    numerator="Of those, assessments that took so many working days",
    denominator="Assessments authorised by a manager in the period",
    why="The spread shows what a share under a limit hides: work rushed, or held to the last day.",
    how="Working days from start to authorisation, in the bands of the census.",
    cautions=(
        "A heap in the last days before the limit says the limit drives the work.",
        "Very short assessments may be shallow ones; look before praising them.",
        "One authorised before it started has no length and is shown as not recorded.",
    ),
    source="Children in need census, table C2",
    needs=_COMPLETED,
    parts="time taken",
)
def assessment_duration_bands(source: Source) -> pl.LazyFrame:
    days = working_days_after_in_bulk(pl.col("started"), pl.col("on"))
    in_order = pl.when(pl.col("started") <= pl.col("on")).then(days)
    return case(_authorised(source), part=banded(in_order, _DAYS_TAKEN, "61 working days or more"))


@indicator(
    basis="stock",
    numerator="Of those, children with two assessments or more",
    denominator="Children with an assessment authorised in the 12 months to the date",
    why="A family assessed again and again may be asked the same things and helped with none of them.",
    how="Count each child's authorised assessments in the 12 calendar months up to the date.",
    cautions=("A new assessment is right when a child's life has changed.",),
    source="Local measure",
    needs=(events("ssd_cin_assessments", months_before=12),),
)
def assessment_repeat_12m(source: Source) -> pl.LazyFrame:
    done = _authorised(source).select("child_id", "about", "team", "worker", happened="on")
    return case(latest_of_the_year_to(source, done, times=2), counted=pl.col("so_often"))
