from django.urls import path

from goldenthread.web.analysts import views

app_name = "analysts"
urlpatterns = [
    path("", views.home, name="home"),
]
