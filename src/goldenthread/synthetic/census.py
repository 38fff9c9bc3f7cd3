"""A children in need census, written from records: what a census asks for, of one collection year.

For made-up authorities and tests: no local reading of the guidance is in it, and it is not for sending on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from goldenthread.records.returns.census_xml import MADE_UP
from goldenthread.records.tables import Records
from goldenthread.standards.returns import cin_census, collection_year, year_start

Row = dict[str, Any]
ByOwner = Mapping[str | None, list[Row]]
LEA = "999"  # no authority has it
_PUPIL, _FORMER = "Unique Pupil Number", "Former Unique Pupil Number"


def write_census(records: Records, path: Path, *, made_up: bool = True) -> None:
    """The census of the collection year that the records' date is in, up to that date. The same records give
    the same bytes."""
    from lxml import etree

    held = _Held(records)
    with etree.xmlfile(str(path), encoding="utf-8") as out:
        out.write_declaration()
        with out.element("Message"):
            out.write("\n")
            out.write(_header(records.as_at, made_up=made_up), pretty_print=True)
            with out.element("Children"):
                out.write("\n")
                for person in held.people:
                    out.write(_child(person, held), pretty_print=True)


class _Held:
    """The rows a census of the year takes in, by what they belong to."""

    def __init__(self, records: Records) -> None:
        self.as_at = records.as_at
        self.year = collection_year(records.as_at)
        start = year_start(self.year)
        episodes = _rows(records, "ssd_cin_episodes", _episode_in(start))
        self.episodes = _by(episodes, "cine_person_id")
        self.people = [
            person
            for person in records.table("ssd_person").collect().iter_rows(named=True)
            if person["pers_person_id"] in self.episodes
        ]
        self.disabilities = _by(_rows(records, "ssd_disability"), "disa_person_id")
        self.linked = _by(_rows(records, "ssd_linked_identifiers"), "link_person_id")
        self.assessments = _by(
            _rows(records, "ssd_cin_assessments", _open_in(start, "cina_assessment_auth_date")),
            "cina_referral_id",
        )
        self.factors = _by(_rows(records, "ssd_assessment_factors"), "cinf_assessment_id")
        self.cin_plans = _by(
            _rows(records, "ssd_cin_plans", _open_in(start, "cinp_cin_plan_end_date")), "cinp_referral_id"
        )
        conferences = _rows(records, "ssd_initial_cp_conference", pl.col("icpc_icpc_date") >= start)
        self.conferences = _by(conferences, "icpc_s47_enquiry_id")
        self.enquiries = _by(
            _rows(records, "ssd_s47_enquiry", pl.col("s47e_s47_start_date") >= start), "s47e_referral_id"
        )
        self.plans = _by(
            _rows(records, "ssd_cp_plans", _open_in(start, "cppl_cp_plan_end_date")), "cppl_referral_id"
        )
        self.reviews = _by(
            _rows(records, "ssd_cp_reviews", pl.col("cppr_cp_review_date") >= start), "cppr_cp_plan_id"
        )


def _rows(records: Records, table: str, wanted: pl.Expr | None = None) -> list[Row]:
    frame = records.table(table)
    return (frame if wanted is None else frame.filter(wanted)).collect().to_dicts()


def _by(rows: list[Row], owner: str) -> ByOwner:
    grouped: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[owner]].append(row)
    return dict(grouped)


def _open_in(start: date, end: str) -> pl.Expr:
    return pl.col(end).is_null() | (pl.col(end) >= start)


def _episode_in(start: date) -> pl.Expr:
    """Open at some time in the year; a referral that went no further, in the year it came."""
    further = pl.col("cine_referral_nfa").ne_missing(pl.lit("Y"))
    came = pl.col("cine_referral_date") >= start
    return came | (further & _open_in(start, "cine_close_date"))


def _header(as_at: date, *, made_up: bool) -> Any:
    from lxml.builder import E

    return E.Header(
        E.CollectionDetails(
            E.Collection("CIN"), E.Year(str(collection_year(as_at))), E.ReferenceDate(as_at.isoformat())
        ),
        E.Source(E.SourceLevel("L"), E.LEA(LEA), E.SoftwareCode(MADE_UP if made_up else "Golden Thread")),
    )


def _child(person: Row, held: _Held) -> Any:
    from lxml.builder import E

    id = person["pers_person_id"]
    recorded = [row["disa_disability_code"] for row in held.disabilities.get(id, ())]
    disabilities = [E.Disability(code) for code in recorded if _takes("disability", code)]
    ethnicity = person["pers_ethnicity"]
    return E.Child(
        E.ChildIdentifiers(*_identifiers(person, held)),
        E.ChildCharacteristics(
            *_said(("Ethnicity", ethnicity if _takes("ethnicity", ethnicity) else "NOBT")),
            *([E.Disabilities(*disabilities)] if disabilities else []),
        ),
        *(_episode(row, held) for row in held.episodes[id]),
    )


def _identifiers(person: Row, held: _Held) -> Iterator[Any]:
    numbers = {
        row["link_identifier_type"]: row["link_identifier_value"]
        for row in held.linked.get(person["pers_person_id"], ())
    }
    sex, older = person["pers_gender"], {"M": "1", "F": "2", "I": "9", "U": "0"}
    is_born = person["pers_dob"] is not None
    yield from _said(
        ("LAchildID", person["pers_person_id"]),
        ("UPN", numbers.get(_PUPIL)),
        ("FormerUPN", numbers.get(_FORMER)),
        ("UPNunknown", person["pers_upn_unknown"]),
        ("PersonBirthDate", person["pers_dob"]),
        ("ExpectedPersonBirthDate", None if is_born else person["pers_expected_dob"]),
        ("Sex", sex if sex in ("M", "F") and is_born else "U")
        if held.year >= 2025
        else ("GenderCurrent", older.get(sex)),
        ("PersonDeathDate", person["pers_death_date"]),
    )


def _episode(row: Row, held: _Held) -> Any:
    from lxml.builder import E

    id = row["cine_referral_id"]
    alone = [one for one in held.conferences.get(None, ()) if one["icpc_referral_id"] == id]
    return E.CINdetails(
        *_said(
            ("CINreferralDate", row["cine_referral_date"]),
            ("ReferralSource", row["cine_referral_source_code"]),
            ("PrimaryNeedCode", row["cine_cin_primary_need_code"]),
            ("CINclosureDate", row["cine_close_date"]),
            ("ReasonForClosure", row["cine_close_reason"]),
            ("DateOfInitialCPC", alone[0]["icpc_icpc_date"] if alone else None),
        ),
        *(_assessment(one, held) for one in held.assessments.get(id, ())),
        *(
            E.CINPlanDates(
                *_said(
                    ("CINPlanStartDate", one["cinp_cin_plan_start_date"]),
                    ("CINPlanEndDate", one["cinp_cin_plan_end_date"]),
                )
            )
            for one in held.cin_plans.get(id, ())
            if held.year >= 2022
        ),
        *(_enquiry(one, held) for one in held.enquiries.get(id, ())),
        *_said(("ReferralNFA", _digit(row["cine_referral_nfa"]))),
        *(_plan(one, held) for one in held.plans.get(id, ())),
    )


def _assessment(row: Row, held: _Held) -> Any:
    from lxml.builder import E

    factors = [
        E.AssessmentFactors(code)
        for listed in held.factors.get(row["cina_assessment_id"], ())
        for code in json.loads(listed["cinf_assessment_factors_json"] or "[]")
    ]
    return E.Assessments(
        *_said(
            ("AssessmentActualStartDate", row["cina_assessment_start_date"]),
            ("AssessmentAuthorisationDate", row["cina_assessment_auth_date"]),
        ),
        *([E.FactorsIdentifiedAtAssessment(*factors)] if factors else []),
    )


def _enquiry(row: Row, held: _Held) -> Any:
    from lxml.builder import E

    held_for = held.conferences.get(row["s47e_s47_enquiry_id"], ())
    conference: Row = held_for[0] if held_for else {}
    return E.Section47(
        *_said(
            ("S47ActualStartDate", row["s47e_s47_start_date"]),
            ("InitialCPCtarget", conference.get("icpc_icpc_target_date")),
            ("DateOfInitialCPC", conference.get("icpc_icpc_date")),
            ("ICPCnotRequired", _digit(row["s47e_s47_nfa"])),
        )
    )


def _plan(row: Row, held: _Held) -> Any:
    from lxml.builder import E

    reviews = [
        E.CPPreviewDate(one["cppr_cp_review_date"].isoformat())
        for one in held.reviews.get(row["cppl_cp_plan_id"], ())
    ]
    return E.ChildProtectionPlans(
        *_said(
            ("CPPstartDate", row["cppl_cp_plan_start_date"]),
            ("CPPendDate", row["cppl_cp_plan_end_date"]),
            ("InitialCategoryOfAbuse", row["cppl_cp_plan_initial_category"]),
            ("LatestCategoryOfAbuse", row["cppl_cp_plan_latest_category"]),
            ("NumberOfPreviousCPP", row["cppl_stated_previous_plans"]),
        ),
        *([E.Reviews(*reviews)] if reviews else []),
    )


def _said(*elements: tuple[str, Any]) -> Iterator[Any]:
    """An element for each of those that say something."""
    from lxml.builder import E

    for name, value in elements:
        if value is not None:
            text = value.isoformat() if isinstance(value, date) else str(value)
            yield getattr(E, name)(text)


def _takes(codes: str, code: str | None) -> bool:
    """Whether the census has a code: it has no word for a disability not said which."""
    return code in cin_census().code_sets[codes]


def _digit(flag: str | None) -> str | None:
    return {"Y": "1", "N": "0"}.get(flag or "")
