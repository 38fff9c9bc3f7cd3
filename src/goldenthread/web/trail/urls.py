from django.urls import path

from goldenthread.web.trail import views

app_name = "trail"
urlpatterns = [
    path("", views.home, name="home"),
    path("check/", views.check, name="check"),
]
