from django.urls import path

from goldenthread.web.indicators import views, views_of_judging, views_of_movement, views_of_one

app_name = "indicators"
urlpatterns = [
    path("", views.home, name="home"),
    path("catalogue/", views.catalogue, name="catalogue"),
    path("changes/", views_of_judging.changes, name="changes"),
    path("events/<int:key>/take-back/", views_of_judging.take_back, name="take-back-event"),
    path("<slug:id>/", views_of_one.indicator, name="indicator"),
    path("<slug:id>/chart.svg", views_of_one.chart, name="chart"),
    path("<slug:id>/children/", views_of_one.children, name="children"),
    path("<slug:id>/movement/", views_of_movement.why, name="movement"),
    path("<slug:id>/movement/children/", views_of_movement.children, name="movement-children"),
    path("<slug:id>/events/add/", views_of_judging.add_event, name="add-event"),
    path("<slug:id>/target/", views_of_judging.target, name="target"),
    path("<slug:id>/target/end/", views_of_judging.end_target, name="end-target"),
    path("<slug:id>/figures.csv", views_of_one.figures, name="figures"),
    path("<slug:id>/pin/", views_of_one.pin, name="pin"),
]
