import polars as pl

from goldenthread.clocks.gaps import Gap as ClockGap
from goldenthread.papers import gaps
from goldenthread.papers.content import BoardPaper
from goldenthread.papers.words import ON_THE_CHARTS, published_words
from goldenthread.records.store import Counts
from unit.papers.papers_made_up import (
    WORDS,
    Gap,
    action,
    clock_rows,
    manifest,
    month_figures,
    paper,
    plan,
    report,
)

NOTHING_ASIDE = {"list_1": Counts(rows_read=5, rows_loaded=5, rows_set_aside=0)}


def answers(made: BoardPaper) -> list[str]:
    return [headline.answer for headline in made.headlines]


def test_a_paper_with_nothing_to_show_still_answers_each_question() -> None:
    assert answers(paper()) == [
        "No inspection report was given for this paper.",
        "No measure has enough months or enough events to judge a change.",
        "No duty with a time limit is running in these records.",
        "No improvement plan was given for this paper.",
    ]


def test_what_has_changed_names_the_measures_that_clearly_moved() -> None:
    figures = pl.concat(
        [
            month_figures("in_time", [(50, 100)] * 3 + [(90, 100)] * 3),
            month_figures("rereferrals", [(20, 100)] * 6),
            month_figures("referrals", [(20, None)], "count"),
        ]
    )
    assert answers(paper(figures=figures))[1] == (
        "1 measure clearly moved: “Assessments completed within 45 working days” rose "
        "from 50.0% (150 of 300) to 90.0% (270 of 300), better. 1 measure shows no clear change. "
        "The other 1 cannot be judged in this way; section 7 says why."
    )


def test_what_is_late_is_counted_over_all_duties() -> None:
    rows = clock_rows("""
        clock            | child_id | status   | days_late | team
        ts_assessment_45 | ann      | overdue  | 41        | North
        ts_cp_visit      | ann      | overdue  | 2         | North
        ts_cp_visit      | bob      | overdue  | 1         | North
        ts_cp_visit      | cal      | due_soon | 0         | North
        ts_cp_visit      | dee      | done     | 0         | North
    """)
    assert answers(paper(clock_rows=rows))[2] == (
        "3 of the 4 duties running on 31 October 2026 are overdue, the longest by 41 working days; "
        "1 more falls due within five working days. "
        "Most overdue: Visit to a child on a protection plan (2) and Child and family assessment (1)."
    )


def test_nothing_late_is_said_plainly() -> None:
    rows = clock_rows("""
        clock       | child_id | status | days_late | team
        ts_cp_visit | ann      | due    | 0         | North
    """)
    assert answers(paper(clock_rows=rows))[2] == ("None is overdue of 1 duty running on 31 October 2026.")


def test_the_plans_delivery_and_impact_are_two_answers() -> None:
    late = action(original_due="2026-08-21", due="2026-08-21")
    claimed = action(id="A2", delivery_state="claimed complete")
    signed = action(id="A3", delivery_state="signed off", signed_off_by="Director")
    assert answers(paper(plan=plan(late, claimed, signed)))[3] == (
        "1 of 3 actions is late; 1 awaiting sign-off; 1 signed off. "
        "Evidence of a difference for children: 0 of 3."
    )
    assert answers(paper(plan=plan()))[3] == "The improvement plan holds no action yet."


def test_gaps_with_one_reason_are_said_once() -> None:
    unknown = [
        Gap("a", "First", "Not held."),
        Gap("b", "Second", "Other reason"),
        Gap("c", "Third", "Not held"),
    ]
    made = paper(unanswerable=unknown, manifest=manifest(lists=NOTHING_ASIDE))
    assert made.cannot_say == ("First; Third: Not held.", "Second: Other reason.")


def test_an_assumed_rule_and_rows_set_aside_are_said() -> None:
    rows = clock_rows("""
        clock       | child_id | status | days_late | team  | rule    | basis
        ts_cp_visit | ann      | due    | 0         | North | 6 weeks | assumed
        ts_cp_visit | bob      | due    | 0         | North | 3 weeks | known
    """)
    assert paper(clock_rows=rows).cannot_say == (
        (
            "Visit to a child on a protection plan: for 1 of 2 now running, the source does not say which "
            "branch of the rule applies. We assumed: 6 weeks."
        ),
        "2 rows of 120 read could not be used and were set aside.",
    )


def test_what_the_clocks_cannot_tell_joins_what_the_measures_cannot() -> None:
    found = gaps.of_clocks(
        [
            ClockGap("ts_cp_visit", whole=True, why="Not held."),
            ClockGap("ts_x", whole=False, why="Latest only."),
        ],
        WORDS.clocks,
    )
    made = paper(unanswerable=found, manifest=manifest(lists=NOTHING_ASIDE))
    assert made.cannot_say == (
        "Visit to a child on a protection plan: Not held.",
        "ts_x, in part: Latest only.",
    )


def test_the_published_words_name_every_measure_a_board_follows() -> None:
    words = published_words()
    assert set(words.measures) >= ON_THE_CHARTS
    assert words.measures["assessment_45wd"].clock == "ts_assessment_45"
    assert words.measures["assessment_overdue_open"].clock is None
    assert {one.clock for one in words.measures.values() if one.clock} <= set(words.clocks)


def test_inspections_are_kept_as_they_were_read() -> None:
    given = report(doubts=("The page is torn.",))
    assert paper(findings=[given]).inspections == (given,)
