from django.urls import path

from goldenthread.web.plan.views import editing, reading, steps

app_name = "plan"
urlpatterns = [
    path("", reading.home, name="home"),
    path("requirements/", reading.requirements, name="requirements"),
    path("requirements/<int:key>/", reading.thread, name="thread"),
    path("requirements/<int:key>/answer/", editing.answer_requirement, name="answer-requirement"),
    path("requirements/<int:key>/decision/", editing.requirement_decision, name="requirement-decision"),
    path("objectives/", reading.objectives, name="objectives"),
    path("objectives/add/", editing.add_objective, name="add-objective"),
    path("objectives/<int:key>/", reading.objective, name="objective"),
    path("objectives/<int:key>/edit/", editing.edit_objective, name="edit-objective"),
    path("objectives/<int:key>/measures/", editing.add_measure, name="add-measure"),
    path("objectives/<int:key>/decision/", editing.objective_decision, name="objective-decision"),
    path("objectives/<int:key>/actions/add/", editing.add_action, name="add-action"),
    path("measures/<int:key>/remove/", editing.remove_measure, name="remove-measure"),
    path("actions/<int:key>/", reading.action, name="action"),
    path("actions/<int:key>/edit/", editing.edit_action, name="edit-action"),
    path("actions/<int:key>/agree/", steps.agree, name="agree"),
    path("actions/<int:key>/start/", steps.start, name="start"),
    path("actions/<int:key>/claim/", steps.claim, name="claim"),
    path("actions/<int:key>/sign-off/", steps.sign_off, name="sign-off"),
    path("actions/<int:key>/open-again/", steps.reopen, name="reopen"),
    path("actions/<int:key>/stop/", steps.stop, name="stop"),
    path("actions/<int:key>/impact/", steps.impact, name="impact"),
    path("actions/<int:key>/note/", steps.note, name="note"),
    path("actions/<int:key>/new-date/", steps.propose_date, name="propose-date"),
    path("actions/<int:key>/decision/", editing.action_decision, name="action-decision"),
    path("actions/<int:key>/evidence/add/", editing.add_document, name="add-evidence"),
    path("dates/<int:key>/", steps.decide_date, name="decide-date"),
    path("evidence/<int:key>/", reading.evidence, name="evidence"),
    path("evidence/<int:key>/judge/", steps.judge_evidence, name="judge-evidence"),
    path("pin/<int:key>/", editing.pin, name="pin"),
    path("awaiting-sign-off/", reading.awaiting, name="awaiting"),
]
