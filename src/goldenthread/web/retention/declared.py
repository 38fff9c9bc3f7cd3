"""What every model declares: its class, whose its rows are, and what becomes of them. A model that is not
here fails the build.

    Declared("oversight.ClockRow", "childs_record", REMOVED, child="child_id")

`child` is the field that holds a child's identifier: one, or a JSON list of them. A model without one is
searched for the identifier in all its words, since somebody may have written it there. `dated` is the day
its own period runs from, where its class has one. REMOVED rows go when the child's record does (or at the
end of their own period), ANONYMISED ones stay with a tombstone in the child's place, KEPT ones name no
child.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

from goldenthread.standards.retention import AtEnd, tables

if TYPE_CHECKING:
    from django.db.models import Model

REMOVED: AtEnd = "removed"
ANONYMISED: AtEnd = "anonymised"
KEPT: AtEnd = "kept"


@dataclass(frozen=True)
class Declared:
    """One model's declaration. `personal`: whether its rows are about a person at all, a worker too. `words`:
    the fields people write in, which may name others than the child."""

    model: str
    class_id: str
    at_end: AtEnd
    child: str | None = None
    dated: str | None = None
    personal: bool = True
    words: str = ""

    @property
    def class_(self) -> type[Model]:
        """The model itself."""
        return apps.get_registered_model(*self.model.split("."))


DECLARED: tuple[Declared, ...] = (
    # records
    Declared("intake.Snapshot", "snapshot", KEPT, personal=False),
    Declared("intake.Load", "load", KEPT, dated="ended"),
    Declared("intake.CheckedSnapshot", "figure", KEPT, personal=False),
    Declared("intake.CheckCount", "figure", KEPT),
    Declared("access.ChildView", "look_trail", ANONYMISED, child="children", dated="at"),
    # who may see which child, beyond roles
    Declared(
        "access.Restriction",
        "look_trail",
        ANONYMISED,
        child="child",
        dated="lifted_at",
        words="reason lift_why",
    ),
    Declared("access.Listing", "look_trail", KEPT, dated="ended_at"),
    Declared(
        "access.Opening",
        "look_trail",
        ANONYMISED,
        child="child",
        dated="ends",
        words="reason review",
    ),
    Declared("access.Allotment", "look_trail", ANONYMISED, child="child", dated="ends", words="why"),
    Declared(
        "access.Conflict", "look_trail", ANONYMISED, child="child", dated="ended_at", words="tie end_why"
    ),
    Declared("access.Notice", "look_trail", KEPT, dated="at"),
    # what is made from them
    Declared("oversight.ClockRow", "childs_record", REMOVED, child="child_id"),
    Declared("oversight.TeamCount", "figure", KEPT, personal=False),
    Declared("oversight.Filling", "figure", KEPT, personal=False),
    Declared("indicators.Filling", "figure", KEPT, personal=False),
    Declared("indicators.Figure", "figure", KEPT, personal=False),
    Declared("indicators.OpenDuty", "figure", KEPT, personal=False),
    Declared("indicators.Definition", "figure", KEPT, personal=False),
    Declared("indicators.Chart", "figure", KEPT, personal=False),
    Declared("indicators.Told", "figure", KEPT, personal=False),
    # what is set for the figures
    Declared("indicators.Target", "improvement_plan", KEPT, dated="set_at"),
    Declared("indicators.ChartEvent", "improvement_plan", KEPT, dated="added_at"),
    # the plan, and what it answers
    Declared("plan.PlanTitle", "improvement_plan", KEPT, personal=False),
    Declared("plan.Source", "improvement_plan", KEPT),
    Declared("plan.Requirement", "improvement_plan", KEPT, dated="accepted_at"),
    Declared("plan.Verdict", "improvement_plan", KEPT, dated="at"),
    Declared("plan.DirectAnswer", "improvement_plan", KEPT, personal=False),
    Declared("plan.Objective", "improvement_plan", KEPT, personal=False),
    Declared("plan.Objective_answers", "improvement_plan", KEPT, personal=False),
    Declared("plan.Measure", "improvement_plan", KEPT, personal=False),
    Declared("plan.Workstream", "improvement_plan", KEPT),
    Declared("plan.Action", "improvement_plan", KEPT, dated="signed_off_on"),
    Declared("plan.Milestone", "improvement_plan", KEPT, dated="done_on"),
    Declared("plan.Dependency", "improvement_plan", KEPT, personal=False),
    Declared("plan.ColourSet", "improvement_plan", KEPT, dated="on"),
    Declared("plan.ExceptionReport", "improvement_plan", KEPT, dated="on"),
    Declared("plan.Scheme", "improvement_plan", KEPT, personal=False),
    Declared("plan.PlanSettings", "improvement_plan", KEPT, personal=False),
    Declared("plan.Note", "improvement_plan", KEPT, dated="at"),
    Declared("plan.DateChange", "improvement_plan", KEPT, dated="decided_on"),
    Declared("plan.Evidence", "evidence", KEPT, dated="judged_on"),
    Declared("plan.KeptFile", "evidence", KEPT, dated="uploaded_at"),
    Declared("plan.ImpactJudgement", "improvement_plan", KEPT, dated="at"),
    Declared("plan.ImpactJudgement_evidence", "improvement_plan", KEPT, personal=False),
    Declared("plan.ImpactQuestion", "improvement_plan", KEPT, dated="at"),
    Declared("plan.HandMeasure", "improvement_plan", KEPT, personal=False),
    Declared("plan.HandReading", "improvement_plan", KEPT, dated="at"),
    Declared("plan.Decision", "improvement_plan", KEPT, dated="on"),
    Declared("past.RowVersion", "improvement_plan", KEPT, dated="at"),
    Declared("past.Kept", "technical", KEPT, personal=False),
    Declared("past.ReadUpTo", "technical", KEPT),
    Declared("evidence.Exhibit", "evidence", KEPT, dated="pinned_at"),
    Declared("programme.Concern", "improvement_plan", KEPT, dated="closed_on"),
    Declared("programme.Concern_actions", "improvement_plan", KEPT, personal=False),
    Declared("programme.Concern_objectives", "improvement_plan", KEPT, personal=False),
    Declared("programme.Review", "improvement_plan", KEPT, dated="on"),
    Declared("programme.RollOut", "improvement_plan", KEPT, dated="ended_on", personal=False),
    Declared("programme.Count", "improvement_plan", KEPT, dated="on"),
    Declared("programme.Idea", "improvement_plan", KEPT, dated="received_on"),
    Declared("reporting.Cycle", "improvement_plan", KEPT, dated="frozen_on"),
    Declared("reporting.Line", "improvement_plan", KEPT),
    Declared("reporting.Commentary", "improvement_plan", KEPT, dated="on"),
    Declared("reporting.Challenge", "improvement_plan", KEPT, dated="on"),
    Declared("reporting.Answer", "improvement_plan", KEPT, dated="on"),
    Declared("reporting.CorrectiveAction", "improvement_plan", KEPT, dated="checked_on"),
    Declared("reporting.Frozen", "improvement_plan", KEPT),
    Declared("reporting.Remark", "improvement_plan", KEPT, dated="on"),
    Declared("inspection.Report", "inspection_document", KEPT, dated="uploaded_at"),
    Declared("inspection.Line", "inspection_document", KEPT, personal=False),
    # the plan's workbooks, as handed in
    Declared("sheets.Workbook", "improvement_plan", KEPT, dated="uploaded_at"),
    Declared("sheets.Layout", "improvement_plan", KEPT),
    Declared("sheets.Brought", "improvement_plan", KEPT, personal=False),
    # visits, what is held in confidence, and where the authority stands
    Declared("intervention.Visit", "inspection_document", KEPT, personal=False),
    Declared("intervention.Reader", "inspection_document", KEPT, dated="named_at"),
    Declared("intervention.Look", "history", KEPT, dated="at"),
    Declared("intervention.PublicationChange", "inspection_document", KEPT, dated="proposed_at"),
    Declared("intervention.FeedbackPoint", "inspection_document", KEPT, dated="noted_at"),
    Declared("intervention.AccuracyPoint", "inspection_document", KEPT, dated="replied_on"),
    Declared("intervention.KeptFile", "inspection_document", KEPT, dated="added_at"),
    Declared("intervention.DistributionList", "inspection_document", KEPT, personal=False),
    Declared("intervention.ListMember", "inspection_document", KEPT),
    Declared("intervention.Announcement", "inspection_document", KEPT, dated="sent_at"),
    Declared("intervention.Delivery", "inspection_document", KEPT, dated="at"),
    Declared("intervention.LadderStep", "improvement_plan", KEPT, dated="on"),
    Declared("intervention.Support", "improvement_plan", KEPT, dated="ends"),
    Declared("intervention.Submission", "improvement_plan", KEPT, dated="recorded_at"),
    Declared("intervention.Reply", "improvement_plan", KEPT, dated="received_on"),
    Declared("intervention.Fulfilment", "improvement_plan", KEPT, dated="done_on"),
    Declared("papers.Paper", "paper", KEPT, dated="released_at"),
    Declared("papers.Document", "paper", KEPT, personal=False),
    # who did what
    Declared("api.Call", "history", KEPT, dated="at", personal=False),
    Declared("history.Entry", "history", KEPT, dated="when"),
    Declared("history.Signature", "history", KEPT, dated="when"),
    Declared("history.Check", "history", KEPT, dated="at", personal=False),
    Declared("page.SentForm", "technical", KEPT),
    # who may sign in
    Declared("accounts.Person", "person_account", KEPT),
    Declared("accounts.Team", "person_account", KEPT, personal=False),
    Declared("accounts.Membership", "person_account", KEPT, dated="ends"),
    Declared("accounts.JobTitle", "person_account", KEPT, personal=False),
    Declared("accounts.Cover", "person_account", KEPT, dated="ends"),
    Declared("accounts.Proposal", "person_account", KEPT, dated="decided_on"),
    Declared("reminders.Preference", "person_account", KEPT),
    Declared("reminders.Message", "person_account", KEPT, dated="on"),
    Declared("reminders.CalendarLink", "person_account", KEPT, dated="ends"),
    Declared("signin.Session", "technical", KEPT),
    Declared("signin.Authenticator", "technical", KEPT),
    Declared("signin.Passkey", "person_account", KEPT),
    Declared("signin.RecoveryCode", "technical", KEPT),
    Declared("signin.Link", "technical", KEPT),
    Declared("signin.FailedTry", "technical", KEPT),
    Declared("signin.RefusedCall", "technical", KEPT, personal=False),
    Declared("signin.Reset", "person_account", KEPT, dated="decided"),
    Declared("signin.ServiceAccount", "person_account", KEPT, personal=False),
    Declared("signin.Token", "person_account", KEPT, dated="ends"),
    # how long things are kept
    Declared("retention.Period", "retention_decision", KEPT, dated="set_at"),
    Declared(
        "retention.Hold",
        "retention_decision",
        ANONYMISED,
        child="child",
        dated="ends",
        words="reason lifted_why",
    ),
    Declared("retention.DryRun", "retention_decision", ANONYMISED, child="children held", dated="made_at"),
    Declared("retention.Purge", "retention_decision", KEPT, dated="carried_out_at"),
    Declared(
        "retention.Request",
        "subject_request",
        ANONYMISED,
        child="child",
        dated="ended_on",
        words="asked_by extended_why ended_why",
    ),
    Declared("retention.Pause", "subject_request", KEPT, dated="given_on"),
    Declared("retention.Place", "childs_record", REMOVED, child="child"),
    # not ours
    Declared("auth.Permission", "technical", KEPT, personal=False),
    Declared("auth.Group", "technical", KEPT, personal=False),
    Declared("auth.Group_permissions", "technical", KEPT, personal=False),
    Declared("contenttypes.ContentType", "technical", KEPT, personal=False),
    Declared("axes.AccessAttempt", "technical", KEPT),
    Declared("axes.AccessAttemptExpiration", "technical", KEPT),
    Declared("axes.AccessLog", "technical", KEPT),
    Declared("axes.AccessFailureLog", "technical", KEPT),
)


def of_children() -> list[Declared]:
    """The models whose rows name children in a field of their own."""
    return [declared for declared in DECLARED if declared.child]


def acted_on() -> set[str]:
    """The classes whose period does something here: children's records leave by it, and rows with a day of
    their own are counted when past it."""
    of_records = {declared.class_id for declared in tables().values() if declared.child}
    return of_records | {declared.class_id for declared in DECLARED if declared.dated}


def of_nobody() -> list[Declared]:
    """The models that name no child, unless somebody wrote one into their words."""
    return [declared for declared in DECLARED if not declared.child]
