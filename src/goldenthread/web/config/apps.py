from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "goldenthread.web.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.web.config.success import follow_figures
        from goldenthread.web.indicators.signals import figures_filled

        figures_filled.connect(follow_figures, dispatch_uid="success")
