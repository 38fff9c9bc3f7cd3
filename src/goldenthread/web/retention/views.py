"""Retention's pages: what is due, what is held, what was proposed and removed, and how long what is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.standards.retention import Period, RetentionClass, classes, rule_on
from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts.confirming import ask_again, is_confirmed, use_confirmation
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.accounts.standing import today
from goldenthread.web.history.queries import about
from goldenthread.web.intake.names import kept_by_operators
from goldenthread.web.page.conflict import Difference, conflict
from goldenthread.web.page.paging import paged
from goldenthread.web.page.tables import Cell, Column, Table
from goldenthread.web.retention import actions, carrying_out
from goldenthread.web.retention.actions import Refused
from goldenthread.web.retention.declared import acted_on
from goldenthread.web.retention.fence import KEEPERS, let_in, seeing_all
from goldenthread.web.retention.forms import EVENTS, HoldForm, LiftForm, PeriodForm, WhyForm
from goldenthread.web.retention.models import DryRun, Hold, Purge, PurgeState
from goldenthread.web.retention.queries import dry_runs, holds, holds_on, local_periods, purges, with_counts

FORM = ["GET", "HEAD", "POST"]
TRAIL = [("Retention", "/retention/")]
IN_BACK_UPS = "What back-ups hold of them stays there until the back-ups themselves are too old to be kept."


@policy(*KEEPERS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is past its day, what keeps it, and who decides?"""
    let_in(signed_in(request))
    newest = dry_runs().first()
    found = list(purges()[:20])
    if any(purge.state == PurgeState.CONFIRMED for purge in found):
        carrying_out.wake()
    context = {
        "run": newest,
        "in_force": holds_on(today()).count(),
        "purges": found,
        "open_requests": with_counts().filter(ended_on=None).count(),
        "unset": [found for found in classes().values() if found.about == "child" and _is_unset(found)],
        "may_keep": standing(request).may(Permission.KEEP_RECORDS),
        "may_answer": standing(request).may(Permission.ANSWER_REQUESTS),
        "runs": dry_runs()[:10],
    }
    return render(request, "retention/home.html", context)


@policy(*KEEPERS)
@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """How long is each class of record kept, and who says so?"""
    let_in(signed_in(request))
    shown = [found for found in classes().values() if found.rules or found.local]
    context = {
        "rows": [(found, _period_words(found), _is_settable(found)) for found in shown],
        "unset": sum(_is_unset(found) for found in shown),
        "may_keep": standing(request).may(Permission.KEEP_RECORDS),
        "trail": TRAIL,
    }
    return render(request, "retention/periods.html", context)


def _is_settable(found: RetentionClass) -> bool:
    """Whether a period of the authority's own would do anything here."""
    return found.local and found.id in acted_on()


def _is_unset(found: RetentionClass) -> bool:
    return found.local and rule_on(found.id, on=today(), local=local_periods()) is None


def _period_words(found: RetentionClass) -> list[tuple[str, str, str]]:
    """(the period, where it comes from, how sure it is) for each period of the rule in force; none where
    there is no rule."""
    rule = rule_on(found.id, on=today(), local=local_periods())
    if rule is None:
        return []
    return [(_words_of(period), rule.source, rule.evidence) for period in rule.periods]


def _words_of(period: Period) -> str:
    """75 years from the date of birth."""
    words = _EVENTS[period.event]
    return f"{period.years} years from {words[:1].lower()}{words[1:]}{_CASES[period.when]}"


_EVENTS = {
    **EVENTS,
    "death": "the death",
    "order": "the adoption order",
    "approval_ended": "the end of approval",
}
_CASES = {"died_under_18": ", where the child died before 18", "always": "", "otherwise": ""}


@policy(Permission.KEEP_RECORDS)
@require_http_methods(FORM)
def set_period(request: HttpRequest, class_id: str) -> HttpResponse:
    """The authority's own period for a class that has no national one."""
    by = let_in(signed_in(request))
    found = classes().get(class_id)
    if found is None or not _is_settable(found):
        raise Http404
    form = PeriodForm(request.POST or None, initial={"valid_from": today()}, found=found)
    if request.method == "POST" and form.is_valid():
        actions.set_period(by=by, class_id=class_id, **form.cleaned_data)
        messages.success(request, "The period is set.")
        return redirect("retention:periods")
    trail = [*TRAIL, ("How long", "/retention/periods/")]
    return _form(
        request, form, title=f"{found.title}: how long it is kept", button="Set the period", trail=trail
    )


@policy(Permission.KEEP_RECORDS)
@require_safe
def all_holds(request: HttpRequest) -> HttpResponse:
    """Which records are held, why, and until when?"""
    by = let_in(signed_in(request))
    shown = paged(request, holds())
    _looked(by, "Retention: holds", [hold.child for hold in shown.rows if hold.child])
    context = {"holds": shown, "in_force": holds_on(today()).count(), "today": today(), "trail": TRAIL}
    return render(request, "retention/holds.html", context)


@policy(Permission.KEEP_RECORDS)
@require_http_methods(FORM)
def place_hold(request: HttpRequest) -> HttpResponse:
    """Keep a record, or every record, whatever its day."""
    by = let_in(signed_in(request))
    form = HoldForm(request.POST or None, initial={"starts": today()})
    if request.method == "POST" and form.is_valid():
        actions.place_hold(by=by, **form.cleaned_data)
        messages.success(request, "The hold is placed.")
        return redirect("retention:holds")
    trail = [*TRAIL, ("Holds", "/retention/holds/")]
    return _form(request, form, title="Place a hold", button="Place the hold", trail=trail)


@policy(Permission.KEEP_RECORDS)
@require_http_methods(FORM)
def lift_hold(request: HttpRequest, key: int) -> HttpResponse:
    """A hold that is no longer needed."""
    by = let_in(signed_in(request))
    hold = get_object_or_404(Hold, pk=key)
    form = LiftForm(request.POST or None, initial={"ends": today(), "version": hold.version})
    shown: list[Difference] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if actions.lift_hold(by=by, hold=hold, **form.cleaned_data):
                messages.success(request, "The hold's last day is saved.")
                return redirect("retention:holds")
            shown = _both_texts(form, Hold.objects.get(pk=key))
        except Refused as refused:
            form.add_error("ends", str(refused))
    trail = [*TRAIL, ("Holds", "/retention/holds/")]
    lead = f"{hold}. {hold.reason}"
    return _form(request, form, title="Lift a hold", button="Lift it", trail=trail, lead=lead, shown=shown)


def _both_texts(form: LiftForm, hold: Hold) -> list[Difference]:
    return conflict(form, held={"ends": hold.ends, "why": hold.lifted_why}, version=hold.version)


@policy(Permission.KEEP_RECORDS)
@require_POST
def make_dry_run(request: HttpRequest) -> HttpResponse:
    """Work out what is due today. Nothing is removed."""
    by = let_in(signed_in(request))
    with seeing_all(by):
        found = actions.make_dry_run(by=by, as_at=today())
    return redirect("retention:dry-run", key=found.pk)


@policy(Permission.KEEP_RECORDS, Permission.CONFIRM_REMOVAL)
@require_http_methods(FORM)
def dry_run(request: HttpRequest, key: int) -> HttpResponse:
    """What would go, what is held, and what would stay behind; and the proposal to remove it."""
    by = let_in(signed_in(request))
    run = get_object_or_404(DryRun.objects.select_related("purge"), pk=key)
    form, refused = WhyForm(request.POST or None), ""
    may_propose = standing(request).may(Permission.KEEP_RECORDS) and not hasattr(run, "purge")
    if request.method == "POST" and may_propose and form.is_valid():
        try:
            with seeing_all(by):
                purge = actions.propose(by=by, run=run, **form.cleaned_data)
        except Refused as said:
            refused = str(said)
        else:
            messages.success(request, "The removal is proposed. Somebody else confirms it.")
            return redirect("retention:purge", key=purge.pk)
    return _page_of_run(request, run, by=by, form=form, refused=refused, may_propose=may_propose)


def _page_of_run(
    request: HttpRequest, run: DryRun, *, by: Person, form: WhyForm, refused: str, may_propose: bool
) -> HttpResponse:
    leaving = list(zip(run.children, run.due, strict=True))
    shown = paged(request, leaving)
    held = list(zip(run.held, run.held_why, strict=True))
    _looked(by, "Retention: a dry run", [*(child for child, _ in shown.rows), *run.held])
    context = {
        "run": run,
        "leaving": [
            (child, date.fromisoformat(due["on"]), classes()[due["class_id"]].title, due["why"])
            for child, due in shown.rows
        ],
        "shown": shown,
        "held": held,
        "kept": sorted(run.kept.items()),
        "rows": _rows_table(run.rows),
        "site_rows": _in_words(run.site_rows),
        "mentions": _in_words(run.mentions),
        "others": _in_words(run.others),
        "form": form,
        "refused": refused,
        "may_propose": may_propose and bool(run.children),
        "purge": getattr(run, "purge", None),
        "in_back_ups": IN_BACK_UPS,
        "trail": TRAIL,
    }
    return render(request, "retention/dry_run.html", context)


def _rows_table(rows: dict[str, dict[str, int]]) -> Table:
    """Rows that would go, or went, table by table over every snapshot."""
    tables: dict[str, int] = {}
    for counted in rows.values():
        for name, count in counted.items():
            tables[name] = tables.get(name, 0) + count
    return Table(
        f"Rows of children’s records, over {len(rows)} snapshots",
        (Column("Table"), Column("Rows", numeric=True)),
        [(Cell(_plain(name)), Cell(f"{count:,}")) for name, count in sorted(tables.items())],
    )


def _plain(table: str) -> str:
    return table.removeprefix("ssd_").replace("_", " ")


def _in_words(counted: dict[str, int]) -> list[tuple[str, int]]:
    """Models as their apps call them, with how many rows."""
    return [
        (str(apps.get_registered_model(*model.split("."))._meta.verbose_name_plural), rows)
        for model, rows in sorted(counted.items())
    ]


@policy(Permission.KEEP_RECORDS, Permission.CONFIRM_REMOVAL)
@require_safe
def purge(request: HttpRequest, key: int) -> HttpResponse:
    """Where does this removal stand, and what was removed?"""
    by = let_in(signed_in(request))
    found = get_object_or_404(Purge.objects.select_related("dry_run"), pk=key)
    if found.state == PurgeState.CONFIRMED:
        carrying_out.wake()
    return _page_of_purge(request, found, by=by)


def _page_of_purge(request: HttpRequest, found: Purge, *, by: Person, refused: str = "") -> HttpResponse:
    waits, own = found.state == PurgeState.PROPOSED, found.proposed_by_id == by.pk
    context: dict[str, Any] = {
        "purge": found,
        "run": found.dry_run,
        "own": own,
        "may_confirm": waits and not own and standing(request).may(Permission.CONFIRM_REMOVAL),
        "may_withdraw": waits and standing(request).may(Permission.KEEP_RECORDS),
        "under_way": found.state == PurgeState.CONFIRMED,
        "rows": _rows_table(found.removed["snapshots"]) if found.removed else None,
        "site_rows": _in_words(found.removed.get("site", {})),
        "names_by_operators": kept_by_operators(),
        "refused": refused,
        "in_back_ups": IN_BACK_UPS,
        "entries": about(kind="purge", key=str(found.pk)),
        "trail": TRAIL,
    }
    return render(request, "retention/purge.html", context, status=409 if refused else 200)


@policy(Permission.CONFIRM_REMOVAL)
@require_http_methods(FORM)
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """A second person confirms, having proved again who they are."""
    by = let_in(signed_in(request))
    found = get_object_or_404(Purge.objects.select_related("dry_run"), pk=key)
    if not is_confirmed(request):
        return ask_again(request)
    if request.method != "POST":
        return render(
            request, "retention/confirm.html", {"purge": found, "run": found.dry_run, "trail": TRAIL}
        )
    use_confirmation(request)
    try:
        with seeing_all(by):
            actions.confirm(by=by, purge=found, digest=request.POST.get("digest", ""))
    except Refused as said:
        return _page_of_purge(request, found, by=by, refused=str(said))
    transaction.on_commit(carrying_out.wake)
    messages.success(request, "The removal is confirmed, and is being carried out.")
    return redirect("retention:purge", key=key)


@policy(Permission.KEEP_RECORDS)
@require_http_methods(FORM)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Nothing is removed after all."""
    by = let_in(signed_in(request))
    found = get_object_or_404(Purge.objects.select_related("dry_run"), pk=key)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(by=by, purge=found, **form.cleaned_data)
        except Refused as said:
            return _page_of_purge(request, found, by=by, refused=str(said))
        messages.success(request, "The removal is withdrawn.")
        return redirect("retention:purge", key=key)
    return _form(request, form, title="Withdraw the removal", button="Withdraw it", trail=TRAIL)


def _looked(by: Person, what: str, children: list[str]) -> None:
    """Who decides what is removed looks at whose record it is."""
    if children:
        record_view(Look(Purpose.RETENTION, what, dict.fromkeys(children, True)), by=by)


def _form(
    request: HttpRequest,
    form: Any,
    *,
    title: str,
    button: str,
    trail: Any,
    lead: str = "",
    shown: list[Difference] | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "trail": trail, "lead": lead}
    return render(request, "retention/form.html", context | {"conflict": shown})
