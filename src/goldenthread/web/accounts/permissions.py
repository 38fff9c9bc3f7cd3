"""What a person may be allowed to do: one word list, used by roles, routes and templates alike."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    SEE_PLAN = "see the plan"
    EDIT_PLAN = "edit the register, the objectives and the actions"
    WORK_ACTIONS = "report on and claim actions of one's own"
    PIN_EVIDENCE = "pin evidence to an action"
    JUDGE_EVIDENCE = "judge what evidence shows"
    SIGN_OFF = "sign off an action that somebody else owns"
    RECORD_DECISIONS = "record what a board decided"
    ACCEPT_FINDINGS = "read a report in and accept its findings"
    SEE_FIGURES = "see figures"
    SET_TARGETS = "set a measure's target"
    MARK_CHARTS = "mark an event on a measure's chart, and begin its limits anew"
    CHALLENGE = "challenge what an owner says of a measure"
    SEE_CHILDREN = "see the children behind a figure"
    TAKE_AWAY_LISTS = "take away a list of children"
    SEE_LOADS = "see what has been loaded"
    LOAD_RECORDS = "load children's records"
    DOWNLOAD_SET_ASIDE = "download rows that were set aside"
    SEE_PAPERS = "see papers that have been released"
    SEE_DRAFT_PAPERS = "see papers before they are released"
    MAKE_PAPERS = "make papers"
    RELEASE_PAPERS = "release papers that somebody else made"
    SEE_ACCESS_LOG = "see who looked at which child"
    SEE_HISTORY = "see who did what, and check that it is as it was written"
    SEE_ALLOTTED = "see the children allotted to one"
    ALLOT_CHILDREN = "allot children to those who audit"
    OPEN_IN_EMERGENCY = "open one child's record in an emergency"
    ASK_WHO = "ask who one child is, to put a record right"
    RESTRICT_CHILDREN = "restrict who may see a child"
    SIGN_RESTRICTIONS = "sign who may see a restricted child"
    GUARD_ACCESS = "be told of emergencies and record conflicts of others"
    MANAGE_PEOPLE = "manage people and their roles"
    CONFIRM_ROLES = "confirm a role that somebody else proposed"
    KEEP_RECORDS = "keep records for their time: hold them, and propose what is removed"
    CONFIRM_REMOVAL = "confirm a removal that somebody else proposed"
    ANSWER_REQUESTS = "answer subject access requests"
    SEE_HEALTH = "see whether the site is well"


class Scope(StrEnum):
    """Whose children a role reaches."""

    NONE = "none"
    CASELOAD = "own caseload"
    TEAM = "own team"
    SERVICE_AREA = "own service area"
    AUTHORITY = "whole authority"


class Identity(StrEnum):
    """How identifiable a child is to a role."""

    NONE = "none"
    PSEUDONYMOUS = "pseudonymous"
    IDENTIFIED = "identified"


class FigureTier(StrEnum):
    """Which form of a figure a role sees."""

    NONE = "none"
    SUPPRESSED = "small numbers withheld"
    INTERNAL = "as counted"
