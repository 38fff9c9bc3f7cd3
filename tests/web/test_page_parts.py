"""The parts every page is made of: what they say, and what they say to those who hear the page."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.forms import DayField, PageForm, VersionedForm
from goldenthread.web.page.paging import paged
from goldenthread.web.page.tables import Cell, Column, Table
from goldenthread.web.page.templatetags.page import counted, day, kept_day


class _Form(PageForm):
    text = forms.CharField(
        label="What will be done", help_text="In one sentence", error_messages={"required": "Say what"}
    )
    due = DayField(label="Due", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="I agree", required=False)


def _shown(form: PageForm, name: str) -> str:
    return render_to_string("components/field.html", {"field": form[name]})


def test_a_control_is_tied_to_its_label_hint_and_error() -> None:
    html = _shown(_Form({}), "text")
    assert (
        '<label class="govuk-label govuk-!-font-weight-bold" for="id_text">What will be done</label>' in html
    )
    assert 'aria-describedby="id_text-hint id_text-error"' in html
    assert 'aria-invalid="true"' in html
    assert "govuk-input--error" in html
    assert "Say what" in html


def test_the_summary_lists_every_fault_and_links_to_its_control() -> None:
    html = render_to_string("components/error_summary.html", {"form": _Form({"due": "soon"})})
    assert '<a href="#id_text">Say what</a>' in html
    assert '<a href="#id_due">Enter a date such as 31/3/2026</a>' in html
    assert '<a href="#id_kind_0">This field is required.</a>' in html


def test_no_summary_where_nothing_is_wrong() -> None:
    assert (
        render_to_string("components/error_summary.html", {"form": _Form({"text": "x", "kind": "a"})}).strip()
        == ""
    )


def test_what_was_typed_is_kept() -> None:
    form = _Form({"text": "Ring <all> families", "due": "soon", "kind": "b"})
    assert 'value="Ring &lt;all&gt; families"' in _shown(form, "text")
    assert 'value="soon"' in _shown(form, "due")
    assert "checked" in _shown(form, "kind")


@pytest.mark.parametrize(
    "text", ["31/3/2026", "31 3 2026", "31 March 2026", "31 Mar 2026", "2026-03-31", "31.03.2026"]
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert DayField().clean(text) == date(2026, 3, 31)


@pytest.mark.parametrize("text", ["31/2/2026", "March", "3/31/2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(forms.ValidationError, match="Enter a date such as"):
        DayField().clean(text)


def test_a_choice_has_a_legend_and_a_box_has_its_label() -> None:
    assert "<legend" in _shown(_Form(), "kind")
    assert 'for="id_agreed">I agree</label>' in _shown(_Form(), "agreed")


class _Edit(VersionedForm):
    text = forms.CharField(label="Text")


def test_the_second_of_two_editors_sees_both_texts_and_keeps_their_own() -> None:
    form = _Edit(QueryDict("version=1&text=mine"))
    assert form.is_valid()
    differences = conflict(form, held={"text": "theirs"}, version=2)
    assert differences == [Difference("Text", "mine", "theirs")]
    html = render_to_string("components/conflict.html", {"conflict": differences})
    assert "mine" in html
    assert "theirs" in html
    assert 'value="2"' in str(form["version"])
    assert 'value="mine"' in str(form["text"])


def test_a_table_has_a_caption_headings_and_its_cells() -> None:
    table = Table(
        "Late", [Column("Duty"), Column("Days", numeric=True)], [[Cell("Visit", href="/x/"), Cell("3")]]
    )
    html = render_to_string("components/table.html", {"table": table})
    assert "Late</caption>" in html
    assert html.count('scope="col"') == 2
    assert 'data-label="Days">3</td>' in html
    assert '<a class="govuk-link" href="/x/">Visit</a>' in html


def test_a_row_with_too_few_cells_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="zip"):
        _ = Table("Late", [Column("Duty"), Column("Days")], [[Cell("Visit")]]).lines


def test_the_next_page_keeps_the_filters(rf: RequestFactory) -> None:
    second = paged(rf.get("/?team=North&page=2"), list(range(120)), size=50)
    assert list(second.rows) == list(range(50, 100))
    assert (second.before, second.after) == ("?team=North&page=1", "?team=North&page=3")


@pytest.mark.parametrize("asked", ["0", "99", "x", ""])
def test_a_page_that_is_not_there_gives_one_that_is(rf: RequestFactory, asked: str) -> None:
    assert len(paged(rf.get("/", {"page": asked}), list(range(20)), size=50).rows) == 20


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "action", "0 actions"),
        (1, "action", "1 action"),
        (2, "child,children", "2 children"),
        (1200, "row", "1,200 rows"),
    ],
)
def test_a_count_agrees_with_its_noun(number: int, noun: str, words: str) -> None:
    assert counted(number, noun) == words


def test_days_in_words() -> None:
    assert (day(date(2026, 3, 1)), day(None)) == ("1 March 2026", "")
    assert (kept_day("2026-03-01"), kept_day("")) == ("1 March 2026", "")
