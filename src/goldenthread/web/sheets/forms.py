"""The forms of the room: a file handed in, what its columns are, what its words mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.papers.plan import DeliveryState
from goldenthread.papers.plan_sheets.layout import MANY, Field, Table
from goldenthread.papers.plan_sheets.rows import (
    CARRIED,
    CODE,
    NEW,
    NO_DAY,
    PERSON,
    ROLE,
    WITHOUT,
    Asks,
    Known,
    Question,
)
from goldenthread.papers.plan_sheets.states import SAYS_NOTHING
from goldenthread.papers.wording import plain
from goldenthread.web.page.forms import DAY_FORMATS, PageForm, VersionedForm
from goldenthread.web.sheets.actions.keeping import Said
from goldenthread.web.sheets.models import HEADINGS, Layout

LARGEST = 20 * 1024 * 1024  # bytes; plans are well under one megabyte
_FIELDS = [(one.name, one.value) for one in Field]
_STATES = [(one.value, one.value.capitalize()) for one in DeliveryState]
_STATE_WORDS = {
    "agreed": "Agreed: not started yet",
    "in progress": "In progress (late or not: dates tell that)",
    "claimed complete": "Claimed complete: done, waiting for sign-off",
    "signed off": "Signed off elsewhere, by whom a column says",
}
_ANSWERED = "answered-"


class UploadForm(PageForm):
    workbook = forms.FileField(
        label="Workbook or CSV file",
        max_length=200,
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text="An Excel workbook (.xlsx) or a CSV file (UTF-8), 20 MB or less. Formulas are not run",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Choose the workbook",
            "invalid": "Choose the workbook",
            "max_length": "Give the file a name of 200 characters or fewer",
        },
    )

    def clean_workbook(self) -> Any:
        given = self.cleaned_data["workbook"]
        if given.size > LARGEST:
            raise ValidationError("The file must be 20 MB or smaller: send the plan's sheet alone")
        return given


class ColumnsForm(VersionedForm):
    """What each column of a layout is. Offered by its headings, or as last said of this layout."""

    sheet = forms.CharField(widget=forms.HiddenInput, required=False)
    headings = forms.ChoiceField(
        label="What are the headings between the rows?",
        choices=HEADINGS,
        widget=forms.RadioSelect,
        help_text="Rows with one cell alone, such as Theme 1: Assessments",
        error_messages={"required": "Choose what the headings between the rows are"},
    )
    above = forms.MultipleChoiceField(
        label="Where one of these cells is blank, take it from the row above",
        choices=[(one.name, one.value) for one in CARRIED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="For cells joined over several rows. Each row says so where it is done",
    )
    fallback = forms.ChoiceField(label="Rows that name no objective belong to", required=False)

    def __init__(self, *args: Any, table: Table, layout: Layout | None, known: Known, **kwargs: Any) -> None:
        self.table = table
        kwargs.setdefault("initial", _as_said(table, layout))
        super().__init__(*args, **kwargs)
        objectives = [(f"{CODE}{code}", f"{code} {text[:120]}") for code, text in known.objectives.items()]
        fallback: Any = self.fields["fallback"]
        fallback.choices = [
            ("", "None: refuse such rows"),
            *objectives,
            (f"{NEW}{table.sheet.name}", f"A new one, called {table.sheet.name}"),
        ]
        ahead = {name: self._column(place) for place, name in enumerate(self._names)}
        self.fields = {**ahead, **self.fields}

    @property
    def _names(self) -> list[str]:
        return [f"column-{place}" for place in range(len(self.table.headings))]

    def _column(self, place: int) -> forms.ChoiceField:
        examples = [cells[place] for _, cells in self.table.body if cells[place].strip()][:2]
        shown = "; ".join(" ".join(one.split())[:60] for one in examples)
        return forms.ChoiceField(
            label=self.table.headings[place],
            choices=_FIELDS,
            help_text=f"For example: {shown}" if shown else "Nothing stands in it",
            widget=forms.Select(attrs={"class": "govuk-select"}),
            error_messages={"required": "Choose what this column is"},
        )

    @property
    def of_columns(self) -> list[Any]:
        return [self[name] for name in self._names]

    @property
    def of_the_rest(self) -> list[Any]:
        return [self[name] for name in ("headings", "above", "fallback")]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        chosen = [Field[found[name]] for name in self._names if found.get(name)]
        for name in self._names:
            field = Field[found[name]] if found.get(name) else None
            if field and field not in MANY and chosen.count(field) > 1:
                self.add_error(
                    name, f"Only one column can be: {field.value}. Keep the other as a note, or leave it out"
                )
        if Field.TEXT not in chosen:
            self.add_error(self._names[0], "Choose the column that says what will be done")
        if Field.OWNER not in chosen:
            self.add_error(self._names[0], "Choose the column that says who answers for it")
        return found

    @property
    def said(self) -> Said:
        found = self.cleaned_data
        return Said(
            fields=[Field[found[name]] for name in self._names],
            headings=found["headings"],
            above=[Field[name] for name in found["above"]],
            fallback=found["fallback"],
        )


def _as_said(table: Table, layout: Layout | None) -> dict[str, Any]:
    fields = layout.fields if layout else [one.name for one in table.guess]
    columns = {f"column-{place}": name for place, name in enumerate(fields)}
    rest = {
        "headings": layout.headings if layout else HEADINGS[0][0],
        "above": layout.above if layout else [Field.OBJECTIVE.name],
        "fallback": layout.fallback if layout else "",
        "version": layout.version if layout else 0,
    }
    return {**columns, **rest, "sheet": table.sheet.name}


class WordsForm(VersionedForm):
    """What doubtful words mean: one answer for each way of saying something, however many rows say it so."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        answers: dict[str, dict[str, str]],
        known: Known,
        **kwargs: Any,
    ) -> None:
        self.questions, self.known = list(questions), known
        super().__init__(*args, **kwargs)
        for place, question in enumerate(self.questions):
            kept = answers.get(question.asks, {}).get(question.key, "")
            self.fields[f"{_ANSWERED}{place}"] = self._field(question, kept)
            if question.asks is Asks.OWNER:
                self.fields[f"role-{place}"] = self._role(question, kept)

    def _field(self, question: Question, kept: str) -> forms.Field:
        label, hint = f"“{question.words[:200] or 'blank'}”", f"{question.why}. {_rows(question)}"
        if question.asks is Asks.DAY:
            return forms.CharField(
                label=label,
                help_text=f"{hint}. A date, or: no date",
                required=False,
                max_length=40,
                initial=_day_words(kept or question.offered),
                widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-10"}),
            )
        choices = _choices(question, self.known)
        offered = kept or question.offered
        if question.asks is Asks.OWNER:
            offered = ROLE if offered.startswith(ROLE) else offered
        return forms.ChoiceField(
            label=label,
            help_text=hint,
            required=False,
            choices=[("", "Not answered yet"), *choices],
            initial=offered,
            widget=forms.Select(attrs={"class": "govuk-select"}),
        )

    def _role(self, question: Question, kept: str) -> forms.CharField:
        said = kept.removeprefix(ROLE) if kept.startswith(ROLE) else " ".join(question.words.split())
        return forms.CharField(
            label=f"The role, if it is one: {question.words[:60]}",
            required=False,
            max_length=200,
            initial=said[:200],
            widget=forms.TextInput(attrs={"class": "govuk-input"}),
        )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The questions by what they are about, in words."""
        return [
            (title, found)
            for asks, title in _TITLES.items()
            if (
                found := [
                    one
                    for place, of in enumerate(self.questions)
                    if of.asks is asks
                    for one in self._of(place)
                ]
            )
        ]

    def _of(self, place: int) -> list[Any]:
        names = [f"{_ANSWERED}{place}", f"role-{place}"]
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for place, question in enumerate(self.questions):
            name = f"{_ANSWERED}{place}"
            if question.asks is Asks.DAY and found.get(name) and _day(found[name]) is None:
                self.add_error(name, "Enter a date such as 31/3/2026, or: no date")
            if question.asks is Asks.OWNER and found.get(name) == ROLE and not found.get(f"role-{place}"):
                self.add_error(f"role-{place}", "Enter the role")
        return found

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """What was answered, and "" where an answer was taken back."""
        given: dict[str, dict[str, str]] = {}
        for place, question in enumerate(self.questions):
            said = str(self.cleaned_data.get(f"{_ANSWERED}{place}") or "")
            if question.asks is Asks.DAY:
                said = (_day(said) or "") if said else ""
            if said == ROLE:
                said = f"{ROLE}{self.cleaned_data[f'role-{place}'].strip()}"
            given.setdefault(question.asks.value, {})[question.key] = said
        return given


_TITLES = {
    Asks.OBJECTIVE: "Which objectives are these?",
    Asks.REQUIREMENT: "Which requirements of the register are these?",
    Asks.OWNER: "Who are these?",
    Asks.STATE: "How far has an action come that says this?",
    Asks.DAY: "Which days are these?",
}


def _choices(question: Question, known: Known) -> list[tuple[str, str]]:
    if question.asks is Asks.STATE:
        states = [(value, _STATE_WORDS.get(value, label)) for value, label in _STATES]
        return [*states, (SAYS_NOTHING, "It does not tell: bring such actions in as proposed")]
    if question.asks is Asks.OWNER:
        people = sorted(known.people.items(), key=lambda pair: pair[1])
        return [(ROLE, "A role: the words below"), *((f"{PERSON}{key}", name) for key, name in people)]
    if question.asks is Asks.REQUIREMENT:
        asked = [
            (f"{CODE}{code}", f"{code}, {one.named}: {' '.join(one.text.split())[:100]}")
            for code, one in known.requirements.items()
        ]
        return [(WITHOUT, "None of them: bring such actions in without"), *asked]
    words = " ".join(question.words.split())
    objectives = [(f"{CODE}{code}", f"{code} {text[:120]}") for code, text in known.objectives.items()]
    return [(f"{NEW}{words}", f"A new objective: {words[:120]}"), *objectives]


def _rows(question: Question) -> str:
    rows = sorted(set(question.rows))
    shown = ", ".join(str(one) for one in rows[:6])
    more = f" and {len(rows) - 6} more" if len(rows) > 6 else ""
    return f"In row {shown}{more}" if len(rows) == 1 else f"In rows {shown}{more}"


def _day_words(answer: str) -> str:
    if answer == NO_DAY:
        return "no date"
    return f"{date.fromisoformat(answer):%d/%m/%Y}" if answer else ""


def _day(said: str) -> str | None:
    """The answer in a box of dates; None where it is none."""
    if plain(said) in {"no date", "none"}:
        return NO_DAY
    try:
        found: date = forms.DateField(input_formats=DAY_FORMATS).clean(said)
    except ValidationError:
        return None
    return found.isoformat()


class CarryOutForm(PageForm):
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
