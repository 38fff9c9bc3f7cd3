"""Children in care: how many, where they live, whether they are seen, reviewed and well, how they leave."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.breakdowns import groups_of, named_codes
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import (
    held_at_all,
    only_now,
    population,
    spells,
    standing,
    stated,
    stated_now,
    whole,
    whole_standing,
)
from goldenthread.indicators.population import CHILDREN_HERE, HOW_A_RATE, RATE_CAUTIONS
from goldenthread.indicators.source import (
    Source,
    aged,
    at_dates,
    case,
    held,
    in_care_terms,
    lasted,
    late_at_dates,
    months_ago,
    shared,
    shared_whatever_the_dates,
    with_births,
)
from goldenthread.standards.calendar import add_working_days_in_bulk

_OPEN = (standing("ssd_cla_episodes"), held_at_all("ssd_legal_status"))
_PLACED = (*_OPEN, standing("ssd_cla_placement"))
_LEFT = (spells("ssd_cla_episodes"), held_at_all("ssd_legal_status"))
_SHORT_BREAKS = ["V3", "V4"]
_PASSING = [
    "T0",
    "T1",
    "T2",
    "T3",
    "T4",
]  # hospital, holidays and the like: the placement behind them goes on


@shared_whatever_the_dates
def periods(source: Source) -> pl.LazyFrame:
    """Care periods: episodes of one child that share an entered-care date."""
    left = pl.col("clae_cla_episode_ceased_date")
    latest = left.arg_max()
    last_review_contact = pl.col("clae_cla_last_iro_contact_date").max()
    return (
        source.table("ssd_cla_episodes")
        .filter(pl.col("clae_entered_care_date").is_not_null())
        .group_by(child_id="clae_person_id", started="clae_entered_care_date")
        .agg(
            about=pl.col("clae_cla_id").drop_nulls().min(),
            # An episode with no end is the current one, so the period goes on.
            ended=pl.when(left.is_not_null().all()).then(left.max()),
            reason=pl.col("clae_cla_episode_ceased_reason").get(latest, null_on_oob=True),
            contacted=last_review_contact,
            stated_again=(pl.col("clae_stated_second_period_12m") == "Y").any(),
            stated_placements=pl.col("clae_stated_placements_12m").max(),
            stated_missing=pl.col("clae_stated_missing_12m").max(),
            stated_absent=pl.col("clae_stated_absent_12m").max(),
            stated_offered=(pl.col("clae_stated_return_interview_offered") == "Y").any(),
            stated_accepted=(pl.col("clae_stated_return_interview_accepted") == "Y").any(),
            need=pl.col("clae_cla_primary_need_code")
            .sort_by("clae_cla_episode_start_date", nulls_last=False)
            .last(),
        )
    )


def _without_short_breaks(source: Source, frame: pl.LazyFrame, *, day: pl.Expr) -> pl.LazyFrame:
    """`frame` without children who on the day were only on short breaks."""
    breaks = (
        source.table("ssd_legal_status")
        .filter(pl.col("lega_legal_status").is_in(_SHORT_BREAKS))
        .select(
            child_id="lega_person_id",
            since="lega_legal_status_start_date",
            until="lega_legal_status_end_date",
        )
    )
    begun = pl.col("since").is_null() | (pl.col("since") <= day)
    short = (
        frame.select("child_id", "on")
        .join(breaks, on="child_id")
        .filter(begun & (pl.col("until").is_null() | (pl.col("until") > day)))
    )
    return frame.join(short, on=["child_id", "on"], how="anti")


@shared
def in_care(source: Source) -> pl.LazyFrame:
    """Care periods open at each date, short breaks left out, with who then held the child."""
    open_then = at_dates(source, periods(source), start="started", end="ended")
    return held(source, _without_short_breaks(source, open_then, day=pl.col("on")))


@shared
def left_care(source: Source) -> pl.LazyFrame:
    left = periods(source).with_columns(on=pl.col("ended")).filter(pl.col("on").is_not_null())
    day_before = pl.col("on") - pl.duration(days=1)  # a short break ends on the day care does
    return held(source, _without_short_breaks(source, left, day=day_before))


@shared
def entered_care(source: Source) -> pl.LazyFrame:
    earlier = pl.col("ended").cum_max().shift(1).over("child_id", order_by="started")
    entered = periods(source).with_columns(on=pl.col("started"), earlier_ended=earlier)
    return held(source, _without_short_breaks(source, entered, day=pl.col("on")))


@shared_whatever_the_dates
def placements(source: Source) -> pl.LazyFrame:
    """Placements, without passing ones such as a stay in hospital, each with the start of the one before."""
    lasting = pl.col("clap_cla_placement_type").is_in(_PASSING).fill_null(False).not_()
    return (
        source.table("ssd_cla_placement")
        .filter(lasting & pl.col("clap_cla_placement_start_date").is_not_null())
        .select(
            about="clap_cla_id",
            placed="clap_cla_placement_start_date",
            left="clap_cla_placement_end_date",
            placement="clap_cla_placement_type",
            location="clap_placement_location",
        )
        .sort("placed")
        .with_columns(placed_before=pl.col("placed").shift(1).over("about", order_by="placed"))
    )


@shared
def in_placement(source: Source) -> pl.LazyFrame:
    """Children in care at each date with the placement they were then in."""
    return (
        in_care(source)
        .sort("on")
        .join_asof(
            placements(source),
            left_on="on",
            right_on="placed",
            by="about",
            strategy="backward",
            check_sortedness=False,  # both are sorted
        )
    )


@indicator(
    basis="stock",
    numerator="Children in care at the date",
    why="The council is these children's parent.",
    how="Count care periods open at the date, without children only on short breaks (V3, V4).",
    cautions=("Unaccompanied children seeking asylum change the number: show it with and without them.",),
    source="SSDA903",
    needs=_OPEN,
)
def cla_count(source: Source) -> pl.LazyFrame:
    return case(in_care(source))


@indicator(
    basis="events",
    numerator="Of those, children who had left care within the 12 months before",
    denominator="Children who entered care in the period",
    why="A child who goes home and comes back has been moved twice.",
    how="Look back 12 calendar months for the end of an earlier care period, or take it as stated.",
    source="Annex A list 8",
    needs=(whole("ssd_cla_episodes", months_before=12), held_at_all("ssd_legal_status")),
    instead=(stated("ssd_cla_episodes"), held_at_all("ssd_legal_status")),
)
def cla_returned_within_12m(source: Source) -> pl.LazyFrame:
    again = (pl.col("earlier_ended") >= months_ago(12)).fill_null(False)
    return case(entered_care(source), counted=again | pl.col("stated_again").fill_null(False))


@indicator(
    basis="stock",
    numerator="Of those, unaccompanied children seeking asylum",
    denominator="Children in care at the date",
    why="They need different help, and their number moves the others.",
    how="Count children in care whose immigration status at the date is unaccompanied and seeking asylum.",
    cautions=("The national transfer scheme moves this number.",),
    source="SSDA903",
    needs=(*_OPEN, held_at_all("ssd_immigration_status")),
)
def cla_uasc(source: Source) -> pl.LazyFrame:
    seeking = source.table("ssd_immigration_status").filter(pl.col("immi_immigration_status") == "UASC")
    spans = seeking.select(
        child_id="immi_person_id",
        since="immi_immigration_status_start_date",
        until="immi_immigration_status_end_date",
    )
    on = pl.col("on")
    begun = pl.col("since").is_null() | (pl.col("since") <= on)
    then = (
        in_care(source)
        .select("child_id", "on")
        .join(spans, on="child_id")
        .filter(begun & (pl.col("until").is_null() | (pl.col("until") > on)))
        .select("child_id", "on", alone=pl.lit(True))
        .unique(["child_id", "on"])
    )
    return case(in_care(source).join(then, on=["child_id", "on"], how="left"), counted=pl.col("alone"))


@indicator(
    basis="stock",
    numerator="Children under 16 in care by agreement (section 20) for 12 months or more at the date",
    why="Agreement is not meant to last: a long stay may need a court to decide.",
    how="Count children under 16 whose present legal status is V2 and began 12 months or more before.",
    cautions=("Disabled children and unaccompanied children need a judgement of their own.",),
    source="Local measure",
    needs=(*_OPEN, standing("ssd_legal_status")),
)
def cla_s20_long(source: Source) -> pl.LazyFrame:
    agreed = (
        source.table("ssd_legal_status")
        .filter(pl.col("lega_legal_status") == "V2")
        .select(
            child_id="lega_person_id",
            since="lega_legal_status_start_date",
            until="lega_legal_status_end_date",
        )
    )
    still = pl.col("until").is_null() | (pl.col("until") > pl.col("on"))
    long = (
        in_care(source)
        .select("child_id", "on")
        .join(agreed, on="child_id")
        .filter(still & lasted(12, start="since"))
        .unique(["child_id", "on"])
    )
    found = in_care(source).join(long, on=["child_id", "on"], how="semi")
    return case(with_births(source, found).filter(~aged(16, on=pl.col("on"))))


def _placed_in(source: Source, *types: str) -> pl.LazyFrame:
    return case(in_placement(source), counted=pl.col("placement").is_in(types))


@indicator(
    basis="stock",
    numerator="Of those, children living with foster carers (U1 to U6)",
    denominator="Children in care at the date",
    why="Most children do best in a family.",
    how="Count by the placement at the date; a stay in hospital or on holiday does not change it.",
    source="SSDA903",
    needs=_PLACED,
)
def cla_foster(source: Source) -> pl.LazyFrame:
    return _placed_in(source, "U1", "U2", "U3", "U4", "U5", "U6")


@indicator(
    basis="stock",
    numerator="Of those, children fostered by a relative or friend (U1 to U3)",
    denominator="Children in care at the date",
    why="Living with people they know keeps children close to who they are.",
    how="Count by the placement at the date.",
    source="SSDA903",
    needs=_PLACED,
)
def cla_kinship_foster(source: Source) -> pl.LazyFrame:
    return _placed_in(source, "U1", "U2", "U3")


@indicator(
    basis="stock",
    numerator="Of those, children in children's homes, secure ones included (K1, K2)",
    denominator="Children in care at the date",
    why="Homes are right for some children, and a last resort for others.",
    how="Count by the placement at the date.",
    source="SSDA903",
    needs=_PLACED,
)
def cla_residential(source: Source) -> pl.LazyFrame:
    return _placed_in(source, "K1", "K2")


@indicator(
    basis="stock",
    numerator="Of those, children in supported or semi-independent accommodation (H5)",
    denominator="Children in care at the date",
    why="Such places give support, not care: they are for those who are ready.",
    how="Count by the placement at the date.",
    cautions=("No child under 16 should be in one: look at their ages.",),
    source="SSDA903",
    needs=_PLACED,
)
def cla_supported_accommodation(source: Source) -> pl.LazyFrame:
    return _placed_in(source, "H5")


@indicator(
    basis="stock",
    numerator="Of those, children placed outside the authority",
    denominator="Children in care at the date",
    why="Far from home, children lose school, friends and their worker's time.",
    how="Count by the stated place of the placement; one not stated is not counted as outside.",
    cautions=("Just over the boundary may be nearer than across the county.",),
    source="SSDA903",
    needs=_PLACED,
)
def cla_out_of_area(source: Source) -> pl.LazyFrame:
    return case(in_placement(source), counted=pl.col("location") == "OUT")


@indicator(
    basis="stock",
    numerator="Of those, children with three or more placements in the 12 months to the date",
    denominator="Children in care at the date",
    why="Each move costs a child people they had begun to trust.",
    how=(
        "Count the placements a child was in at any time in the 12 months, without passing ones such as a "
        "stay in hospital; where the source holds only the latest placement, take the number it states."
    ),
    cautions=("Children new to care have had less time to move.",),
    source="SSDA903",
    needs=(*_OPEN, whole("ssd_cla_placement", months_before=12)),
    instead=(stated_now("ssd_cla_episodes"), held_at_all("ssd_legal_status")),
)
def cla_3plus_placements(source: Source) -> pl.LazyFrame:
    if not source.has_whole("ssd_cla_placement"):
        return case(in_care(source), counted=pl.col("stated_placements") >= 3)
    still = pl.col("left").is_null() | (pl.col("left") > months_ago(12))
    in_year = (
        in_care(source)
        .select("about", "on")
        .join(placements(source), on="about")
        .filter((pl.col("placed") <= pl.col("on")) & still)
        .group_by("about", "on")
        .agg(placements=pl.len())
    )
    counted = in_care(source).join(in_year, on=["about", "on"], how="left")
    return case(counted, counted=pl.col("placements") >= 3)


@indicator(
    basis="stock",
    numerator="Of those, children in the same placement for two years or more",
    denominator="Children under 16 at the date who had been in care for two and a half years or more",
    why="Staying put is what lets a child feel at home.",
    how=(
        "Two calendar years in the placement at the date, or placed for adoption with the two years "
        "made up with the placement before."
    ),
    cautions=(
        "The same carer under a new placement record is read as a move.",
        "Where only the latest placement is held, the adoption rule cannot be applied.",
    ),
    source="SSDA903",
    needs=_PLACED,
)
def cla_long_term_stability(source: Source) -> pl.LazyFrame:
    adoptive = pl.col("placement").is_in(["A3", "A4", "A5", "A6"])
    settled = lasted(24, start="placed") | (adoptive & lasted(24, start="placed_before"))
    long_in_care = in_placement(source).filter(lasted(30, start="started"))
    return case(with_births(source, long_in_care).filter(~aged(16, on=pl.col("on"))), counted=settled)


@indicator(
    basis="stock",
    numerator="Of those, children whose visit was not overdue at the date",
    denominator="Children in care at the date who had reached their first visit",
    why="A visit is how the council, as parent, knows the child is well cared for.",
    how="Read from the visit clock, which applies each branch of regulation 28.",
    cautions=(
        "It speaks of the visit then due, not of gaps before it.",
        "Where the source leaves the branch open, the rule is assumed and the clock row says so.",
    ),
    source="SI 2010/959, regulation 28",
    needs=(*_PLACED, standing("ssd_cla_visits")),
)
def cla_visit_statutory(source: Source) -> pl.LazyFrame:
    reached = late_at_dates(source, in_care(source), "ts_cla_visits", done_in="ssd_cla_visits")
    return case(reached, counted=~pl.col("overdue"))


@indicator(
    basis="events",
    numerator="Of those, reviews held on or before the day they were due",
    denominator="Reviews of children in care that fell due in the period",
    why="The review is where the child's plan is checked and their voice heard.",
    how=(
        "Read from the review clock: 20 working days, then 3 months, then every 6. A review due and never "
        "held before care ended counts as not in time."
    ),
    cautions=("A list of latest reviews cannot show an earlier one missed, so it does not answer this.",),
    source="SI 2010/959, regulation 33",
    needs=(whole("ssd_cla_episodes"), whole("ssd_cla_reviews")),
    version=2,
)
def cla_review_timely(source: Source) -> pl.LazyFrame:
    never_owed = (pl.col("status") == "lapsed") & (pl.col("days_late") == 0)
    # One due on the day of the records and not held may yet be held that day.
    asked = (pl.col("due") < source.as_at) | pl.col("done").is_not_null()
    due = source.clock("ts_cla_review").filter((pl.col("due") <= source.as_at) & asked & ~never_owed)
    return case(due, on="due", counted=pl.col("status") == "done")


@indicator(
    basis="stock",
    numerator="Of those, children with a permanence plan recorded",
    denominator="Children at the date who had been in care for four months or more",
    why="By the second review there should be a plan for where the child will grow up.",
    how="Count children whose care plan in force at the date names a permanence plan.",
    cautions=("That a plan is named does not say it is the right one.",),
    source="Care planning guidance",
    needs=(*_OPEN, standing("ssd_cla_care_plan")),
)
def cla_permanence_plan(source: Source) -> pl.LazyFrame:
    plans = (
        source.table("ssd_cla_care_plan")
        .filter(pl.col("lacp_permanence_plan").is_not_null())
        .select(
            child_id="lacp_person_id",
            since="lacp_cla_care_plan_start_date",
            until="lacp_cla_care_plan_end_date",
        )
    )
    on = pl.col("on")
    begun = pl.col("since").is_null() | (pl.col("since") <= on)
    settled = in_care(source).filter(lasted(4, start="started"))
    planned = (
        settled.select("child_id", "on")
        .join(plans, on="child_id")
        .filter(begun & (pl.col("until").is_null() | (pl.col("until") > on)))
        .select("child_id", "on", planned=pl.lit(True))
        .unique(["child_id", "on"])
    )
    return case(settled.join(planned, on=["child_id", "on"], how="left"), counted=pl.col("planned"))


def _a_year_in_care(source: Source, check: str) -> pl.LazyFrame:
    """Children 12 months or more in care at each date, with their last check up to it, if any (`checked`)."""
    happened = pl.col("clah_health_check_status").is_null() | (pl.col("clah_health_check_status") == "done")
    checks = (
        source.table("ssd_cla_health")
        .filter((pl.col("clah_health_check_type") == check) & happened)
        .select(child_id="clah_person_id", checked="clah_health_check_date")
        .drop_nulls()
        .sort("checked")
    )
    # Children with no check stay in: leaving them out would make any figure near 100.
    return (
        in_care(source)
        .filter(lasted(12, start="started"))
        .sort("on")
        .join_asof(
            checks,
            left_on="on",
            right_on="checked",
            by="child_id",
            strategy="backward",
            check_sortedness=False,  # both are sorted
        )
    )


@indicator(
    basis="stock",
    numerator="Of those, children assessed in the last 6 months if under five, in the last 12 if older",
    denominator="Children at the date who had been in care for 12 months or more",
    why="Children in care have often missed health care that others have.",
    how="Take the child's age at the date, and the last health assessment up to it, in calendar months.",
    cautions=("A child with no date of birth is held to the 12-month rule.",),
    source="SSDA903; SI 2010/959, regulation 7",
    needs=(*_OPEN, standing("ssd_cla_health")),
)
def cla_health_assessment_due(source: Source) -> pl.LazyFrame:
    frame = with_births(source, _a_year_in_care(source, "health_assessment"))
    under_five = (~aged(5, on=pl.col("on"))).fill_null(False)
    since = pl.when(under_five).then(months_ago(6)).otherwise(months_ago(12))
    return case(frame, counted=pl.col("checked") >= since)


@indicator(
    basis="stock",
    numerator="Of those, children with a dental check in the last 12 months",
    denominator="Children at the date who had been in care for 12 months or more",
    why="Tooth decay is painful, common and easily found.",
    how="Take the last dental check up to the date, in calendar months.",
    cautions=("Babies are counted too.", "It depends on there being dentists who will see the child."),
    source="SSDA903",
    needs=(*_OPEN, standing("ssd_cla_health")),
)
def cla_dental(source: Source) -> pl.LazyFrame:
    return case(_a_year_in_care(source, "dental_check"), counted=pl.col("checked") >= months_ago(12))


@indicator(
    basis="stock",
    numerator="Of those, children their reviewing officer has seen or spoken to since their last review",
    denominator="Children in care at the date",
    why="The reviewing officer should know the child between reviews, not only at them.",
    how="Compare the last contact with the last review, or with entry to care where there was none.",
    cautions=("Only the latest contact is held, so this can be said only as at the date of the records.",),
    source="Independent reviewing officers' handbook; Annex A list 8",
    needs=(*_OPEN, only_now("ssd_cla_episodes"), only_now("ssd_cla_reviews")),
)
def cla_iro_contact(source: Source) -> pl.LazyFrame:
    held_review = (pl.col("clar_cla_review_cancelled") != "Y").fill_null(True)
    reviews = (
        source.table("ssd_cla_reviews")
        .filter(held_review & (pl.col("clar_cla_review_date") <= source.as_at))
        .group_by(about="clar_cla_id")
        .agg(reviewed=pl.col("clar_cla_review_date").max())
    )
    frame = in_care(source).join(reviews, on="about", how="left")
    return case(frame, counted=pl.col("contacted") >= pl.coalesce("reviewed", "started"))


def _left_for(source: Source, *reasons: str) -> pl.LazyFrame:
    return case(left_care(source), counted=pl.col("reason").is_in(reasons))


@indicator(
    basis="events",
    numerator="Of those, children who went home to parents or relatives as planned (E4A)",
    denominator="Children who left care in the period",
    why="Going home is good when home is ready.",
    how="Count by the reason care ended.",
    cautions=("Read it beside children who come back into care.",),
    source="SSDA903",
    needs=_LEFT,
)
def cla_cease_home(source: Source) -> pl.LazyFrame:
    return _left_for(source, "E4A")


@indicator(
    basis="events",
    numerator="Of those, children who left to a special guardian (E45 to E48)",
    denominator="Children who left care in the period",
    why="A special guardian, often family, gives a child a home until adulthood.",
    how="Count by the reason care ended.",
    source="SSDA903",
    needs=_LEFT,
)
def cla_cease_sgo(source: Source) -> pl.LazyFrame:
    return _left_for(source, "E45", "E46", "E47", "E48")


@indicator(
    basis="events",
    numerator="Of those, children who were adopted (E11, E12)",
    denominator="Children who left care in the period",
    why="Adoption gives a child who cannot go home a family for life.",
    how="Count by the reason care ended.",
    source="SSDA903",
    needs=_LEFT,
)
def cla_cease_adoption(source: Source) -> pl.LazyFrame:
    return _left_for(source, "E11", "E12")


@indicator(
    basis="stock",
    numerator="Children in care at the date",
    denominator=CHILDREN_HERE,
    why="Lets places of different size be set side by side.",
    how=f"Children in care at the date for every 10,000 children. {HOW_A_RATE}",
    cautions=(
        "Unaccompanied children seeking asylum change the number: show it with and without them.",
        RATE_CAUTIONS[-1],
    ),
    source="SSDA903",
    needs=(*_OPEN, population()),
)
def cla_rate(source: Source) -> pl.LazyFrame:
    return case(in_care(source))


@indicator(
    basis="events",
    numerator="Children who entered care in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Shows how often children here come into care, before the number in care has moved.",
    how=f"Care periods begun in the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=(
        "A child who enters care twice counts twice; the national figure counts the first time in a year.",
        *RATE_CAUTIONS,
    ),
    source="SSDA903",
    needs=(*_LEFT, population()),
)
def cla_starts_rate(source: Source) -> pl.LazyFrame:
    return case(entered_care(source))


@indicator(
    basis="events",
    numerator="Children who left care in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Read with those who entered care, it shows whether the number is rising, and why.",
    how=f"Care periods ended in the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=(
        "A child who leaves care twice counts twice; the national figure counts the last time in a year.",
        *RATE_CAUTIONS,
    ),
    source="SSDA903",
    needs=(*_LEFT, population()),
)
def cla_ends_rate(source: Source) -> pl.LazyFrame:
    return case(left_care(source))


@indicator(
    basis="stock",
    numerator="Of those, children under each legal status",
    denominator="Children in care at the date",
    why="The status says who may decide for the child, and whether a court has.",
    how="Take the status that began last, on or before the date, and had not ended by it.",
    cautions=("A child without a status recorded is a query on the record, not a child without one.",),
    source="SSDA903, legal status codes",
    needs=(*_OPEN, standing("ssd_legal_status")),
    parts="legal status",
)
def cla_legal_status_mix(source: Source) -> pl.LazyFrame:
    terms = in_care_terms(source).filter(pl.col("since").is_not_null()).sort("since")
    then = (
        in_care(source)
        .sort("on")
        .join_asof(
            terms,
            left_on="on",
            right_on="since",
            by="child_id",
            strategy="backward",
            check_sortedness=False,  # both are sorted
        )
    )
    still = pl.col("until").is_null() | (pl.col("until") > pl.col("on"))
    status = pl.when(still).then(named_codes("legal_status", "legal_status"))
    return case(then, part=status)


@indicator(
    basis="stock",
    numerator="Of those, children in care for each primary need",
    denominator="Children in care at the date",
    why="Shows what brings children into care here.",
    how="Take the need recorded for the care period, of its last episode.",
    cautions=("One need is recorded where a child may have several.",),
    source="SSDA903, need codes",
    needs=_OPEN,
    parts="primary need",
)
def cla_need_mix(source: Source) -> pl.LazyFrame:
    return case(in_care(source), part=groups_of("primary_need", "need"))


@indicator(
    basis="stock",
    numerator="Of those, children with three or more allocated workers in the 12 months to the date",
    denominator="Children in care at the date",
    why="Each new worker asks a child to tell the story again, and to trust again.",
    how="Count the workers the child was allocated to at any time in the 12 calendar months to the date.",
    cautions=(
        "A worker who covered for a week counts as one.",
        "Moves between teams as a child grows up add one by design.",
    ),
    source="Stability measures published by the Children's Commissioner and the Department",
    needs=(*_OPEN, whole("ssd_involvements", months_before=12)),
)
def cla_sw_changes(source: Source) -> pl.LazyFrame:
    return case(with_workers(source, in_care(source)), counted=pl.col("workers") >= 3)


def with_workers(source: Source, frame: pl.LazyFrame) -> pl.LazyFrame:
    """`frame` with how many `workers` the child was allocated to in the 12 months to `on`."""
    allocated = (
        source.table("ssd_involvements")
        .filter(
            (pl.col("invo_professional_role_id") == "allocated")
            & pl.col("invo_professional_id").is_not_null()
        )
        .select(
            child_id="invo_person_id",
            whom="invo_professional_id",
            since="invo_involvement_start_date",
            until="invo_involvement_end_date",
        )
    )
    in_year = (pl.col("since") <= pl.col("on")) & (
        pl.col("until").is_null() | (pl.col("until") > months_ago(12))
    )
    workers = (
        frame.select("child_id", "on")
        .unique()
        .join(allocated, on="child_id")
        .filter(in_year)
        .group_by("child_id", "on")
        .agg(workers=pl.col("whom").n_unique())
    )
    return frame.join(workers, on=["child_id", "on"], how="left")


@shared
def _visits_seen(source: Source) -> pl.LazyFrame:
    """Visits to children in care at which the child was seen."""
    return (
        source.table("ssd_cla_visits")
        .filter((pl.col("clav_cla_visit_seen") == "Y").fill_null(value=True))
        .select(
            child_id="clav_person_id",
            visited="clav_cla_visit_date",
            alone=(pl.col("clav_cla_visit_seen_alone") == "Y").fill_null(value=False),
        )
        .drop_nulls("visited")
        .sort("visited", "alone")
    )


@indicator(
    basis="stock",
    numerator="Of those, children seen alone at their last visit",
    denominator="Children in care at the date",
    why="A child in care may only say what is wrong when the carers are not in the room.",
    how=(
        "Take the last visit up to the date since the child entered care; no visit, or an unknown mark, is "
        "counted as not seen alone."
    ),
    cautions=(
        "Babies are counted too: no local age rule is applied.",
        "A child may choose not to be seen alone: ask why before judging.",
    ),
    source="SI 2010/959, regulation 29",
    needs=(*_OPEN, whole_standing("ssd_cla_visits")),
)
def cla_seen_alone(source: Source) -> pl.LazyFrame:
    last = (
        in_care(source)
        .sort("on")
        .join_asof(
            _visits_seen(source),
            left_on="on",
            right_on="visited",
            by="child_id",
            strategy="backward",
            check_sortedness=False,  # both are sorted
        )
    )
    return case(last, counted=pl.col("alone") & (pl.col("visited") >= pl.col("started")))


@indicator(
    basis="stock",
    numerator="Of those, children whose care plan in force began on or after their last review",
    denominator="Children in care at the date whose last review was 10 working days ago or more",
    why="A review that changes nothing on paper may change nothing for the child.",
    how=(
        "Compare the start of the latest care plan begun by the date with the last review held at least 10 "
        "working days before the date, the time usually allowed to write it up."
    ),
    cautions=(
        "A review that found the plan still right may rightly leave it: look before judging.",
        "10 working days is a local standard, not law.",
    ),
    source="SI 2010/959, Part 2; local standard",
    needs=(*_OPEN, whole_standing("ssd_cla_care_plan"), whole_standing("ssd_cla_reviews")),
)
def cla_care_plan_current(source: Source) -> pl.LazyFrame:
    held_review = (pl.col("clar_cla_review_cancelled") != "Y").fill_null(value=True)
    reviews = (
        source.table("ssd_cla_reviews")
        .filter(held_review & pl.col("clar_cla_review_date").is_not_null())
        .select(
            about="clar_cla_id",
            reviewed="clar_cla_review_date",
            settled=add_working_days_in_bulk(pl.col("clar_cla_review_date"), 10),
        )
        .sort("settled", "reviewed")
    )
    plans = (
        source.table("ssd_cla_care_plan")
        .select(child_id="lacp_person_id", planned="lacp_cla_care_plan_start_date")
        .drop_nulls()
        .sort("planned")
    )
    reviewed = (
        in_care(source)
        .sort("on")
        .join_asof(
            reviews,
            left_on="on",
            right_on="settled",
            by="about",
            strategy="backward",
            check_sortedness=False,  # both are sorted
        )
        .filter(pl.col("reviewed").is_not_null())
        .join_asof(
            plans,
            left_on="on",
            right_on="planned",
            by="child_id",
            strategy="backward",
            check_sortedness=False,  # sorted before
        )
    )
    return case(reviewed, counted=pl.col("planned") >= pl.col("reviewed"))


@indicator(
    basis="events",
    numerator="Of those, children with a health assessment by the day it was due",
    denominator="Children still in care 20 working days after they entered it, a day that fell in the period",
    why="A child who comes into care has often missed health care that others have.",
    how=(
        "Each child is dated 20 working days after entering care, if still in care that day; a health "
        "assessment from entry to that day is in time."
    ),
    cautions=(
        "One made in the three months before care may do in its place, and is not looked for.",
        "The health service makes the assessment: the council must ask in time.",
        "Some places work to 28 calendar days.",
    ),
    source="SI 2010/959, regulation 7; health guidance of 2015",
    needs=(whole("ssd_cla_episodes", months_before=2), whole("ssd_cla_health", months_before=2)),
)
def cla_health_assessment_initial(source: Source) -> pl.LazyFrame:
    happened = pl.col("clah_health_check_status").is_null() | (pl.col("clah_health_check_status") == "done")
    checks = (
        source.table("ssd_cla_health")
        .filter((pl.col("clah_health_check_type") == "health_assessment") & happened)
        .select(child_id="clah_person_id", checked="clah_health_check_date")
        .drop_nulls()
        .sort("checked")
    )
    due = add_working_days_in_bulk(pl.col("started"), 20)
    first = (
        entered_care(source)
        .drop("team", "worker")
        .with_columns(on=due)
        .filter(
            (pl.col("on") <= source.as_at) & (pl.col("ended").is_null() | (pl.col("ended") > pl.col("on")))
        )
        .sort("started")
        .join_asof(
            checks,
            left_on="started",
            right_on="checked",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # both are sorted
        )
    )
    return case(held(source, first), counted=pl.col("checked") <= pl.col("on"))


@indicator(
    basis="events",
    numerator="Of those, children back in care within 12 months of going home",
    denominator="Children who went home 12 months before, and so had their year in the period",
    why="Going home is good when home is ready; coming back into care means it was not.",
    how=(
        "Children who left care to live with parents or relatives (E4A, E4B) are dated a year on, and a new "
        "care period begun by that day is looked for."
    ),
    cautions=(
        "The figure speaks of children who went home a year ago.",
        "Numbers are small: read the children.",
    ),
    source="Local measure",
    needs=(whole("ssd_cla_episodes", months_before=12), held_at_all("ssd_legal_status")),
)
def cla_reunification_breakdown(source: Source) -> pl.LazyFrame:
    again = periods(source).select("child_id", entered="started").sort("entered")
    home = (
        left_care(source)
        .drop("team", "worker")
        .filter(pl.col("reason").is_in(["E4A", "E4B"]))
        .sort("ended")
        .join_asof(
            again,
            left_on="ended",
            right_on="entered",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # both are sorted
        )
        .with_columns(on=pl.col("ended").dt.offset_by("12mo"))
    )
    return case(held(source, home), counted=pl.col("entered") <= pl.col("on"))
