from django.urls import path

from goldenthread.web.indicators import views, views_of_one

app_name = "indicators"
urlpatterns = [
    path("", views.home, name="home"),
    path("catalogue/", views.catalogue, name="catalogue"),
    path("<slug:id>/", views_of_one.indicator, name="indicator"),
    path("<slug:id>/chart.svg", views_of_one.chart, name="chart"),
    path("<slug:id>/children/", views_of_one.children, name="children"),
    path("<slug:id>/figures.csv", views_of_one.figures, name="figures"),
    path("<slug:id>/pin/", views_of_one.pin, name="pin"),
]
