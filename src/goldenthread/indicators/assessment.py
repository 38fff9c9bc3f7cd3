"""Assessment: how many, how soon, whether the child was seen, and what came of it."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, held_at_all, standing
from goldenthread.indicators.source import (
    Source,
    case,
    disabled,
    named,
    overdue_at_dates,
    shared,
    unborn,
    with_births,
)
from goldenthread.standards.calendar import working_days_after_in_bulk

_COMPLETED = (events("ssd_cin_assessments"),)


@shared
def _authorised(source: Source) -> pl.LazyFrame:
    """Assessments a manager has authorised."""
    frame = source.table("ssd_cin_assessments").select(
        "cina_assessment_team",
        "cina_assessment_worker_id",
        child_id="cina_person_id",
        on="cina_assessment_auth_date",
        about="cina_assessment_id",
        started="cina_assessment_start_date",
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
