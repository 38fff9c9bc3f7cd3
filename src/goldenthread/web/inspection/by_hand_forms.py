"""The forms of a source entered by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.web.inspection.by_hand import asked_of, kinds_asked
from goldenthread.web.inspection.forms import LARGEST
from goldenthread.web.inspection.typed import Typed, taken_apart
from goldenthread.web.page.forms import DayField, PageForm
from goldenthread.web.plan.actions import Asked, Described
from goldenthread.web.plan.models import STRENGTH, SourceKind

_MOST = 300  # things one source asks: no published one asks for a third of it
_LONGEST = 4000


def _words(label: str, hint: str = "", rows: int = 12) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint,
    )


class AskedForm(PageForm):
    """What a source asks, and the strengths it names: several at once."""

    asks = _words(
        "What it asks for, in its own words",
        "One to a line. Where one runs over several lines, leave a blank line between them. A line that ends "
        "in a colon is the heading of those under it; a number such as 3(a) is kept as its paragraph",
    )
    kind = forms.ChoiceField(
        label="What kind of thing does it ask for?",
        widget=forms.RadioSelect,
        initial="recommendation",
        error_messages={"required": "Choose the kind"},
    )
    strengths = _words("Strengths it names, to sustain", "One to a line, in its own words", rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = kinds_asked()

    def clean_asks(self) -> list[Typed]:
        return self._taken_apart("asks")

    def clean_strengths(self) -> list[Typed]:
        return self._taken_apart("strengths")

    def _taken_apart(self, name: str) -> list[Typed]:
        found = taken_apart(self.cleaned_data[name])
        if len(found) > _MOST:
            raise forms.ValidationError(f"Enter {_MOST} or fewer at once: this is {len(found)}")
        long = [one for one in found if len(one.text) > _LONGEST or len(one.paragraph) > 60]
        if long:
            raise forms.ValidationError(
                f"Each must be {_LONGEST:,} characters or fewer: leave a blank line where the one that "
                f"begins “{long[0].text[:40]}…” ends"
            )
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("asks") and not found.get("strengths") and not self.errors:
            self.add_error("asks", "Enter at least one thing that it asks for")
        return found

    @property
    def asked(self) -> list[Asked]:
        given = self.cleaned_data
        return [
            *asked_of(given["asks"], kind=given["kind"]),
            *asked_of(given["strengths"], kind=STRENGTH),
        ]


class ByHandForm(AskedForm):
    """A source of any kind."""

    source_kind = forms.ChoiceField(
        label="What is it?",
        choices=[("", "Choose what it is"), *SourceKind.choices],
        error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is"},
    )
    title = forms.CharField(
        label="Its title",
        max_length=200,
        help_text="As people here call it, with its year or month: Peer review of the front door, June 2025",
        error_messages={
            "required": "Enter its title",
            "max_length": "The title must be 200 characters or fewer",
        },
    )
    made_by = forms.CharField(
        label="Who made it?",
        required=False,
        max_length=200,
        help_text="The body or team that wrote it, if it is not your own",
    )
    published = DayField(label="Its date", error_messages={"required": "Enter its date"})
    file = forms.FileField(
        label="Its file, if there is one",
        required=False,
        max_length=200,
        help_text="A PDF or plain text (.txt), 20 MB or less. It is kept, not read",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf,.txt,text/plain"}),
        error_messages={
            "empty": "The file is empty",
            "max_length": "Give the file a name of 200 characters or fewer",
        },
    )

    field_order = ("source_kind", "title", "made_by", "published", "asks", "kind", "strengths", "file")

    def clean_file(self) -> tuple[str, bytes] | None:
        given = self.cleaned_data["file"]
        if not given:
            return None
        if given.size > LARGEST:
            raise forms.ValidationError("The file must be 20 MB or smaller")
        content = given.read()
        if not (b"%PDF-" in content[:1024] or _is_text(content)):
            raise forms.ValidationError("Choose a PDF or a plain text file")
        return given.name, content

    @property
    def described(self) -> Described:
        given = self.cleaned_data
        return Described(
            kind=given["source_kind"],
            title=given["title"],
            made_by=given["made_by"],
            published=given["published"],
        )


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
