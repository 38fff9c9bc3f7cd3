"""Early help: assessments, who is open, and who goes on to social care or comes back from it."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.children_in_need import episodes_closed
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.front_door import referrals
from goldenthread.indicators.needs import events, population, spells, standing, whole
from goldenthread.indicators.population import CHILDREN_HERE, HOW_A_RATE, RATE_CAUTIONS
from goldenthread.indicators.source import Source, at_dates, case, held, shared, shared_whatever_the_dates
from goldenthread.standards.calendar import working_days_after_in_bulk


@shared_whatever_the_dates
def _early_help(source: Source) -> pl.LazyFrame:
    return source.table("ssd_early_help_episodes").select(
        child_id="earl_person_id",
        about="earl_episode_id",
        started="earl_episode_start_date",
        ended="earl_episode_end_date",
        organisation="earl_episode_organisation",
    )


@shared
def _completed(source: Source) -> pl.LazyFrame:
    completed = _early_help(source).with_columns(on=pl.col("ended"))
    return held(source, completed.filter(pl.col("on").is_not_null()))


@indicator(
    basis="events",
    numerator="Early help assessments completed in the period",
    why="Help given early can keep a worry from becoming a harm.",
    how="Count early help records by the date they were completed.",
    cautions=(
        "Assessments led by schools and health are often missing.",
        "The list also holds help still running, which is not counted until complete.",
    ),
    source="Annex A list 2",
    needs=(events("ssd_early_help_episodes"),),
)
def eh_assessments_count(source: Source) -> pl.LazyFrame:
    return case(_completed(source))


@indicator(
    basis="stock",
    numerator="Early help records started and not completed at the date",
    why="Shows how much early help is under way, and so what capacity it needs.",
    how="Count records started on or before the date, with no completion or one after it.",
    cautions=("Counts children, not families.",),
    source="Local measure",
    needs=(standing("ssd_early_help_episodes"),),
)
def eh_open_caseload(source: Source) -> pl.LazyFrame:
    return case(held(source, at_dates(source, _early_help(source), start="started", end="ended")))


@indicator(
    basis="events",
    numerator="Of those, children referred to social care within 12 months of early help starting",
    denominator="Early help that started 12 months before and so had its year in the period",
    why="Early help that works should leave fewer children needing social care.",
    how="Each start is dated a year on, when its outcome is known, and the child's referrals looked for.",
    cautions=(
        "A referral may be the right step: read it beside re-referrals.",
        "The figure speaks of help begun a year ago.",
    ),
    source="Local measure, in regional use",
    needs=(
        whole("ssd_early_help_episodes", months_before=12),
        whole("ssd_cin_episodes", months_before=12),
    ),
)
def eh_escalated_to_referral(source: Source) -> pl.LazyFrame:
    next_referral = referrals(source).select("child_id", referred="on").sort("referred")
    followed = (
        _early_help(source)
        .filter(pl.col("started").is_not_null())
        .sort("started")
        .join_asof(
            next_referral,
            left_on="started",
            right_on="referred",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # sorted just above
        )
        .with_columns(on=pl.col("started").dt.offset_by("12mo"))
    )
    return case(held(source, followed), counted=pl.col("referred") <= pl.col("on"))


@indicator(
    basis="events",
    numerator="Of those, closed for early help, or with early help starting within 20 working days",
    denominator="Social care episodes closed in the period, at least 20 working days ago",
    why="A family that leaves social care with help in place is less likely to come back.",
    how="Count closures for the reason early help (RC9), and those followed by an early help start.",
    cautions=(
        "The closure reason is used only where a case closes after assessment.",
        "Closures of the last 20 working days are left out until they have had their time.",
    ),
    source="Children in need census, reasons for closure",
    needs=(spells("ssd_cin_episodes"), events("ssd_early_help_episodes")),
)
def stepdown_to_early_help(source: Source) -> pl.LazyFrame:
    help_starts = _early_help(source).select("child_id", helped="started").drop_nulls().sort("helped")
    followed = (
        episodes_closed(source)
        .sort("on")
        .join_asof(
            help_starts,
            left_on="on",
            right_on="helped",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # sorted just above
        )
        .filter(working_days_after_in_bulk(pl.col("on"), pl.lit(source.as_at)) >= 20)
    )
    in_time = working_days_after_in_bulk(pl.col("on"), pl.col("helped")) <= 20
    return case(followed, counted=(pl.col("reason") == "RC9").fill_null(False) | in_time.fill_null(False))


@indicator(
    basis="events",
    numerator="Early help assessments completed in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Shows how far early help reaches, set against how many children live here.",
    how=f"Early help completed in the period, in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=("Assessments led by schools and health are often missing.", *RATE_CAUTIONS),
    source="Local measure, in regional use",
    needs=(events("ssd_early_help_episodes"), population()),
)
def eh_rate(source: Source) -> pl.LazyFrame:
    return case(_completed(source))


_THE_COUNCIL = r"(?i)\b(?:council|local authority|la|children'?s services|social care|early help)\b"


@indicator(
    basis="events",
    numerator="Of those, completed by an organisation other than the council",
    denominator="Early help assessments completed in the period",
    why="Early help is everybody's: schools and health often know the family best.",
    how=(
        "Count those whose organisation is named and is not the council, by such words as council, local "
        "authority, children's services or early help. A blank stays in the total and is not counted."
    ),
    cautions=(
        "The organisation is free text: look at how yours is written before trusting the figure.",
        "A very high figure may mean the council's own help is not recorded here.",
    ),
    source="Annex A list 2",
    needs=(events("ssd_early_help_episodes"),),
)
def eh_partner_led(source: Source) -> pl.LazyFrame:
    organisation = pl.col("organisation").str.strip_chars()
    named_other = (organisation.str.len_chars() > 0) & ~organisation.str.contains(_THE_COUNCIL)
    return case(_completed(source), counted=named_other)


@indicator(
    basis="events",
    numerator="Of those, completed within 30 working days of starting",
    denominator="Early help assessments completed in the period",
    why="Help promised and slow to come is a family left waiting.",
    how="Working days from the start to completion; one completed before it started is not in time.",
    cautions=(
        "The standard is local, and 30 working days only the usual one: compare with care.",
        "The list gives when the episode ended: where help itself is recorded there, it looks late.",
        "Read it beside children open to early help: what is not finished does not show here.",
    ),
    source="Local standard, commonly 30 to 45 working days",
    needs=(events("ssd_early_help_episodes"),),
)
def eh_timeliness(source: Source) -> pl.LazyFrame:
    days = working_days_after_in_bulk(pl.col("started"), pl.col("on"))
    in_order = pl.col("started") <= pl.col("on")
    return case(_completed(source), counted=in_order & (days <= 30))
