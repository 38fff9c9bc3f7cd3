"""The front door: contacts, referrals and re-referrals."""

from __future__ import annotations

import polars as pl

from goldenthread.indicators.definition import indicator
from goldenthread.indicators.needs import events, stated
from goldenthread.indicators.source import Source, case, held, months_ago, named, shared, stated_before
from goldenthread.standards.calendar import working_days_after_in_bulk

_same_child = pl.col("child_id") == pl.col("child_id").shift(1)  # of rows sorted by child


@shared
def contacts(source: Source) -> pl.LazyFrame:
    """Contacts, with who then held the child, if anyone did."""
    frame = source.table("ssd_contacts").select(
        child_id="cont_person_id", on="cont_contact_date", about="cont_contact_id"
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
