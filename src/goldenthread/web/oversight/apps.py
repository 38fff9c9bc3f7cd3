from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "goldenthread.web.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.web.intake.signals import register_reconciled

        register_reconciled.connect(_follow, dispatch_uid="oversight")


def _follow(*, latest: Any, **_: object) -> None:
    """The duties follow the register: at start, and after each load."""
    from goldenthread.web.oversight.actions import follow

    follow(latest)
