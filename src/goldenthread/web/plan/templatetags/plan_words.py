"""What this authority calls a delivery colour, and what each means: on every page that shows one."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from goldenthread.papers.colours import Labels, Rag, key, label
from goldenthread.web.plan import queries
from goldenthread.web.plan.values import COLOURS

register = template.Library()


@register.simple_tag(takes_context=True)
def called(context: Context, rag: Rag) -> str:
    """What this authority calls a colour."""
    return label(rag, _labels(context))


@register.inclusion_tag("plan/_key.html", takes_context=True)
def colour_key(context: Context) -> dict[str, Any]:
    """Every colour with what it means."""
    return {"key": [(COLOURS[rag], name, words) for rag, name, words in key(_labels(context))]}


def _labels(context: Context) -> Labels:
    """Read once for each request, however many rows it shows."""
    request = context.get("request")
    known: Labels | None = getattr(request, "_plan_labels", None)
    if known is None:
        known = queries.plan_settings().labels
        if request is not None:
            request._plan_labels = known
    return known
