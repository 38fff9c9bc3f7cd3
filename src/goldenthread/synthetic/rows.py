"""Rows of the model's tables as they are made up, and the frames they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from goldenthread.records.tables import schema
from goldenthread.standards.safeguarding_dataset import dataset

Row = dict[str, str | int | float | None]

# How each table's keys begin. A key is this, the child's number and the row's number among the child's rows.
PREFIXES: Mapping[str, str] = {
    "ssd_person": "W",
    "ssd_disability": "DIS",
    "ssd_immigration_status": "IMM",
    "ssd_legal_status": "LEG",
    "ssd_contacts": "CON",
    "ssd_early_help_episodes": "EHE",
    "ssd_cin_episodes": "REF",
    "ssd_cin_assessments": "ASM",
    "ssd_cin_plans": "CNP",
    "ssd_cin_visits": "CNV",
    "ssd_s47_enquiry": "S47",
    "ssd_initial_cp_conference": "ICP",
    "ssd_cp_plans": "CPP",
    "ssd_cp_visits": "CPV",
    "ssd_cp_reviews": "CPR",
    "ssd_cla_episodes": "EPI",
    "ssd_cla_placement": "PLA",
    "ssd_cla_reviews": "CLR",
    "ssd_cla_visits": "CLV",
    "ssd_cla_care_plan": "CAP",
    "ssd_cla_health": "HEA",
    "ssd_missing": "MIS",
    "ssd_care_leavers": "CLE",
    "ssd_permanence": "PER",
    "ssd_involvements": "INV",
    "practice_supervision": "SUP",
    "practice_management_oversight": "OVE",
    "practice_case_discussions": "CDI",
    "practice_core_groups": "COR",
    "practice_review_participation": "PAR",
    "practice_complaints": "CMP",
    "ssd_assessment_factors": "FAC",
    "ssd_sdq_scores": "SDQ",
    "ssd_cla_immunisations": "IMU",
    "ssd_cla_substance_misuse": "SUB",
    "ssd_cla_convictions": "CVC",
    "adopters": "ADR",
}

# The column that names the child, for tables that have one.
PERSON_COLUMNS: Mapping[str, str] = {
    "ssd_person": "pers_person_id",
    "ssd_disability": "disa_person_id",
    "ssd_immigration_status": "immi_person_id",
    "ssd_legal_status": "lega_person_id",
    "ssd_contacts": "cont_person_id",
    "ssd_early_help_episodes": "earl_person_id",
    "ssd_cin_episodes": "cine_person_id",
    "ssd_cin_assessments": "cina_person_id",
    "ssd_cin_plans": "cinp_person_id",
    "ssd_cin_visits": "cinv_person_id",
    "ssd_s47_enquiry": "s47e_person_id",
    "ssd_initial_cp_conference": "icpc_person_id",
    "ssd_cp_plans": "cppl_person_id",
    "ssd_cp_visits": "cppv_person_id",
    "ssd_cp_reviews": "cppr_person_id",
    "ssd_cla_episodes": "clae_person_id",
    "ssd_cla_placement": "clap_person_id",
    "ssd_cla_visits": "clav_person_id",
    "ssd_cla_care_plan": "lacp_person_id",
    "ssd_cla_health": "clah_person_id",
    "ssd_missing": "miss_person_id",
    "ssd_care_leavers": "clea_person_id",
    "ssd_permanence": "perm_person_id",
    "ssd_involvements": "invo_person_id",
    "practice_supervision": "supr_person_id",
    "practice_management_oversight": "over_person_id",
    "practice_case_discussions": "disc_person_id",
    "practice_core_groups": "core_person_id",
    "practice_review_participation": "part_person_id",
    "practice_complaints": "comp_person_id",
    "ssd_assessment_factors": "cinf_person_id",
    "ssd_sdq_scores": "csdq_person_id",
    "ssd_cla_immunisations": "clai_person_id",
    "ssd_cla_substance_misuse": "clas_person_id",
    "ssd_cla_convictions": "clac_person_id",
}

KEY_COLUMNS: Mapping[str, str] = {name: table.key for name, table in dataset().tables.items()}


def frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as a frame with exactly the model's fields; days since 1970 become dates."""
    fields = schema(table)
    return pl.DataFrame([_column(name, kind, rows) for name, kind in fields.items()])


def _column(name: str, kind: type[pl.DataType], rows: Sequence[Row]) -> pl.Series:
    values = [row.get(name) for row in rows]
    if kind is pl.Date:
        return pl.Series(name, values, dtype=pl.Int32).cast(pl.Date)
    return pl.Series(name, values, dtype=kind)
