"""The programme's forms. The rules are asked again by the acts."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.papers.plan import ENDED
from goldenthread.web.accounts.models import Person
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm, line_field, text_field
from goldenthread.web.plan.actions import Ownership
from goldenthread.web.plan.forms import DueField
from goldenthread.web.plan.models import Action, Objective
from goldenthread.web.plan.queries import possible_owners
from goldenthread.web.programme.actions import ConcernWords, CountWords, ReviewWords, RollOutWords, Score
from goldenthread.web.programme.models import Concern, ConcernKind, RollOut, RollOutKind

_LIKELY = [
    ("", "Not a risk"),
    (1, "1 – very unlikely"),
    (2, "2 – unlikely"),
    (3, "3 – as likely as not"),
    (4, "4 – likely"),
    (5, "5 – almost certain"),
]
_BAD = [
    (1, "1 – hardly felt"),
    (2, "2 – a nuisance"),
    (3, "3 – slows the plan"),
    (4, "4 – an objective is missed"),
    (5, "5 – children are harmed, or the programme fails"),
]


def _number(label: str, *, hint: str = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=10**6,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number",
            "min_value": f"Enter {least} or more",
            "max_value": "Enter 1,000,000 or fewer",
        },
    )


def _whole(value: str) -> int | None:
    return int(value) if value else None


class _Several(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        words = str(obj)
        return words if len(words) <= 120 else f"{words[:117]}…"


class _One(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        words = str(obj)
        return words if len(words) <= 120 else f"{words[:117]}…"


class _Scored(VersionedForm):
    """A form that scores; `kind` is the concern's, or what was chosen."""

    def _score_checked(self, found: dict[str, Any], kind: str) -> None:
        if kind == ConcernKind.RISK and not found.get("likelihood") and "likelihood" not in self.errors:
            self.add_error("likelihood", "Choose how likely the risk is")

    def score(self, kind: str) -> Score:
        likelihood = _whole(self.cleaned_data["likelihood"]) if kind == ConcernKind.RISK else None
        return Score(harm=int(self.cleaned_data["harm"]), likelihood=likelihood)


def _likelihood() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How likely is it?",
        choices=_LIKELY,
        required=False,
        help_text="Of a risk only: an issue has happened",
        error_messages={"invalid_choice": "Choose from the list"},
    )


def _harm() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How bad is it, or would it be?",
        choices=_BAD,
        error_messages={"required": "Choose how bad it is", "invalid_choice": "Choose from the list"},
    )


class ConcernForm(_Scored):
    kind = forms.ChoiceField(
        label="What kind of thing is it?",
        choices=ConcernKind.choices,
        widget=forms.RadioSelect,
        help_text="A risk may happen; an issue has happened; capacity is people; funding is money",
        error_messages={"required": "Choose what kind of thing it is"},
    )
    text = text_field(
        "What could stop us?", "Enter what could stop us", hint="No child's name or details", rows=3
    )
    likelihood = _likelihood()
    harm = _harm()
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Owner",
        required=False,
        empty_label="Nobody who signs in here",
        error_messages={"invalid_choice": "Choose an owner from the list"},
    )
    owner_role = line_field("Owner's role", hint="Needed where the owner does not sign in here")
    next_step = text_field("What is done about it next?", "Enter what is done about it next", rows=3)
    review_by = DueField(
        label="When is it looked at again?", error_messages={"required": "Enter when it is looked at again"}
    )
    actions = _Several(
        queryset=Action.objects.none(),
        label="Which actions does it bear on?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    objectives = _Several(
        queryset=Objective.objects.none(),
        label="Which objectives does it bear on?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_owners()
        actions: Any = self.fields["actions"]
        actions.queryset = Action.objects.exclude(state__in=ENDED)
        objectives: Any = self.fields["objectives"]
        objectives.queryset = Objective.objects.all()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("owner") and not found.get("owner_role") and "owner" not in self.errors:
            self.add_error("owner", "Choose an owner, or enter the owner's role")
        self._score_checked(found, found.get("kind", ""))
        return found

    @property
    def words(self) -> ConcernWords:
        given = self.cleaned_data
        return ConcernWords(
            kind=given["kind"],
            text=given["text"],
            score=self.score(given["kind"]),
            owner=Ownership(person=given["owner"], role=given["owner_role"]),
            next_step=given["next_step"],
            review_by=given["review_by"],
            actions=list(given["actions"]),
            objectives=list(given["objectives"]),
        )

    @staticmethod
    def start_from(concern: Concern) -> dict[str, Any]:
        plain = ("kind", "text", "likelihood", "harm", "owner_role", "next_step", "review_by", "version")
        tied = {name: [one.pk for one in getattr(concern, name).all()] for name in ("actions", "objectives")}
        return {name: getattr(concern, name) for name in plain} | tied | {"owner": concern.owner_id}


class ReviewForm(_Scored):
    words = text_field("What has changed since?", "Enter what has changed, or that nothing has",
                  hint="No child's name or details", rows=3)  # fmt: skip
    likelihood = _likelihood()
    harm = _harm()
    next_step = text_field("What is done about it next?", "Enter what is done about it next", rows=3)
    review_by = DueField(
        label="When is it looked at again?", error_messages={"required": "Enter when it is looked at again"}
    )

    def __init__(self, *args: Any, concern: Concern, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concern = concern
        if concern.kind != ConcernKind.RISK:
            del self.fields["likelihood"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.concern.kind == ConcernKind.RISK:
            self._score_checked(found, self.concern.kind)
        return found

    @property
    def review(self) -> ReviewWords:
        given = self.cleaned_data
        score = self.score(self.concern.kind)
        return ReviewWords(given["words"], score, given["next_step"], given["review_by"])


class CloseForm(VersionedForm):
    why = text_field("Why can it stop us no more?", "Enter why it is closed", rows=3)


class ReopenForm(VersionedForm):
    why = text_field("Why is it opened again?", "Enter why it is opened again", rows=3)
    review_by = DueField(
        label="When is it looked at again?", error_messages={"required": "Enter when it is looked at again"}
    )


class RollOutForm(VersionedForm):
    """A pilot or a roll-out; what came of it, once there is one."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=RollOutKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    name = line_field("Its name", "Enter its name", hint="For example, New case recording form")
    action = _One(
        queryset=Action.objects.none(),
        label="Which action is it?",
        empty_label="Choose an action",
        error_messages={"required": "Choose an action", "invalid_choice": "Choose an action from the list"},
    )
    areas = _number("How many areas or teams are to have it?", least=1)
    people = _number("How many people are to be trained?")
    ended_on = DayField(label="The day it ended", required=False, help_text="Leave empty while it goes on")
    outcome = text_field("What came of it?", hint="Needed once it has ended", rows=3)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action: Any = self.fields["action"]
        action.queryset = Action.objects.exclude(state__in=ENDED)
        if new:
            del self.fields["ended_on"], self.fields["outcome"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("ended_on") and not found.get("outcome"):
            self.add_error("outcome", "Enter what came of it")
        return found

    @property
    def words(self) -> RollOutWords:
        return RollOutWords(**{name: value for name, value in self.cleaned_data.items() if name != "version"})

    @staticmethod
    def start_from(rollout: RollOut) -> dict[str, Any]:
        plain = ("kind", "name", "areas", "people", "ended_on", "outcome", "version")
        return {name: getattr(rollout, name) for name in plain} | {"action": rollout.action_id}


class CountForm(PageForm):
    on = DayField(label="As at", error_messages={"required": "Enter the day"})
    areas_live = _number("Areas that have it")
    trained = _number("People trained")
    defects_open = _number("Defects open")
    defects_closed = _number("Defects closed", hint="Since the beginning")
    note = text_field("Note", hint="If there is something to say. No child's name or details", rows=3)

    @property
    def count(self) -> CountWords:
        return CountWords(**self.cleaned_data)


class IdeaForm(PageForm):
    words = text_field("What is the idea?", "Enter the idea", hint="No child's name or details", rows=4)
    said_by = line_field(
        "Whose idea is it?",
        hint="A name or a team. Leave empty for no name: nothing then says who put it forward, neither the"
        " idea nor its history",
    )


class AnswerForm(VersionedForm):
    answer = text_field("What are they answered?", "Enter the answer", rows=4)
    action = _One(
        queryset=Action.objects.none(),
        label="Which action did it become?",
        required=False,
        empty_label="None",
        help_text="If it became one",
        error_messages={"invalid_choice": "Choose an action from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action: Any = self.fields["action"]
        action.queryset = Action.objects.exclude(state__in=ENDED)
