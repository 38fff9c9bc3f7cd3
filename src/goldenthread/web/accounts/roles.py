"""The roles, read as a table: a council maps its job titles to these. Nothing is allowed that no row
allows."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.web.accounts.permissions import FigureTier, Identity, Permission, Scope

P = Permission


@dataclass(frozen=True)
class Role:
    """A kind of work. `external` people are let in until a date and no longer."""

    key: str
    label: str
    permissions: frozenset[Permission]
    figures: FigureTier = FigureTier.NONE
    scope: Scope = Scope.NONE
    identity: Identity = Identity.NONE
    external: bool = False


_IN_PRACTICE = {P.SEE_PLAN, P.WORK_ACTIONS, P.PIN_EVIDENCE, P.SEE_FIGURES, P.SEE_CHILDREN, P.SEE_PAPERS}

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "director",
            "Director of children's services",
            frozenset(
                {P.SEE_PLAN, P.EDIT_PLAN, P.SIGN_OFF, P.JUDGE_EVIDENCE, P.SEE_FIGURES, P.SEE_CHILDREN}
                | {
                    P.SEE_PAPERS,
                    P.SEE_DRAFT_PAPERS,
                    P.RELEASE_PAPERS,
                    P.SEE_LOADS,
                    P.SEE_ACCESS_LOG,
                    P.SEE_HISTORY,
                }
            ),
            FigureTier.INTERNAL,
            Scope.AUTHORITY,
            Identity.IDENTIFIED,
        ),
        Role(
            "head_of_service",
            "Head of service",
            frozenset(_IN_PRACTICE | {P.SIGN_OFF, P.JUDGE_EVIDENCE, P.SEE_DRAFT_PAPERS}),
            FigureTier.INTERNAL,
            Scope.SERVICE_AREA,
            Identity.IDENTIFIED,
        ),
        Role(
            "team_manager",
            "Team manager",
            frozenset(_IN_PRACTICE),
            FigureTier.INTERNAL,
            Scope.TEAM,
            Identity.IDENTIFIED,
        ),
        Role(
            "social_worker",
            "Social worker",
            frozenset(_IN_PRACTICE),
            FigureTier.INTERNAL,
            Scope.CASELOAD,
            Identity.IDENTIFIED,
        ),
        Role(
            "improvement_lead",
            "Improvement lead",
            frozenset(
                {P.SEE_PLAN, P.EDIT_PLAN, P.ACCEPT_FINDINGS, P.RECORD_DECISIONS, P.SEE_FIGURES}
                | {P.SEE_PAPERS, P.SEE_DRAFT_PAPERS, P.MAKE_PAPERS}
            ),
            FigureTier.INTERNAL,
        ),
        Role(
            "action_owner",
            "Action owner",
            frozenset({P.SEE_PLAN, P.WORK_ACTIONS, P.PIN_EVIDENCE, P.SEE_FIGURES, P.SEE_PAPERS}),
            FigureTier.INTERNAL,
        ),
        Role(
            "performance_analyst",
            "Performance analyst",
            frozenset(
                {P.SEE_PLAN, P.SEE_FIGURES, P.SEE_CHILDREN, P.SEE_LOADS, P.LOAD_RECORDS, P.DOWNLOAD_SET_ASIDE}
                | {P.SEE_PAPERS, P.SEE_DRAFT_PAPERS, P.MAKE_PAPERS}
            ),
            FigureTier.INTERNAL,
            Scope.AUTHORITY,
            Identity.PSEUDONYMOUS,
        ),
        Role(
            "auditor",
            "Auditor of practice",
            frozenset({P.SEE_PLAN, P.SEE_FIGURES, P.SEE_PAPERS}),  # children come with an allotted sample
            FigureTier.INTERNAL,
        ),
        Role(
            "board_secretary",
            "Board secretary",
            frozenset(
                {
                    P.SEE_PLAN,
                    P.RECORD_DECISIONS,
                    P.SEE_FIGURES,
                    P.SEE_PAPERS,
                    P.SEE_DRAFT_PAPERS,
                    P.MAKE_PAPERS,
                }
            ),
            FigureTier.INTERNAL,
        ),
        Role(
            "independent_chair",
            "Independent chair",
            frozenset({P.SEE_PLAN, P.SEE_FIGURES, P.SEE_PAPERS}),
            FigureTier.SUPPRESSED,
            external=True,
        ),
        Role("board_member", "Board member", frozenset({P.SEE_PAPERS}), FigureTier.SUPPRESSED, external=True),
        Role(
            "government_observer",
            "Government observer",
            frozenset({P.SEE_PLAN, P.SEE_PAPERS}),
            FigureTier.SUPPRESSED,
            external=True,
        ),
        Role("administrator", "Administrator", frozenset({P.MANAGE_PEOPLE, P.SEE_LOADS, P.SEE_HEALTH})),
    )
}

EXTERNAL = frozenset(key for key, role in ROLES.items() if role.external)
