from django.urls import path

from goldenthread.web.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.home, name="home"),
    path("lists/<slug:name>.<slug:form>", views.one_list, name="list"),
    path("add/", views.add, name="add"),
    path("<int:key>/", views.concern, name="concern"),
    path("<int:key>/edit/", views.edit, name="edit"),
    path("<int:key>/review/", views.review, name="review"),
    path("<int:key>/close/", views.close, name="close"),
    path("<int:key>/open-again/", views.reopen, name="reopen"),
    path("roll-outs/", views.rollouts, name="rollouts"),
    path("roll-outs/add/", views.add_rollout, name="add-rollout"),
    path("roll-outs/<int:key>/", views.rollout, name="rollout"),
    path("roll-outs/<int:key>/edit/", views.edit_rollout, name="edit-rollout"),
    path("roll-outs/<int:key>/count/", views.count, name="count"),
    path("ideas/", views.ideas, name="ideas"),
    path("ideas/add/", views.add_idea, name="add-idea"),
    path("ideas/<int:key>/answer/", views.answer_idea, name="answer-idea"),
]
