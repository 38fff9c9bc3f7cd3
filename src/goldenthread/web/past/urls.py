from django.urls import path

from goldenthread.web.past import views

app_name = "past"
urlpatterns = [
    path("", views.home, name="home"),
    path("objectives/<int:key>/", views.objective, name="objective"),
    path("actions/<int:key>/", views.action, name="action"),
    path("changes/", views.changes, name="changes"),
    path("changes/csv/", views.changes_csv, name="changes-csv"),
    path("changes/workbook/", views.changes_workbook, name="changes-workbook"),
    path("changes/read/", views.read, name="read"),
]
