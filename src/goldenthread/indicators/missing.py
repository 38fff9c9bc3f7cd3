"""Children in care who go missing, or are away without leave, and whether anybody talks with them after."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.children_in_care import in_care
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import held_at_all, standing, stated_now, whole
from goldenthread.indicators.source import Source, case, months_ago, shared

_OPEN = (standing("ssd_cla_episodes"), held_at_all("ssd_legal_status"))
_NEEDS = (*_OPEN, whole("ssd_missing", months_before=12))
_INSTEAD = (stated_now("ssd_cla_episodes"), held_at_all("ssd_legal_status"))
_OF_TODAY = (
    "Children in care at the date are counted; the national figure takes all in care at any time in the year."
)
_LAST_ONLY = "Only the last time missing is looked at: an earlier one without an offer does not show."


@shared
def _times(source: Source) -> pl.LazyFrame:
    """Each child in care with how often missing and away in the year to the date, since entering care, and
    whether an interview was offered and accepted after the last time missing."""
    if not source.has_whole("ssd_missing"):
        return in_care(source).with_columns(
            missing=pl.col("stated_missing"),
            away=pl.col("stated_absent"),
            offered=pl.col("stated_offered"),
            accepted=pl.col("stated_accepted"),
        )
    kind = pl.col("miss_missing_episode_type").str.to_lowercase().str.slice(0, 1)
    episodes = source.table("ssd_missing").select(
        child_id="miss_person_id",
        went="miss_missing_episode_start_date",
        key="miss_table_id",
        is_missing=kind == "m",
        is_away=kind == "a",
        offer=pl.col("miss_missing_rhi_offered") == "Y",
        accept=pl.col("miss_missing_rhi_accepted") == "Y",
    )
    on, went = pl.col("on"), pl.col("went")
    last = pl.col("is_missing").fill_null(value=False)
    in_year = (
        in_care(source)
        .select("child_id", "started", "on")
        .join(episodes, on="child_id")
        .filter((went <= on) & (went > months_ago(12)) & (went >= pl.col("started")))
        .sort("went", "key")
        .group_by("child_id", "on", maintain_order=True)
        .agg(
            missing=pl.col("is_missing").sum(),
            away=pl.col("is_away").sum(),
            offered=pl.col("offer").filter(last).last(),
            accepted=pl.col("accept").filter(last).last(),
        )
    )
    return in_care(source).join(in_year, on=["child_id", "on"], how="left")


@shared
def _went_missing(source: Source) -> pl.LazyFrame:
    return _times(source).filter(pl.col("missing") > 0)


@indicator(
    basis="stock",
    numerator="Of those, children who went missing in the 12 months to the date",
    denominator="Children in care at the date",
    why="A child who runs is telling somebody something.",
    how="Count children missing in the 12 calendar months to the date, by when it began, and in this care.",
    cautions=(_OF_TODAY, "Some places record every absence as missing: compare with care."),
    source="SSDA903; Annex A list 8",
    needs=_NEEDS,
    instead=_INSTEAD,
)
def cla_missing_children(source: Source) -> pl.LazyFrame:
    return case(_times(source), counted=pl.col("missing") > 0)


@indicator(
    basis="stock",
    numerator="Not counted: the figure is the mean for a child",
    denominator="Children in care at the date who went missing in the 12 months to it",
    why="A few children go missing again and again: they are at the greatest risk.",
    how="Times missing in the 12 calendar months to the date, the mean of those who went missing at all.",
    cautions=(_OF_TODAY, "One child can move the mean: look at who it is."),
    source="SSDA903; Annex A list 8",
    needs=_NEEDS,
    instead=_INSTEAD,
)
def cla_missing_incidents(source: Source) -> pl.LazyFrame:
    return case(_went_missing(source), value=pl.col("missing"))


@indicator(
    basis="stock",
    numerator="Of those, children away without leave in the 12 months to the date",
    denominator="Children in care at the date",
    why="A child who is not where they should be may be safe, and may not.",
    how="Count children absent in the 12 calendar months to the date, by when it began, and in this care.",
    cautions=(_OF_TODAY, "Many places no longer tell away from missing: a fall may be that change."),
    source="SSDA903; Annex A list 8",
    needs=_NEEDS,
    instead=_INSTEAD,
)
def cla_away_without_authorisation(source: Source) -> pl.LazyFrame:
    return case(_times(source), counted=pl.col("away") > 0)


@indicator(
    basis="stock",
    numerator="Of those, children offered an interview after the last time",
    denominator="Children in care at the date who went missing in the 12 months to it",
    why="Somebody independent asking what happened is a child's chance to say what they ran from.",
    how="Take the last time missing in the 12 months, and whether an offer is recorded; blank is no.",
    cautions=(_LAST_ONLY, "Whether it was offered in 72 hours is not asked: no time of day is held."),
    source="Statutory guidance on children who go missing, 2014",
    needs=_NEEDS,
    instead=_INSTEAD,
)
def return_interview_offered(source: Source) -> pl.LazyFrame:
    return case(_went_missing(source), counted=pl.col("offered"))


@indicator(
    basis="stock",
    numerator="Of those, children who accepted it",
    denominator="Children in care at the date offered an interview after the last time missing in 12 months",
    why="A child who turns down every offer may not trust who makes it.",
    how="Of children offered one after the last time missing, count those who accepted; blank is no.",
    cautions=(_LAST_ONLY, "A child may refuse: ask who offered, and how."),
    source="Annex A list 8",
    needs=_NEEDS,
    instead=_INSTEAD,
)
def return_interview_accepted(source: Source) -> pl.LazyFrame:
    return case(_went_missing(source).filter(pl.col("offered")), counted=pl.col("accepted"))
