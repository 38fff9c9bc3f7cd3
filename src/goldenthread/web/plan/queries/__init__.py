"""Reading the plan: each page's rows in a number of queries that does not grow with them."""

from goldenthread.web.plan.queries.choices import exhibits_of, measure_titles, possible_owners, sufficient
from goldenthread.web.plan.queries.delivery import (
    Filters,
    Register,
    actions,
    as_rows,
    awaiting_sign_off,
    dates_to_decide,
    is_mine,
    listed,
    register,
    still_to_do,
    title,
)
from goldenthread.web.plan.queries.marks import marks_of, marks_of_sources
from goldenthread.web.plan.queries.requirements import (
    RequirementRow,
    SourceWords,
    in_words,
    kind_words,
    requirement_rows,
    tag_words,
    unanswered,
)
from goldenthread.web.plan.queries.threads import (
    Strand,
    decisions_of,
    history_of,
    history_of_action,
    outline,
    strands,
)

__all__ = [
    "Filters",
    "Register",
    "RequirementRow",
    "SourceWords",
    "Strand",
    "actions",
    "as_rows",
    "awaiting_sign_off",
    "dates_to_decide",
    "decisions_of",
    "exhibits_of",
    "history_of",
    "history_of_action",
    "in_words",
    "is_mine",
    "kind_words",
    "listed",
    "marks_of",
    "marks_of_sources",
    "measure_titles",
    "outline",
    "possible_owners",
    "register",
    "requirement_rows",
    "still_to_do",
    "strands",
    "sufficient",
    "tag_words",
    "title",
    "unanswered",
]
