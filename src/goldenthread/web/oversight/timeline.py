"""One child's story as a snapshot had it: what happened, and what was owed, in the order of the days.

Only words and days come out: nothing here would say who the child is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from goldenthread.standards.annex_a import standard
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.intake.known import meant_by
from goldenthread.web.oversight.words import DUTIES

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.records.tables import Records

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """A day in a table that stands for something that happened. `words` may use the row's own codes;
    `team` and `worker` are the event's own, where it has any."""

    table: str
    day: str
    words: str
    more: Callable[[Row], str] = lambda _: ""
    when: Callable[[Row], bool] = lambda _: True
    team: str = ""
    worker: str = ""


def _code(field: str, codes: str) -> Callable[[Row], str]:
    def said(row: Row) -> str:
        value = row[field]
        known = next((code for code in standard().code_sets[codes].codes if code.raw == value), None)
        return (known.label or known.printed) if known else ""

    return said


def _seen(seen: str, alone: str) -> Callable[[Row], str]:
    def said(row: Row) -> str:
        if row[seen] == "N":
            return "The child was not seen"
        if row[seen] != "Y":
            return ""
        return {"Y": "Seen alone", "N": "Seen, not alone"}.get(row[alone], "Seen")

    return said


def _flag(field: str, *, yes: str, no: str = "") -> Callable[[Row], str]:
    return lambda row: {"Y": yes, "N": no}.get(row[field], "")


def _is(field: str, *values: str) -> Callable[[Row], bool]:
    return lambda row: row[field] in values


EVENTS = (
    Event(
        "ssd_contacts",
        "cont_contact_date",
        "Contact received",
        _code("cont_contact_source_code", "referral_source"),
    ),
    Event("ssd_early_help_episodes", "earl_episode_start_date", "Early help began"),
    Event("ssd_early_help_episodes", "earl_episode_end_date", "Early help ended"),
    Event(
        "ssd_cin_episodes",
        "cine_referral_date",
        "Referred",
        _code("cine_referral_source_code", "referral_source"),
        team="cine_referral_team",
        worker="cine_referral_worker_id",
    ),
    Event(
        "ssd_cin_episodes",
        "cine_close_date",
        "Closed to social care",
        _code("cine_close_reason", "closure_reason"),
    ),
    Event(
        "ssd_cin_assessments",
        "cina_assessment_start_date",
        "Assessment started",
        _flag("cina_assessment_child_seen", yes="Child seen", no="Child not seen"),
        team="cina_assessment_team",
        worker="cina_assessment_worker_id",
    ),
    Event(
        "ssd_cin_assessments",
        "cina_assessment_auth_date",
        "Assessment finished",
        _flag("cina_assessment_outcome_nfa", yes="No further action", no="Support needed"),
        team="cina_assessment_team",
        worker="cina_assessment_worker_id",
    ),
    Event(
        "ssd_cin_plans",
        "cinp_cin_plan_start_date",
        "Child in need plan began",
        team="cinp_cin_plan_team",
        worker="cinp_cin_plan_worker_id",
    ),
    Event(
        "ssd_cin_plans",
        "cinp_cin_plan_end_date",
        "Child in need plan ended",
        team="cinp_cin_plan_team",
        worker="cinp_cin_plan_worker_id",
    ),
    Event(
        "ssd_cin_visits",
        "cinv_cin_visit_date",
        "Visited, in need",
        _seen("cinv_cin_visit_seen", "cinv_cin_visit_seen_alone"),
    ),
    Event(
        "ssd_s47_enquiry",
        "s47e_s47_start_date",
        "Section 47 enquiry began",
        team="s47e_s47_completed_by_team",
        worker="s47e_s47_completed_by_worker_id",
    ),
    Event(
        "ssd_s47_enquiry",
        "s47e_s47_end_date",
        "Section 47 enquiry ended",
        _flag("s47e_s47_nfa", yes="No further action"),
        team="s47e_s47_completed_by_team",
        worker="s47e_s47_completed_by_worker_id",
    ),
    Event(
        "ssd_initial_cp_conference",
        "icpc_icpc_date",
        "Initial conference",
        _flag("icpc_icpc_outcome_cp_flag", yes="A protection plan was made", no="No protection plan"),
        team="icpc_icpc_team",
        worker="icpc_icpc_worker_id",
    ),
    Event(
        "ssd_cp_plans",
        "cppl_cp_plan_start_date",
        "Protection plan began",
        _code("cppl_cp_plan_initial_category", "abuse_category"),
    ),
    Event("ssd_cp_plans", "cppl_cp_plan_end_date", "Protection plan ended"),
    Event(
        "ssd_cp_visits",
        "cppv_cp_visit_date",
        "Visited, protection plan",
        _seen("cppv_cp_visit_seen", "cppv_cp_visit_seen_alone"),
    ),
    Event(
        "ssd_cp_reviews",
        "cppr_cp_review_date",
        "Review conference",
        _flag("cppr_cp_review_outcome_continue_cp", yes="The plan goes on", no="The plan was to end"),
    ),
    Event(
        "ssd_cla_episodes",
        "clae_entered_care_date",
        "Entered care",
        _code("clae_cla_primary_need_code", "primary_need"),
    ),
    Event(
        "ssd_cla_episodes",
        "clae_cla_episode_ceased_date",
        "Left care",
        _code("clae_cla_episode_ceased_reason", "reason_ceased_looked_after"),
        when=lambda row: (
            bool(row["clae_cla_episode_ceased_reason"]) and row["clae_cla_episode_ceased_reason"] != "X1"
        ),
    ),
    Event(
        "ssd_cla_placement",
        "clap_cla_placement_start_date",
        "Placement began",
        _code("clap_cla_placement_type", "placement_type"),
    ),
    Event("ssd_cla_placement", "clap_cla_placement_end_date", "Placement ended"),
    Event(
        "ssd_legal_status",
        "lega_legal_status_start_date",
        "Legal status",
        _code("lega_legal_status", "legal_status"),
    ),
    Event(
        "ssd_cla_visits",
        "clav_cla_visit_date",
        "Visited, in care",
        _seen("clav_cla_visit_seen", "clav_cla_visit_seen_alone"),
    ),
    Event(
        "ssd_cla_reviews",
        "clar_cla_review_date",
        "Review of care",
        _flag("clar_cla_review_cancelled", yes="Cancelled"),
    ),
    Event(
        "ssd_cla_care_plan",
        "lacp_cla_care_plan_start_date",
        "Care plan",
        _code("lacp_permanence_plan", "permanence_plan"),
    ),
    Event(
        "ssd_cla_health",
        "clah_health_check_date",
        "Health assessment",
        when=_is("clah_health_check_type", "health_assessment"),
    ),
    Event(
        "ssd_cla_health",
        "clah_health_check_date",
        "Dental check",
        when=_is("clah_health_check_type", "dental_check"),
    ),
    Event(
        "ssd_missing",
        "miss_missing_episode_start_date",
        "Went missing",
        when=_is("miss_missing_episode_type", "missing"),
    ),
    Event(
        "ssd_missing",
        "miss_missing_episode_end_date",
        "Found after going missing",
        _flag("miss_missing_rhi_offered", yes="Return interview offered", no="Return interview not offered"),
        when=_is("miss_missing_episode_type", "missing"),
    ),
    Event(
        "ssd_missing",
        "miss_missing_episode_start_date",
        "Absent from placement",
        when=_is("miss_missing_episode_type", "absent"),
    ),
    Event(
        "ssd_care_leavers",
        "clea_care_leaver_latest_contact",
        "Latest contact as a care leaver",
        _code("clea_care_leaver_in_touch", "in_touch"),
        team="clea_care_leaver_allocated_team",
        worker="clea_care_leaver_worker_id",
    ),
    Event(
        "ssd_permanence", "perm_adm_decision_date", "Decision that the child should be placed for adoption"
    ),
    Event("ssd_permanence", "perm_placement_order_date", "Placement order"),
    Event("ssd_permanence", "perm_matched_date", "Matched with adopters"),
    Event("ssd_permanence", "perm_placed_for_adoption_date", "Placed for adoption"),
    Event("ssd_permanence", "perm_permanence_order_date", "Adoption or other permanence order"),
)

_ROW = ("child_id", "kind", "on", "title", "detail", "status", "started", "due", "done", "days_late", "rule",
        "basis", "clock", "key", "team", "worker")  # fmt: skip


def duty_key(*, clock: str, about: str, started: date) -> str:
    """A duty's name within its child's page, without the record's own identifier in it."""
    return "duty-" + sha256(f"{clock}|{about}|{started}".encode()).hexdigest()[:10]


def timeline(records: Records, *, child: str, purpose: Purpose) -> pl.DataFrame:
    """Events and duties of the child whom the address names, by identifier or by the purpose's pseudonym.
    Which of the two the reader may use is the gate's to say; a child who is not there gives no rows."""
    import polars as pl

    found = meant_by(records, child, purpose)
    one = _narrowed(records, found)
    told = (*_events(one), *_duties(records, found)) if found else ()
    rows = [row | {"child_id": found} for row in told]
    return pl.DataFrame(rows, schema=_schema(), orient="row").sort("on", descending=True, maintain_order=True)


def _narrowed(records: Records, child: str) -> Records:
    """The same records with this child's rows alone, in memory."""
    from dataclasses import replace

    import polars as pl

    periods = _of(records, "ssd_cla_episodes", "clae_person_id", [child]).select("clae_cla_id").collect()
    frames = {name: _of(records, name, *_owner(name, child, periods)) for name in records.frames}
    collected = pl.collect_all(list(frames.values()))
    return replace(
        records, frames={name: frame.lazy() for name, frame in zip(frames, collected, strict=True)}
    )


def _owner(table: str, child: str, periods: pl.DataFrame) -> tuple[str, list[str]]:
    """The field that says whose row it is, and what it must say; "" where rows are nobody's."""
    if table == "ssd_cla_reviews":  # the one table that names its child by the care period
        return "clar_cla_id", periods.to_series().drop_nulls().to_list()
    fields = dataset().tables[table].field_names
    return next((name for name in fields if name.endswith("_person_id")), ""), [child]


def _of(records: Records, table: str, field: str, values: list[str]) -> pl.LazyFrame:
    import polars as pl

    rows = records.table(table)
    return rows.filter(pl.col(field).is_in(values)) if field else rows


def _events(records: Records) -> Iterator[dict[str, Any]]:
    teams, workers = _names(records)
    tables = {event.table: records.table(event.table).collect().to_dicts() for event in EVENTS}
    seen: set[tuple[str, date, str]] = set()
    for event in EVENTS:
        for row in tables[event.table]:
            on = row[event.day]
            if on is None or on > records.as_at or not event.when(row):
                continue
            told = (event.words, on, event.more(row))
            if told not in seen:  # episodes of one care period repeat the day it began
                seen.add(told)
                yield _event(event, row, teams, workers)


def _event(event: Event, row: Row, teams: Mapping[str, str], workers: Mapping[str, str]) -> dict[str, Any]:
    team, worker = row.get(event.team), row.get(event.worker)
    said = {"kind": "event", "on": row[event.day], "title": event.words, "detail": event.more(row)}
    return (
        _blank() | said | {"team": teams.get(team or "", team), "worker": workers.get(worker or "", worker)}
    )


def _duties(records: Records, child: str) -> Iterator[dict[str, Any]]:
    import polars as pl

    for row in _every_duty(records).filter(pl.col("child_id") == child).to_dicts():
        key = duty_key(clock=row["clock"], about=row["about"] or "", started=row["started"])
        said = {
            "kind": "duty",
            "on": row["done"] or row["due"],
            "title": DUTIES[row["clock"]].title,
            "key": key,
        }
        kept = {name: row[name] for name in _ROW if name in row and name != "child_id"}
        yield _blank() | kept | said


_worked_out: dict[str, pl.DataFrame] = {}  # snapshot -> every duty in it; the one snapshot looked at last


def _every_duty(records: Records) -> pl.DataFrame:
    """Every duty of the snapshot, worked out once for all the children whose pages are opened: the clocks
    cost nearly the same for one child as for two thousand, and a snapshot never changes."""
    from goldenthread.clocks.engine import all_clocks

    held = _worked_out.get(records.snapshot) if records.snapshot else None
    if held is None:
        held = all_clocks(records)
        _worked_out.clear()
        _worked_out[records.snapshot] = held
    return held


def _names(records: Records) -> tuple[dict[str, str], dict[str, str]]:
    teams = records.table("ssd_department").select("dept_team_id", "dept_team_name").collect()
    workers = records.table("ssd_professionals").select("prof_professional_id", "prof_professional_name")
    return (
        {key: name for key, name in teams.iter_rows() if name},
        {key: name for key, name in workers.collect().iter_rows() if name},
    )


def _blank() -> dict[str, Any]:
    return dict.fromkeys(_ROW)


def _schema() -> dict[str, Any]:
    import polars as pl

    days = dict.fromkeys(("on", "started", "due", "done"), pl.Date)
    return {name: days.get(name, pl.Int64 if name == "days_late" else pl.String) for name in _ROW}
