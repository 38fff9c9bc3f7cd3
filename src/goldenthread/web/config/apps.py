from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "goldenthread.web.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"
