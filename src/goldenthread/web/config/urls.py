from django.urls import include, path

from goldenthread.web.config import views
from goldenthread.web.config.rooms import built

urlpatterns = [
    path("", views.today, name="today"),
    path("health/", views.health, name="health"),
    path("people/", include("goldenthread.web.signin.door_urls")),
    *(
        path(room.address, include(f"{room.module}.urls"))
        for room in built()
        if room.address and room.has("urls")
    ),
]
