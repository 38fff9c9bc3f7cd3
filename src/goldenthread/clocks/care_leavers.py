"""The clocks of a care leaver: the review of the pathway plan, keeping in touch, and the contact at a
birthday.

The dataset holds each young person's latest review and latest contact alone, so only what runs since then
can be told, and a young person with neither has no row.
"""

from __future__ import annotations

import polars as pl

from goldenthread.clocks.duties import begun_by, born, duties, no_duties, weakest_history
from goldenthread.clocks.rows import Basis
from goldenthread.clocks.rules import Dated, Months, Rule, leg
from goldenthread.records.allocation import named
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months_in_bulk
from goldenthread.standards.timescales import LocalStandards

PATHWAY, TOUCH, BIRTHDAY = "ts_pathway_review", "ts_cl_in_touch_8wk", "ts_cl_903_birthday"
NEEDS = ("ssd_care_leavers",)
BIRTHDAY_NEEDS = ("ssd_care_leavers", "ssd_person")
WITH_PLAN = ("E", "R", "FR")  # eligible, relevant, former relevant
LEFT_CARE = ("R", "FR")
DIED, NOT_OWED = "DIED", ("DIED", "REFU", "NREQ", "RHOM")
BIRTHDAYS = (17, 18, 19, 20, 21)


def pathway_duties(records: Records) -> pl.LazyFrame:
    """The interval since each young person's latest review of the pathway plan."""
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    limit = leg(PATHWAY, "every")
    rows = _young_people(records, WITH_PLAN).with_columns(started=pl.col("reviewed"))
    return _since(rows, limit, records, clock=PATHWAY, words=pl.lit(f"{limit.words} from the review before"))


def touch_duties(records: Records, standards: LocalStandards) -> pl.LazyFrame:
    """The interval since each young person's latest contact; not owed to those who refuse it, need no
    service, or went home."""
    if weakest_history(records, *NEEDS) == "absent":
        return no_duties()
    standard, started = Dated(standards.of(TOUCH)), pl.col("started")
    owed = ~pl.col("in_touch").is_in(NOT_OWED).fill_null(value=False)
    rows = _young_people(records, LEFT_CARE).filter(owed).with_columns(started=pl.col("contact"))
    words = pl.concat_str(standard.words_in_bulk(started), pl.lit(" from the contact before (local)"))
    return _since(rows, standard, records, clock=TOUCH, words=words)


def birthday_duties(records: Records) -> pl.LazyFrame:
    """One duty per young person, for the latest birthday from 17 to 21 whose window has begun.

    A latest contact after the window says nothing of one within it.
    """
    if weakest_history(records, *BIRTHDAY_NEEDS) == "absent":
        return no_duties()
    age = _age_asked_of(records)
    before, after = leg(BIRTHDAY, "before"), leg(BIRTHDAY, "after")
    rows = (
        _young_people(records, LEFT_CARE)
        .join(born(records), on="child_id", how="left")
        .with_columns(age=age)
        .filter(pl.col("age").is_not_null())
        .with_columns(started=_months_from_birth(-_months(before)), due=_months_from_birth(_months(after)))
        .filter(begun_by(pl.col("started"), records.as_at))
        .with_columns(
            done=pl.when(pl.col("contact").is_between("started", "due")).then(pl.col("contact")),
            undated=(pl.col("contact") > pl.col("due")).fill_null(value=False),
            rule=pl.concat_str(
                pl.lit(f"{before.words} before to {after.words} after birthday "),
                pl.col("age").cast(pl.String),
            ),
            basis=pl.lit(Basis.KNOWN),
        )
    )
    return duties(named(rows, records, team="team", worker="worker"), clock=BIRTHDAY)


def _since(rows: pl.LazyFrame, limit: Rule, records: Records, *, clock: str, words: pl.Expr) -> pl.LazyFrame:
    owed = rows.filter(begun_by(pl.col("started"), records.as_at)).with_columns(
        due=limit.in_bulk(pl.col("started")), rule=words, basis=pl.lit(Basis.KNOWN)
    )
    return duties(named(owed, records, team="team", worker="worker"), clock=clock)


def _young_people(records: Records, kinds: tuple[str, ...]) -> pl.LazyFrame:
    """Each young person of these kinds once, by the row with the latest contact; the dead are left out."""
    contact, reviewed = pl.col("clea_care_leaver_latest_contact"), pl.col("clea_pathway_plan_review_date")
    alive = ~(pl.col("clea_care_leaver_in_touch") == DIED).fill_null(value=False)
    return (
        records.table("ssd_care_leavers")
        .filter(pl.col("clea_care_leaver_eligibility").is_in(kinds), alive)
        .select(
            child_id="clea_person_id",
            about="clea_table_id",
            in_touch="clea_care_leaver_in_touch",
            contact=pl.when(contact <= records.as_at).then(contact),
            reviewed=reviewed,
            team="clea_care_leaver_allocated_team",
            worker="clea_care_leaver_worker_id",
        )
        .sort("contact", "about", nulls_last=False)
        .unique("child_id", keep="last", maintain_order=True)
    )


def _age_asked_of(records: Records) -> pl.Expr:
    """The latest of the birthdays whose window has begun and that are still asked of; else null."""
    before = _months(leg(BIRTHDAY, "before"))
    answer = pl.lit(None, dtype=pl.Int64)
    for age in BIRTHDAYS:
        begins = add_months_in_bulk(pl.col("born"), age * 12 - before)
        answer = pl.when(begins <= records.as_at).then(pl.lit(age)).otherwise(answer)
    over = add_months_in_bulk(pl.col("born"), (BIRTHDAYS[-1] + 1) * 12)
    return pl.when(over > records.as_at).then(answer)


def _months_from_birth(beside: int) -> pl.Expr:
    """The day so many months before or after the birthday in `age`."""
    answer = pl.lit(None, dtype=pl.Date)
    for age in BIRTHDAYS:
        day = add_months_in_bulk(pl.col("born"), age * 12 + beside)
        answer = pl.when(pl.col("age") == age).then(day).otherwise(answer)
    return answer


def _months(limit: Rule) -> int:
    assert isinstance(limit, Months), limit
    return limit.n
