"""The door's addresses, under /people/: people have them in their bookmarks, and tests in their hands."""

from django.urls import path

from goldenthread.web.signin.views import door

app_name = "door"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign-in"),
    path("sign-out/", door.sign_out, name="sign-out"),
    path("confirm/", door.confirm, name="confirm"),
    path("pass-phrase/", door.own_pass_phrase, name="own-pass-phrase"),
]
