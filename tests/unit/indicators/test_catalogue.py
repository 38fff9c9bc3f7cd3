"""Every indicator has words, a known id and a calculation; and a source's reach is said for each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from drawn import records
from goldenthread.errors import InputRefused
from goldenthread.indicators.catalogue import INDICATORS, answerable, as_stated, get, unanswerable
from goldenthread.records.coverage import Coverage
from goldenthread.standards.indicators import indicator_facts, sources

MARCH = date(2026, 3, 31)
WINDOW = date(2025, 9, 30)

# What Annex A holds of each table: the shape of its lists, not of any one workbook.
ANNEX_A: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("ssd_contacts", "ssd_cin_assessments", "ssd_s47_enquiry", "ssd_initial_cp_conference"),
            *("ssd_early_help_episodes", "ssd_cin_episodes", "ssd_permanence", "adopters"),
        ),
        "window",
    ),
    **dict.fromkeys(
        (
            *("ssd_cp_plans", "ssd_cla_episodes", "ssd_cla_placement", "ssd_legal_status", "ssd_cp_visits"),
            *("ssd_cp_reviews", "ssd_cla_reviews", "ssd_cla_visits", "ssd_cla_care_plan", "ssd_cla_health"),
        ),
        "latest",
    ),
    **dict.fromkeys(
        (
            *("ssd_care_leavers", "ssd_person", "ssd_disability", "ssd_immigration_status"),
            *("ssd_involvements", "ssd_professionals", "ssd_department"),
        ),
        "current",
    ),
}


def annex_a():
    lists = records(MARCH)
    return replace(
        lists,
        coverage={
            name: Coverage(
                table=name,
                history=history,
                window_start=WINDOW if history == "window" else None,
                window_end=MARCH,
            )
            for name, history in ANNEX_A.items()
        },
    )


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.id)
def test_every_indicator_has_its_words_and_agrees_with_the_known_facts(one):
    known = indicator_facts()[one.id]
    for words in (one.title, one.numerator, one.why, one.how, one.source):
        assert len(words) > 4
        assert not words.endswith(" ")
    assert one.why.endswith(".")
    assert one.how.endswith(".")
    assert all(caution.endswith(".") for caution in one.cautions)
    assert (one.denominator is None) == (one.kind == "count")
    assert (one.title, one.service_area, one.polarity) == (known.title, known.area, known.polarity)
    assert one.unit == known.unit.replace("count_and_percent", "percent")
    assert one.definition == f"{one.id}/{one.version}"
    assert one.needs


def test_ids_are_given_once():
    assert len({one.id for one in INDICATORS}) == len(INDICATORS) >= 28


def test_a_complete_history_answers_everything():
    assert unanswerable(records(MARCH)) == ()


def test_a_source_that_holds_nothing_answers_nothing_and_says_so_of_each():
    nothing = replace(records(MARCH), coverage={})
    assert answerable(nothing) == ()
    reasons = unanswerable(nothing)
    assert len(reasons) == len(INDICATORS)
    assert all(gap.reason for gap in reasons)


NOT_FROM_ANNEX_A = {
    *("eh_escalated_to_referral", "cpp_second_2yr", "cpp_reviewed_timely", "cin_open_9m", "cin_open_12m"),
    *("cin_open_15m", "cin_open_18m", "cin_reopened_after_closure", "cla_review_timely"),
}


def test_annex_a_answers_all_but_what_needs_history():
    assert {gap.id for gap in unanswerable(annex_a())} == NOT_FROM_ANNEX_A


def test_nothing_is_answered_from_annex_a_that_the_facts_say_it_cannot_carry():
    impossible = {name for name, facts in indicator_facts().items() if facts.annex_a == "none"}
    assert not impossible & {one.id for one in answerable(annex_a())}


def test_nothing_the_facts_say_annex_a_carries_fully_is_left_out():
    full = {name for name, facts in indicator_facts().items() if facts.annex_a == "full"}
    assert not full & NOT_FROM_ANNEX_A


def test_what_rests_on_a_stated_figure_is_named():
    assert {one.id for one in as_stated(annex_a())} == {
        *("rereferrals_12m", "s47_repeat_12m", "cpp_second_ever", "cin_plan_count"),
        *("cla_returned_within_12m", "cla_3plus_placements"),
    }
    assert as_stated(records(MARCH)) == ()


def test_a_missing_list_is_named_in_plain_words():
    lists = annex_a()
    without = {name: cover for name, cover in lists.coverage.items() if name != "ssd_contacts"}
    gaps = {gap.id: gap.reason for gap in unanswerable(replace(lists, coverage=without))}
    assert gaps["contacts_count"] == "the source does not hold contacts received at the front door"


def test_a_window_too_short_says_what_it_covers():
    lists = records(MARCH, history="window", window_start=date(2026, 3, 2))
    gaps = {gap.id: gap.reason for gap in unanswerable(lists)}
    assert gaps["contacts_count"] == (
        "it looks over a whole period, and of contacts received at the front door "
        "the source holds only 2026-03-02 to 2026-03-31"
    )


def test_an_unknown_id_is_refused_with_what_it_may_have_meant():
    with pytest.raises(InputRefused, match="assessment_45wd"):
        get("assessment_45")
    with pytest.raises(InputRefused, match="leave the id out"):
        get("zzzzzzzz")


def test_the_facts_hold_every_known_indicator_and_every_reference_leads_somewhere():
    facts = indicator_facts()
    assert len(facts) == 272
    assert {ref for one in facts.values() for ref in one.refs} <= set(sources())
    assert {one.annex_a for one in facts.values()} == {"full", "partial", "none"}
