from django.urls import path

from goldenthread.web.inspection import views, views_by_hand, views_filling

app_name = "inspection"
urlpatterns = [
    path("", views.home, name="home"),
    path("upload/", views.upload, name="upload"),
    path("reports/<int:key>/", views.review, name="review"),
    path("reports/<int:key>/published/", views.published, name="published"),
    path("reports/<int:key>/fill/", views_filling.fill, name="fill"),
    path("reports/<int:key>/add/", views.add_line, name="add-line"),
    path("reports/<int:key>/accept/", views.accept, name="accept"),
    path("reports/<int:key>/file/", views.report_file, name="file"),
    path("findings/<int:key>/", views.correct, name="correct"),
    path("reports/<int:key>/dates/<int:place>/", views.date_set, name="date"),
    path("findings/<int:key>/split/", views.split, name="split"),
    path("findings/<int:key>/join/", views.join, name="join"),
    path("findings/<int:key>/leave-out/", views.leave_out, name="leave-out"),
    path("findings/<int:key>/take-back/", views.take_back, name="take-back"),
    path("sources/add/", views_by_hand.enter, name="by-hand"),
    path("sources/<int:key>/", views.source, name="source"),
    path("sources/<int:key>/add/", views_by_hand.add, name="add-to-source"),
    path("sources/<int:key>/file/", views_by_hand.kept_file, name="source-file"),
]
