"""Every write of the room: who, what, in one transaction with its row of history.

No row of history holds a word of what is said in confidence: it is read by people who are not named.
"""

from goldenthread.web.intervention.actions.announcing import (
    begin_delivery,
    draft_announcement,
    end_delivery,
    keep_list,
    put_on_list,
    send,
    take_off_list,
    try_again,
)
from goldenthread.web.intervention.actions.confidence import (
    add_accuracy_point,
    add_feedback,
    change_accuracy_point,
    change_feedback,
    compare,
    keep_file,
    note_look,
    record_reply,
    send_points,
    start_work,
)
from goldenthread.web.intervention.actions.standing import (
    add_step,
    add_support,
    change_support,
    offer_as_evidence,
    say_done,
    say_not_done,
    submission_reply,
    submit,
    take_back_step,
)
from goldenthread.web.intervention.actions.visits import (
    add_visit,
    change_publication,
    change_visit,
    confirm_publication,
    end_reader,
    name_reader,
    withdraw_publication,
)

__all__ = [
    "add_accuracy_point",
    "add_feedback",
    "add_step",
    "add_support",
    "add_visit",
    "begin_delivery",
    "change_accuracy_point",
    "change_feedback",
    "change_publication",
    "change_support",
    "change_visit",
    "compare",
    "confirm_publication",
    "draft_announcement",
    "end_delivery",
    "end_reader",
    "keep_file",
    "keep_list",
    "name_reader",
    "note_look",
    "offer_as_evidence",
    "put_on_list",
    "record_reply",
    "say_done",
    "say_not_done",
    "send",
    "send_points",
    "start_work",
    "submission_reply",
    "submit",
    "take_back_step",
    "take_off_list",
    "try_again",
    "withdraw_publication",
]
