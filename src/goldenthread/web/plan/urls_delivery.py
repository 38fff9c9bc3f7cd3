"""The addresses of delivery beside an action's own steps."""

from django.urls import path

from goldenthread.web.plan.views import boards, delegation, groups, progress

urlpatterns = [
    path("workstreams/", groups.workstreams, name="workstreams"),
    path("workstreams/add/", groups.add_workstream, name="add-workstream"),
    path("workstreams/<int:key>/edit/", groups.edit_workstream, name="edit-workstream"),
    path("board/", boards.board, name="board"),
    path("exceptions/", boards.exceptions, name="exceptions"),
    path("dates-moved/", boards.slips, name="slips"),
    path("mine/", boards.mine, name="mine"),
    path("on-one-page/", boards.one_page, name="one-page"),
    path("who-may-agree/", delegation.delegation, name="delegation"),
    path("who-may-agree/change/", delegation.edit_delegation, name="edit-delegation"),
    path("settings/", delegation.plan_settings, name="settings"),
    path("actions/<int:key>/milestones/add/", progress.add_milestone, name="add-milestone"),
    path("actions/<int:key>/waits-for/", progress.wait_for, name="wait-for"),
    path("actions/<int:key>/colour/", progress.set_colour, name="set-colour"),
    path("actions/<int:key>/colour/take-back/", progress.end_colour, name="end-colour"),
    path("actions/<int:key>/keep-sign-off/", progress.stand_by, name="stand-by"),
    path("actions/<int:key>/exception/", progress.report_exception, name="report-exception"),
    path("milestones/<int:key>/edit/", progress.edit_milestone, name="edit-milestone"),
    path("milestones/<int:key>/done/", progress.finish_milestone, name="finish-milestone"),
    path("milestones/<int:key>/new-date/", progress.milestone_date, name="milestone-date"),
    path("dependencies/<int:key>/remove/", progress.wait_no_more, name="wait-no-more"),
]
