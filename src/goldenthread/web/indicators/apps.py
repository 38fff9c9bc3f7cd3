from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "goldenthread.web.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.web.intake.signals import register_reconciled

        register_reconciled.connect(_follow, dispatch_uid="indicators")


def _follow(*, latest: Any, **_: object) -> None:
    """The figures follow the register: at start, and after each load."""
    from goldenthread.web.indicators.actions import follow

    follow(latest)
