from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AnalystsConfig(AppConfig):
    name = "goldenthread.web.analysts"
    label = "analysts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        assert self.apps is not None
        whose = self.apps.get_app_config("indicators")  # an app without models of its own is told of nothing
        pre_migrate.connect(_step_aside, sender=whose)
        post_migrate.connect(_install, sender=whose)


def _step_aside(*, plan: Any, using: str, **_: Any) -> None:
    """The views would hold the tables they show: no column could change its type."""
    from goldenthread.web.analysts.installing import take_away

    if plan:
        take_away(using)


def _install(*, using: str, **_: Any) -> None:
    """After every migration, whoever's it was: the views as they are described now."""
    from goldenthread.web.analysts.installing import install

    install(using)
