"""The room's forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import LONDON, today
from goldenthread.web.intervention import rules
from goldenthread.web.intervention.models import (
    Answer,
    DistributionList,
    Outcome,
    Replied,
    Rung,
    Said,
    SubmissionKind,
    SupportKind,
    Visit,
    VisitKind,
)
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm, line_field, text_field
from goldenthread.web.plan.models import Objective, Requirement, Source

LARGEST = 20 * 1024 * 1024  # bytes
_CONFIDENTIAL = "No child's name or details"


def _choice(label: str, choices: Any, required: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required}
    )


class _Labelled(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        words = str(obj)
        return words if len(words) <= 160 else f"{words[:157]}…"


def _one_of(label: str, *, empty: str, required: str = "", hint: str = "") -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return _Labelled(
        queryset=Person.objects.none(),
        label=label,
        help_text=hint,
        empty_label=empty,
        required=bool(required),
        error_messages={"required": required, "invalid_choice": "Choose one from the list"},
    )


class ClockDayField(DayField):
    """A day that a clock may run from or to: bank holidays are held for it and for some time after."""

    def __init__(self, *, barred: Callable[[date], str] = rules.why_not_received, **kwargs: Any) -> None:
        self._barred = barred
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and (why := self._barred(day)):
            raise forms.ValidationError(why)
        return day


class HappenedField(DayField):
    """A day on which something was done: today or before."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day > today():
            raise forms.ValidationError("Enter today's date or one before")
        return day


# Visits


class VisitForm(VersionedForm):
    kind = _choice("What kind of visit is it?", VisitKind.choices, "Choose the kind of visit")
    by_whom = line_field(
        "Who visits?", "Enter who visits", hint="For example, Ofsted, or the authority of a peer"
    )
    announced = DayField(label="Announced on", required=False)
    on_site_from = DayField(label="First day here", error_messages={"required": "Enter the first day"})
    on_site_to = DayField(label="Last day here", error_messages={"required": "Enter the last day"})
    feedback_on = DayField(label="Feedback meeting", required=False)
    draft_received = DayField(label="Draft report received", required=False)
    comments_due = ClockDayField(
        label="Comments on its accuracy due",
        required=False,
        help_text="The day in the letter that came with the draft. For example, 31/3/2026",
    )
    final_received = ClockDayField(
        label="Report or letter received",
        required=False,
        help_text="The clocks of the plan run from this day. For example, 31/3/2026",
    )
    plan_asked = forms.BooleanField(label="A plan or statement of action must be sent", required=False)
    priority_action = forms.BooleanField(label="It names an area for priority action", required=False)
    source = _one_of(
        "Its report in the register",
        empty="Not in the register yet",
        hint="Once the report has been accepted into the register",
    )

    FIELDS = (
        *("kind", "by_whom", "announced", "on_site_from", "on_site_to", "feedback_on", "draft_received"),
        *("comments_due", "final_received", "plan_asked", "priority_action", "source"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.queryset = Source.objects.all()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("on_site_from"), found.get("on_site_to")
        if first and last and last < first:
            self.add_error("on_site_to", "The last day does not come before the first")
        draft, due = found.get("draft_received"), found.get("comments_due")
        if draft and due and due < draft:
            self.add_error("comments_due", "Comments are not due before the draft is received")
        return found

    @property
    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}

    @classmethod
    def start_from(cls, visit: Visit) -> dict[str, Any]:
        held = {name: getattr(visit, name) for name in cls.FIELDS if name != "source"}
        return held | {"source": visit.source_id, "version": visit.version}


class ReaderForm(PageForm):
    person = _one_of("Who?", empty="Choose somebody", required="Choose who may see it")
    why = line_field("Why do they need to see it?", "Enter why they need to see it", longest=300)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people


class PublicationForm(PageForm):
    day = ClockDayField(label="Day of publication", error_messages={"required": "Enter the day"})
    time = forms.TimeField(
        label="Time of publication",
        input_formats=("%H:%M", "%H.%M", "%H%M"),
        help_text="On the clock of 24 hours. For example, 09:30",
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"required": "Enter the time", "invalid": "Enter a time such as 09:30"},
    )
    why = line_field(
        "Where does it say so?", "Enter where it says so", hint="For example, the letter's date", longest=300
    )

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=LONDON)


# In confidence


class FeedbackForm(VersionedForm):
    said = _choice("How was it meant?", Said.choices, "Choose how it was meant")
    theme = line_field("Theme", "Enter the theme", hint="For example, help and protection")
    said_by = line_field("Who said it?", hint="A role: lead inspector")
    words = text_field("The words, as noted", "Enter the words as they were noted", hint=_CONFIDENTIAL)

    FIELDS = ("said", "theme", "said_by", "words")

    @property
    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class StartWorkForm(PageForm):
    objective = _one_of("An objective that is in the plan", empty="None of them: a new one")
    text = text_field(
        "Or a new one: what will be different for children?",
        rows=3,
        hint="Everybody who sees the plan reads it: do not repeat what was said in confidence",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["objective"]
        field.queryset = Objective.objects.all()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "objective" not in self.errors and bool(found.get("objective")) == bool(found.get("text")):
            self.add_error("text", "Choose an objective that is in the plan, or enter a new one")
        return found


class CompareForm(VersionedForm):
    outcome = _choice(
        "What became of it?",
        [(value, label) for value, label in Outcome.choices if value != Outcome.WAITING],
        "Choose what became of it",
    )
    requirement = _one_of("The finding that it became", empty="None")
    words = text_field(
        "What changed, or how you know", hint="Needed where it changed or is not in the letter"
    )

    def __init__(self, *args: Any, source: Source | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["requirement"]
        field.queryset = Requirement.objects.filter(source=source) if source else Requirement.objects.none()


class AccuracyForm(VersionedForm):
    page = forms.IntegerField(
        label="Page",
        min_value=1,
        max_value=999,
        error_messages={"required": "Enter the page", "invalid": "Enter the page as a number"},
    )
    paragraph = line_field("Paragraph", hint="Its number, if it has one", longest=60)
    says = text_field("What does the draft say?", "Enter what the draft says", hint=_CONFIDENTIAL, rows=3)
    right = text_field("What is right?", "Enter what is right", rows=3)
    evidence = text_field("What shows it?", "Enter what shows it", rows=3)
    raised_by = line_field("Who raised it?", "Enter who raised it", hint="A role: head of safeguarding")

    FIELDS = ("page", "paragraph", "says", "right", "evidence", "raised_by")

    @property
    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class SentForm(PageForm):
    on = HappenedField(label="Sent on", error_messages={"required": "Enter the day they were sent"})


class ReplyToPointForm(VersionedForm):
    reply = _choice(
        "What did the regulator say?",
        [(value, label) for value, label in Replied.choices if value != Replied.WAITING],
        "Choose what the regulator said",
    )
    words = text_field("In what words?", rows=3)
    on = HappenedField(label="Received on", error_messages={"required": "Enter the day the reply came"})


class FileForm(PageForm):
    kind = _choice(
        "What is it?",
        [("draft report", "The draft report"), ("report", "The report or letter as it will be published")],
        "Choose what it is",
    )
    file = forms.FileField(
        label="File",
        max_length=200,
        help_text="A PDF, 20 MB or less. It is kept sealed, and shown to those named alone until publication",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": "Choose the file", "empty": "The file is empty"},
    )

    def clean_file(self) -> Any:
        return checked_pdf(self.cleaned_data["file"])


def checked_pdf(given: Any) -> Any:
    """A PDF by its first bytes, and not too large. It is kept and handed out, and never opened here."""
    if given.size > LARGEST:
        raise forms.ValidationError("The file must be 20 MB or smaller")
    start = given.read(1024)
    given.seek(0)
    if b"%PDF-" not in start:
        raise forms.ValidationError("The file must be a PDF")
    return given


# Telling people


class ListForm(VersionedForm):
    name = line_field(
        "Name of the list", "Enter the name of the list", hint="For example, Members", longest=100
    )


class MemberForm(PageForm):
    person = _one_of("Somebody who signs in here", empty="Nobody of them")
    name = line_field("Or a name", hint="Where they do not sign in here")
    email = forms.EmailField(
        label="And an e-mail address",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an e-mail address such as name@example.org"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = Person.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and bool(found.get("person")) == bool(found.get("email")):
            self.add_error("person", "Choose somebody who signs in here, or enter an e-mail address")
        return found


class AnnouncementForm(PageForm):
    subject = line_field("Subject", "Enter the subject")
    body = text_field(
        "Letter", "Enter the letter", rows=10, hint="The same for everybody. No child's details"
    )
    lists = forms.ModelMultipleChoiceField(
        queryset=DistributionList.objects.all(),
        label="Who is told?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one list"},
    )


# Where the authority stands


class StepForm(PageForm):
    rung = _choice("Which step is it?", Rung.choices, "Choose the step")
    on = DayField(label="From", error_messages={"required": "Enter the day it began"})
    why = text_field("Why?", "Enter why", rows=3)
    document = line_field("The document", hint="Its name, or where it is found", longest=500)
    source = _one_of("In the register", empty="Not in the register", hint="A notice that was accepted")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.queryset = Source.objects.all()


class WhyForm(PageForm):
    why = line_field("Why?", "Enter the reason", longest=300)


class SupportForm(VersionedForm):
    kind = _choice("What kind of support is it?", SupportKind.choices, "Choose the kind of support")
    organisation = line_field("From which organisation?", "Enter the organisation")
    role = line_field("In which role?", "Enter the role", hint="A role, not a name")
    starts = DayField(label="From", error_messages={"required": "Enter the day it begins"})
    ends = DayField(label="Until", required=False)
    days = forms.IntegerField(
        label="Days agreed",
        required=False,
        min_value=1,
        max_value=2000,
        error_messages={"invalid": "Enter the days as a whole number"},
    )
    purpose = text_field("What for?", "Enter what it is for", rows=3)
    came_of_it = text_field("What has come of it?", rows=3)

    FIELDS = ("kind", "organisation", "role", "starts", "ends", "days", "purpose", "came_of_it")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        starts, ends = found.get("starts"), found.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "It does not end before it begins")
        return found

    @property
    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class SubmitForm(PageForm):
    kind = _choice("What is being sent?", SubmissionKind.choices, "Choose what is being sent")
    to_whom = line_field("To whom?", "Enter to whom it is sent")
    sent_on = HappenedField(label="Sent on", error_messages={"required": "Enter the day it is sent"})
    meets = forms.ChoiceField(label="Which expectation does it meet?", required=False)

    def __init__(self, *args: Any, expected: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meets"]
        field.choices = [("", "None of them"), *expected]


class ReplyForm(PageForm):
    from_whom = line_field("From whom?", "Enter who replied")
    received_on = HappenedField(label="Received on", error_messages={"required": "Enter the day it came"})
    answer = _choice("What does it say?", Answer.choices, "Choose what it says")
    words = text_field("In its words", "Enter what it says, in its words")
    file = forms.FileField(
        label="The letter",
        required=False,
        max_length=200,
        help_text="A PDF, 20 MB or less",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"empty": "The file is empty"},
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data.get("file")
        return checked_pdf(given) if given else None


class DoneForm(PageForm):
    done_on = HappenedField(label="Done on", error_messages={"required": "Enter the day it was done"})
    evidence = text_field("What shows it?", "Enter what shows it", rows=3)
