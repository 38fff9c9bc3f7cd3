from django.urls import path

from goldenthread.web.signin.views import door, managing, openid, own, setting_up

app_name = "signin"
urlpatterns = [
    path("", own.home, name="home"),
    path("sessions/end/", own.end_session, name="end-session"),
    path("second/", door.second, name="second"),
    path("recovery/", door.recovery, name="recovery"),
    path("by-passkey/", door.by_passkey, name="by-passkey"),
    path("with/<slug:key>/", openid.go, name="with"),
    path("with/<slug:key>/back/", openid.back, name="back"),
    path("set-up/", setting_up.set_up, name="set-up"),
    path("set-up/authenticator/", setting_up.authenticator, name="authenticator"),
    path("set-up/authenticator/code.svg", setting_up.square_code, name="square-code"),
    path("set-up/passkey/", setting_up.passkey, name="passkey"),
    path("set-up/recovery-codes/", setting_up.recovery_codes, name="recovery-codes"),
    path("set-up/remove/", setting_up.remove, name="remove"),
    path("people/<uuid:reference>/", managing.of_person, name="of-person"),
    path("people/<uuid:reference>/end-sessions/", managing.end_sessions, name="end-sessions"),
    path("resets/", managing.resets, name="resets"),
    path("services/", managing.all_services, name="services"),
    path("services/<uuid:reference>/", managing.service, name="service"),
    path("tokens/<uuid:reference>/revoke/", managing.revoke, name="revoke"),
]
