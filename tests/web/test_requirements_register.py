"""The register of requirements: what is said to each, what ties it to others, which nothing answers yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.web.accounts.standing import today
from goldenthread.web.history.models import Entry
from goldenthread.web.plan import actions, queries
from goldenthread.web.plan.actions import Answer, Asked, Described, Wording
from goldenthread.web.plan.first_words import as_something_to_do
from goldenthread.web.plan.models import Action, Objective, Requirement, Source
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone
from web_people import MAKER, person
from web_plan import action, agreed, claimed, objective, source

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
DAY = timedelta(days=1)


def entered(*asked: str, on: date | None = None, title: str = "A made-up review", **more: Any) -> Source:
    """A peer review of a day, entered by hand."""
    described = Described(kind="peer review", title=title, published=on)
    asks = [Asked(text, more.get("kind", "recommendation")) for text in asked or ("See them sooner.",)]
    return actions.enter_source(by=MAKER, described=described, asked=asks)


def asked_for(*asked: str, **more: Any) -> Requirement:
    return entered(*asked, **more).requirements.first()  # type: ignore[return-value]


def answered(requirement: Requirement, disposition: str = "accepted", **more: Any) -> Requirement:
    held = Requirement.objects.get(pk=requirement.pk)
    answer = Answer(disposition=disposition, severity=held.severity, **more)
    assert actions.answer_requirement(by=MAKER, requirement=held, version=held.version, answer=answer)
    return Requirement.objects.select_related("source").get(pk=requirement.pk)


def open_keys(as_at: date | None = None) -> set[int]:
    return set(queries.open_requirements(as_at=as_at or today()).sources)


def tie(requirement: Requirement, earlier: Requirement | None) -> None:
    held = Requirement.objects.get(pk=requirement.pk)
    assert actions.say_repeats(by=MAKER, requirement=held, version=held.version, earlier=earlier)


# What is said


def test_who_decided_and_when_is_kept_beside_the_answer() -> None:
    one = answered(asked_for(), decided_by_name="Improvement Board", decided_on=date(2026, 3, 1))
    assert (one.decided_by_name, one.decided_on) == ("Improvement Board", date(2026, 3, 1))


def test_whoever_says_it_decided_where_nobody_else_is_named() -> None:
    assert answered(asked_for(), decided_on=date(2026, 3, 1)).decided_by_name == MAKER.name


@pytest.mark.parametrize(
    ("disposition", "more", "refused"),
    [
        ("accepted", {}, False),
        ("already under way", {}, False),
        ("accepted in part", {}, True),
        ("not accepted", {"reason": " "}, True),
        ("not accepted", {"reason": "It is not ours"}, False),
        ("to start later", {}, True),
        ("to start later", {"later_when": " "}, True),
        ("to start later", {"later_when": "The new system is in use"}, False),
        ("to start later", {"later_from": date(2026, 9, 1)}, False),
    ],
)
def test_a_part_declined_has_its_reason_and_what_is_put_off_its_condition(
    disposition: str, more: dict[str, Any], refused: bool
) -> None:
    one = asked_for()
    if not refused:
        assert answered(one, disposition, **more).disposition == disposition
        return
    with pytest.raises(NotDone):
        answered(one, disposition, **more)


def test_the_database_holds_that_what_is_put_off_waits_for_something() -> None:
    one = asked_for()
    with pytest.raises(DatabaseError), transaction.atomic():
        Requirement.objects.filter(pk=one.pk).update(disposition="to start later")


@pytest.mark.parametrize(("days", "asks"), [(-1, False), (0, True), (1, True)])
def test_what_is_put_off_to_a_day_asks_from_that_day(days: int, asks: bool) -> None:
    day = date(2026, 9, 1)
    one = answered(asked_for(), "to start later", later_from=day)
    assert (one.pk in open_keys(day + days * DAY)) is asks


def test_what_is_put_off_to_an_event_asks_once_somebody_says_it_has_come() -> None:
    one = answered(asked_for(), "to start later", later_when="The new system is in use")
    assert open_keys() == set()
    assert actions.say_it_has_come(by=MAKER, requirement=one, version=one.version, on=today())
    assert open_keys() == {one.pk}


def test_it_comes_once_and_only_to_what_waits() -> None:
    one = answered(asked_for(), "to start later", later_when="The new system is in use")
    actions.say_it_has_come(by=MAKER, requirement=one, version=one.version, on=today())
    for held in (Requirement.objects.get(pk=one.pk), asked_for(title="Another")):
        with pytest.raises(NotDone):
            actions.say_it_has_come(by=MAKER, requirement=held, version=held.version, on=today())


def test_put_off_again_to_something_else_it_waits_again() -> None:
    one = answered(asked_for(), "to start later", later_when="The new system is in use")
    actions.say_it_has_come(by=MAKER, requirement=one, version=one.version, on=today())
    answered(one, "to start later", later_when="The next budget is set")
    assert open_keys() == set()


def test_the_same_is_said_to_several_at_once_and_each_keeps_how_soon() -> None:
    first, second = entered("One.", "Two.").requirements.all()
    answered(first, decided_on=today())
    Requirement.objects.filter(pk=second.pk).update(severity="priority")
    versions = dict(Requirement.objects.values_list("pk", "version"))
    many = actions.answer_many(
        by=MAKER, versions=versions, answer=Answer("already under way", "", effort="low")
    )
    kept = Requirement.objects.order_by("number").values_list("disposition", "severity", "effort")
    assert many == 2
    assert list(kept) == [
        ("already under way", "improvement", "low"),
        ("already under way", "priority", "low"),
    ]


def test_said_to_several_it_is_said_to_none_where_one_has_changed() -> None:
    first, second = entered("One.", "Two.").requirements.all()
    with pytest.raises(ChangedMeanwhile):
        actions.answer_many(
            by=MAKER, versions={first.pk: 1, second.pk: 9}, answer=Answer("already under way", "")
        )
    assert set(Requirement.objects.values_list("disposition", flat=True)) == {"accepted"}


@pytest.mark.parametrize(
    ("difference", "effort", "quick"),
    [
        ("high", "low", True),
        ("medium", "low", True),
        ("low", "low", False),
        ("high", "medium", False),
        ("", "low", False),
    ],
)
def test_a_quick_win_changes_something_for_little(difference: str, effort: str, quick: bool) -> None:
    assert answered(asked_for(), difference=difference, effort=effort).is_quick_win is quick


# What nothing answers yet


@pytest.mark.parametrize("kind", ["strength", "progress"])
def test_a_strength_is_kept_and_asks_for_nothing(kind: str) -> None:
    one = asked_for(kind=kind)
    assert (one.is_strength, open_keys()) == (True, set())


def test_an_action_answers_a_finding_of_another_objective() -> None:
    one = asked_for()
    made = action(towards=objective())
    actions.name_direct_answers(by=MAKER, action=made, version=made.version, requirements=[one])
    assert open_keys() == set()
    (row,) = queries.requirement_rows(as_at=today())
    assert [shown.action for shown in row.rows] == [made]


def test_an_action_names_others_instead_and_a_stale_page_names_none() -> None:
    first, second = entered("One.", "Two.").requirements.all()
    made = action()
    actions.name_direct_answers(by=MAKER, action=made, version=made.version, requirements=[first])
    with pytest.raises(ChangedMeanwhile):
        actions.name_direct_answers(by=MAKER, action=made, version=made.version, requirements=[second])
    held = Action.objects.get(pk=made.pk)
    actions.name_direct_answers(by=MAKER, action=held, version=held.version, requirements=[second])
    assert list(queries.directly_answered(held)) == [second]


@pytest.mark.parametrize("kind", ["strength", "recommendation"])
def test_no_action_answers_a_strength_or_what_is_not_accepted(kind: str) -> None:
    one = asked_for(kind=kind)
    if kind == "recommendation":
        one = answered(one, "not accepted", reason="It is not ours")
    made = action()
    with pytest.raises(NotDone):
        actions.name_direct_answers(by=MAKER, action=made, version=made.version, requirements=[one])


def test_what_answers_one_answers_what_repeats_it() -> None:
    earlier, later = asked_for(on=date(2025, 1, 1)), asked_for(on=date(2026, 1, 1), title="Next")
    tie(later, earlier)
    assert open_keys() == {earlier.pk, later.pk}
    objective(earlier)
    assert open_keys() == set()
    assert queries.open_requirements(as_at=today()).through == {later.pk: earlier.pk}


def test_put_right_once_and_found_again_it_asks_again() -> None:
    owner = person("head_of_service")
    earlier = asked_for(on=date(2025, 1, 1))
    done = claimed(action(owner, towards=objective(earlier)), owner)
    tie(asked_for(on=date(2026, 1, 1), title="Next"), earlier)
    assert open_keys() == set()
    by = person("director")
    actions.stop(by=by, action=done, version=done.version, why="It was done")
    assert len(open_keys()) == 1


# Put right, once it is in the register


def corrected(requirement: Requirement, why: str = "", **more: Any) -> Requirement:
    held = Requirement.objects.get(pk=requirement.pk)
    wording = replace(Wording.of(held), **more)
    assert actions.correct_requirement(
        by=MAKER, requirement=held, version=held.version, wording=wording, why=why
    )
    return Requirement.objects.get(pk=requirement.pk)


def test_words_put_right_leave_those_first_read_beside_them() -> None:
    one = corrected(asked_for("Se them sooner."), text="See them sooner.", why="A letter was lost")
    assert (one.text, one.original) == ("See them sooner.", "Se them sooner.")
    entry = Entry.objects.filter(act="corrected the finding in the register").get()
    assert entry.details == {"text was": "Se them sooner.", "why": "A letter was lost"}


@pytest.mark.parametrize(
    ("changes", "why", "refused"),
    [
        ({"text": "See them."}, "", True),
        ({"text": "See them."}, " ", True),
        ({"text": "See them."}, "It says so", False),
        ({"text": " "}, "It says so", True),
        ({"page": 3, "paragraph": "paragraph 3(a)"}, "", False),
        ({"tags": ("supervision",)}, "", False),
    ],
)
def test_words_are_changed_for_a_reason_and_never_emptied(
    changes: dict[str, Any], why: str, refused: bool
) -> None:
    one = asked_for()
    if not refused:
        corrected(one, why, **changes)
        return
    with pytest.raises(NotDone):
        corrected(one, why, **changes)


def test_the_register_lists_what_carries_a_tag() -> None:
    tagged = corrected(asked_for("One.", "Two."), tags=("outcome_4", "supervision"))
    for tag in tagged.tags:
        found = queries.requirement_list(queries.RequirementFilters(tag=tag), as_at=today())
        assert [row.requirement.pk for row in found.rows] == [tagged.pk]
    (facet,) = [facet for facet in found.facets if facet.title == "Tag"]
    assert [(choice.label.split(":")[0], choice.count) for choice in facet.choices] == [
        ("Any", 2),
        ("Outcome 4", 1),
        ("supervision", 1),
    ]


def test_a_tag_of_ones_own_is_typed_beside_the_frameworks(signed_in: SignedIn) -> None:
    one = corrected(asked_for(), tags=("enabler_2", "supervision"))
    client = signed_in(person("improvement_lead"))
    page = client.get(f"/plan/requirements/{one.pk}/correct/").content.decode()
    assert 'value="supervision"' in page
    typed = {
        "text": one.text,
        "framework": "outcome_4",
        "own": "neglect,  supervision , neglect",
        "version": 2,
    }
    assert client.post(f"/plan/requirements/{one.pk}/correct/", typed).status_code == 302
    assert Requirement.objects.get(pk=one.pk).tags == ["outcome_4", "neglect", "supervision"]


# What ties them


def test_repeats_lead_back_and_never_round() -> None:
    first, second, third = entered("One.", "Two.", "Three.").requirements.all()
    tie(second, first)
    tie(third, second)
    for circle in (second, third, first):
        held = Requirement.objects.select_related("source").get(pk=first.pk)
        with pytest.raises(NotDone):
            actions.say_repeats(by=MAKER, requirement=held, version=held.version, earlier=circle)


def test_the_database_holds_that_they_never_go_round() -> None:
    first, second = entered("One.", "Two.").requirements.all()
    tie(second, first)
    with pytest.raises(DatabaseError, match="however far round"), transaction.atomic():
        Requirement.objects.filter(pk=first.pk).update(repeats=second)


@pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, False), (1, True)])
def test_what_is_repeated_is_not_later(days: int, refused: bool) -> None:
    day = date(2026, 1, 1)
    one, other = asked_for(on=day), asked_for(on=day + days * DAY, title="Other")
    assert (other in queries.may_be_repeated(one)) is not refused
    if not refused:
        tie(one, other)
        return
    with pytest.raises(NotDone):
        tie(one, other)


def test_a_tie_is_taken_away_again() -> None:
    first, second = entered("One.", "Two.").requirements.all()
    tie(second, first)
    tie(second, None)
    assert Requirement.objects.get(pk=second.pk).repeats is None
    assert Entry.objects.filter(act="untied it from the finding it repeated").count() == 1


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
def test_a_verdict_stands_in_a_later_document(days: int, refused: bool) -> None:
    day = date(2026, 1, 1)
    one, later = asked_for(on=day), entered(on=day + days * DAY, title="Other")
    assert (later in queries.may_say_so(one)) is not refused
    given = {"requirement": one, "source": later, "finding": later.requirements.first()}
    if not refused:
        made = actions.add_verdict(by=MAKER, said="put right", words="It is.", **given)
        assert list(queries.verdicts_of(one)) == [made]
        return
    with pytest.raises(NotDone):
        actions.add_verdict(by=MAKER, said="put right", words="It is.", **given)


def test_a_document_without_a_date_may_say_so() -> None:
    assert entered(title="Undated") in queries.may_say_so(asked_for(on=date(2026, 1, 1)))


def test_a_verdict_is_not_of_its_own_document_nor_of_a_finding_of_another() -> None:
    one, other = asked_for(), entered(title="Other")
    for where, finding in ((one.source, None), (other, one)):
        with pytest.raises(NotDone):
            actions.add_verdict(
                by=MAKER, requirement=one, source=where, finding=finding, said="put right", words="It is."
            )


def test_verdicts_are_never_changed() -> None:
    made = actions.add_verdict(
        by=MAKER,
        requirement=asked_for(),
        source=entered(title="B"),
        finding=None,
        said="put right",
        words="W",
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(said="came back")


# Sources of any kind


def test_a_source_without_a_file_is_one_of_many() -> None:
    first, second = entered(title="One"), entered(title="Two")
    assert (first.digest, second.digest, str(first)) == (None, None, "One")


def test_the_same_file_is_not_entered_twice() -> None:
    described = Described(kind="internal audit", title="An audit", file="audit.pdf", digest="a" * 64)
    actions.enter_source(by=MAKER, described=described, asked=[Asked("Do it.", "recommendation")])
    with pytest.raises(NotDone, match="An audit"):
        actions.enter_source(by=MAKER, described=described, asked=[Asked("Do it.", "recommendation")])


def test_the_words_typed_are_kept_with_where_they_stand() -> None:
    asks = [Asked("See them.", "recommendation", paragraph="paragraph 3(a)", group="Front door")]
    described = Described(kind="scrutiny recommendation", title="Scrutiny")
    (one,) = actions.enter_source(by=MAKER, described=described, asked=asks).requirements.all()
    assert (one.original, one.text, one.where, one.group) == (
        "See them.", "See them.", "paragraph 3(a)", "Front door",
    )  # fmt: skip


def test_what_is_added_later_comes_after_what_is_there() -> None:
    held = entered("One.", "Two.")
    actions.add_to_source(by=MAKER, source=held, asked=[Asked("Three.", "recommendation")])
    assert list(held.requirements.values_list("number", "text"))[-1] == (3, "Three.")


# The bones of a plan


def test_one_objective_answers_several_each_with_its_first_action() -> None:
    asked = list(entered("One.", "Two.").requirements.all())
    made = actions.make_objective(
        by=MAKER,
        text="Children are seen",
        answers=asked,
        actions=[actions.FirstAction(asked[0], "See them")],
        owner=actions.Ownership(role="Head of a made-up service"),
    )
    (first,) = made.actions.all()
    assert (first.text, first.state, list(queries.directly_answered(first))) == (
        "See them", "proposed", [asked[0]],
    )  # fmt: skip
    assert open_keys() == set()


def test_none_is_made_from_what_is_declined() -> None:
    one = answered(asked_for(), "not accepted", reason="It is not ours")
    with pytest.raises(NotDone):
        actions.make_objective(
            by=MAKER, text="X", answers=[one], actions=[], owner=actions.Ownership(role="Somebody")
        )
    assert Objective.objects.count() == 0


# The page


@pytest.fixture
def register(db: None) -> dict[str, Requirement]:
    """Findings of every standing, by what they are."""
    late, plain = source("Late one.", "Plain one.").requirements.all()
    agreed(action(towards=objective(late)), due=today() - 10 * DAY)
    objective(plain)
    review = entered("Open one.", "Quick one.", "Declined one.", "Later one.", on=date(2026, 1, 1))
    opened, quick, declined, later = review.requirements.all()
    strength = asked_for("Strong one.", kind="strength", title="Praise")
    answered(quick, difference="high", effort="low")
    answered(declined, "not accepted", reason="It is not ours")
    answered(later, "to start later", later_when="The new system is in use")
    Requirement.objects.filter(pk=quick.pk).update(severity="priority")
    tie(opened, late)
    return {
        "late": late, "plain": plain, "open": opened, "quick": quick, "declined": declined,
        "later": later, "strength": strength,
    }  # fmt: skip


LISTED = [
    ("", ["quick", "late", "plain", "open", "declined", "later"]),
    ("?show=unanswered", ["quick"]),
    ("?show=late", ["late"]),
    ("?show=quick-wins", ["quick"]),
    ("?show=came-back", ["late", "open"]),
    ("?show=later", ["later"]),
    ("?show=strengths", ["strength"]),
    ("?disposition=not+accepted", ["declined"]),
    ("?difference=high", ["quick"]),
    ("?effort=high", []),
    ("?severity=priority", ["quick"]),
    ("?document=inspection+report", ["late", "plain"]),
    ("?document=peer+review&show=later", ["later"]),
    ("?kind=recommendation&disposition=accepted", ["quick", "open"]),
    ("?show=no-such", ["quick", "late", "plain", "open", "declined", "later"]),
    ("?source=none-such", []),
]


@pytest.mark.parametrize(("address", "expected"), LISTED)
def test_a_filter_lists_what_it_counts_most_urgent_first(
    address: str, expected: list[str], register: dict[str, Requirement]
) -> None:
    from django.http import QueryDict

    filters = queries.RequirementFilters.of(QueryDict(address.lstrip("?")).dict())
    found = queries.requirement_list(filters, as_at=today())
    names = {one.pk: name for name, one in register.items()}
    assert [names[row.requirement.pk] for row in found.rows] == expected


def test_every_link_lists_as_many_as_it_says(register: dict[str, Requirement]) -> None:
    from django.http import QueryDict

    found = queries.requirement_list(queries.RequirementFilters(disposition="accepted"), as_at=today())
    choices = [*found.shows, *(choice for facet in found.facets for choice in facet.choices)]
    assert len(choices) > len(found.shows)
    for choice in choices:
        filters = queries.RequirementFilters.of(QueryDict(choice.query.lstrip("?")).dict())
        assert len(queries.requirement_list(filters, as_at=today()).rows) == choice.count, choice


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_the_page_says_how_many_nothing_answers(
    register: dict[str, Requirement], signed_in: SignedIn
) -> None:
    page = text_of(signed_in("director"), "/plan/requirements/")
    assert "1 of 6 findings has no objective yet; 1 has an action that is late." in page


def test_the_register_asks_the_database_no_more_when_it_grows(
    register: dict[str, Requirement], signed_in: SignedIn
) -> None:
    client = signed_in("improvement_lead")
    address = "/plan/requirements/"
    one = action()
    actions.name_direct_answers(by=MAKER, action=one, version=1, requirements=[register["plain"]])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(4):
        asked = list(entered("One.", "Two.", title=f"Review {number}").requirements.all())
        tie(asked[1], asked[0])
        made = action(towards=objective(asked[0]))
        actions.name_direct_answers(by=MAKER, action=made, version=made.version, requirements=asked[1:])
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_a_thread_shows_what_came_before_and_since(
    register: dict[str, Requirement], signed_in: SignedIn
) -> None:
    client = signed_in("director")
    one, other = register["late"], register["open"]
    actions.add_verdict(
        by=MAKER, requirement=one, source=other.source, finding=other, said="came back", words="Again."
    )
    earlier, later = (text_of(client, f"/plan/requirements/{key.pk}/") for key in (one, other))
    assert "It was found again:" in earlier
    assert "Put right once, and came back" in earlier
    assert "It repeats" in later
    assert "It is a verdict on" in later
    assert "It is answered with finding 1 of madeupshire.pdf, which it is tied to." in later


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("later", "When this has come: The new system is in use. It has not come yet."),
        ("strength", "This is a strength, to sustain: it asks for nothing."),
        ("declined", "Not accepted: It is not ours."),
    ],
)
def test_a_thread_says_what_was_said_to_it(
    name: str, said: str, register: dict[str, Requirement], signed_in: SignedIn
) -> None:
    assert said in text_of(signed_in("director"), f"/plan/requirements/{register[name].pk}/")


def test_an_objective_is_made_from_those_ticked(
    register: dict[str, Requirement], signed_in: SignedIn
) -> None:
    client = signed_in("improvement_lead")
    ticked = [register["quick"].pk, register["declined"].pk]
    page = text_of(
        client, f"/plan/requirements/make-objective/?requirement={ticked[0]}&requirement={ticked[1]}"
    )
    assert "Make an objective from 1 finding" in page  # what is declined asks for nothing
    assert "Quick one.</textarea>" in page
    typed = {
        "asked": f"{ticked[0]}:1",
        "text": "Children are seen",
        "owner_role": "Somebody",
        f"action_{ticked[0]}": "See them",
    }
    assert client.post("/plan/requirements/make-objective/", typed).status_code == 302
    assert Action.objects.get(text="See them").objective.text == "Children are seen"


def test_an_objective_is_made_from_all_that_a_filter_lists(
    register: dict[str, Requirement], signed_in: SignedIn
) -> None:
    client = signed_in("improvement_lead")
    assert "/plan/requirements/make-objective/?show=came-back" in text_of(
        client, "/plan/requirements/?show=came-back"
    )
    page = text_of(client, "/plan/requirements/make-objective/?show=came-back")
    assert "Make an objective from 2 findings" in page


def test_with_nothing_ticked_the_page_says_what_to_do(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    for page in ("make-objective", "answer"):
        assert "Tick the findings in the register first" in text_of(client, f"/plan/requirements/{page}/")


def test_who_only_reads_is_offered_nothing_to_change(
    register: dict[str, Requirement], signed_in: SignedIn
) -> None:
    page = text_of(signed_in("government_observer"), "/plan/requirements/?show=came-back")
    assert "make-objective" not in page
    assert 'type="checkbox"' not in page


def test_a_source_is_typed_in_with_all_that_it_asks(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    typed = {
        "source_kind": "complaint learning",
        "title": "Learning from complaints, spring",
        "published": "1/4/2026",
        "asks": "Front door:\n1. Ring back within a day.\n2. Say sorry in writing.",
        "kind": "recommendation",
        "strengths": "Complaints are answered kindly.",
    }
    answer = client.post("/inspection/sources/add/", typed)
    assert answer.status_code == 302
    page = text_of(client, answer.headers["Location"])
    assert "Learning from complaints, spring" in page
    kept = Requirement.objects.values_list("number", "text", "paragraph", "group", "kind")
    assert list(kept) == [
        (1, "Ring back within a day.", "paragraph 1", "Front door", "recommendation"),
        (2, "Say sorry in writing.", "paragraph 2", "Front door", "recommendation"),
        (3, "Complaints are answered kindly.", "", "", "strength"),
    ]


def test_what_is_wrong_with_a_source_typed_in_is_said_and_nothing_is_kept(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    page = client.post("/inspection/sources/add/", {"asks": "", "kind": "recommendation"}).content.decode()
    assert "Choose what it is" in page
    assert "Enter its title" in page
    assert Source.objects.count() == 0


# Pages that write


def test_what_is_answered_says_who_decided_before_anybody_types(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    one = asked_for()
    page = text_of(client, f"/plan/requirements/{one.pk}/answer/")
    assert f'value="{client.person.name}"' in page  # type: ignore[attr-defined]
    assert f'value="{today():%d/%m/%Y}"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"disposition": "to start later"}, "Enter the day it starts, or below it what must have come first"),
        ({"disposition": "not accepted"}, "Enter the reason: the finding is not accepted, or only in part"),
        ({"disposition": "accepted", "decided_by_name": "A board"}, "Enter when it was decided"),
    ],
)
def test_what_an_answer_lacks_is_said_beside_it(
    typed: dict[str, str], said: str, signed_in: SignedIn
) -> None:
    one = asked_for()
    client = signed_in("improvement_lead")
    sent = {"severity": "priority", "version": 1, **typed}
    assert said in client.post(f"/plan/requirements/{one.pk}/answer/", sent).content.decode()
    assert Requirement.objects.get(pk=one.pk).version == 1


def test_the_second_to_answer_several_is_told_and_may_still_save(signed_in: SignedIn) -> None:
    client, one = signed_in("improvement_lead"), asked_for()
    sent = {"asked": f"{one.pk}:1", "disposition": "already under way"}
    answered(one)
    page = client.post("/plan/requirements/answer/", sent).content.decode()
    assert "Somebody changed this" in page
    assert f'value="{one.pk}:2"' in page
    again = client.post("/plan/requirements/answer/", {**sent, "asked": f"{one.pk}:2"})
    assert again.status_code == 302
    assert Requirement.objects.get(pk=one.pk).disposition == "already under way"


def test_findings_are_tied_judged_and_named_on_their_pages(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    earlier, later = asked_for(on=date(2025, 1, 1)), asked_for(on=date(2026, 1, 1), title="Next")
    made = action()
    posts = {
        f"/plan/requirements/{later.pk}/repeats/": {"earlier": earlier.pk, "version": 1},
        f"/plan/requirements/{earlier.pk}/verdict/": {
            "source": later.source_id, "said": "not put right", "words": "It is not.",
        },
        f"/plan/actions/{made.pk}/answers/": {"requirements": [earlier.pk], "version": 1},
    }  # fmt: skip
    assert [client.post(at, typed).status_code for at, typed in posts.items()] == [302, 302, 302]
    page = text_of(client, f"/plan/requirements/{earlier.pk}/")
    for said in (
        "It was found again:",
        "Not put right",
        "1 action of other objectives answers it: none is late.",
    ):
        assert said in page


def test_what_waits_is_said_to_have_come_on_its_page(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    one = answered(asked_for(), "to start later", later_when="The new system is in use")
    address = f"/plan/requirements/{one.pk}/"
    assert "Say that it has come" in text_of(client, address)
    assert client.post(f"{address}has-come/", {"on": "1/3/2026", "version": one.version}).status_code == 302
    page = text_of(client, address)
    assert f"{client.person.name} said that it came on 1 March 2026." in page  # type: ignore[attr-defined]
    assert "Say that it has come" not in page


def test_a_file_kept_with_a_source_is_given_back_as_it_was(signed_in: SignedIn) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in("improvement_lead")
    typed = {
        "source_kind": "internal audit", "title": "An audit", "published": "1/4/2026",
        "asks": "Do it.", "kind": "recommendation",
    }  # fmt: skip

    def posted(name: str, content: bytes) -> Any:
        return client.post("/inspection/sources/add/", {**typed, "file": SimpleUploadedFile(name, content)})

    assert "Choose a PDF or a plain text file" in posted("audit.docx", b"PK\0\x03").content.decode()
    assert posted("audit.txt", b"Do it.").status_code == 302
    held = Source.objects.get()
    given = client.get(f"/inspection/sources/{held.pk}/file/")
    assert b"".join(given.streaming_content) == b"Do it."  # type: ignore[attr-defined]
    assert "in the register already, as An audit" in posted("copy.txt", b"Do it.").content.decode()


def test_a_paper_is_given_what_a_report_asks_and_nothing_it_only_praises() -> None:
    from goldenthread.web.papers.queries import report_of, sources

    held = source("Visits are late.", "Workers are kind.")
    held.requirements.filter(number=2).update(kind="strength")
    entered()
    (given,) = sources()
    assert [finding.text for finding in report_of(given).findings] == ["Visits are late."]


# A plan begun from a whole document


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("The Council must check every visit.", "Check every visit."),
        ("The authority must: check visits; and", "Check visits"),
        ("To see children by ensuring: all visits are made.", "Ensure all visits are made."),
        ("We expect the Council to appoint a chair.", "Appoint a chair."),
        ("Ensuring that audits are read.", "Ensure that audits are read."),
        ("Plans should be read by managers.", "Ensure that plans are read by managers."),
        ("The child’s voice to be central.", "Ensure that the child’s voice is central."),
        ("The timeliness of visits", "Improve the timeliness of visits"),
        ("The greater use of audits", "Secure greater use of audits"),
        # What cannot be turned surely stays as it is.
        ("Ensure that reviews must be held", "Ensure that reviews must be held"),
        ("Performance data on visits", "Performance data on visits"),
        ("Ministers should receive a report.", "Ministers should receive a report."),
        ("The council must not wait.", "The council must not wait."),
    ],
)
def test_a_first_action_is_offered_as_something_to_do(asked: str, words: str) -> None:
    assert as_something_to_do(asked) == words


def _under(*headings: str) -> list[Requirement]:
    kind = "notice_requirement"
    asked = [Asked(f"The Council must do {place}.", kind, group=one) for place, one in enumerate(headings)]
    described = Described(kind="improvement notice", title="A made-up notice")
    return list(
        actions.enter_source(by=MAKER, described=described, asked=asked).requirements.order_by("number")
    )


def test_a_plan_is_begun_from_a_document_an_objective_for_each_heading(signed_in: SignedIn) -> None:
    client, owner = signed_in("improvement_lead"), person("head_of_service")
    found = _under("Visits", "Plans", "visit")
    page = text_of(client, f"/plan/requirements/begin/?source={found[0].source_id}")
    assert "Begin the plan from 3 findings" in page
    assert page.count("What will be different for children?") == 2
    assert "Do 0.</textarea>" in page
    assert "Asked: The Council must do 0." in page
    typed = {
        "asked": ",".join(f"{one.pk}:1" for one in found),
        "owner_role": "Head of help",
        "due": "1/6/2027",
        "objective_0": "Seen in time",
        "objective_1": "Plans hold",
        "owner_1": owner.pk,
        **{f"action_{one.pk}": f"Do {one.number}" for one in found[:2]},
        f"action_{found[2].pk}": "",
    }
    assert client.post("/plan/requirements/begin/", typed).status_code == 302
    assert {
        one.text: ([asked.pk for asked in one.answers.order_by("number")], one.actions.get().owner_words)
        for one in Objective.objects.all()
    } == {
        "Seen in time": ([found[0].pk, found[2].pk], "Head of help"),
        "Plans hold": ([found[1].pk], owner.name),
    }
    assert {one.due for one in Action.objects.all()} == {date(2027, 6, 1)}


def test_a_heading_whose_objective_is_emptied_is_left_for_later(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    found = _under("", "Plans")
    page = text_of(client, f"/plan/requirements/begin/?source={found[0].source_id}")
    assert "Plans</textarea>" in page
    assert "Under no heading</textarea>" not in page
    typed = {
        "asked": ",".join(f"{one.pk}:1" for one in found),
        **{f"action_{one.pk}": "Do it" for one in found},
    }
    refused = client.post("/plan/requirements/begin/", typed).content.decode()
    assert "Enter what will be different for children, once at least" in refused
    typed["objective_1"] = "Plans hold"
    refused = client.post("/plan/requirements/begin/", typed).content.decode()
    assert "Choose who answers for the actions, or enter their role" in refused
    client.post("/plan/requirements/begin/", typed | {"owner_role": "Somebody"})
    assert [one.answers.get() for one in Objective.objects.all()] == [found[1]]


def test_one_first_action_may_answer_all_under_a_heading(signed_in: SignedIn) -> None:
    client = signed_in("improvement_lead")
    found = _under("Visits", "Visits", "Visits")
    typed = {
        "asked": ",".join(f"{one.pk}:1" for one in found),
        "objective_0": "Seen in time",
        "together_0": "on",
        "owner_role": "Somebody",
        **{f"action_{one.pk}": f"Do {one.number}" for one in found},
    }
    assert client.post("/plan/requirements/begin/", typed).status_code == 302
    made = Action.objects.get()
    assert made.text == "Do 1"
    assert [one.requirement for one in made.direct_answers.order_by("requirement__number")] == found


@pytest.mark.parametrize(("role", "offered"), [("improvement_lead", True), ("board_secretary", False)])
def test_the_plan_is_offered_to_be_begun_from_a_source_to_those_who_keep_it(
    role: str, offered: bool, signed_in: SignedIn
) -> None:
    page = signed_in(role).get(reverse("inspection:source", args=[source().pk])).content.decode()
    assert ("Begin the plan from 2 findings" in page) is offered
