"""The forms of evidence handed in as a file, of impact, and of measures of success."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from goldenthread.papers.wording import value_in_words
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.evidence.refs import EvidenceRef
from goldenthread.web.intake.uploads import clean_name
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm, line_field, text_field
from goldenthread.web.plan.actions import HandedIn, HandFigure, HandWords
from goldenthread.web.plan.ageing import Ages, ages
from goldenthread.web.plan.exhibits import ShownExhibit, shown_refs
from goldenthread.web.plan.forms import SPEAKS, check_period
from goldenthread.web.plan.kinds_of_file import KINDS, LARGEST, SAID, why_not_keep
from goldenthread.web.plan.models import (
    IMPACTS,
    Evidence,
    HandKind,
    HandMeasure,
    HandPolarity,
    HandUnit,
)
from goldenthread.web.plan.rules_of_impact import why_not_held_by, why_not_rest_on


def _number(label: str, required: str = "", *, hint: str = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=hint,
        required=bool(required),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": required, "invalid": "Enter a number such as 62 or 62.5"},
    )


def _whole(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10**7,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Enter a whole number", "min_value": "Enter 0 or more"},
    )


class FileForm(PageForm):
    """A file of evidence. It is read whole: the largest allowed is small."""

    file = forms.FileField(
        label="The file",
        max_length=200,
        allow_empty_file=True,  # said in our own words
        help_text=f"{SAID}; {LARGEST // 2**20} MB or less. No child's name or details",
        widget=forms.FileInput(
            attrs={"accept": ",".join(ending for kind in KINDS for ending in kind.endings)}
        ),
        error_messages={
            "required": "Choose the file",
            "invalid": "Choose the file",
            "max_length": "Give the file a name of 200 characters or fewer",
        },
    )
    label = line_field(
        "Its name", "Enter its name", hint="For example, Dip sample of thirty plans", longest=200
    )
    speaks_from = DayField(label="It speaks of the time from", required=False, help_text=SPEAKS)
    speaks_to = DayField(label="to", error_messages={"required": "Enter the last day it speaks of"},
                         help_text="Its age is counted from this day")  # fmt: skip
    shows = text_field("What does it show?", "Enter what it shows", hint="No child's name or details")

    def clean_file(self) -> HandedIn:
        received = self.cleaned_data["file"]
        if getattr(received, "too_large", False) or received.size > LARGEST:
            raise forms.ValidationError(f"The file must be {LARGEST // 2**20} MB or smaller")
        content = received.read()
        why = why_not_keep(str(received.name), content)
        if why:
            raise forms.ValidationError(why)
        return HandedIn(clean_name(str(received.name)), content)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        check_period(self, found)
        return found


class _Pieces(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Pieces of evidence, each with what decides whether an impact may rest on it."""

    aged: Ages

    def label_from_instance(self, obj: Any) -> str:
        merged = ", merged" if obj.action.merged_into_id else ""
        said = f"{obj.action.code}{merged}: {obj.exhibit.label}. {obj.shows}"
        said = said if len(said) <= 220 else f"{said[:217]}…"
        judged = "not judged yet" if obj.judged == "waiting" else f"judged {obj.judged}"
        return f"{said} ({judged}; {self.aged.of(obj).words})"


class ImpactForm(VersionedForm):
    """For an action `version` is its version; for an objective the key of the judgement that stands."""

    impact = forms.ChoiceField(
        label="Is it making a difference for children?",
        choices=IMPACTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the impact"},
    )
    evidence = _Pieces(
        queryset=Evidence.objects.none(),
        label="What evidence shows it?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Evidenced and sustained rest on evidence that is judged sufficient and fresh",
    )
    measure = forms.ChoiceField(
        label="Which measure has held?",
        required=False,
        help_text="Needed for sustained: if it falls back, the question is asked again",
        error_messages={"invalid_choice": "Choose a measure from the list"},
    )
    why = text_field("What shows it?", "Enter what shows it", hint="No child's name or details")

    def __init__(
        self,
        *args: Any,
        pieces: Sequence[Evidence],
        measures: Sequence[tuple[str, str]],
        as_at: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.as_at = as_at
        evidence: Any = self.fields["evidence"]
        evidence.aged = ages(as_at=as_at)
        keys = [piece.pk for piece in pieces]
        evidence.queryset = Evidence.objects.filter(pk__in=keys).select_related("exhibit", "action")
        if not pieces:
            evidence.help_text = "Nothing is pinned yet: add evidence first. Until then it is none yet"
        measure: Any = self.fields["measure"]
        measure.choices = [("", "None"), *measures]

    def clean(self) -> dict[str, Any]:
        """The rules are asked again by the act; here they are said beside the field."""
        found = super().clean() or self.cleaned_data
        impact, pieces = found.get("impact", ""), list(found.get("evidence") or ())
        if impact and (why := why_not_rest_on(impact, pieces, as_at=self.as_at)):
            self.add_error("evidence", why)
        if why := why_not_held_by(impact, found.get("measure", "")):
            self.add_error("measure", why)
        return found


class BaselineForm(PageForm):
    """The month a measure started from."""

    period = forms.ChoiceField(
        label="Which figure did it start from?",
        help_text="It is frozen as it stands: nothing later changes it",
        error_messages={"required": "Choose the figure", "invalid_choice": "Choose a figure from the list"},
    )

    def __init__(self, *args: Any, refs: Sequence[EvidenceRef], tier: FigureTier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refs = {str(ref.as_of): ref for ref in refs}
        field: Any = self.fields["period"]
        field.choices = [
            ("", "Choose a figure"),
            *zip(self.refs, map(_said, shown_refs(list(self.refs.values()), tier)), strict=True),
        ]

    @property
    def chosen(self) -> EvidenceRef:
        return self.refs[self.cleaned_data["period"]]


def _said(told: ShownExhibit) -> str:
    return f"{told.label}: {told.value}{f' ({told.base})' if told.base else ''}"


class HandMeasureForm(VersionedForm):
    kind = forms.ChoiceField(
        label="What kind of measure is it?",
        choices=HandKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of measure"},
    )
    name = line_field(
        "Its name", "Enter its name", hint="For example, Case-file audits graded good or better"
    )
    unit = forms.ChoiceField(
        label="What is it measured in?",
        choices=HandUnit.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is measured in"},
    )
    polarity = forms.ChoiceField(
        label="Which way is better?",
        choices=HandPolarity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which way is better"},
    )
    baseline = _number("Where it started from", "Enter where it started from")
    baseline_on = DayField(label="on", error_messages={"required": "Enter the day of that figure"})
    baseline_source = line_field(
        "Where that figure comes from", "Enter where that figure comes from", longest=300
    )
    target = _number("What it should come to", hint="Leave empty where no target is set")
    target_on = DayField(label="by", required=False)
    tolerance = _number("How far off still counts as near", hint="In the same unit; 0 if left empty")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        target, by = found.get("target"), found.get("target_on")
        if (target is None) != (by is None) and not {"target", "target_on"} & set(self.errors):
            self.add_error(
                "target" if target is None else "target_on", "Enter the target and its day, or neither"
            )
        if by and found.get("baseline_on") and by <= found["baseline_on"]:
            self.add_error("target_on", "Enter a day after that of the figure it started from")
        for name in ("baseline", "target"):
            if found.get("unit") == HandUnit.PERCENT and not 0 <= (found.get(name) or 0) <= 100:
                self.add_error(name, "Enter a percentage between 0 and 100")
        if (found.get("tolerance") or 0) < 0:
            self.add_error("tolerance", "Enter 0 or more")
        return found

    @property
    def words(self) -> HandWords:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return HandWords(**{**given, "tolerance": given["tolerance"] or 0.0})

    @staticmethod
    def start_from(measure: HandMeasure) -> dict[str, Any]:
        return {name: getattr(measure, name) for name in (*HandWords.__dataclass_fields__, "version")}


class ReadingForm(PageForm):
    on = DayField(label="The last day it is of", error_messages={"required": "Enter the day"})
    counted = _whole("How many")
    out_of = _whole("Out of how many")
    value = _number("The figure", hint="Leave empty where both counts are given: it is worked out")
    source = line_field("Where it comes from", "Enter where it comes from", longest=300,
                    hint="For example, moderated audits of September")  # fmt: skip

    def __init__(self, *args: Any, measure: HandMeasure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        if measure.unit != HandUnit.PERCENT:
            del self.fields["counted"], self.fields["out_of"]
            value: Any = self.fields["value"]
            value.help_text = ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        counted, out_of, value = found.get("counted"), found.get("out_of"), found.get("value")
        if (counted is None) != (out_of is None):
            self.add_error("out_of" if out_of is None else "counted", "Enter both counts, or neither")
        elif counted is not None and out_of is not None and (not out_of or counted > out_of):
            self.add_error("out_of", "Enter a number that is no smaller than how many")
        elif counted is not None and out_of:
            self._work_out(found, 100 * counted / out_of)
        elif value is None and "value" not in self.errors:
            self.add_error("value", "Enter the figure")
        if self.measure.unit == HandUnit.PERCENT and not 0 <= (found.get("value") or 0) <= 100:
            self.add_error("value", "Enter a percentage between 0 and 100")
        return found

    def _work_out(self, found: dict[str, Any], worked: float) -> None:
        given = found.get("value")
        if given is not None and abs(given - worked) > 0.5:
            self.add_error("value", f"The two counts make {value_in_words(worked, 'percent')}: put one right")
        found["value"] = worked

    @property
    def figure(self) -> HandFigure:
        return HandFigure(**self.cleaned_data)
