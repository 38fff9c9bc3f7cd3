from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "goldenthread.web.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
