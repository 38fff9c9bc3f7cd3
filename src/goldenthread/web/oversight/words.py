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
    )
}

STANDING = {
    "regulation": "set by regulations",
    "statute": "set by statute",
    "statutory_guidance": "set by statutory guidance",
    "local_standard": "set by the authority itself",
}

_LEGS = {
    "every": "each time",
    "first": "the first",
    "second": "the second",
    "later": "each one after",
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
    local = default_local_standards().of(duty.clock)
    return [f"{_limit(own.limit)}, from {own.from_date:%-d %B %Y}: {own.owner}" for own in local]


def _limit(limit: Limit) -> str:
    from goldenthread.clocks.rules import rule

    return rule(limit).words
