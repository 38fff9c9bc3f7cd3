from django.apps import AppConfig


class InterventionConfig(AppConfig):
    name = "goldenthread.web.intervention"
    label = "intervention"
    default_auto_field = "django.db.models.BigAutoField"
