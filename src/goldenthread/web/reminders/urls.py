from django.urls import path

from goldenthread.web.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.home, name="home"),
    path("calendar/new/", views.new_link, name="new-link"),
    path("calendar/end/", views.end_link, name="end-link"),
    path("calendar/<str:token>/plan.ics", views.feed, name="feed"),
]
