"""Reading the plan: each page's rows in a number of queries that does not grow with them."""

from goldenthread.web.plan.queries.choices import (
    exhibits_of,
    measure_titles,
    possible_owners,
    possible_sponsors,
    sufficient,
)
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
from goldenthread.web.plan.queries.filtered import (
    Facet,
    RequirementFilters,
    RequirementList,
    requirement_list,
)
from goldenthread.web.plan.queries.groups import GroupRow, group_rows, groups
from goldenthread.web.plan.queries.marks import marks_of, marks_of_sources
from goldenthread.web.plan.queries.requirements import (
    RequirementRow,
    SourceWords,
    in_words,
    kind_words,
    requirement_rows,
    tag_words,
)
from goldenthread.web.plan.queries.threads import (
    Strand,
    decisions_of,
    history_of,
    history_of_action,
    outline,
    strands,
)
from goldenthread.web.plan.queries.ties import (
    direct_rows,
    directly_answered,
    may_be_named,
    may_be_repeated,
    may_say_so,
    verdicts_of,
)
from goldenthread.web.plan.queries.unanswered import Open, open_requirements, unanswered

__all__ = [
    "Facet",
    "Filters",
    "GroupRow",
    "Open",
    "Register",
    "RequirementFilters",
    "RequirementList",
    "RequirementRow",
    "SourceWords",
    "Strand",
    "actions",
    "as_rows",
    "awaiting_sign_off",
    "dates_to_decide",
    "decisions_of",
    "direct_rows",
    "directly_answered",
    "exhibits_of",
    "group_rows",
    "groups",
    "history_of",
    "history_of_action",
    "in_words",
    "is_mine",
    "kind_words",
    "listed",
    "marks_of",
    "marks_of_sources",
    "may_be_named",
    "may_be_repeated",
    "may_say_so",
    "measure_titles",
    "open_requirements",
    "outline",
    "possible_owners",
    "possible_sponsors",
    "register",
    "requirement_list",
    "requirement_rows",
    "still_to_do",
    "strands",
    "sufficient",
    "tag_words",
    "title",
    "unanswered",
    "verdicts_of",
]
