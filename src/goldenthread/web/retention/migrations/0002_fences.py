"""Seen by keepers of records and by the site itself; local periods are added and never changed; and the one
way by which a child's name leaves the trail of looks, open only to a purge that two people decided on."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import append_only, protect
from goldenthread.web.database.roles import APP
from goldenthread.web.retention.fence import LET_IN

FORGET = migrations.RunSQL(
    sql=[
        # The owner's rights, for one thing alone: the child's name in the trail becomes its tombstone. The rows
        # stay, with who looked, when and why.
        """
        CREATE FUNCTION retention_forget(purge_id bigint, child text, tombstone text) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE changed integer;
        BEGIN
            PERFORM set_config('goldenthread.retention', 'True', true);
            IF NOT EXISTS (
                SELECT 1 FROM retention_purge AS purge JOIN retention_dryrun AS run ON run.id = purge.dry_run_id
                WHERE purge.id = purge_id AND purge.state = 'confirmed'
                AND purge.confirmed_by_id IS NOT NULL AND purge.confirmed_by_id <> purge.proposed_by_id
                AND jsonb_exists(run.children, child)
            ) THEN
                RAISE EXCEPTION 'two people have not decided that this record leaves';
            END IF;
            ALTER TABLE intake_childview DISABLE TRIGGER only_grows;
            ALTER TABLE intake_childview NO FORCE ROW LEVEL SECURITY;
            UPDATE intake_childview SET children = (
                SELECT jsonb_agg(CASE WHEN one = to_jsonb(child) THEN to_jsonb(tombstone) ELSE one END)
                FROM jsonb_array_elements(children) AS one
            ) WHERE jsonb_exists(children, child);
            GET DIAGNOSTICS changed = ROW_COUNT;
            ALTER TABLE intake_childview FORCE ROW LEVEL SECURITY;
            ALTER TABLE intake_childview ENABLE TRIGGER only_grows;
            RETURN changed;
        END $$
        """,
        "REVOKE ALL ON FUNCTION retention_forget(bigint, text, text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION retention_forget(bigint, text, text) TO {APP}",
    ],
    reverse_sql=["DROP FUNCTION retention_forget(bigint, text, text)"],
)


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial"), ("intake", "0003_load")]
    operations = [
        append_only("retention_period"),
        *(
            protect(f"retention_{table}", using=LET_IN)
            for table in ("hold", "dryrun", "purge", "request", "pause", "place")
        ),
        FORGET,
    ]
