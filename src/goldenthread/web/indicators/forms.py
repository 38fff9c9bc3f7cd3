"""Which figure to pin; a target; what happened on a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from goldenthread.indicators.targets import Milestone
from goldenthread.papers.figures import Figure
from goldenthread.papers.judgement import Aim
from goldenthread.papers.wording import capital, in_period, period
from goldenthread.web.indicators.disclosure import Withheld
from goldenthread.web.indicators.models import Step, Target
from goldenthread.web.indicators.moving import Periods
from goldenthread.web.indicators.words import said
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm


class PinForm(PageForm):
    """One of the figures shown, latest first; a withheld one cannot be pinned."""

    figure = forms.ChoiceField(
        label="Which figure",
        error_messages={
            "required": "Choose which figure to pin",
            "invalid_choice": "Choose a figure from the list: the one sent is not in these records",
        },
    )

    def __init__(self, *args: Any, series: Sequence[Figure], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_end = {str(one.end): one for one in reversed(series) if not isinstance(one, Withheld)}
        choices = [
            (end, f"{capital(in_period(one.start, one.end))}: {said(one, unit)}")
            for end, one in self._by_end.items()
        ]
        self.fields["figure"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them

    @property
    def chosen(self) -> Figure:
        """The figure chosen, once the form is valid."""
        return self._by_end[self.cleaned_data["figure"]]


def _which(label: str) -> forms.ChoiceField:
    wrong = "Choose a period from the list: the one asked for is not in these records"
    return forms.ChoiceField(label=label, error_messages={"required": wrong, "invalid_choice": wrong})


class PeriodsForm(PageForm):
    """Two periods of one measure, the earlier first."""

    before = _which("From")
    after = _which("To")

    def __init__(self, *args: Any, series: Sequence[Figure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_end = {str(one.end): one for one in reversed(series)}
        choices = [(end, capital(period(one.start, one.end))) for end, one in self._by_end.items()]
        for name in ("before", "after"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        if {"before", "after"} <= held.keys() and self.earlier.end >= self.later.end:
            self.add_error("after", "Choose a period that comes after the first")
        return held

    @property
    def earlier(self) -> Figure:
        """The earlier figure, once the form is valid."""
        return self._by_end[self.cleaned_data["before"]]

    @property
    def later(self) -> Figure:
        """The later."""
        return self._by_end[self.cleaned_data["after"]]

    def asked(self, indicator: str, step: Step) -> Periods:
        return Periods(indicator, step, before=self.earlier.end, after=self.later.end)

    def query(self, step: Step) -> dict[str, str]:
        """What an address carries to ask the same again."""
        return {"step": step.value, "before": str(self.earlier.end), "after": str(self.later.end)}


def _number(label: str, missing: str, *, hint: str = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=hint,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": missing,
            "invalid": f"{label} must be a number, such as 85 or 85.5",
            "min_value": f"{label} must be nought or more",
        },
    )


class TargetForm(VersionedForm):
    """Where a measure starts from, where it should be by when, and what comes between."""

    start_on = DayField(label="Starts from, on", error_messages={"required": "Enter the day it starts from"})
    start = _number("Figure on that day", "Enter the figure it starts from")
    between = forms.CharField(
        label="On the way (if any)",
        required=False,
        max_length=400,
        help_text="A day and a figure on each line, such as 30/9/2026 85",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    by = DayField(label="Target, by", error_messages={"required": "Enter the day the target is for"})
    value = _number("Target", "Enter the target")
    tolerance = _number(
        "Tolerance", "Enter a tolerance; 0 for none", hint="How far off the way to it still counts as near"
    )
    why = forms.CharField(
        label="Why this target, and who agreed it",
        max_length=500,
        help_text="Name no child",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why this target, and who agreed it"},
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most = 100 if unit == "percent" else None

    @staticmethod
    def start_from(held: Target | None, latest: Figure | None) -> dict[str, Any]:
        """What the form begins with: the target held, else the latest figure."""
        if held is None or not held.trajectory:
            known = {"start_on": latest.end, "start": round(latest.value or 0, 1)} if latest else {}
            return {**known, "version": held.version if held else 0, "tolerance": 0}
        first, *between, final = Aim.from_json(vars(held)).trajectory
        return {
            "start_on": first.on,
            "start": first.value,
            "between": between_said(between),
            "by": final.on,
            "value": final.value,
            "tolerance": held.tolerance,
            "why": held.why,
            "version": held.version,
        }

    def clean_between(self) -> list[Milestone]:
        """One day and one figure for each line that is not empty."""
        lines = [line.split() for line in self.cleaned_data["between"].splitlines() if line.strip()]
        return [self._milestone(*line[:2]) if len(line) == 2 else self._not_read() for line in lines]

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        dated = self._dated(held)
        days = [one.on for one in dated]
        if days != sorted(set(days)):
            self.add_error("by", "The days must follow one another: the start, those on the way, the target")
        if self._most is not None and any(one.value > self._most for one in dated):
            self.add_error("value", "A percentage is 100 at most: check each figure")
        return held

    @property
    def aim(self) -> Aim:
        """The target as typed, once the form is valid."""
        return Aim(tuple(self._dated(self.cleaned_data)), self.cleaned_data["tolerance"])

    def _dated(self, held: dict[str, Any]) -> list[Milestone]:
        pairs = [("start_on", "start"), ("by", "value")]
        if any(held.get(name) is None for pair in pairs for name in pair):
            return []
        first, final = (Milestone(held[on], held[value]) for on, value in pairs)
        return [first, *held.get("between", ()), final]

    def _milestone(self, day: str, figure: str) -> Milestone:
        try:
            on: date | None = DayField().clean(day)
            value = float(figure.rstrip("%"))
        except (forms.ValidationError, ValueError):
            self._not_read()
        assert on is not None
        if not 0 <= value < 1_000_000:
            self._not_read()
        return Milestone(on, value)

    def _not_read(self) -> Any:
        raise forms.ValidationError("Write a day and a figure on each line, such as 30/9/2026 85")


def between_said(milestones: Sequence[Milestone]) -> str:
    """What stands on the way to a target, as it is typed."""
    return "\n".join(f"{one.on:%d/%m/%Y} {one.value:g}" for one in milestones)


class EventForm(PageForm):
    """What happened, when, and what it means for the limits."""

    on = DayField(label="When it happened", error_messages={"required": "Enter the day it happened"})
    what = forms.CharField(
        label="What happened",
        max_length=120,
        help_text="In a few words, such as “New case system”. Name no child and no worker.",
        error_messages={
            "required": "Enter what happened",
            "max_length": "What happened must be 120 characters or fewer",
        },
    )
    rebases = forms.TypedChoiceField(
        label="What it means for the limits",
        choices=(
            ("no", "Mark it only: the limits stay as they are"),
            ("yes", "Begin the limits anew from this day: the process is a new one, and we know why"),
        ),
        coerce=lambda given: given == "yes",
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it means for the limits"},
    )
    everywhere = forms.TypedChoiceField(
        label="Where it is marked",
        choices=(("no", "On this measure"), ("yes", "On every measure")),
        coerce=lambda given: given == "yes",
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it is marked"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self._today:
            raise forms.ValidationError("The day it happened must be today or before")
        return on
