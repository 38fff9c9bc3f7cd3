from goldenthread.papers.duties import TeamDuty, duties
from unit.papers.papers_made_up import WORDS, clock_rows

ROWS = clock_rows("""
    clock            | child_id | status    | days_late | team  | rule            | basis
    ts_cp_visit      | ann      | due       | 0         | North | every 10 days   | known
    ts_assessment_45 | bob      | overdue   | 3         | North | 45 working days | known
    ts_assessment_45 | cal      | overdue   | 12        | North | 45 working days | known
    ts_assessment_45 | dee      | overdue   | 40        | South | 45 working days | known
    ts_assessment_45 | eve      | due_soon  | 0         | South | 45 working days | known
    ts_assessment_45 | fay      | due       | 0         |       | any branch      | assumed
    ts_assessment_45 | gus      | done      | 0         | North | 45 working days | known
    ts_assessment_45 | hal      | done_late | 90        | North | other           | assumed
    ts_assessment_45 | ivy      | lapsed    | 80        | North | other           | assumed
    ts_new           | jon      | done      | 0         | North | new             | known
""")


def test_only_running_duties_are_counted_most_overdue_team_first() -> None:
    assessment = duties(ROWS, WORDS.clocks)[0]
    assert assessment.teams == (
        TeamDuty("North", running=2, overdue=2, due_soon=0, longest_late=12),
        TeamDuty("South", running=2, overdue=1, due_soon=1, longest_late=40),
        TeamDuty("No team recorded", running=1, overdue=0, due_soon=0, longest_late=0),
    )


def test_totals_are_those_of_the_teams() -> None:
    assessment = duties(ROWS, WORDS.clocks)[0]
    totals = (assessment.running, assessment.overdue, assessment.due_soon, assessment.longest_late)
    assert totals == (5, 3, 1, 40)


def test_an_assumed_rule_is_counted_and_named_only_where_it_is_running() -> None:
    assessment = duties(ROWS, WORDS.clocks)[0]
    assert (assessment.assumed, assessment.rules_assumed) == (1, ("any branch",))
    assert assessment.rules == ("45 working days", "any branch")


def test_duties_keep_the_order_of_their_words_and_an_unnamed_one_keeps_its_id() -> None:
    found = duties(ROWS, WORDS.clocks)
    assert [duty.words.id for duty in found] == ["ts_assessment_45", "ts_cp_visit", "ts_new"]
    assert found[2].words.title == "ts_new"
    assert (found[2].running, found[2].longest_late) == (0, 0)
