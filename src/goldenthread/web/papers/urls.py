from django.urls import path

from goldenthread.web.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("<int:key>/", views.paper, name="paper"),
    path("<int:key>/paper.pdf", views.download, name="download"),
    path("<int:key>/release/", views.release, name="release"),
    path("<int:key>/discard/", views.discard, name="discard"),
]
