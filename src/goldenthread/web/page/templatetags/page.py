"""What templates say often: dates in words, counts with their noun, a form's control with its hint and
error."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms, template
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.web.page.once import FIELD, new_key

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """31 March 2026; nothing where there is no date."""
    return f"{value.day} {value:%B %Y}" if value else ""


@register.filter
def day_short(value: date | None) -> str:
    """31 Mar 2026."""
    return f"{value.day} {value:%b %Y}" if value else ""


@register.filter
def kept_day(value: str) -> str:
    """A day kept as text (2026-03-31), in the same words as any other."""
    return day(date.fromisoformat(value)) if value else ""


@register.filter
def counted(number: int, noun: str) -> str:
    """`{{ 1|counted:"action" }}` 1 action, 2 actions; `"child,children"` where the plural is its own word."""
    one, _, many = noun.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@register.filter
def is_kind(field: forms.BoundField, kind: str) -> bool:
    """Whether a form's field is shown as "choices" (radios or boxes), as one "box", or as a plain control
    ("")."""
    widget = field.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return kind == "choices"
    return kind == ("box" if isinstance(widget, forms.CheckboxInput) else "")


@register.filter
def many(field: forms.BoundField) -> bool:
    """Whether several choices may be taken."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple)


@register.simple_tag
def control(field: forms.BoundField, width: str = "") -> SafeString:
    """The field's control, tied to its hint and its error for those who hear the page."""
    attrs: dict[str, Any] = {}
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    look = str(field.field.widget.attrs.get("class", ""))
    if field.errors:
        described.append(f"{field.auto_id}-error")
        attrs["aria-invalid"] = "true"
        look += f" {look.split('__', maxsplit=1)[0]}--error"
    if width:
        look += f" {look.split()[0]}--width-{width}"
    attrs |= {"class": look, "aria-describedby": " ".join(described) or None}
    return field.as_widget(attrs={key: value for key, value in attrs.items() if value})


@register.simple_tag(takes_context=True)
def is_here(context: template.Context, prefix: str) -> bool:
    """Whether the page being shown stands under this address."""
    request = context.get("request")
    return bool(request and request.path.startswith(prefix))


class _TokenAndKey(CsrfTokenNode):
    """Django's token against forged requests, and the key by which a form acts once."""

    def render(self, context: template.Context) -> SafeString:
        token = super().render(context)
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, new_key())


@register.tag("csrf_token")
def csrf_token(parser: Parser, token: Token) -> _TokenAndKey:
    """In place of Django's own: no form can forget the key."""
    return _TokenAndKey()
