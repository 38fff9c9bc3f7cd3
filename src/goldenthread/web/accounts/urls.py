from django.urls import path

from goldenthread.web.accounts import people

app_name = "accounts"
urlpatterns = [
    path("", people.home, name="home"),
    path("add/", people.add, name="add"),
    path("teams/", people.all_teams, name="teams"),
    path("me/", people.me, name="me"),
    path("titles/", people.all_titles, name="titles"),
    path("to-confirm/", people.to_confirm, name="to-confirm"),
    path("to-confirm/<int:key>/", people.proposal, name="proposal"),
    path("to-confirm/<int:key>/withdraw/", people.withdraw, name="withdraw"),
    path("cover/<int:key>/end/", people.end_cover, name="end-cover"),
    path("roles/<int:key>/end/", people.end, name="end-role"),
    path("<uuid:reference>/", people.person, name="person"),
    path("<uuid:reference>/edit/", people.edit, name="edit"),
    path("<uuid:reference>/role/", people.role, name="role"),
    path("<uuid:reference>/cover/", people.cover, name="cover"),
    path("<uuid:reference>/pass-phrase/", people.pass_phrase, name="pass-phrase"),
    path("<uuid:reference>/stop/", people.stop, name="stop"),
]
