from typing import Any

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "goldenthread.web.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.web.indicators.signals import figures_filled

        figures_filled.connect(_follow, dispatch_uid="success")


def _follow(**_: Any) -> None:
    """Whether success lasts follows the figures."""
    from goldenthread.web.config.success import follow_figures

    follow_figures()
