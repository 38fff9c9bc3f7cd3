"""The forms of reporting cycles. The rules are asked again by the acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from goldenthread.papers.plan import ENDED
from goldenthread.web.accounts.models import Person
from goldenthread.web.indicators.measures import words_of
from goldenthread.web.page.forms import PageForm, VersionedForm, line_field, text_field
from goldenthread.web.plan.forms import DueField
from goldenthread.web.plan.models import Action
from goldenthread.web.reporting import rules
from goldenthread.web.reporting.actions import Correction, Meeting
from goldenthread.web.reporting.models import Cycle
from goldenthread.web.reporting.queries import possible_owners

NO_CHILD = "Read by the whole board: name no child, and give no number of 1 to 5"


def _days(label: str) -> forms.IntegerField:
    whole = "Enter a whole number of working days, 1 to 60"
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), whole),
    )


def _owner(label: str, missing: str) -> forms.ModelChoiceField:  # type: ignore[type-arg]  # not generic at run time
    return forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=label,
        error_messages={"required": missing, "invalid_choice": "Choose a person from the list"},
    )


class CycleForm(VersionedForm):
    """`cut_off` is given where the figures are taken already."""

    body = line_field("Which meeting is it for?", "Enter the meeting", hint="For example, Improvement board")
    meets_on = DueField(label="When does it meet?", error_messages={"required": "Enter the day it meets"})
    cut_off = DueField(
        label="Data cut-off",
        help_text="Figures are taken of the records that stood on this day. For example, 31/3/2026",
        error_messages={"required": "Enter the cut-off"},
    )
    commentary_days = _days("Working days for owners to write, from the cut-off")
    challenge_days = _days("Working days for others to read and challenge, from then")

    def __init__(self, *args: Any, cut_off: date | None = None, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cut_off, self._on = cut_off, on
        if cut_off:
            del self.fields["cut_off"]

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        cut_off = self._cut_off or held.get("cut_off")
        why_not = rules.why_not_cut_off(cut_off, self._on) if cut_off and not self._cut_off else ""
        if why_not:
            self.add_error("cut_off", why_not)
        elif cut_off and {"meets_on", "commentary_days", "challenge_days"} <= held.keys():
            self._in_order(held, cut_off)
        return held

    def _in_order(self, held: dict[str, Any], cut_off: date) -> None:
        names = ("commentary_days", "challenge_days")
        days = rules.days_of(cut_off, **{name: held[name] for name in names})
        why_not = rules.why_not_days(days, held["meets_on"])
        if why_not:
            self.add_error("challenge_days", why_not)

    @property
    def meeting(self) -> Meeting:
        names = ("body", "meets_on", "commentary_days", "challenge_days")
        return Meeting(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def start_from(cycle: Cycle | None) -> dict[str, Any]:
        """What the form begins with: the cycle, or the body and the rhythm of the one before."""
        if cycle is None:
            return {"version": 0, "commentary_days": 5, "challenge_days": 3}
        names = ("body", "commentary_days", "challenge_days", "meets_on", "version")
        return {name: getattr(cycle, name) for name in names}


class ChooseForm(PageForm):
    """Measures for one owner to answer for; `free` are those not chosen yet that have a figure."""

    owner = _owner("Who answers for them?", "Choose who answers for them")
    measures = forms.MultipleChoiceField(
        label="Which measures?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one measure",
            "invalid_choice": "Choose measures from the list",
        },
    )

    def __init__(self, *args: Any, free: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_owners()
        measures: Any = self.fields["measures"]
        measures.choices = [(id, words_of()[id].title) for id in free]


class OwnerForm(VersionedForm):
    owner = _owner("Who answers for this measure?", "Choose who answers for it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_owners()


class CommentaryForm(VersionedForm):
    text = text_field(
        "What do the figures show, why, and what is done about it?", "Enter the commentary",
        hint=NO_CHILD, rows=8,
    )  # fmt: skip


class ChallengeForm(PageForm):
    text = text_field("What do you put to the owner?", "Enter the challenge", hint=NO_CHILD)
    voice = line_field(
        "Whose challenge is it?", hint="Only if you write it down for somebody else, such as the board"
    )


class AnswerForm(PageForm):
    text = text_field("What do you answer?", "Enter the answer", hint=NO_CHILD)


class RemarkForm(PageForm):
    text = text_field(
        "What has to be said of it since?", "Enter the remark",
        hint=f"What was frozen stays as it is. {NO_CHILD}",
    )  # fmt: skip


class FreezeForm(VersionedForm):
    """Nothing to type: the version it was looked at."""


class DoneForm(VersionedForm):
    words = text_field("What was done?", "Enter what was done", hint="No child's name or details", rows=3)


class CheckForm(VersionedForm):
    words = text_field(
        "How do you know that it is done?", "Enter how you know", hint="No child's name or details", rows=3
    )


class _Actions(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        words = str(obj)
        return words if len(words) <= 120 else f"{words[:117]}…"


class CorrectForm(PageForm):
    """An action of the plan, or a step of its own: one or the other."""

    action = _Actions(
        queryset=Action.objects.none(),
        label="Which action of the plan does it?",
        required=False,
        empty_label="None: it is a step of its own",
        error_messages={"invalid_choice": "Choose an action from the list"},
    )
    text = text_field("What is done?", hint="Where no action of the plan does it. No child's details", rows=3)
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Who does it?",
        required=False,
        error_messages={"invalid_choice": "Choose a person from the list"},
    )
    due = DueField(label="By when?", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._on = on
        action: Any = self.fields["action"]
        action.queryset = Action.objects.exclude(state__in=ENDED)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_owners()

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        own = [name for name in ("text", "owner", "due") if held.get(name)]
        if held.get("action") and own:
            self.add_error("action", "Choose an action of the plan, or say a step of its own: not both")
        elif not held.get("action") and not self.errors:
            missing = {"text": "Enter what is done", "owner": "Choose who does it", "due": "Enter by when"}
            for name, said in missing.items():
                if not held.get(name):
                    self.add_error(name, said)
        if held.get("due") and held["due"] < self._on:
            self.add_error("due", "Enter a day that is not in the past")
        return held

    @property
    def correction(self) -> Correction:
        return Correction(**self.cleaned_data)
