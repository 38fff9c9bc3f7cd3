"""What PostgreSQL is told about children opened and shut to whoever asks: two views, and what every fence
round children's rows is made with. The gate to the store reads the same two views, so that page and database
cannot disagree.

    access_open(child, why)   children within reach beyond one's roles: allotted, or opened for an hour
    access_shut(child)        children out of every reach: restricted and not listed, or in conflict

Both hold children's identifiers and nothing else of them. The views read as their owner, since whoever is
kept from a child must be so without being able to read why."""

from __future__ import annotations

from django.db.migrations import RunSQL

from goldenthread.web.database.fences import A_SERVICE, CHILD_IN_REACH, NOW, PERSON
from goldenthread.web.database.roles import APP

_TODAY = f"({NOW} AT TIME ZONE 'Europe/London')::date"
_ALLOTTED = "current_setting('goldenthread.allotted', true) = 'True'"
_EMERGENCY = "current_setting('goldenthread.emergency', true) = 'True'"
_OPENED = f"person = {PERSON} AND starts <= {NOW} AND {NOW} < ends AND {_EMERGENCY}"

_OPEN = f"""
CREATE VIEW access_open AS
    SELECT child, kind AS why FROM access_opening WHERE {_OPENED}
    UNION
    SELECT child, 'allotted' FROM access_allotment
    WHERE person = {PERSON} AND starts <= {_TODAY} AND {_TODAY} <= ends AND withdrawn_at IS NULL
        AND {_ALLOTTED}
"""
_SHUT = f"""
CREATE VIEW access_shut AS
    SELECT child FROM access_restriction restricted
    WHERE lifted_at IS NULL AND NOT {A_SERVICE}
        AND NOT EXISTS (
            SELECT 1 FROM access_listing listed
            WHERE listed.restriction_id = restricted.id AND listed.person = {PERSON}
                AND listed.signed_by <> '' AND listed.ended_at IS NULL)
        AND NOT EXISTS (
            SELECT 1 FROM access_opening opened WHERE opened.child = restricted.child AND {_OPENED})
    UNION
    SELECT child FROM access_conflict WHERE person = {PERSON} AND ended_at IS NULL
"""
CHILD_IS_OPEN = "child_id IN (SELECT child FROM access_open)"
CHILD_IS_SHUT = "child_id IN (SELECT child FROM access_shut)"
HOLDER_IN_REACH = CHILD_IN_REACH.replace(", team)", ", held_team)").replace(" worker =", " held_worker =")
# For a table with child_id, team, worker, held_team and held_worker, all never null.
CHILD_MAY_BE_SEEN = f"(({CHILD_IN_REACH} OR {HOLDER_IN_REACH} OR {CHILD_IS_OPEN}) AND NOT {CHILD_IS_SHUT})"


def make_views() -> RunSQL:
    """The two views, which the site may read and nothing more."""
    return RunSQL(
        sql=[
            _OPEN,
            _SHUT,
            f"REVOKE ALL ON access_open, access_shut FROM {APP}",
            f"GRANT SELECT ON access_open, access_shut TO {APP}",
        ],
        reverse_sql=["DROP VIEW access_shut", "DROP VIEW access_open"],
    )
