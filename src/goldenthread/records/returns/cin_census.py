"""A children in need census: its blocks typed, checked and made into the model's tables.

    read_census(path, as_at=None)     what the file holds, by block
    to_records(read)                  the same as the model's tables, with what a census can say of each

Keys are made of what a row is, in the same words as those of Annex A's lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import apart
from goldenthread.records.annex_a.shaping import fitted, key, place_among
from goldenthread.records.annex_a.sheets import Opened
from goldenthread.records.annex_a.typing import ROW
from goldenthread.records.annex_a.values import read_date
from goldenthread.records.coverage import Coverage, History
from goldenthread.records.returns.census_xml import ASSESSMENT, CHILD, EPISODE, LINE, PLAN
from goldenthread.records.returns.tables import TableRead, out_of_order, read_table, sheet_note
from goldenthread.records.tables import Records
from goldenthread.standards.returns import cin_census, collection_year, year_end, year_start
from goldenthread.standards.safeguarding_dataset import dataset

Tables = dict[str, pl.DataFrame]

YEARS_DISAGREE = "Year and ReferenceDate do not agree; ReferenceDate is used"
NO_YEAR_KNOWN = "the codes of this collection year are not known here; those of {year} are used"
BOTH_BIRTHS = "both a date of birth and an expected one; both are read"
NEITHER_BIRTH = "neither a date of birth nor an expected one"
UNBORN_WITH_SEX = "an unborn child given a sex other than U"
CHILD_TWICE = "the same child stands in the census more than once; what was said first of them is used"
NONE_AND_OTHERS = "no disability, together with a disability"
NONE_FOUND_AND_OTHERS = "no factors identified (21), together with other factors"
SAME_DAY = "another of the same child starts on the same day; both are read"
SAME_PLAN = "another plan of the same child starts on the same day; the last is read"
LONG_IDENTIFIER = "longer than 20 characters, or with more than letters and digits; read as it stands"
_ORDERS = {
    "CINdetails": (("CINreferralDate", "CINclosureDate"),),
    "Assessments": (("AssessmentActualStartDate", "AssessmentAuthorisationDate"),),
    "CINPlanDates": (("CINPlanStartDate", "CINPlanEndDate"),),
    "Section47": (("S47ActualStartDate", "DateOfInitialCPC"),),
    "ChildProtectionPlans": (("CPPstartDate", "CPPendDate"),),
    "Child": (("PersonBirthDate", "PersonDeathDate"),),
}
_ID = "LAchildID"


@dataclass(frozen=True)
class CensusRead:
    """A census read: its date, its blocks by name, and what is said of the file as a whole."""

    as_at: date
    made_up: bool
    blocks: Mapping[str, TableRead]
    notes: pl.DataFrame

    @property
    def year(self) -> int:
        return collection_year(self.as_at)

    def rows(self, block: str) -> pl.DataFrame:
        return self.blocks[block].rows


def read_census(
    path: Path,
    *,
    as_at: date | None = None,
    otherwise: date | None = None,
    open_with: Callable[[Path], Opened] = lambda path: apart.opened(path, what="census"),
) -> CensusRead:
    """Read a census. Its date is the one asked for, else its ReferenceDate, else the end of its Year, else
    `otherwise`. It is opened in a process apart; `open_with` is for files of our own making.

    Raises InputRefused where it is no census, cannot be read, or does not say which year it is of.
    """
    opened = open_with(path)
    sheets = {sheet.name: sheet.cells for sheet in opened.sheets}
    stated, year = _stated(sheets.pop("Header").row(0, named=True))
    when = as_at or stated or (year_end(year) if year else None) or otherwise
    if when is None:
        raise InputRefused(
            source=path,
            why="does not say which collection year it is of",
            what_to_do="give --as-at YYYY-MM-DD: 31 March of the year the census ends in",
        )
    blocks = {name: _block(name, cells, when, path.name) for name, cells in sheets.items()}
    notes = [sheet_note(file=path.name, sheet=None, kind="note", message=said) for said in opened.remarks]
    notes += _notes_on_years(path.name, when=when, year=year)
    return CensusRead(
        when, opened.properties.made_up, _checked(blocks), pl.concat(notes) if notes else _none()
    )


def _none() -> pl.DataFrame:
    return sheet_note(file="", sheet=None, kind="note", message="").clear()


def _stated(header: Mapping[str, str | None]) -> tuple[date | None, int | None]:
    """The header's ReferenceDate and Year, where they can be read."""
    stated = read_date(header["ReferenceDate"]).value if header["ReferenceDate"] else None
    year = header["Year"] or ""
    return stated, int(year) if len(year) == 4 and year.isdecimal() else None


def _notes_on_years(file: str, *, when: date, year: int | None) -> Iterator[pl.DataFrame]:
    known = cin_census().years
    if year is not None and year != collection_year(when):
        yield sheet_note(file=file, sheet="Header", kind="query", message=YEARS_DISAGREE, column="Year")
    if collection_year(when) not in known:
        message = NO_YEAR_KNOWN.format(year=min(known, key=lambda one: abs(one - collection_year(when))))
        yield sheet_note(file=file, sheet="Header", kind="query", message=message, column="ReferenceDate")


def _block(name: str, cells: pl.DataFrame, when: date, file: str) -> TableRead:
    read = read_table(
        cells.rename({LINE: ROW}),
        cin_census().tables[name],
        standard=cin_census(),
        year=collection_year(when),
        file=file,
        sheet=name,
        is_listed=False,
    )
    return read.noting(*out_of_order(read, _ORDERS.get(name, ())))


# Queries that no one cell shows


def _checked(blocks: dict[str, TableRead]) -> dict[str, TableRead]:
    child = blocks["Child"]
    doubles = {"Assessments": "AssessmentActualStartDate", "Section47": "S47ActualStartDate"}
    found = {
        "Child": child.noting(*_on_children(child)),
        "Disabilities": blocks["Disabilities"].noting(
            *_alone(blocks["Disabilities"], CHILD, "Disability", "NONE", NONE_AND_OTHERS)
        ),
        "AssessmentFactors": blocks["AssessmentFactors"].noting(
            *_alone(blocks["AssessmentFactors"], ASSESSMENT, "AssessmentFactors", "21", NONE_FOUND_AND_OTHERS)
        ),
        "ChildProtectionPlans": blocks["ChildProtectionPlans"].noting(
            *_same_day(blocks["ChildProtectionPlans"], "CPPstartDate", SAME_PLAN)
        ),
    }
    found |= {
        name: blocks[name].noting(*_same_day(blocks[name], day, SAME_DAY)) for name, day in doubles.items()
    }
    return {name: found.get(name, block) for name, block in blocks.items()}


def _on_children(child: TableRead) -> Iterator[pl.DataFrame]:
    born, expected = pl.col("PersonBirthDate").is_not_null(), pl.col("ExpectedPersonBirthDate").is_not_null()
    for rule, message, column in (
        (born & expected, BOTH_BIRTHS, "ExpectedPersonBirthDate"),
        (~born & ~expected, NEITHER_BIRTH, "PersonBirthDate"),
        (~born & expected & pl.col("Sex").is_in(["M", "F"]), UNBORN_WITH_SEX, "Sex"),
        (pl.col(_ID).is_duplicated(), CHILD_TWICE, _ID),
        (~pl.col(_ID).str.contains(r"^[A-Za-z0-9]{1,20}$"), LONG_IDENTIFIER, _ID),
    ):
        rows = child.rows.filter(rule)[ROW]
        if len(rows):
            yield child.said(rows, kind="query", message=message, column=column)


def _alone(block: TableRead, place: str, column: str, code: str, message: str) -> Iterator[pl.DataFrame]:
    """A code that stands alone or not at all, met with others."""
    with_others = (pl.col(column) == code) & (pl.col(column).n_unique().over(place) > 1)
    rows = block.rows.filter(with_others)[ROW]
    if len(rows):
        yield block.said(rows, kind="query", message=message, column=column)


def _same_day(block: TableRead, day: str, message: str) -> Iterator[pl.DataFrame]:
    rows = block.rows.filter(pl.struct(_ID, day).is_duplicated())[ROW]
    if len(rows):
        yield block.said(rows, kind="query", message=message, column=day)


# To the model


def to_records(read: CensusRead, *, authority: str = "") -> Records:
    """The census as records as at its date."""
    episodes = _episodes(read)
    frames = {
        **_people(read),
        **_needs(read, episodes),
        **_enquiries(read, episodes),
        **_plans(read, episodes),
    }
    return Records(
        as_at=read.as_at,
        authority=authority,
        frames={name: fitted(frame, name).lazy() for name, frame in frames.items()},
        coverage={name: _coverage(name, read.as_at) for name in dataset().tables},
    )


_HISTORY: Mapping[str, History] = {
    "ssd_person": "current",
    "ssd_disability": "current",
    "ssd_linked_identifiers": "current",
    "ssd_cin_episodes": "complete",
    "ssd_cin_plans": "complete",
    "ssd_cp_plans": "complete",
    "ssd_cin_assessments": "window",
    "ssd_assessment_factors": "window",
    "ssd_s47_enquiry": "window",
    "ssd_initial_cp_conference": "window",
    "ssd_cp_reviews": "window",
}
"""A census holds every episode and plan open in its year, whole; of what happens in them, that year's."""


def _coverage(table: str, as_at: date) -> Coverage:
    history = _HISTORY.get(table, "absent")
    if table == "ssd_cin_plans" and collection_year(as_at) < (cin_census().tables["CINPlanDates"].since or 0):
        history = "absent"
    start = year_start(collection_year(as_at)) if history in ("complete", "window") else None
    return Coverage(table=table, history=history, window_start=start, window_end=as_at)


def _people(read: CensusRead) -> Tables:
    columns = [name for name in cin_census().tables["Child"].column_names if name != _ID]
    once = (
        read.rows("Child")
        .group_by(_ID, maintain_order=True)
        .agg(pl.col(columns).drop_nulls().first(), pl.col(CHILD).first())
    )
    is_reason = pl.col("UPN").str.starts_with("UN")
    disabled = read.rows("Disabilities").unique([_ID, "Disability"], maintain_order=True)
    return {
        "ssd_person": once.select(
            pers_person_id=_ID,
            pers_gender="Sex",
            pers_ethnicity="Ethnicity",
            pers_dob="PersonBirthDate",
            pers_upn_unknown=pl.coalesce("UPNunknown", pl.when(is_reason).then("UPN")),
            pers_expected_dob="ExpectedPersonBirthDate",
            pers_death_date="PersonDeathDate",
        ),
        "ssd_linked_identifiers": pl.concat(
            [
                _linked(once, "UPN", "Unique Pupil Number"),
                _linked(once, "FormerUPN", "Former Unique Pupil Number"),
            ]
        ),
        "ssd_disability": disabled.select(
            disa_table_id=pl.concat_str(_ID, pl.lit("disability"), "Disability", separator="|"),
            disa_person_id=_ID,
            disa_disability_code="Disability",
        ),
    }


def _linked(children: pl.DataFrame, column: str, kind: str) -> pl.DataFrame:
    held = children.filter(pl.col(column).is_not_null() & ~pl.col(column).str.starts_with("UN"))
    return held.select(
        link_table_id=pl.concat_str(_ID, pl.lit(kind), separator="|"),
        link_person_id=_ID,
        link_identifier_type=pl.lit(kind),
        link_identifier_value=column,
    )


def _episodes(read: CensusRead) -> pl.DataFrame:
    """The episodes with their key; a referral taken further comes before one of the same day that was not."""
    is_further = pl.col("ReferralNFA").eq_missing(pl.lit("Y"))
    rows = read.rows("CINdetails").sort(is_further, maintain_order=True)
    return rows.with_columns(place_among(_ID, "CINreferralDate")).with_columns(
        _referral=key(_ID, "referral", day="CINreferralDate", n="_n")
    )


def _of_episode(rows: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    """Rows with the key of the referral they belong to."""
    return rows.join(episodes.select(EPISODE, "_referral"), on=EPISODE, how="left", maintain_order="left")


def _needs(read: CensusRead, episodes: pl.DataFrame) -> Tables:
    assessed = _of_episode(read.rows("Assessments"), episodes).with_columns(
        place_among(_ID, "AssessmentActualStartDate")
    )
    assessed = assessed.with_columns(_key=key(_ID, "assessment", day="AssessmentActualStartDate", n="_n"))
    planned = _of_episode(read.rows("CINPlanDates"), episodes).with_columns(
        place_among(_ID, "CINPlanStartDate")
    )
    in_need = pl.when(pl.col("ReferralNFA") == "Y").then(pl.lit("N")).otherwise(pl.lit("Y"))
    return {
        "ssd_cin_episodes": episodes.select(
            cine_referral_id="_referral",
            cine_person_id=_ID,
            cine_referral_date="CINreferralDate",
            cine_cin_primary_need_code="PrimaryNeedCode",
            cine_referral_source_code="ReferralSource",
            cine_referral_nfa="ReferralNFA",
            cine_close_date="CINclosureDate",
            cine_close_reason="ReasonForClosure",
            cine_in_need=in_need,
        ),
        "ssd_cin_assessments": assessed.select(
            cina_assessment_id="_key",
            cina_person_id=_ID,
            cina_referral_id="_referral",
            cina_assessment_start_date="AssessmentActualStartDate",
            cina_assessment_auth_date="AssessmentAuthorisationDate",
        ),
        "ssd_assessment_factors": _factors(read, assessed),
        "ssd_cin_plans": planned.select(
            cinp_cin_plan_id=key(_ID, "cin_plan", day="CINPlanStartDate", n="_n"),
            cinp_referral_id="_referral",
            cinp_person_id=_ID,
            cinp_cin_plan_start_date="CINPlanStartDate",
            cinp_cin_plan_end_date="CINPlanEndDate",
        ),
    }


def _factors(read: CensusRead, assessed: pl.DataFrame) -> pl.DataFrame:
    """One row for each assessment: its factors as a JSON list, each once, in the order of their codes."""
    joined = read.rows("AssessmentFactors").join(
        assessed.select(ASSESSMENT, "_key"), on=ASSESSMENT, how="inner", maintain_order="left"
    )
    listed = joined.group_by("_key", maintain_order=True).agg(
        pl.col(_ID).first(), _codes=pl.col("AssessmentFactors").unique().sort()
    )
    return listed.select(
        cinf_table_id=pl.concat_str("_key", pl.lit("factors"), separator="|"),
        cinf_assessment_id="_key",
        cinf_assessment_factors_json=pl.concat_str(
            pl.lit('["'), pl.col("_codes").list.join('", "'), pl.lit('"]')
        ),
        cinf_person_id=_ID,
    )


def _enquiries(read: CensusRead, episodes: pl.DataFrame) -> Tables:
    rows = _of_episode(read.rows("Section47"), episodes).with_columns(place_among(_ID, "S47ActualStartDate"))
    rows = rows.with_columns(
        _enquiry=key(_ID, "enquiry", day="S47ActualStartDate", n="_n"),
        _conference=key(_ID, "conference", day="S47ActualStartDate", n="_n"),
    )
    held = rows.filter(pl.col("DateOfInitialCPC").is_not_null())
    return {
        "ssd_s47_enquiry": rows.select(
            s47e_s47_enquiry_id="_enquiry",
            s47e_referral_id="_referral",
            s47e_person_id=_ID,
            s47e_s47_start_date="S47ActualStartDate",
            s47e_s47_nfa="ICPCnotRequired",
        ),
        "ssd_initial_cp_conference": pl.concat(
            [
                held.select(
                    icpc_icpc_id="_conference",
                    icpc_s47_enquiry_id="_enquiry",
                    icpc_person_id=_ID,
                    icpc_referral_id="_referral",
                    icpc_icpc_target_date="InitialCPCtarget",
                    icpc_icpc_date="DateOfInitialCPC",
                ),
                _conferences_without_enquiry(episodes, held),
            ],
            how="diagonal",
        ),
    }


def _conferences_without_enquiry(episodes: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Conferences that an episode states and none of its enquiries does."""
    stated = episodes.filter(pl.col("DateOfInitialCPC").is_not_null())
    alone = stated.join(
        held.select(EPISODE, "DateOfInitialCPC"), on=[EPISODE, "DateOfInitialCPC"], how="anti"
    )
    return alone.select(
        icpc_icpc_id=pl.concat_str("_referral", pl.lit("conference"), separator="|"),
        icpc_person_id=_ID,
        icpc_referral_id="_referral",
        icpc_icpc_date="DateOfInitialCPC",
    )


def _plans(read: CensusRead, episodes: pl.DataFrame) -> Tables:
    rows = _of_episode(read.rows("ChildProtectionPlans"), episodes).with_columns(
        _plan=key(_ID, "plan", day="CPPstartDate")
    )
    once = rows.unique("_plan", keep="last", maintain_order=True)
    reviewed = (
        read.rows("Reviews")
        .join(rows.select(PLAN, "_plan"), on=PLAN, how="inner", maintain_order="left")
        .with_columns(_review=_dated("_plan", "review", "CPPreviewDate"))
        .unique("_review", keep="first", maintain_order=True)
    )
    return {
        "ssd_cp_plans": once.select(
            cppl_cp_plan_id="_plan",
            cppl_referral_id="_referral",
            cppl_person_id=_ID,
            cppl_cp_plan_start_date="CPPstartDate",
            cppl_cp_plan_end_date="CPPendDate",
            cppl_cp_plan_initial_category="InitialCategoryOfAbuse",
            cppl_cp_plan_latest_category="LatestCategoryOfAbuse",
            cppl_stated_previous_plans="NumberOfPreviousCPP",
        ),
        "ssd_cp_reviews": reviewed.select(
            cppr_cp_review_id="_review",
            cppr_person_id=_ID,
            cppr_cp_plan_id="_plan",
            cppr_cp_review_date="CPPreviewDate",
        ),
    }


def _dated(of: str, what: str, day: str) -> pl.Expr:
    return pl.concat_str(of, pl.lit(what), pl.col(day).cast(pl.String), separator="|")
