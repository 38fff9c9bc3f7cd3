"""The improvement plan: what was asked, what will be different for children, who does what by when, and what
shows it.

Two questions never share an answer: `state` says whether an action is delivered, `impact` whether it makes a
difference. People are named in words beside every key, so that a row still reads when they have gone.
"""

from goldenthread.web.plan.models.by_hand import (
    HandKind,
    HandMeasure,
    HandPolarity,
    HandReading,
    HandUnit,
)
from goldenthread.web.plan.models.decisions import Decision
from goldenthread.web.plan.models.delegation import (
    DEFAULT,
    LEVELS,
    MATTERS,
    DecidingLevel,
    Delegated,
    Matter,
    PlanSettings,
    Scheme,
)
from goldenthread.web.plan.models.delivery import IMPACTS, PROVEN, STATES, Action, DateChange, Note, Outcome
from goldenthread.web.plan.models.evidence import Evidence, Judged
from goldenthread.web.plan.models.files import KeptFile
from goldenthread.web.plan.models.impact import ImpactJudgement, ImpactQuestion
from goldenthread.web.plan.models.objectives import Measure, Objective
from goldenthread.web.plan.models.progress import (
    RATINGS,
    ColourSet,
    Dependency,
    ExceptionReport,
    Milestone,
)
from goldenthread.web.plan.models.register import (
    ASKS_NOTHING,
    STRENGTH,
    Disposition,
    Level,
    PlanTitle,
    Requirement,
    Severity,
    Source,
    SourceKind,
)
from goldenthread.web.plan.models.ties import DirectAnswer, Said, Verdict
from goldenthread.web.plan.models.workstreams import GroupKind, Workstream

__all__ = [
    "ASKS_NOTHING",
    "DEFAULT",
    "IMPACTS",
    "LEVELS",
    "MATTERS",
    "PROVEN",
    "RATINGS",
    "STATES",
    "STRENGTH",
    "Action",
    "ColourSet",
    "DateChange",
    "DecidingLevel",
    "Decision",
    "Delegated",
    "Dependency",
    "DirectAnswer",
    "Disposition",
    "Evidence",
    "ExceptionReport",
    "GroupKind",
    "HandKind",
    "HandMeasure",
    "HandPolarity",
    "HandReading",
    "HandUnit",
    "ImpactJudgement",
    "ImpactQuestion",
    "Judged",
    "KeptFile",
    "Level",
    "Matter",
    "Measure",
    "Milestone",
    "Note",
    "Objective",
    "Outcome",
    "PlanSettings",
    "PlanTitle",
    "Requirement",
    "Said",
    "Scheme",
    "Severity",
    "Source",
    "SourceKind",
    "Verdict",
    "Workstream",
]
