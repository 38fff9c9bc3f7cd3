from django.urls import path

from goldenthread.web.accounts import people, views

app_name = "accounts"
urlpatterns = [
    path("", people.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("confirm/", views.confirm, name="confirm"),
    path("pass-phrase/", people.own_pass_phrase, name="own-pass-phrase"),
    path("add/", people.add, name="add"),
    path("teams/", people.all_teams, name="teams"),
    path("roles/<int:key>/end/", people.end, name="end-role"),
    path("<uuid:reference>/", people.person, name="person"),
    path("<uuid:reference>/edit/", people.edit, name="edit"),
    path("<uuid:reference>/role/", people.role, name="role"),
    path("<uuid:reference>/pass-phrase/", people.pass_phrase, name="pass-phrase"),
    path("<uuid:reference>/stop/", people.stop, name="stop"),
]
