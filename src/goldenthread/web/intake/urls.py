from django.urls import path

from goldenthread.web.intake import feed, views, views_of_differences, views_of_quality

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("load/", views.new, name="new"),
    path("loads/<uuid:key>/", views.load, name="load"),
    path("snapshots/<slug:identity>/", views.snapshot, name="snapshot"),
    path("snapshots/<slug:identity>/set-aside.csv", views.set_aside, name="set-aside"),
    path("snapshots/<slug:identity>/difference/", views_of_differences.difference, name="difference"),
    path("quality/", views_of_quality.home, name="quality"),
    path("quality/to-put-right.xlsx", views_of_quality.workbook, name="quality-workbook"),
    path("quality/<slug:check>/", views_of_quality.check, name="quality-check"),
    path("feed/", feed.send, name="feed"),
    path("feed/<uuid:key>/", feed.ask, name="feed-load"),
    path("names/", views.names_file, name="names"),
]
