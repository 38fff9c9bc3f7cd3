"""The forms of the register of requirements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from goldenthread.web.page.forms import (
    LONGEST_TEXT,
    DayField,
    PageForm,
    VersionedForm,
    line_field,
    text_field,
)
from goldenthread.web.plan import queries
from goldenthread.web.plan.actions import Answer, FirstAction, Ownership, Part
from goldenthread.web.plan.first_words import as_something_to_do
from goldenthread.web.plan.forms import DueField, _Labelled
from goldenthread.web.plan.models import Action, Disposition, Level, Requirement, Said, Severity, Source
from goldenthread.web.plan.register_rules import DECLINES, Wording

MOST = 80  # findings taken together on one page
_NO_HEADING = "Under no heading"
_NOT_SAID = ("", "Not said")
ANSWERED = (
    "disposition",
    "severity",
    "reason",
    "later_from",
    "later_when",
    "decided_by_name",
    "decided_on",
    "difference",
    "effort",
)


def _levels(label: str, hint: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=[_NOT_SAID, *Level.choices],
        widget=forms.RadioSelect,
    )


class AnswerForm(VersionedForm):
    """What is said to one finding."""

    disposition = forms.ChoiceField(
        label="What do you say to this finding?",
        choices=Disposition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you say to this finding"},
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed where the finding is not accepted, or accepted in part: say which part and why",
    )
    later_from = DayField(
        label="If it is to start later: from which day?", required=False, help_text="For example, 31/3/2026"
    )
    later_when = forms.CharField(
        label="Or what must have come first?",
        required=False,
        max_length=500,
        help_text="For example, when the new case system is in use",
    )
    decided_by_name = line_field("Who decided?", hint="A meeting or a person")
    decided_on = DayField(label="When was it decided?", required=False)
    severity = forms.ChoiceField(
        label="How soon must it be answered?",
        choices=Severity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon it must be answered"},
    )
    difference = _levels("How much would it change for children?", "")
    effort = _levels(
        "How much effort would it take?",
        "Little effort for a high or medium difference makes it a quick win",
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("disposition") in DECLINES and not found.get("reason"):
            self.add_error("reason", "Enter the reason: the finding is not accepted, or only in part")
        later = found.get("disposition") == Disposition.LATER
        if later and not (found.get("later_from") or found.get("later_when") or "later_from" in self.errors):
            self.add_error("later_from", "Enter the day it starts, or below it what must have come first")
        if found.get("decided_by_name") and not found.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", "Enter when it was decided")
        return found

    @property
    def answer(self) -> Answer:
        return Answer(**{name: self.cleaned_data[name] for name in ANSWERED})


def seen_at(requirements: Iterable[Requirement]) -> str:
    """Each one's key and the version it is shown at, for `asked`."""
    return ",".join(f"{one.pk}:{one.version}" for one in requirements)


class AnswerManyForm(AnswerForm):
    """The same said to several."""

    asked = forms.CharField(widget=forms.HiddenInput, max_length=20 * MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["disposition"].label = "What do you say to them?"
        severity: Any = self.fields["severity"]
        severity.required = False
        severity.choices = [("", "Leave each as it is"), *Severity.choices]
        for name in ("difference", "effort"):
            level: Any = self.fields[name]
            level.choices = [("", "Leave each as it is"), *Level.choices]

    def clean_asked(self) -> dict[int, int]:
        pairs = [one.partition(":") for one in self.cleaned_data["asked"].split(",")]
        if not all(key.isdigit() and version.isdigit() for key, _, version in pairs):
            raise forms.ValidationError("Choose the findings again from the register")
        return {int(key): int(version) for key, _, version in pairs}


class CorrectForm(VersionedForm):
    """What a finding in the register says, where, and what it is tagged with."""

    text = text_field("Its words", "Enter its words", hint="As they stand in the document")
    paragraph = line_field("Paragraph", hint="For example, paragraph 3(a)", longest=60)
    page = forms.IntegerField(
        label="Page",
        required=False,
        min_value=1,
        max_value=9999,
        error_messages={"invalid": "Enter the page as a number", "min_value": "Pages are counted from 1"},
    )
    group = line_field("Heading it stands under", longest=300)
    framework = forms.MultipleChoiceField(
        label="National Framework tags", required=False, widget=forms.CheckboxSelectMultiple
    )
    own = line_field("Tags of your own", hint="With a comma between: supervision, neglect", longest=300)
    why = line_field("Why are the words changed?", hint="Needed where they are", longest=500)

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requirement = requirement
        framework: Any = self.fields["framework"]
        framework.choices = queries.framework_tags()

    def clean_own(self) -> list[str]:
        """Each once, in the order typed."""
        typed = (" ".join(one.split()) for one in self.cleaned_data["own"].split(","))
        return list(dict.fromkeys(one for one in typed if one))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("text", self.requirement.text) != self.requirement.text and not found.get("why"):
            self.add_error("why", "Enter why the words are changed")
        return found

    @property
    def wording(self) -> Wording:
        given = self.cleaned_data
        tags = dict.fromkeys((*given["framework"], *given["own"]))
        return Wording(given["text"], given["paragraph"], given["page"], given["group"], tuple(tags))


def as_corrected(requirement: Requirement) -> dict[str, Any]:
    """What a finding says now, for the fields of its correction."""
    known = {tag for tag, _ in queries.framework_tags()}
    return {
        "text": requirement.text,
        "paragraph": requirement.paragraph,
        "page": requirement.page,
        "group": requirement.group,
        "framework": [tag for tag in requirement.tags if tag in known],
        "own": ", ".join(tag for tag in requirement.tags if tag not in known),
        "version": requirement.version,
    }


def as_held(requirement: Requirement) -> dict[str, Any]:
    """The same, beside what somebody else typed: each field as the form's own values are."""
    held = as_corrected(requirement)
    del held["version"]
    return held | {"own": [one for one in held["own"].split(", ") if one]}


class ComeForm(VersionedForm):
    on = DayField(label="When did it come?", error_messages={"required": "Enter the day it came"})


class RepeatsForm(VersionedForm):
    earlier = forms.ModelChoiceField(
        queryset=Requirement.objects.none(),
        label="Which earlier finding does it repeat?",
        required=False,
        empty_label="None: it is new",
        help_text="What answers one then answers both, while there is still something to do",
        error_messages={"invalid_choice": "Choose a finding from the list"},
    )

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier: Any = self.fields["earlier"]
        earlier.queryset = queries.may_be_repeated(requirement)
        earlier.label_from_instance = _in_its_source


def _in_its_source(requirement: Requirement) -> str:
    words = f"{requirement.source}, {requirement.number}: {requirement.text}"
    return words if len(words) <= 160 else f"{words[:157]}…"


class VerdictForm(PageForm):
    source = forms.ModelChoiceField(
        queryset=Source.objects.none(),
        label="Which later document says it?",
        empty_label="Choose a document",
        error_messages={"required": "Choose the document", "invalid_choice": "Choose one from the list"},
    )
    finding = forms.ModelChoiceField(
        queryset=Requirement.objects.none(),
        label="Which of its findings, if one does?",
        required=False,
        empty_label="None of its findings",
        error_messages={"invalid_choice": "Choose a finding from the list"},
    )
    said = forms.ChoiceField(
        label="What does it say?",
        choices=Said.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it says"},
    )
    words = text_field("In its own words", "Enter its words", hint="With the page or paragraph", rows=3)

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = queries.may_say_so(requirement)
        finding: Any = self.fields["finding"]
        later = Requirement.objects.filter(source__in=source.queryset).select_related("source")
        finding.queryset = later.order_by("-source_id", "number")
        finding.label_from_instance = _in_its_source


class DirectAnswersForm(VersionedForm):
    requirements = _Labelled(
        queryset=Requirement.objects.none(),
        label="Which other findings does this action answer?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Beside those its objective answers",
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        requirements: Any = self.fields["requirements"]
        requirements.queryset = queries.may_be_named(action)
        requirements.label_from_instance = _in_its_source


class _FirstActionsForm(PageForm):
    """First actions for several findings, each in words to begin with."""

    asked = forms.CharField(widget=forms.HiddenInput, max_length=20 * MOST)
    owner = forms.ModelChoiceField(
        queryset=queries.possible_owners(),
        label="Who answers for the first actions?",
        required=False,
        empty_label="Nobody who signs in here",
        help_text="Each can be given to somebody else later",
        error_messages={"invalid_choice": "Choose an owner from the list"},
    )
    owner_role = line_field("Or their role", hint="Where the owner does not sign in here: a role, not a name")
    workstream = line_field("Workstream", hint="The group that carries it, if there is one")
    due = DueField(label="Due date of the first actions", required=False)

    def __init__(self, *args: Any, requirements: Sequence[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = queries.possible_owners()
        self.requirements = requirements
        sources = {one.source_id for one in requirements}
        for one in requirements:
            whose = f" of {one.source}" if len(sources) > 1 else ""
            self.fields[f"action_{one.pk}"] = _first_action(one, whose)

    def first_actions(self, of: Sequence[Requirement]) -> list[FirstAction]:
        """Those not emptied."""
        given = ((one, self.cleaned_data.get(f"action_{one.pk}", "")) for one in of)
        return [FirstAction(one, text) for one, text in given if text]

    def ask_for_an_owner(self) -> None:
        self.add_error("owner", "Choose who answers for the actions, or enter their role")

    @property
    def ownership(self) -> Ownership:
        return Ownership(person=self.cleaned_data["owner"], role=self.cleaned_data["owner_role"])


def _first_action(one: Requirement, whose: str) -> forms.CharField:
    """Its words turned to something to do; where they were turned, what was asked stands beside them."""
    words = as_something_to_do(one.text)[:LONGEST_TEXT]
    hint = "" if words == one.text else f"Asked: {one.text}"
    field = text_field(f"First action for {one.noun} {one.number}{whose}", hint=hint, rows=2)
    field.initial = words
    field.widget.attrs["class"] = "govuk-textarea"
    return field


class SkeletonForm(_FirstActionsForm):
    """An objective from several findings, and a first action for each."""

    text = text_field(
        "What will be different for children?",
        "Enter what will be different for children",
        hint="One objective for all of them. It begins with their heading: say what changes for children",
        rows=3,
    )
    field_order = ("asked", "text", "owner", "owner_role", "workstream", "due")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        nobody = not found.get("owner") and not found.get("owner_role") and "owner" not in self.errors
        if nobody and self.first_actions(self.requirements):
            self.ask_for_an_owner()
        return found


@dataclass(frozen=True)
class Theme:
    """The findings under one heading, with the fields by which a person makes an objective of them."""

    heading: str
    requirements: list[Requirement]
    objective: Any
    together: Any
    owner: Any
    due: Any
    actions: list[Any]


class BeginForm(_FirstActionsForm):
    """A plan from one document or several: an objective for each heading, a first action for each finding.
    What stands at the top goes for all, where a heading does not say otherwise."""

    def __init__(self, *args: Any, requirements: Sequence[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, requirements=requirements, **kwargs)
        self.headings = _by_heading(requirements)
        owners = queries.possible_owners()
        for place, heading in enumerate(self.headings):
            objective = text_field("What will be different for children?", rows=2)
            objective.initial = "" if heading == _NO_HEADING else heading
            objective.widget.attrs["class"] = "govuk-textarea"
            self.fields[f"objective_{place}"] = objective
            if len(self.headings[heading]) > 1:
                self.fields[f"together_{place}"] = _one_for_all()
            self.fields[f"owner_{place}"] = _owner_of_these(owners)
            self.fields[f"due_{place}"] = DueField(label="Due date of these", required=False)
            self.fields[f"due_{place}"].widget.attrs["class"] = "govuk-input govuk-input--width-10"

    @property
    def first(self) -> list[Any]:
        """The fields that go for the whole."""
        return [self[name] for name in ("asked", "owner", "owner_role", "workstream", "due")]

    @property
    def themes(self) -> list[Theme]:
        return [
            Theme(
                heading=heading,
                requirements=found,
                objective=self[f"objective_{place}"],
                together=self[f"together_{place}"] if len(found) > 1 else None,
                owner=self[f"owner_{place}"],
                due=self[f"due_{place}"],
                actions=[self[f"action_{one.pk}"] for one in found],
            )
            for place, (heading, found) in enumerate(self.headings.items())
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        parts = self.parts
        if not parts and not self.errors:
            self.add_error("objective_0", "Enter what will be different for children, once at least")
        owned = all(one.owner.person or one.owner.role or not one.actions for one in parts)
        if not owned and "owner" not in self.errors:
            self.ask_for_an_owner()
        return found

    @property
    def parts(self) -> list[Part]:
        """The objectives that were written; a heading whose objective was emptied is left for later."""
        given = self.cleaned_data
        return [
            Part(
                text=text,
                answers=found,
                actions=self._first_of(found, together=given.get(f"together_{place}", False)),
                owner=self._owner(place),
                due=given.get(f"due_{place}") or given.get("due"),
            )
            for place, found in enumerate(self.headings.values())
            if (text := given.get(f"objective_{place}", ""))
        ]

    def _first_of(self, found: list[Requirement], *, together: bool) -> list[FirstAction]:
        """Those of a heading: each its own, or the first not emptied for all of them."""
        actions = self.first_actions(found)
        if not together:
            return actions
        return [
            FirstAction(one.requirement, one.text, [other for other in found if other != one.requirement])
            for one in actions[:1]
        ]

    def _owner(self, place: int) -> Ownership:
        given = self.cleaned_data
        own = given.get(f"owner_{place}")
        return Ownership(own) if own else Ownership(given.get("owner"), given.get("owner_role", ""))


def _one_for_all() -> forms.BooleanField:
    return forms.BooleanField(
        label="One first action for all of these: the first one below, and not the others",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )


def _owner_of_these(owners: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]  # not generic at run time
    return forms.ModelChoiceField(
        queryset=owners,
        label="Who answers for these?",
        required=False,
        empty_label="As said at the top",
        error_messages={"invalid_choice": "Choose an owner from the list"},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )


def _by_heading(requirements: Sequence[Requirement]) -> dict[str, list[Requirement]]:
    """The findings by the heading they stand under, in the order of the document. A heading that differs in
    capitals, blanks or a last s alone is the same one."""
    met: dict[str, str] = {}
    found: dict[str, list[Requirement]] = {}
    for one in requirements:
        heading = " ".join(one.group.split()) or _NO_HEADING
        kept = met.setdefault(heading.casefold().rstrip("s:"), heading)
        found.setdefault(kept, []).append(one)
    return found
