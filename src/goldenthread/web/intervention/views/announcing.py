"""The pages of lists and of letters to them."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldenthread.papers.wording import counted
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in
from goldenthread.web.history.queries import about
from goldenthread.web.intervention import actions, forms, posting, queries, rules
from goldenthread.web.intervention.models import Announcement, Delivery, Sending
from goldenthread.web.intervention.views.common import (
    done,
    form_page,
    here,
    in_confidence,
    saved,
    shown,
    trail,
    tried,
)
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.sending import sent

_LISTS = ("Lists of people to tell", "intervention:lists")


@policy(Permission.EDIT_PLAN)
@form_page
def lists(request: HttpRequest) -> HttpResponse:
    """Who is told when a report is out?"""
    form = forms.ListForm(sent(request), initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        made = tried(form, actions.keep_list, by=signed_in(request), name=form.cleaned_data["name"])
        if made:
            return done(request, f"The list {made.name} is there. Put people on it.", "list", made.pk)
    context = {"form": form, "lists": list(queries.announcing.lists()), "trail": trail()}
    return render(request, "intervention/lists.html", context)


@policy(Permission.EDIT_PLAN)
@form_page
def one_list(request: HttpRequest, key: int) -> HttpResponse:
    """Who is on it?"""
    kept = here(queries.announcing.kept_list(key))
    form = forms.MemberForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = tried(form, actions.put_on_list, by=signed_in(request), kept=kept, **form.cleaned_data)
        if made:
            return done(request, f"{made} is on the list.", "list", kept.pk)
    context = {
        "form": form,
        "kept": kept,
        "members": queries.announcing.members(kept),
        "trail": [*trail(), (_LISTS[0], reverse(_LISTS[1]))],
    }
    return render(request, "intervention/list.html", context)


@policy(Permission.EDIT_PLAN)
@form_page
def rename_list(request: HttpRequest, key: int) -> HttpResponse:
    """Another name for a list."""
    kept = here(queries.announcing.kept_list(key))
    form = forms.ListForm(sent(request), initial={"name": kept.name, "version": kept.version})
    valid = request.method == "POST" and form.is_valid()
    given = {"name": form.cleaned_data["name"], "version": form.cleaned_data["version"]} if valid else {}

    def held() -> tuple[dict[str, object], int]:
        now = here(queries.announcing.kept_list(key))
        return {"name": now.name}, now.version

    ok, both = saved(request, form, actions.keep_list, held=held, kept=kept, **given)
    if ok:
        return done(request, "The name is saved.", "list", kept.pk)
    return shown(
        request,
        form,
        heading="Name the list",
        lead=f"It is called {kept.name} now.",
        button="Save the name",
        trail=[*trail(), (kept.name, reverse("intervention:list", args=[kept.pk]))],
        conflict=both,
    )


@policy(Permission.EDIT_PLAN)
@require_POST
def take_off(request: HttpRequest, key: int) -> HttpResponse:
    """They are told no longer."""
    member = here(queries.announcing.member(key))
    name, kept = str(member), member.on_id
    actions.take_off_list(by=signed_in(request), member=member)
    return done(request, f"{name} is off the list.", "list", kept)


@policy(Permission.EDIT_PLAN)
@form_page
def announce(request: HttpRequest, key: int) -> HttpResponse:
    """Write the letter; it goes when the embargo has ended and somebody sends it."""
    visit = in_confidence(request, key, what="the form for an announcement")
    form = forms.AnnouncementForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = actions.draft_announcement(by=signed_in(request), visit=visit, **form.cleaned_data)
        return done(request, "The letter is written. Nothing has been sent yet.", "announcement", made.pk)
    lead = "Write it now; it can be sent once the report is published. Each person is written to once."
    return shown(
        request,
        form,
        heading="Write an announcement",
        lead=lead,
        button="Keep the letter",
        trail=trail(visit),
    )


@policy(Permission.EDIT_PLAN)
@require_safe
def announcement(request: HttpRequest, key: int) -> HttpResponse:
    """Whom does it reach, may it go, and what became of each letter?"""
    found = here(queries.announcing.announcement_for(signed_in(request), key))
    letters = list(found.deliveries.all())
    recipients = [] if found.sent_at else queries.announcing.recipients(found.lists)
    context = {
        "announcement": found,
        "letters": letters,
        "recipients": recipients,
        "lists": queries.announcing.names_of(found.lists),
        "why_not": rules.why_not_send(found, at=timezone.now()) if not found.sent_at else "",
        "sentence": _sentence(found, letters, len(recipients)),
        "failed": sum(one.state == Sending.FAILED for one in letters),
        "entries": about(kind="announcement", key=str(found.pk)),
        "trail": trail(found.visit),
    }
    return render(request, "intervention/announcement.html", context)


def _sentence(found: Announcement, letters: list[Delivery], waiting: int) -> str:
    if found.sent_at is None:
        return f"Not sent. It reaches {counted(waiting, 'person', 'people')}, each once."
    sent_ = sum(one.state == Sending.SENT for one in letters)
    return f"{sent_} of {counted(len(letters), 'letter')} sent, one to each person."


@policy(Permission.EDIT_PLAN)
@require_POST
def send(request: HttpRequest, key: int) -> HttpResponse:
    """Let it go. Pressed again, nothing goes twice."""
    found = here(queries.announcing.announcement_for(signed_in(request), key))
    try:
        number = actions.send(by=signed_in(request), announcement=found)
    except NotDone as why:
        messages.error(request, str(why))
        return redirect("intervention:announcement", found.pk)
    transaction.on_commit(posting.wake)
    words = (
        f"{counted(number, 'letter')} on the way." if number else "It was sent already: nothing went twice."
    )
    return done(request, words[:1].upper() + words[1:], "announcement", found.pk)


@policy(Permission.EDIT_PLAN)
@require_POST
def try_again(request: HttpRequest, key: int) -> HttpResponse:
    """What could not be sent, once more; what was sent stays as it is."""
    found = here(queries.announcing.announcement_for(signed_in(request), key))
    actions.try_again(by=signed_in(request), announcement=found)
    transaction.on_commit(posting.wake)
    return done(request, "What could not be sent is tried again.", "announcement", found.pk)
