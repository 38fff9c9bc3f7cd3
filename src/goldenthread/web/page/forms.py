"""The ground of every form: what was typed is kept, what is wrong is said beside the field and at the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

_LOOKS = (
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),  # before radios: it is a kind of them
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.ClearableFileInput, "govuk-file-upload"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.widgets.Input, "govuk-input"),
)
# As people write dates in this country, and as machines do.
DAY_FORMATS = ("%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a form: the control it is about, and what to do."""

    target: str
    message: str


class DayField(forms.DateField):
    """A date in one box, read as people write dates: 31/3/2026, 31 March 2026."""

    widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "text", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "For example, 31/3/2026")
        kwargs.setdefault("error_messages", {}).setdefault("invalid", "Enter a date such as 31/3/2026")
        super().__init__(input_formats=DAY_FORMATS, **kwargs)


LONGEST_TEXT = 4000  # characters: two pages of print


def line_field(
    label: str,
    required: str = "",
    *,
    hint: str = "",
    longest: int = 200,
    widget: forms.Widget | None = None,
) -> forms.CharField:
    """A line of words. `required` is what is said where it is left empty; without it, it may be."""
    too_long = f"{label} must be {longest:,} characters or fewer"
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=bool(required),
        widget=widget,
        error_messages={"required": required, "max_length": too_long},
    )


def text_field(label: str, required: str = "", *, hint: str = "", rows: int = 4) -> forms.CharField:
    """Words of several lines, on the same terms."""
    widget = forms.Textarea(attrs={"rows": rows})
    return line_field(label, required, hint=hint, longest=LONGEST_TEXT, widget=widget)


class PageForm(forms.Form):
    """A form shown by `components/field.html`, field by field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the page says what is missing, in the same words for everybody
        for field in self.fields.values():
            look = next((name for kind, name in _LOOKS if isinstance(field.widget, kind)), "")
            field.widget.attrs.setdefault("class", look)

    @property
    def faults(self) -> list[Fault]:
        """Everything wrong, in the order of the page; what is wrong with the whole form links to its first
        field."""
        visible = self.visible_fields()
        first = field_target(visible[0]) if visible else ""
        whole = [Fault(first, str(message)) for message in self.non_field_errors()]
        return whole + [
            Fault(field_target(field), str(message)) for field in visible for message in field.errors
        ]


class VersionedForm(PageForm):
    """A form on something two people may edit at once: carries the version it was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def field_target(field: forms.BoundField) -> str:
    """The id an error links to: a group's first choice, else the control itself."""
    grouped = isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    return f"{field.auto_id}_0" if grouped else str(field.auto_id)
