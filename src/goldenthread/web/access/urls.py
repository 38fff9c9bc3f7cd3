from django.urls import path

from goldenthread.web.access import views, views_of_allotments, views_of_openings, views_of_restrictions
from goldenthread.web.access.addresses import CHILD

app_name = "access"
urlpatterns = [
    path("", views.home, name="home"),
    path("mine/", views.mine, name="mine"),
    path("mine.csv", views.mine_file, name="mine-file"),
    path("people/<uuid:reference>/", views.person, name="person"),
    path("people/<uuid:reference>.csv", views.person_file, name="person-file"),
    path("find/", views.find, name="find"),
    path(f"looked/{CHILD}/file.csv", views.child_file, name="child-file"),
    path(f"looked/{CHILD}/", views.child, name="child"),
    path("told/", views.told, name="told"),
    path("told/<uuid:key>/read/", views.read, name="read"),
    path("emergency/", views_of_openings.emergency, name="emergency"),
    path("who-is-it/", views_of_openings.who_is_it, name="who-is-it"),
    path("opened/", views_of_openings.home, name="openings"),
    path("opened/<uuid:key>/", views_of_openings.opening, name="opening"),
    path("opened/<uuid:key>/close/", views_of_openings.close, name="close"),
    path("restricted/", views_of_restrictions.home, name="restrictions"),
    path("restricted/add/", views_of_restrictions.add, name="restrict"),
    path("restricted/<uuid:key>/", views_of_restrictions.restriction, name="restriction"),
    path("restricted/<uuid:key>/sign/", views_of_restrictions.sign, name="sign"),
    path("restricted/<uuid:key>/names/", views_of_restrictions.names, name="names"),
    path("restricted/<uuid:key>/review/", views_of_restrictions.review, name="review"),
    path("restricted/<uuid:key>/lift/", views_of_restrictions.lift, name="lift"),
    path("names/<uuid:key>/end/", views_of_restrictions.end_name, name="end-name"),
    path("allotted/", views_of_allotments.mine, name="allotted"),
    path("allotments/", views_of_allotments.home, name="allotments"),
    path("allotments/add/", views_of_allotments.add, name="allot"),
    path("allotments/<uuid:key>/back/", views_of_allotments.take_back, name="take-back"),
    path("conflicts/", views_of_allotments.conflicts, name="conflicts"),
    path("conflicts/add/", views_of_allotments.declare, name="declare"),
    path("conflicts/of-somebody/", views_of_allotments.record, name="record-conflict"),
    path("conflicts/<uuid:key>/end/", views_of_allotments.end_conflict, name="end-conflict"),
]
