"""What one room shows of another that it may not import: a setting names the function, config provides it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings


def provider(setting: str) -> Callable[..., Any] | None:
    """The function whose dotted name the setting holds; None where the setting is empty or missing."""
    named = getattr(settings, setting, "")
    if not named:
        return None
    module, _, function = named.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
