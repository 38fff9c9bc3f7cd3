"""What was judged of impact, what asked about it again and figures entered by hand only grow; and no owner
judges: kept by the database too."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import append_only

NOT_BY_ITS_OWNER = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION plan_impact_not_by_owner() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.accepted_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM plan_action"
            " WHERE owner_id = NEW.accepted_by_id AND (id = NEW.action_id"
            " OR (objective_id = NEW.objective_id AND state NOT IN ('stopped', 'merged')))) THEN"
            " RAISE EXCEPTION 'an impact is not judged by an owner'; END IF;"
            " RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER not_by_its_owner BEFORE INSERT ON plan_impactjudgement"
            " FOR EACH ROW EXECUTE FUNCTION plan_impact_not_by_owner()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER not_by_its_owner ON plan_impactjudgement",
        "DROP FUNCTION plan_impact_not_by_owner()",
    ],
)


class Migration(migrations.Migration):
    dependencies = [("plan", "0010_impact")]
    operations = [
        append_only("plan_impactjudgement"),
        append_only("plan_impactjudgement_evidence"),
        append_only("plan_impactquestion"),
        append_only("plan_handreading"),
        NOT_BY_ITS_OWNER,
    ]
