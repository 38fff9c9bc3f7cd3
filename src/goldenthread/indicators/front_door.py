"""The front door: contacts, referrals and re-referrals."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.breakdowns import groups_of
from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, population, stated, whole
from goldenthread.indicators.population import CHILDREN_HERE, HOW_A_RATE, RATE_CAUTIONS
from goldenthread.indicators.source import (
    Source,
    case,
    held,
    latest_of_the_year_to,
    months_ago,
    named,
    shared,
    stated_before,
)
from goldenthread.standards.calendar import add_working_days_in_bulk, working_days_after_in_bulk

_same_child = pl.col("child_id") == pl.col("child_id").shift(1)  # of rows sorted by child


@shared
def contacts(source: Source) -> pl.LazyFrame:
    """Contacts, with who then held the child, if anyone did."""
    frame = source.table("ssd_contacts").select(
        child_id="cont_person_id",
        on="cont_contact_date",
        about="cont_contact_id",
        came_from="cont_contact_source_code",
    )
    return held(source, frame.filter(pl.col("on").is_not_null()))


@shared
def referrals(source: Source) -> pl.LazyFrame:
    """Referrals, those of one child on one day made one: the one that went further stands for them.

    `previous` is the day of the child's referral before.
    """
    frame = source.table("ssd_cin_episodes").select(
        "cine_referral_team",
        "cine_referral_worker_id",
        child_id="cine_person_id",
        on="cine_referral_date",
        about="cine_referral_id",
        no_further_action=(pl.col("cine_referral_nfa") == "Y").fill_null(False),
        stated="cine_stated_referrals_12m",
        came_from="cine_referral_source_code",
    )
    first = (
        frame.filter(pl.col("on").is_not_null())
        .sort("child_id", "on", "no_further_action", "about")
        .unique(["child_id", "on"], keep="first", maintain_order=True)
        .with_columns(previous=pl.when(_same_child).then(pl.col("on").shift(1)))
    )
    return named(source, first, team="cine_referral_team", worker="cine_referral_worker_id")


@indicator(
    basis="events",
    numerator="Contacts dated in the period, one for each child each time",
    why="Shows how much comes to the front door, which everything after it depends on.",
    how="Count every contact record by its date.",
    cautions=(
        "Brothers and sisters in one contact are counted each.",
        "Places differ in what they call a contact and what a referral: compare only after checking.",
        "The team shown is the one that held the child's case that day; most new contacts have none.",
    ),
    source="Annex A list 1",
    needs=(events("ssd_contacts"),),
)
def contacts_count(source: Source) -> pl.LazyFrame:
    return case(contacts(source))


@indicator(
    basis="events",
    numerator="Of those, contacts followed within 10 working days by a referral of the same child",
    denominator="Contacts dated in the period that are at least 10 working days old",
    why="Shows how often what is reported becomes work for social care, and whether that line is moving.",
    how="For each contact look for the child's next referral, that day or later, and count the working days.",
    cautions=(
        "Several contacts before one referral are all counted as leading to it.",
        "Contacts of the last 10 working days are left out until they have had their time.",
        "Neither high nor low is good by itself.",
    ),
    source="Local measure, in regional use",
    needs=(events("ssd_contacts"), events("ssd_cin_episodes")),
)
def contact_to_referral_conversion(source: Source) -> pl.LazyFrame:
    next_referral = referrals(source).select("child_id", referred="on").sort("referred")
    followed = (
        contacts(source)
        .sort("on")
        .join_asof(
            next_referral,
            left_on="on",
            right_on="referred",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # sorted just above
        )
        .filter(working_days_after_in_bulk(pl.col("on"), pl.lit(source.as_at)) >= 10)
    )
    return case(followed, counted=working_days_after_in_bulk(pl.col("on"), pl.col("referred")) <= 10)


@indicator(
    basis="events",
    numerator="Referrals received in the period",
    why="The demand that social care accepts; read it beside contacts and assessments.",
    how="Count referrals by date; several for one child on one day count once.",
    cautions=("New information about a child already open to social care is not a referral.",),
    source="Children in need census, table C1",
    needs=(events("ssd_cin_episodes"),),
)
def referrals_count(source: Source) -> pl.LazyFrame:
    return case(referrals(source))


@indicator(
    basis="events",
    numerator="Of those, referrals closed with no further action",
    denominator="Referrals received in the period",
    why="Many referrals that come to nothing may mean families are brought in who need other help.",
    how="Count referrals marked no further action; a blank mark is counted as action taken.",
    cautions=(
        "A high figure can mean too much is recorded as a referral; a low one that little is refused.",
    ),
    source="Children in need census, table C1",
    needs=(events("ssd_cin_episodes"),),
)
def referrals_nfa(source: Source) -> pl.LazyFrame:
    return case(referrals(source), counted=pl.col("no_further_action"))


@indicator(
    basis="events",
    numerator="Of those, referrals of a child referred before within the 12 months up to the day",
    denominator="Referrals received in the period",
    why="A child who comes back may not have been helped enough the first time.",
    how=(
        "Look back 12 calendar months from each referral. Where the source holds too little history, its own "
        "stated count of earlier referrals is used, and a referral with no stated count is left out."
    ),
    cautions=(
        "Counts referrals, not children: national figures exist for both.",
        "A target to lower it can put off a referral that should be made.",
        "Where no stated count of twenty or more is nought, they are taken to include the referral itself.",
    ),
    source="Children in need census, table C1",
    needs=(events("ssd_cin_episodes", months_before=12),),
    instead=(stated("ssd_cin_episodes"),),
)
def rereferrals_12m(source: Source) -> pl.LazyFrame:
    seen_before = (pl.col("previous") >= months_ago(12)).fill_null(False)
    frame = referrals(source).with_columns(seen_before=seen_before)
    if source.has_every("ssd_cin_episodes"):
        return case(frame, counted=pl.col("seen_before"))
    return case(stated_before(frame), counted=pl.col("seen_before"))


@indicator(
    basis="events",
    numerator="Contacts dated in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Lets places of different size be set side by side.",
    how=f"Contacts of the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=("No national figure is published: places record contacts differently.", *RATE_CAUTIONS),
    source="Local measure, in regional use",
    needs=(events("ssd_contacts"), population()),
)
def contacts_rate(source: Source) -> pl.LazyFrame:
    return case(contacts(source))


@indicator(
    basis="events",
    numerator="Of those, contacts from each source",
    denominator="Contacts dated in the period",
    why="Shows who worries about children here, and who is silent.",
    how="Put each contact under the group its source code belongs to in the census.",
    cautions=("A source that never reports may be one that finds it hard to.", "Check blank sources first."),
    source="Children in need census, referral source codes",
    needs=(events("ssd_contacts"),),
    parts="source",
)
def contacts_by_source(source: Source) -> pl.LazyFrame:
    return case(contacts(source), part=groups_of("referral_source", "came_from"))


@indicator(
    basis="stock",
    numerator="Of those, children with three contacts or more",
    denominator="Children with any contact in the 12 months to the date",
    why="A family that keeps coming back to the door may not have been helped when it first came.",
    how="Count each child's contacts in the 12 calendar months up to the date.",
    cautions=(
        "One event reported by three people is three contacts.",
        "Many contacts can also mean neighbours and schools who keep watch well.",
    ),
    source="Local measure",
    needs=(events("ssd_contacts", months_before=12),),
)
def repeat_contacts_12m(source: Source) -> pl.LazyFrame:
    dated = source.table("ssd_contacts").select(
        child_id="cont_person_id", happened="cont_contact_date", about="cont_contact_id"
    )
    each = latest_of_the_year_to(source, dated, times=3)
    return case(held(source, each), counted=pl.col("so_often"))


@indicator(
    basis="events",
    numerator="Referrals received in the period, scaled to a whole year",
    denominator=CHILDREN_HERE,
    why="Shows the demand social care accepts, set against how many children live here.",
    how=f"Referrals of the period in a year, for every 10,000 children. {HOW_A_RATE}",
    cautions=("What counts as a referral differs from place to place.", *RATE_CAUTIONS),
    source="Children in need census, table C1",
    needs=(events("ssd_cin_episodes"), population()),
)
def referrals_rate(source: Source) -> pl.LazyFrame:
    return case(referrals(source))


@indicator(
    basis="events",
    numerator="Of those, referrals whose assessment found no need of social care",
    denominator="Referrals whose 45 working days for an assessment ran out in the period",
    why="Many may mean families go through an assessment they did not need.",
    how=(
        "Each referral is dated 45 working days on, when its assessment should be done. The assessment is "
        "the first of the child begun that day or later, before any next referral, and authorised by then."
    ),
    cautions=(
        "The figure speaks of referrals two months ago.",
        "Referrals with no assessment stay in the total.",
        "Neither high nor low is good by itself.",
    ),
    source="Children in need census, table C1",
    needs=(events("ssd_cin_episodes", months_before=3), events("ssd_cin_assessments", months_before=3)),
)
def referrals_not_in_need(source: Source) -> pl.LazyFrame:
    assessed = (
        source.table("ssd_cin_assessments")
        .select(
            child_id="cina_person_id",
            begun="cina_assessment_start_date",
            authorised="cina_assessment_auth_date",
            needs_nothing=pl.col("cina_assessment_outcome_nfa") == "Y",
        )
        .filter(pl.col("begun").is_not_null())
        .sort("begun", "authorised")
    )
    next_referral = pl.col("on").shift(-1).over("child_id", order_by="on")
    dated = (
        referrals(source)
        .with_columns(next_referral=next_referral, referred="on")
        .sort("referred")
        .join_asof(
            assessed,
            left_on="referred",
            right_on="begun",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # sorted just above
        )
        .with_columns(on=add_working_days_in_bulk(pl.col("referred"), 45))
        .filter(pl.col("on") <= source.as_at)
    )
    its_own = pl.col("next_referral").is_null() | (pl.col("begun") < pl.col("next_referral"))
    in_time = pl.col("authorised") <= pl.col("on")
    return case(dated, counted=pl.col("needs_nothing") & its_own & in_time)


@indicator(
    basis="events",
    numerator="Of those, children referred before within the 12 months up to the day",
    denominator="Children referred in the period",
    why="A child who comes back may not have been helped enough the first time.",
    how=(
        "As re-referrals, but each child counts once in a period, and as re-referred if any referral was. "
        "Where the source holds too little history, its own stated count is used."
    ),
    cautions=(
        "Counts children, not referrals: do not set it beside the other figure.",
        "A child referred in two months counts in both, so months do not add up to the year.",
    ),
    source="Children in need census, table C1",
    needs=(events("ssd_cin_episodes", months_before=12),),
    instead=(stated("ssd_cin_episodes"),),
    each_child_once=True,
)
def rereferrals_children_12m(source: Source) -> pl.LazyFrame:
    return rereferrals_12m.rows(source)


@indicator(
    basis="events",
    numerator="Of those, referrals from each source",
    denominator="Referrals received in the period",
    why="Shows who refers children here, and whether any who should do not.",
    how="Put each referral under the group its source code belongs to in the census.",
    cautions=("Check blank sources first.", "A change may be one of recording."),
    source="Children in need census, table C5",
    needs=(events("ssd_cin_episodes"),),
    parts="source",
)
def referrals_by_source(source: Source) -> pl.LazyFrame:
    return case(referrals(source), part=groups_of("referral_source", "came_from"))


@shared
def _seen(source: Source) -> pl.LazyFrame:
    """Every day a child was seen on a visit, whatever plan the visit was under."""
    visits = (
        ("ssd_cin_visits", "cinv_person_id", "cinv_cin_visit_date", "cinv_cin_visit_seen"),
        ("ssd_cp_visits", "cppv_person_id", "cppv_cp_visit_date", "cppv_cp_visit_seen"),
        ("ssd_cla_visits", "clav_person_id", "clav_cla_visit_date", "clav_cla_visit_seen"),
    )
    each = [
        source.table(name).filter(pl.col(seen) == "Y").select(child_id=child, seen=day)
        for name, child, day, seen in visits
    ]
    return pl.concat(each).drop_nulls().sort("seen")


@indicator(
    basis="events",
    numerator="Not counted: the figure is the middle value",
    denominator="Referrals received in the period that led to an assessment, of children since seen",
    why="Until somebody has seen the child, nobody knows how the child is.",
    how="Working days from referral to the first visit at which the child was seen, and the middle of them.",
    cautions=(
        "Children not yet seen are left out, so the latest months look quick.",
        "A child seen on the day and not recorded as visited is missed.",
    ),
    source="Local measure",
    needs=(
        whole("ssd_cin_episodes"),
        whole("ssd_cin_assessments"),
        whole("ssd_cin_visits"),
        whole("ssd_cp_visits"),
        whole("ssd_cla_visits"),
    ),
)
def s17_referral_child_seen_days(source: Source) -> pl.LazyFrame:
    assessed = source.table("ssd_cin_assessments").select(about="cina_referral_id").drop_nulls().unique()
    seen = (
        referrals(source)
        .join(assessed, on="about", how="semi")
        .sort("on")
        .join_asof(
            _seen(source),
            left_on="on",
            right_on="seen",
            by="child_id",
            strategy="forward",
            check_sortedness=False,  # both are sorted
        )
        .filter(pl.col("seen").is_not_null())
    )
    return case(seen, value=working_days_after_in_bulk(pl.col("on"), pl.col("seen")))


@indicator(
    basis="events",
    numerator="Children not in care who went missing in the period",
    why="A child missing from home may be running from harm, or towards it.",
    how="Count each child once in a period, by the start of a missing episode, if not in care that day.",
    cautions=(
        "Police hold their own count: the two seldom agree.",
        "Children away without leave are not counted as missing.",
    ),
    source="Local measure, in use by safeguarding partners",
    needs=(whole("ssd_missing"), whole("ssd_cla_episodes")),
    each_child_once=True,
)
def missing_from_home(source: Source) -> pl.LazyFrame:
    missing = source.table("ssd_missing").select(
        child_id="miss_person_id",
        on="miss_missing_episode_start_date",
        about="miss_table_id",
        kind=pl.col("miss_missing_episode_type").str.to_lowercase(),
    )
    missing = missing.filter(pl.col("kind").str.starts_with("m") & pl.col("on").is_not_null())
    care = source.table("ssd_cla_episodes").select(
        child_id="clae_person_id", entered="clae_entered_care_date", left="clae_cla_episode_ceased_date"
    )
    then = (pl.col("entered") <= pl.col("on")) & (pl.col("left").is_null() | (pl.col("left") > pl.col("on")))
    in_care = missing.join(care, on="child_id").filter(then).select("about").unique()
    return case(held(source, missing.join(in_care, on="about", how="anti")))
