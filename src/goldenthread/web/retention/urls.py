from django.urls import path

from goldenthread.web.retention import views, views_of_requests

app_name = "retention"
urlpatterns = [
    path("", views.home, name="home"),
    path("periods/", views.periods, name="periods"),
    path("periods/<slug:class_id>/", views.set_period, name="set-period"),
    path("holds/", views.all_holds, name="holds"),
    path("holds/new/", views.place_hold, name="place-hold"),
    path("holds/<int:key>/lift/", views.lift_hold, name="lift-hold"),
    path("dry-runs/", views.make_dry_run, name="make-dry-run"),
    path("dry-runs/<int:key>/", views.dry_run, name="dry-run"),
    path("purges/<int:key>/", views.purge, name="purge"),
    path("purges/<int:key>/confirm/", views.confirm, name="confirm"),
    path("purges/<int:key>/withdraw/", views.withdraw, name="withdraw"),
    path("requests/", views_of_requests.home, name="requests"),
    path("requests/new/", views_of_requests.new, name="new-request"),
    path("requests/<uuid:key>/", views_of_requests.one, name="request"),
    path("requests/<uuid:key>/clarification/", views_of_requests.clarification, name="clarification"),
    path("requests/<uuid:key>/given/", views_of_requests.given, name="given"),
    path("requests/<uuid:key>/extend/", views_of_requests.extend, name="extend"),
    path("requests/<uuid:key>/gather/", views_of_requests.gather, name="gather"),
    path("requests/<uuid:key>/redaction/", views_of_requests.redaction, name="redaction"),
    path("requests/<uuid:key>/words/", views_of_requests.words, name="words"),
    path("requests/<uuid:key>/answer/", views_of_requests.answer, name="answer"),
    path("requests/<uuid:key>/end/", views_of_requests.end, name="end"),
]
