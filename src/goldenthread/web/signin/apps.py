from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class SignInConfig(AppConfig):
    name = "goldenthread.web.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        user_logged_in.connect(_describe, dispatch_uid="signin.describe")


def _describe(*, request: Any, **_: object) -> None:
    """Whatever opens a session, it says from where and since when."""
    from goldenthread.web.signin.entering import describe

    describe(request)
