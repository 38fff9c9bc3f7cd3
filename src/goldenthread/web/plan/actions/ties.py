"""What a requirement is tied to: the earlier one it repeats, what a later document says of it, and the
actions that answer it beside those of its objectives."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from goldenthread.web.history.actions import Actor, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import about_thing, at, refuse, save
from goldenthread.web.plan.models import Action, DirectAnswer, Requirement, Source, Verdict
from goldenthread.web.plan.register_rules import why_not_directly, why_not_repeat, why_not_verdict


@transaction.atomic
def say_repeats(*, by: Actor, requirement: Requirement, version: int, earlier: Requirement | None) -> bool:
    """Tie a requirement to the earlier one it repeats, or untie it. What answers either answers both. False
    where somebody else saved first."""
    if earlier is not None:
        with connection.cursor() as cursor:  # two ties made at once could make a circle of each other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plan repeats'))")
        refuse(why_not_repeat(requirement, Requirement.objects.select_related("source").get(pk=earlier.pk)))
    row = Requirement.objects.filter(pk=requirement.pk)
    if not save_if_unchanged(row, version=version, changes={"repeats": earlier}):
        return False
    act = "tied it to the earlier finding it repeats" if earlier else "untied it from the finding it repeated"
    details = {"earlier": _named(earlier or requirement.repeats)}
    record(by=by, act=act, about=about_thing(requirement), details=details)
    return True


def _named(requirement: Requirement | None) -> str:
    return f"{requirement.number} of {requirement.source}" if requirement else ""


@transaction.atomic
def add_verdict(
    *,
    by: Actor,
    requirement: Requirement,
    source: Source,
    finding: Requirement | None,
    said: str,
    words: str,
) -> Verdict:
    """What a later document says became of a requirement, with its words."""
    refuse(why_not_verdict(requirement, source, finding))
    verdict = Verdict.objects.create(
        requirement=requirement,
        source=source,
        finding=finding,
        said=said,
        words=words,
        by_name=by.name,
        by_id=by.reference,
    )
    details = {"said": said, "in": source.name, "words": words}
    record(by=by, act="recorded a later verdict", about=about_thing(requirement), details=details)
    return verdict


@transaction.atomic
def name_direct_answers(
    *, by: Actor, action: Action, version: int, requirements: Iterable[Requirement]
) -> None:
    """The requirements an action answers beside those of its objective: these and no others."""
    wanted = {one.pk: one for one in requirements}
    action = at(action, version)
    held = set(action.direct_answers.values_list("requirement_id", flat=True))
    for key in wanted.keys() - held:
        refuse(why_not_directly(wanted[key]))
    action.direct_answers.exclude(requirement__in=wanted).delete()
    new = [DirectAnswer(action=action, requirement=wanted[key]) for key in sorted(wanted.keys() - held)]
    DirectAnswer.objects.bulk_create(new)
    save(action)
    details = {"answers": sorted(_named(one) for one in wanted.values())}
    record(by=by, act="said which findings it answers itself", about=about_thing(action), details=details)
