"""Care leavers: whether we are in touch, where they live, what they do, and whether someone plans with them.

The records say only how each young person stands now, so these figures are given at the as-at date alone.
"""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.breakdowns import groups_of, named_codes
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import only_now
from goldenthread.indicators.source import (
    Source,
    aged,
    at_dates,
    case,
    months_ago,
    named,
    shared,
    with_births,
)

_NOW = (only_now("ssd_care_leavers"),)
_LEAVERS = ["R", "FR", "Q"]
_WITH_PLAN = ["E", "R", "FR"]
_BAND_CAUTION = "A young person with no date of birth cannot be placed in the age band and is left out."


@shared
def _young_people(source: Source) -> pl.LazyFrame:
    frame = source.table("ssd_care_leavers").select(
        pl.lit(None, pl.Date).alias("always"),
        pl.lit(source.as_at).alias("since"),
        team_id="clea_care_leaver_allocated_team",
        worker_id="clea_care_leaver_worker_id",
        child_id="clea_person_id",
        about="clea_table_id",
        eligibility="clea_care_leaver_eligibility",
        in_touch="clea_care_leaver_in_touch",
        contacted="clea_care_leaver_latest_contact",
        accommodation="clea_care_leaver_accommodation",
        suitable="clea_care_leaver_accom_suitable",
        activity="clea_care_leaver_activity",
        reviewed="clea_pathway_plan_review_date",
        adviser="clea_care_leaver_personal_advisor",
    )
    under = named(source, frame, team="team_id", worker="worker_id")
    return with_births(source, at_dates(source, under, start="since", end="always"))


def _leavers(source: Source) -> pl.LazyFrame:
    return _young_people(source).filter(pl.col("eligibility").is_in(_LEAVERS))


def _in_band(source: Source) -> pl.LazyFrame:
    """Care leavers who have turned 17 and not 22: both, never either."""
    on = pl.col("on")
    return _leavers(source).filter(aged(17, on=on) & ~aged(22, on=on))


def _owed_a_plan(source: Source) -> pl.LazyFrame:
    return _young_people(source).filter(pl.col("eligibility").is_in(_WITH_PLAN))


@indicator(
    basis="stock",
    numerator="Relevant, former relevant and qualifying young people receiving a service at the date",
    why="The council stays responsible for these young people until 21, and to 25 if they ask.",
    how="Count care leavers; eligible children are still in care and are not added.",
    source="Annex A list 9",
    needs=_NOW,
)
def cl_count(source: Source) -> pl.LazyFrame:
    return case(_leavers(source))


@indicator(
    basis="stock",
    numerator="Of those, young people the council is in touch with",
    denominator="Care leavers aged 17 to 21, without those who died or returned home",
    why="A parent knows where their child is.",
    how="Count those marked in touch; refused, no longer needed, and blank stay in the total.",
    cautions=(_BAND_CAUTION, "The national figure is taken around each birthday; this one at a date."),
    source="SSDA903",
    needs=_NOW,
)
def cl_in_touch(source: Source) -> pl.LazyFrame:
    gone = pl.col("in_touch").is_in(["DIED", "RHOM"]).fill_null(False)
    return case(_in_band(source).filter(~gone), counted=pl.col("in_touch") == "YES")


@indicator(
    basis="stock",
    numerator="Of those, young people contacted in the last eight weeks",
    denominator="Relevant and former relevant young people aged 18 to 20 at the date",
    why="Contact that lapses is help that is not there when things go wrong.",
    how="Latest contact no more than 56 days before the date; none recorded is counted as none.",
    cautions=("Contact is not a visit.", _BAND_CAUTION),
    source="Local standard; Care Leavers Regulations 2010, regulation 8",
    needs=_NOW,
)
def cl_contact_recent(source: Source) -> pl.LazyFrame:
    on = pl.col("on")
    young = _young_people(source).filter(
        pl.col("eligibility").is_in(["R", "FR"]) & aged(18, on=on) & ~aged(21, on=on)
    )
    return case(young, counted=pl.col("contacted") >= on.dt.offset_by("-8w"))


@indicator(
    basis="stock",
    numerator="Of those, young people in suitable accommodation",
    denominator="Care leavers aged 17 to 21 at the date",
    why="Without a decent home nothing else holds.",
    how="Count those marked suitable; where nothing is known, they stay in the total.",
    cautions=(_BAND_CAUTION, "The national figure is taken around each birthday; this one at a date."),
    source="SSDA903",
    needs=_NOW,
)
def cl_suitable_accommodation(source: Source) -> pl.LazyFrame:
    return case(_in_band(source), counted=pl.col("suitable") == "1")


@indicator(
    basis="stock",
    numerator="Care leavers homeless, in emergency accommodation, or in bed and breakfast at the date",
    why="No parent would leave their child there.",
    how="Count care leavers whose accommodation is S, V or W.",
    source="SSDA903",
    needs=_NOW,
)
def cl_homeless_or_bnb(source: Source) -> pl.LazyFrame:
    return case(_leavers(source).filter(pl.col("accommodation").is_in(["S", "V", "W"])))


@indicator(
    basis="stock",
    numerator="Of those, young people in custody",
    denominator="Care leavers aged 17 to 21 at the date",
    why="Custody is where too many children who were in care end.",
    how="Count those whose accommodation is X.",
    cautions=(_BAND_CAUTION,),
    source="SSDA903",
    needs=_NOW,
)
def cl_custody(source: Source) -> pl.LazyFrame:
    return case(_in_band(source), counted=pl.col("accommodation") == "X")


@indicator(
    basis="stock",
    numerator="Of those, young people in education, employment or training",
    denominator="Care leavers aged 17 to 21 at the date",
    why="Work and learning are the way to a life of one's own.",
    how="Count activity F1 to F5 and P1 to P5; a blank stays in the total and is not counted as active.",
    cautions=(_BAND_CAUTION, "The national figure is taken around each birthday; this one at a date."),
    source="SSDA903",
    needs=_NOW,
)
def cl_eet(source: Source) -> pl.LazyFrame:
    return case(_in_band(source), counted=pl.col("activity").str.contains(r"^[FP][1-5]$"))


@indicator(
    basis="stock",
    numerator="Of those, young people whose pathway plan was reviewed in the last six months",
    denominator="Eligible, relevant and former relevant young people at the date",
    why="The plan is a promise; a review keeps it true.",
    how="Latest review no more than six calendar months before the date; none recorded is counted as none.",
    source="Care Leavers Regulations 2010, regulation 7",
    needs=_NOW,
)
def cl_pathway_plan_current(source: Source) -> pl.LazyFrame:
    return case(_owed_a_plan(source), counted=pl.col("reviewed") >= months_ago(6))


@indicator(
    basis="stock",
    numerator="Of those, young people with a named personal adviser",
    denominator="Eligible, relevant and former relevant young people at the date",
    why="The adviser is the person a young person can call.",
    how="Count those with an adviser's name recorded.",
    source="Children Act 1989, section 23D",
    needs=_NOW,
)
def cl_pa_allocated(source: Source) -> pl.LazyFrame:
    return case(_owed_a_plan(source), counted=pl.col("adviser").str.strip_chars().str.len_chars() > 0)


@indicator(
    basis="stock",
    numerator="Of those, young people in each kind of accommodation",
    denominator="Care leavers aged 17 to 21 at the date",
    why="Shows where young people live once they leave care, the poor places with the good.",
    how="Take the accommodation recorded for each.",
    cautions=(_BAND_CAUTION, "The kind does not say whether it is suitable."),
    source="SSDA903, accommodation codes",
    needs=_NOW,
    parts="kind of accommodation",
)
def cl_accommodation_mix(source: Source) -> pl.LazyFrame:
    return case(_in_band(source), part=groups_of("accommodation", "accommodation"))


@indicator(
    basis="stock",
    numerator="Of those, young people living with their former foster carers (Z)",
    denominator="Care leavers aged 18 to 20 at the date",
    why="Most young people leave home later than 18, and so should those who were in care.",
    how="Count those whose accommodation is Z, with former foster carers.",
    cautions=(
        "The national figure is of those who were in foster care on their 18th birthday, at that age.",
        _BAND_CAUTION,
    ),
    source="SSDA903, staying put",
    needs=_NOW,
)
def cl_staying_put(source: Source) -> pl.LazyFrame:
    on = pl.col("on")
    young = _leavers(source).filter(aged(18, on=on) & ~aged(21, on=on))
    return case(young, counted=pl.col("accommodation") == "Z")


@indicator(
    basis="stock",
    numerator="Of those, young people not in education, work or training, by the reason",
    denominator="Care leavers aged 17 to 21 at the date",
    why="Illness, a child of one's own and nothing on offer ask for different help.",
    how="Put each young person under the reason recorded (G4, G5, G6), or as active, or as not recorded.",
    cautions=(_BAND_CAUTION, "Other reasons hold most and say least: ask."),
    source="SSDA903, activity codes",
    needs=_NOW,
    parts="reason",
)
def cl_neet_reasons(source: Source) -> pl.LazyFrame:
    active = pl.col("activity").str.contains(r"^[FP][1-5]$")
    reason = pl.when(active).then(pl.lit("in education, employment or training"))
    return case(_in_band(source), part=reason.otherwise(named_codes("activity", "activity")))
