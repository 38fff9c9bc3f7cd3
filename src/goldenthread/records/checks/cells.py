"""What stands in a row by itself: codes, what must be filled in, dates to come, keys, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from goldenthread.records.belonging import CHILD
from goldenthread.records.checks.check import (
    LOGICAL,
    OURS,
    Asked,
    Check,
    Severity,
    always,
    census,
    looked_after,
    told_whole,
    where,
)
from goldenthread.standards.annex_a import standard
from goldenthread.standards.retention import tables as declared
from goldenthread.standards.safeguarding_dataset import Field, Table, dataset

FLAGS = ("Y", "N", "U")
_MODEL = "Standard Safeguarding Dataset"
PLANNED = frozenset(
    {
        "pers_expected_dob",
        "icpc_icpc_target_date",
        "supr_next_due_date",
        "over_action_due_date",
        "comp_response_due_date",
        "clea_pathway_plan_review_date",
        "immi_immigration_status_end_date",
        "dolo_end_date",
        "csdq_stated_year_end",
        "clac_stated_year_end",
        "clas_stated_year_end",
    }
)
"""Days that may rightly be to come: what is due, expected, granted until or stated of a year that runs."""

# table, field, severity, source
_REQUIRED: tuple[tuple[str, str, Severity, str], ...] = (
    ("ssd_person", "pers_gender", "error", census("4180")),
    ("ssd_person", "pers_ethnicity", "query", census("4220")),
    ("ssd_disability", "disa_disability_code", "query", census("8540")),
    ("ssd_contacts", "cont_contact_date", "error", "Annex A, list 1"),
    ("ssd_contacts", "cont_contact_source_code", "query", "Annex A, list 1"),
    ("ssd_early_help_episodes", "earl_episode_start_date", "error", "Annex A, list 2"),
    ("ssd_cin_episodes", "cine_referral_date", "error", census("8600")),
    ("ssd_cin_episodes", "cine_referral_source_code", "query", census("8866")),
    ("ssd_cin_assessments", "cina_assessment_start_date", "error", "Annex A, list 4"),
    ("ssd_cin_plans", "cinp_cin_plan_start_date", "error", census("4010")),
    ("ssd_cin_visits", "cinv_cin_visit_date", "error", _MODEL),
    ("ssd_s47_enquiry", "s47e_s47_start_date", "error", census("8615")),
    ("ssd_initial_cp_conference", "icpc_icpc_date", "query", "Annex A, list 5"),
    ("ssd_cp_plans", "cppl_cp_plan_start_date", "error", census("8720")),
    ("ssd_cp_plans", "cppl_cp_plan_initial_category", "query", census("8905")),
    ("ssd_cp_plans", "cppl_cp_plan_latest_category", "query", census("8910")),
    ("ssd_cp_visits", "cppv_cp_visit_date", "error", _MODEL),
    ("ssd_cp_reviews", "cppr_cp_review_date", "query", census("8842Q")),
    ("ssd_legal_status", "lega_legal_status", "error", looked_after("144")),
    ("ssd_legal_status", "lega_legal_status_start_date", "query", "Annex A, list 8"),
    ("ssd_cla_episodes", "clae_cla_episode_start_date", "error", looked_after("141")),
    ("ssd_cla_episodes", "clae_cla_primary_need_code", "query", looked_after("145")),
    ("ssd_cla_placement", "clap_cla_placement_start_date", "query", "Annex A, list 8"),
    ("ssd_cla_placement", "clap_cla_placement_type", "error", looked_after("146")),
    ("ssd_cla_reviews", "clar_cla_review_date", "error", looked_after("166")),
    ("ssd_cla_visits", "clav_cla_visit_date", "error", _MODEL),
    ("ssd_missing", "miss_missing_episode_start_date", "error", looked_after("564")),
    ("ssd_care_leavers", "clea_care_leaver_in_touch", "query", looked_after("131")),
    ("ssd_care_leavers", "clea_care_leaver_eligibility", "query", "Annex A, list 9"),
    ("ssd_permanence", "perm_adm_decision_date", "query", "Annex A, list 10"),
    ("ssd_involvements", "invo_professional_id", "query", "Annex A: the allocated worker"),
    ("adopters", "adop_enquiry_date", "query", "Annex A, list 11"),
    ("practice_supervision", "supr_date", "error", "practice records"),
    ("practice_management_oversight", "over_date", "error", "practice records"),
    ("practice_case_discussions", "disc_date", "error", "practice records"),
    ("practice_core_groups", "core_date", "error", "practice records"),
    ("practice_review_participation", "part_review_date", "error", "practice records"),
    ("practice_complaints", "comp_received_date", "error", "practice records"),
)


def checks() -> Iterator[Check]:
    yield from _required()
    yield from _together()
    yield from _of_people()
    for table in dataset().tables.values():
        yield from _codes(table)
        yield from _to_come(table)
        yield _keys(table)
        yield from _strangers(table)


def checked_fields(table: Table) -> list[Field]:
    """The fields whose codes are looked at: those of a set that takes no other text, and flags."""
    coded = [field for field in table.fields if field.type == "flag" or field.codes]
    return [field for field in coded if _allowed(field) is not None]


def _allowed(field: Field) -> pl.Expr | None:
    """Whether a field's cell is a code of its set; None where the set takes any text."""
    cell = pl.col(field.name)
    if field.type == "flag":
        return cell.is_in(FLAGS)
    assert field.codes is not None
    if field.codes in dataset().code_sets:
        return cell.is_in(list(dataset().code_sets[field.codes]))
    held = standard().code_sets[field.codes]
    if held.open:
        return None
    allowed = cell.is_in([code.raw for code in held.codes])
    for pattern in (held.sub_code_pattern, held.local_code_pattern):
        if pattern is not None:
            allowed = allowed | cell.str.contains(pattern)
    return allowed


def _each(table: str, breaches: dict[str, pl.Expr]) -> Callable[[Asked], pl.LazyFrame]:
    """A row for each field that its breach holds for, with the field and what stands in it."""

    def find(asked: Asked) -> pl.LazyFrame:
        rows = asked.table(table)
        return pl.concat(
            rows.filter(so).with_columns(_column=pl.lit(name), _cell=pl.col(name).cast(pl.String))
            for name, so in breaches.items()
        )

    return find


def _short(table: str) -> str:
    return table.removeprefix("ssd_").replace("_", "-")


def _codes(table: Table) -> Iterator[Check]:
    breaches = {}
    for field in checked_fields(table):
        allowed = _allowed(field)
        assert allowed is not None
        breaches[field.name] = ~allowed
    if breaches:
        names = ", ".join(breaches)
        says = f"a code that is not one of its set, in any of {names}"
        find = _each(table.name, breaches)
        yield Check(f"{_short(table.name)}-code", table.name, says, _MODEL, "error", find)


def _to_come(table: Table) -> Iterator[Check]:
    names = [
        f.name for f in table.fields if f.type == "date" and f.name not in PLANNED and f.name != "pers_dob"
    ]
    if not names:
        return

    def find(asked: Asked) -> pl.LazyFrame:
        return _each(table.name, {name: pl.col(name) > asked.as_at for name in names})(asked)

    says = f"a day after the day the records are as at, in any of {', '.join(names)}"
    yield Check(f"{_short(table.name)}-to-come", table.name, says, LOGICAL, "query", find)


def _keys(table: Table) -> Check:
    key = pl.col(table.key)
    find = where(table.name, key.is_null() | key.is_duplicated())
    says = f"{table.key} is blank, or another row has the same"
    return Check(f"{_short(table.name)}-key", table.name, says, _MODEL, "error", find, (table.key,))


def _strangers(table: Table) -> Iterator[Check]:
    """Rows of a child who is nowhere in ssd_person, or of no child at all."""
    said = declared()[table.name]
    if said.child is None or table.name == "ssd_person":
        return
    optional = table.name in ("practice_supervision", "practice_complaints")  # some are of no one child
    nobodys = pl.lit(False) if optional else pl.col(CHILD).is_null()

    def find(asked: Asked) -> pl.LazyFrame:
        people = asked.records.table("ssd_person").select(_known="pers_person_id").unique()
        marked = people.with_columns(_is_known=pl.lit(True))
        rows = asked.table(table.name).join(marked, left_on=CHILD, right_on="_known", how="left")
        return rows.filter(nobodys | (pl.col(CHILD).is_not_null() & pl.col("_is_known").is_null()))

    says = "the row leads to nobody in ssd_person"
    reads = ("ssd_person", *([said.through[0]] if said.through else []))
    yield Check(
        f"{_short(table.name)}-nobody", table.name, says, _MODEL, "error", find, (said.child,), reads=reads
    )


def _required() -> Iterator[Check]:
    for table, field, severity, source in _REQUIRED:
        find = where(table, pl.col(field).is_null())
        id = f"{field.replace('_', '-')}-blank"
        able = told_whole(table) if field in _IN_PART else always
        yield Check(id, table, f"{field} is blank", source, severity, find, (field,), able=able)


_IN_PART = ("cine_referral_source_code",)  # Annex A's list 6 shows a referral without it


def _blank(*fields: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(field).is_null() for field in fields)


def _together() -> Iterator[Check]:
    """What comes together, or not at all."""
    ended, why = "cine_close_date", "cine_close_reason"
    episodes = "ssd_cin_episodes"
    so = _blank(why) & pl.col(ended).is_not_null() & pl.col("cine_referral_nfa").ne_missing("Y")
    yield Check(
        "closed-no-reason",
        episodes,
        "a close date and no reason, of a referral taken further",
        census("8805"),
        "query",
        where(episodes, so),
        (ended, why),
    )
    so = _blank(ended) & pl.col(why).is_not_null()
    yield Check(
        "reason-not-closed",
        episodes,
        "a close reason and no date",
        census("8810"),
        "error",
        where(episodes, so),
        (ended, why),
    )
    need = "cine_cin_primary_need_code"
    so = _blank(need) & pl.col("cine_referral_nfa").eq_missing("N")
    yield Check(
        "need-blank",
        episodes,
        "a referral taken further has no primary need",
        census("8610"),
        "query",
        where(episodes, so),
        ("cine_referral_nfa", need),
        able=told_whole(episodes),
    )
    care, end, reason = "ssd_cla_episodes", "clae_cla_episode_ceased_date", "clae_cla_episode_ceased_reason"
    so = _blank(end) != _blank(reason)
    yield Check(
        "care-end-half",
        care,
        "an end without its reason, or a reason without its end",
        looked_after("148"),
        "error",
        where(care, so),
        (end, reason),
    )
    table, day, why = "ssd_permanence", "perm_decision_reversed_date", "perm_decision_reversed_reason"
    yield Check(
        "reversal-half",
        table,
        "a reversal without its reason, or a reason without its day",
        looked_after("119"),
        "query",
        where(table, _blank(day) != _blank(why)),
        (day, why),
    )
    table, day, why = "adopters", "adop_left_date", "adop_left_reason"
    yield Check(
        "adopter-left-half",
        table,
        "left without a reason, or a reason without the day",
        "Annex A, list 11",
        "query",
        where(table, _blank(day) != _blank(why)),
        (day, why),
    )
    table, score, why = "ssd_sdq_scores", "csdq_sdq_score", "csdq_sdq_reason"
    so = ~_blank(score) & ~_blank(why)
    yield Check(
        "score-and-reason",
        table,
        "a score, and a reason why there is none",
        looked_after("197a"),
        "query",
        where(table, so),
        (score, why),
    )
    so = ~pl.col(score).is_between(0, 40)
    yield Check(
        "score-outside",
        table,
        "a score that is not from 0 to 40",
        looked_after("180"),
        "error",
        where(table, so),
        (score,),
    )
    yield _own_provision()


def _own_provision() -> Check:
    table, provider, place = "ssd_cla_placement", "clap_cla_placement_provider", "clap_placement_location"
    so = (pl.col(provider) == "PR1") & (pl.col(place) == "OUT")
    says = "the authority's own provision, and outside its boundary"
    find = where(table, so)
    return Check("own-and-outside", table, says, looked_after("1015"), "query", find, (provider, place))


def _of_people() -> Iterator[Check]:
    person, born, due, sex = "ssd_person", "pers_dob", "pers_expected_dob", "pers_gender"
    unborn = pl.col("pers_stated_unborn").eq_missing("Y")
    yield Check(
        "birth-blank",
        person,
        "neither a date of birth nor an expected one, and not said to be unborn",
        census("8525Q"),
        "error",
        where(person, _blank(born, due) & ~unborn),
        (born, due),
    )
    so = ~_blank(born) & ~_blank(due)
    yield Check(
        "born-and-expected",
        person,
        "both a date of birth and an expected one",
        census("8525Q"),
        "note",
        where(person, so),
        (born, due),
    )
    so = (unborn | (_blank(born) & ~_blank(due))) & pl.col(sex).is_in(["M", "F"])
    yield Check(
        "unborn-with-sex",
        person,
        "an unborn child is given a sex",
        census("8750"),
        "query",
        where(person, so),
        (born, due, sex),
    )
    yield Check(
        "birth-to-come",
        person,
        "a date of birth after the day of the records, of a child not said to be unborn",
        census("8520"),
        "query",
        lambda asked: asked.table(person).filter((pl.col(born) > asked.as_at) & ~unborn),
        (born, "pers_stated_unborn"),
    )
    yield Check(
        "older-than-25",
        person,
        "was 26 before the day of the records",
        census("8775Q"),
        "note",
        lambda asked: asked.table(person).filter(pl.col(born).dt.offset_by("26y") <= asked.as_at),
        (born,),
    )
    for id, field, says in (
        ("two-birthdays", born, "rows of one child have different dates of birth"),
        ("two-sexes", sex, "rows of one child have different sexes"),
    ):
        so = pl.col(field).drop_nulls().n_unique().over("pers_person_id") > 1
        so = so & pl.col("pers_person_id").is_not_null()
        source = looked_after("203" if field == born else "202")
        yield Check(id, person, says, source, "error", where(person, so), ("pers_person_id", field))
    yield Check(
        "birth-long-ago",
        person,
        "a date of birth more than 120 years ago",
        OURS,
        "error",
        lambda asked: asked.table(person).filter(pl.col(born).dt.offset_by("120y") < asked.as_at),
        (born,),
    )
