from django.urls import path

from goldenthread.web.sheets.views import bringing_in, taking_away

app_name = "sheets"
urlpatterns = [
    path("", taking_away.home, name="home"),
    path("plan.xlsx", taking_away.plan, name="plan"),
    path("lists/<slug:name>.<slug:form>", taking_away.one_list, name="list"),
    path("my-actions.xlsx", taking_away.my_actions, name="my-actions"),
    path("actions-of/<uuid:owner>.xlsx", taking_away.actions_of, name="actions-of"),
    path("bring-in/", bringing_in.bring_in, name="bring-in"),
    path("bring-in/<int:key>/", bringing_in.workbook, name="workbook"),
    path("bring-in/<int:key>/columns/", bringing_in.columns, name="columns"),
    path("bring-in/<int:key>/words/", bringing_in.words, name="words"),
    path("bring-in/<int:key>/carry-out/", bringing_in.carry_out, name="carry-out"),
    path("updates/", bringing_in.send_update, name="send-update"),
    path("updates/<int:key>/", bringing_in.update, name="update"),
    path("updates/<int:key>/carry-out/", bringing_in.carry_out_update, name="carry-out-update"),
]
