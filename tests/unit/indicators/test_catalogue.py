"""Every indicator has words, a known id and a calculation; and a source's reach is said for each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from drawn import records
from goldenthread.errors import InputRefused
from goldenthread.indicators.catalogue import (
    INDICATORS,
    answerable,
    as_stated,
    get,
    not_built,
    unanswerable,
)
from goldenthread.indicators.population import with_population
from goldenthread.records.coverage import Coverage
from goldenthread.standards.indicators import indicator_facts, lacking, sources

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
    listed = replace(
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
    return with_population(listed, {2025: 12_000})


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
    assert len({one.id for one in INDICATORS}) == len(INDICATORS) >= 150


def test_every_known_indicator_is_built_or_listed_with_the_record_it_lacks_and_never_both():
    built, listed = {one.id for one in INDICATORS}, set(lacking())
    assert built & listed == set()
    assert built | listed == set(indicator_facts())
    assert {gap.id for gap in not_built()} == listed
    assert sum(len(entry.reason) > 20 for entry in not_built()) == len(listed)


def test_a_complete_history_answers_everything_but_rates():
    rates = {one.id for one in INDICATORS if one.kind == "rate"}
    assert {gap.id for gap in unanswerable(records(MARCH))} == rates
    assert unanswerable(with_population(records(MARCH), {2025: 12_000})) == ()


def test_what_is_needed_and_who_wrote_it_is_said_of_every_definition():
    for one in INDICATORS:
        assert one.author
        assert one.reviewed <= date(2026, 12, 31)
        assert one.sufficiency_in_words.startswith(("Annex A", "full history"))


def test_a_source_that_holds_nothing_answers_nothing_and_says_so_of_each():
    nothing = replace(records(MARCH), coverage={})
    assert answerable(nothing) == ()
    reasons = unanswerable(nothing)
    assert len(reasons) == len(INDICATORS)
    assert all(gap.reason for gap in reasons)


NOT_FROM_ANNEX_A = {
    *("eh_escalated_to_referral", "cpp_second_2yr", "cpp_reviewed_timely", "cin_open_9m", "cin_open_12m"),
    *("cin_open_15m", "cin_open_18m", "cin_reopened_after_closure", "cla_review_timely", "adoption_a3"),
    *("assessment_45wd_from_referral", "assessment_repeat_12m", "cin_escalated_cp", "cin_plan_in_place"),
    *("cin_seen_alone", "cin_visit_timely", "cla_3plus_2years", "cla_care_plan_current", "missing_from_home"),
    *("cla_health_assessment_initial", "cla_placement_moves_rate", "cla_reunification_breakdown"),
    *("cla_seen_alone", "cla_sw_changes", "cla_visit_first_week", "cpp_stepdown_cin", "repeat_contacts_12m"),
    *("data_missing_key_fields", "s17_referral_child_seen_days", "wf_sw_changes_per_child"),
}


def test_annex_a_answers_all_but_what_needs_history():
    assert {gap.id for gap in unanswerable(annex_a())} == NOT_FROM_ANNEX_A


def test_what_is_said_of_annex_a_is_what_its_lists_can_carry():
    assert {one.id for one in INDICATORS if one.sufficiency == "none"} == NOT_FROM_ANNEX_A
    stated = {one.id for one in as_stated(annex_a())}
    assert {one.sufficiency for one in INDICATORS if one.id in stated} == {"partial"}


def test_nothing_is_answered_from_annex_a_that_the_facts_say_it_cannot_carry():
    impossible = {name for name, facts in indicator_facts().items() if facts.annex_a == "none"}
    assert not impossible & {one.id for one in answerable(annex_a())}


def test_nothing_the_facts_say_annex_a_carries_fully_is_left_out():
    full = {name for name, facts in indicator_facts().items() if facts.annex_a == "full"}
    assert not full & NOT_FROM_ANNEX_A


def test_what_rests_on_a_stated_figure_is_named():
    assert {one.id for one in as_stated(annex_a())} == {
        *("rereferrals_12m", "s47_repeat_12m", "cpp_second_ever", "cin_plan_count"),
        *("cla_returned_within_12m", "cla_3plus_placements", "rereferrals_children_12m"),
        *("cpp_emergency_protection", "cla_missing_children", "cla_missing_incidents"),
        *("cla_away_without_authorisation", "return_interview_offered", "return_interview_accepted"),
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
