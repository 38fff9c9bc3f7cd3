from typing import cast

from django.urls import URLPattern, path

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import policy, token_for
from goldenthread.web.api import views
from goldenthread.web.api.answering import View, called
from goldenthread.web.api.operations import GOOD_FOR, api


def _operations() -> list[URLPattern]:
    """The interface's own routes, each with the policy of its right; what its library adds is left out."""
    patterns, _, _ = api.urls
    named = {str(pattern.name): pattern for pattern in patterns if isinstance(pattern, URLPattern)}
    return [_operation(named[name], right) for name, right in GOOD_FOR.items()]


def _operation(pattern: URLPattern, right: Permission) -> URLPattern:
    view = called(cast(View, pattern.callback))
    return path(str(pattern.pattern), policy(token_for(right))(view), name=str(pattern.name))


app_name = "api"
urlpatterns = [
    path("", views.home, name="home"),
    path("description.json", views.description_for_people, name="description"),
    path("openapi.json", views.description, name="openapi"),
    *_operations(),
]
