from django.urls import path

from goldenthread.web.reporting import views, views_of_lines

app_name = "reporting"
urlpatterns = [
    path("", views.home, name="home"),
    path("add/", views.add, name="add"),
    path("<int:key>/", views.cycle, name="cycle"),
    path("<int:key>/edit/", views.edit, name="edit"),
    path("<int:key>/measures/", views.choose, name="choose"),
    path("<int:key>/freeze/", views.freeze, name="freeze"),
    path("take/<slug:id>/", views_of_lines.take, name="take"),
    path("measures/<int:key>/", views_of_lines.line, name="line"),
    path("measures/<int:key>/owner/", views_of_lines.owner, name="owner"),
    path("measures/<int:key>/comment/", views_of_lines.comment, name="comment"),
    path("measures/<int:key>/challenge/", views_of_lines.challenge, name="challenge"),
    path("measures/<int:key>/correct/", views_of_lines.correct, name="correct"),
    path("measures/<int:key>/remark/", views_of_lines.remark, name="remark"),
    path("challenges/<int:key>/answer/", views_of_lines.answer, name="answer"),
    path("corrective-actions/<int:key>/done/", views_of_lines.done, name="done"),
    path("corrective-actions/<int:key>/check/", views_of_lines.check, name="check"),
]
