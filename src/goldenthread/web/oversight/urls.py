from django.urls import path

from goldenthread.web.access.addresses import CHILD
from goldenthread.web.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.home, name="home"),
    path("ahead/", views.ahead, name="ahead"),
    path("list.csv", views.download, name="download"),
    path("duties/<slug:clock>/", views.duty, name="duty"),
    path("teams/<path:team>/", views.team, name="team"),
    path(f"children/{CHILD}/", views.child, name="child"),
]
