from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PastConfig(AppConfig):
    name = "goldenthread.web.past"
    label = "past"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        pre_migrate.connect(_step_aside, sender=self)
        post_migrate.connect(_install, sender=self)


def _step_aside(*, plan: Any, using: str, **_: Any) -> None:
    """The views that show the past would hold the tables they show: no column could change its type."""
    from goldenthread.web.past.installing import take_views_away

    if plan:
        take_views_away(using)


def _install(*, using: str, **_: Any) -> None:
    """After every migration, whoever's it was: a table that is new is kept from its first row on."""
    from goldenthread.web.past.installing import install

    install(using)
