"""The duties in words: what each is called in a sentence, and why it matters. The rules themselves are
standards/data/timescales.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.standards.timescales import Limit, Timescale, default_local_standards, timescales


@dataclass(frozen=True)
class Duty:
    """`one` and `many` fit "12 children have {one} overdue" and "3 {many} are overdue"."""

    clock: str
    tab: str
    one: str
    many: str
    why: str

    @property
    def bare(self) -> str:
        """Without its article: protection plan visit."""
        return self.one.partition(" ")[2]

    @property
    def title(self) -> str:
        """Protection plan visit."""
        return self.bare[:1].upper() + self.bare[1:]

    @property
    def rule(self) -> Timescale:
        return timescales()[self.clock]


DUTIES: dict[str, Duty] = {
    duty.clock: duty
    for duty in (
        Duty(
            "ts_cp_visit",
            "Protection plan visits",
            "a protection plan visit",
            "protection plan visits",
            "A child with a protection plan is at risk of significant harm. A visit is how somebody knows"
            " that the child is safe now, and hears it from the child.",
        ),
        Duty(
            "ts_cla_visits",
            "Care visits",
            "a care visit",
            "care visits",
            "The authority stands in the place of a parent. A visit is when the child can say how the"
            " placement is going, away from those who provide it.",
        ),
        Duty(
            "ts_assessment_45",
            "Assessments",
            "an assessment",
            "assessments",
            "Until the assessment is done nobody has decided what help the child and the family will get.",
        ),
        Duty(
            "ts_icpc_15",
            "Initial conferences",
            "an initial conference",
            "initial conferences",
            "An enquiry found reason for concern. Until the conference meets, there is no agreed plan to keep"
            " the child safe.",
        ),
        Duty(
            "ts_cp_review",
            "Review conferences",
            "a review conference",
            "review conferences",
            "A plan that nobody reviews drifts: the review asks whether the child is safer, and whether the"
            " plan should go on.",
        ),
        Duty(
            "ts_cla_review",
            "Care reviews",
            "a care review",
            "care reviews",
            "The review is where the reviewing officer and the child hold the authority to its plan.",
        ),
        Duty(
            "ts_s47_outcome",
            "Enquiry outcomes",
            "an enquiry outcome",
            "enquiry outcomes",
            "Until the enquiry has an outcome nobody has decided whether the child is at risk, and the"
            " conference waits.",
        ),
        Duty(
            "ts_police_protection",
            "Police protection",
            "a police protection",
            "police protections",
            "The police may keep a child safe for three days and no longer: by then the child is home, or a"
            " court has been asked.",
        ),
        Duty(
            "ts_epo",
            "Emergency orders",
            "an emergency order",
            "emergency orders",
            "An emergency protection order gives a few days in which to ask the court what comes next.",
        ),
        Duty(
            "ts_cin_visit",
            "Visits in need",
            "a visit in need",
            "visits in need",
            "A plan for a child in need helps only while somebody sees the child and knows whether it does.",
        ),
        Duty(
            "ts_care_plan",
            "Care plans",
            "a care plan",
            "care plans",
            "A child in care is owed a plan from the first days: it says what the placement is for.",
        ),
        Duty(
            "ts_permanence_by_second_review",
            "Permanence plans",
            "a permanence plan",
            "permanence plans",
            "A child should not wait to know where they will grow up: the plan for it is due by the second"
            " review.",
        ),
        Duty(
            "ts_iro_contact",
            "Reviewing officer contacts",
            "a reviewing officer contact",
            "reviewing officer contacts",
            "The reviewing officer should know the child between reviews, not only at them.",
        ),
        Duty(
            "ts_health_initial",
            "First health assessments",
            "a first health assessment",
            "first health assessments",
            "Children come into care with needs that nobody has met: the first assessment finds them in time"
            " for the first review.",
        ),
        Duty(
            "ts_health_review",
            "Health assessments",
            "a health assessment",
            "health assessments",
            "Children in care have often missed health care that others have, the youngest most of all.",
        ),
        Duty(
            "ts_dental",
            "Dental checks",
            "a dental check",
            "dental checks",
            "Tooth decay is painful, common and easily found.",
        ),
        Duty(
            "ts_return_interview",
            "Return interviews",
            "a return interview",
            "return interviews",
            "A child who went missing can say what they ran from or to, to somebody independent, while it is"
            " fresh.",
        ),
        Duty(
            "ts_adoption_panel",
            "Adoption decisions",
            "an adoption decision",
            "adoption decisions",
            "Once adoption is the plan, every week until the agency decides is a week of the child's wait.",
        ),
        Duty(
            "ts_match_6m",
            "Adoption matches",
            "an adoption match",
            "adoption matches",
            "Children become harder to place as they wait: six months is the time to find a family.",
        ),
        Duty(
            "ts_adoption_a1",
            "Moves to adopters",
            "a move to adopters",
            "moves to adopters",
            "From entering care to a family for life is a long part of a small child's life. The threshold is"
            " a benchmark, not a duty.",
        ),
        Duty(
            "ts_adoption_a2",
            "Matches after placement orders",
            "a match after a placement order",
            "matches after placement orders",
            "The court has said the child may be placed: the wait from then is the agency's. The threshold is"
            " a benchmark, not a duty.",
        ),
        Duty(
            "ts_adoption_reviews",
            "Adoption placement reviews",
            "an adoption placement review",
            "adoption placement reviews",
            "A new family may need help early: the review is where it is asked for.",
        ),
        Duty(
            "ts_adoption_visits",
            "Adoption placement visits",
            "an adoption placement visit",
            "adoption placement visits",
            "The first weeks with a new family are the hardest, for the child and for them.",
        ),
        Duty(
            "ts_pathway_review",
            "Pathway plan reviews",
            "a pathway plan review",
            "pathway plan reviews",
            "A young person's life changes fast on leaving care: an old plan may fit nothing in it.",
        ),
        Duty(
            "ts_cl_in_touch_8wk",
            "Contacts with care leavers",
            "a contact with a care leaver",
            "contacts with care leavers",
            "The authority goes on standing in the place of a parent, and a parent keeps in touch.",
        ),
        Duty(
            "ts_cl_903_birthday",
            "Birthday contacts",
            "a birthday contact",
            "birthday contacts",
            "Around each birthday the authority says how its care leavers are: it has to ask them first.",
        ),
        Duty(
            "ts_core_group_first",
            "First core groups",
            "a first core group",
            "first core groups",
            "The conference made an outline of the plan. The core group, family and all, makes it work.",
        ),
        Duty(
            "ts_core_group_later",
            "Core groups",
            "a core group",
            "core groups",
            "Those who carry out the plan, the family among them, see together whether the child is safer.",
        ),
        Duty(
            "ts_cin_review",
            "Child in need reviews",
            "a child in need review",
            "child in need reviews",
            "A plan that nobody reviews drifts. A review asks whether the help has changed anything.",
        ),
        Duty(
            "ts_sdq",
            "Strengths and difficulties scores",
            "a strengths and difficulties score",
            "strengths and difficulties scores",
            "The score says early how a child in care is coping, and who needs help with it.",
        ),
        Duty(
            "ts_mgmt_oversight",
            "Management oversight",
            "a management oversight entry",
            "management oversight entries",
            "A second pair of eyes sees what has become ordinary to somebody who is close to the family.",
        ),
        Duty(
            "ts_case_supervision",
            "Case supervision",
            "a case supervision",
            "case supervisions",
            "In supervision a worker thinks with somebody else about what life is like for this child.",
        ),
        Duty(
            "ts_audit_action",
            "Audit actions",
            "an audit action",
            "audit actions",
            "An audit found that something for this child cannot wait.",
        ),
    )
}

STANDING = {
    "regulation": "set by regulations",
    "act": "set by statute",
    "statutory_guidance": "set by statutory guidance",
    "local_standard": "set by the authority itself",
    "practice_norm": "what is usually done: no duty",
}

CHECKED = {
    "verified": "checked against its source",
    "partly_verified": "checked in part",
    "unverified": "not checked against its source",
}

_LEGS = {
    "every": "each time",
    "first": "the first",
    "second": "the second",
    "later": "each one after",
    "under_five": "where the child was under five",
    "five_and_over": "where the child was five or over",
    "order": "from the order",
    "extended": "where the court extended it",
    "protection": "with a protection plan",
    "care": "in care",
    "in_need": "with a child in need plan",
    "before": "before the birthday",
    "after": "after the birthday",
    "placement_start": "from the start of a placement",
    "first_year": "in the placement's first year, from the visit before",
    "to_18": "after that, in a placement meant to last to 18",
    "not_to_18": "after that, in any other placement",
    "interim_order_with_parents_before_review": "with parents under an interim order, until a review",
    "interim_order_with_parents_after_review": "with parents under an interim order, after a review",
    "order_with_parents_start": "with parents, from the care order",
    "order_with_parents_later": "with parents, from the visit before",
}


def limits_in_words(duty: Duty) -> list[str]:
    """The limits the clock counts, as published or, for a local standard, as the authority's own."""
    found = [f"{_limit(limit)} {_LEGS[leg]}" for leg, limit in duty.rule.legs.items()]
    if found:
        return found
    if duty.rule.status != "local_standard":
        return [str(duty.rule.value)]  # an event is the limit, such as the second review
    local = default_local_standards().of(duty.clock)
    return [f"{_limit(own.limit)}, from {own.from_date:%-d %B %Y}: {own.owner}" for own in local]


def _limit(limit: Limit) -> str:
    from goldenthread.clocks.rules import rule

    return rule(limit).words
