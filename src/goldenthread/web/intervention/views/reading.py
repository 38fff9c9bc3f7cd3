"""The pages that are open to whoever sees the plan."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.papers.submitted import submitted_pdf
from goldenthread.papers.wording import counted
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.intervention import queries, rules
from goldenthread.web.intervention.actions.standing import digest_of
from goldenthread.web.intervention.views.common import here, trail
from goldenthread.web.page.paging import paged


@policy(Permission.SEE_PLAN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where do we stand with the regulator and the department, and what do they expect of us next?"""
    on, at = today(), timezone.now()
    rows = queries.standing.expectations(as_at=on)
    steps = list(queries.standing.steps())
    context = {
        "rows": rows,
        "sentence": _sentence(rows),
        "step": queries.standing.rung_on(on, steps),
        "steps": steps,
        "support": list(queries.standing.support()),
        "visits": [(one, queries.visits.stage(one, on=on, at=at)) for one in queries.visits.visits()],
        "submissions": list(queries.standing.submissions()),
        "keeps": standing(request).may(Permission.EDIT_PLAN),
        "on": on,
    }
    return render(request, "intervention/home.html", context)


def _sentence(rows: list[queries.standing.Row]) -> str:
    if not rows:
        return "Nothing is expected of us yet."
    late, soon = sum(row.late for row in rows), sum(row.soon for row in rows)
    open_ = sum(row.done is None and row.expected.done is None for row in rows)
    words = [f"{late} overdue"] if late else []
    words += [f"{soon} due in the next two weeks"] if soon else []
    stands = f": {', '.join(words)}" if words else ", none of it overdue or due in the next two weeks"
    return f"{counted(open_, 'thing').capitalize()} still expected of us{stands}."


@policy(Permission.SEE_PLAN)
@require_safe
def visit(request: HttpRequest, key: int) -> HttpResponse:
    """Where does this visit stand, and what is due next?"""
    person, on, at = signed_in(request), today(), timezone.now()
    found = here(queries.visits.visit(key))
    named = rules.is_named(person, found)
    keeps = standing(request).may(Permission.EDIT_PLAN)
    change = queries.visits.waiting_change(found) if named else None
    context = {
        "visit": found,
        "stage": queries.visits.stage(found, on=on, at=at),
        "published": found.published(at=at),
        "publication": rules.moment_words(found.published_at) if found.published_at else "",
        "rows": queries.standing.expectations(as_at=on, visit=found),
        "named": named,
        "keeps": keeps,
        "change": change,
        "change_words": rules.moment_words(change.moment) if change else "",
        "may_confirm": bool(keeps and change and not rules.why_not_confirm_publication(person, change)),
        "files": list(queries.visits.files(found)),
        "announcements": list(queries.announcing.announcements_for(person, found)) if keeps else [],
        "readers": [one for one in queries.visits.readers(found) if one.ended_at is None] if keeps else [],
        "sees_looks": rules.may_see_looks(person, found),
        "entries": about(kind="visit", key=str(found.pk)) if keeps else [],
        "trail": trail(),
    }
    return render(request, "intervention/visit.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def looks(request: HttpRequest, key: int) -> HttpResponse:
    """Who saw what was said in confidence, and when?"""
    found = here(queries.visits.visit(key))
    if not rules.may_see_looks(signed_in(request), found):
        raise Http404
    seen = queries.visits.looks(found)
    context = {
        "visit": found,
        "paged": paged(request, seen),
        "people": seen.order_by().values("who_id").distinct().count(),
        "trail": trail(found),
    }
    return render(request, "intervention/looks.html", context)


@policy(Permission.SEE_PLAN)
@require_safe
def submission_pdf(request: HttpRequest, key: int) -> HttpResponse:
    """The plan as it was sent, to print or hand on; not where it no longer says what was kept."""
    found = here(queries.standing.submission(key))
    if digest_of(found.content) != found.digest:
        raise Http404
    answer = HttpResponse(submitted_pdf(queries.standing.as_submitted(found)), content_type="application/pdf")
    name = f"plan-as-submitted-{found.sent_on.isoformat()}-{found.digest[:8]}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@policy(Permission.SEE_PLAN)
@require_safe
def submission(request: HttpRequest, key: int) -> HttpResponse:
    """What did we send, and what came back?"""
    found = here(queries.standing.submission(key))
    context = {
        "submission": found,
        "whole": digest_of(found.content) == found.digest,
        "actions": sum(len(one["actions"]) for one in found.content["objectives"]),
        "keeps": standing(request).may(Permission.EDIT_PLAN),
        "pins": standing(request).may(Permission.PIN_EVIDENCE),
        "entries": about(kind="submission", key=str(found.pk)),
        "trail": trail(),
    }
    return render(request, "intervention/submission.html", context)
