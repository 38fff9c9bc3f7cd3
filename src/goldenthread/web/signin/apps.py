from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "goldenthread.web.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from goldenthread.web.signin import entering

        entering.listen()
