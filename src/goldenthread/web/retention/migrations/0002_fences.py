"""Seen by keepers of records and by the site itself; local periods are added and never changed; and the one
way by which a child's name leaves the trail of looks, open only to a purge that two people decided on."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import append_only, protect
from goldenthread.web.database.roles import APP
from goldenthread.web.retention.fence import LET_IN

FORGET = migrations.RunSQL(
    sql=[
        # The owner's rights, for one thing alone: the children's names in the trail become their tombstones. The
        # rows stay, with who looked, when and why. What each then reads is given back as a digest, for history
        # to keep: whoever verifies the trail can tell a row that a removal changed from one that was tampered with.
        """
        CREATE FUNCTION retention_forget(purge_id bigint, tombs jsonb) RETURNS TABLE (row_id bigint, digest text)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
        #variable_conflict use_column
        BEGIN
            PERFORM set_config('goldenthread.retention', 'True', true);
            IF tombs = '{}'::jsonb OR EXISTS (
                SELECT 1 FROM jsonb_object_keys(tombs) AS child WHERE NOT EXISTS (
                    SELECT 1 FROM retention_purge AS purge JOIN retention_dryrun AS run ON run.id = purge.dry_run_id
                    WHERE purge.id = retention_forget.purge_id AND purge.state = 'confirmed'
                    AND purge.confirmed_by_id IS NOT NULL AND purge.confirmed_by_id <> purge.proposed_by_id
                    AND jsonb_exists(run.children, child)
                )
            ) THEN
                RAISE EXCEPTION 'two people have not decided that this record leaves';
            END IF;
            SET CONSTRAINTS chain_add IMMEDIATE;  -- looks of this transaction take their place in the chain first
            ALTER TABLE access_childview DISABLE TRIGGER only_grows;
            ALTER TABLE access_childview NO FORCE ROW LEVEL SECURITY;
            RETURN QUERY WITH changed AS (
                UPDATE access_childview AS look SET children = (
                    SELECT jsonb_agg(COALESCE(tombs -> (one.value #>> '{}'), one.value) ORDER BY one.place)
                    FROM jsonb_array_elements(look.children) WITH ORDINALITY AS one(value, place)
                ) WHERE jsonb_exists_any(look.children, ARRAY(SELECT jsonb_object_keys(tombs))) RETURNING look.*
            )
            SELECT changed.id, encode(sha256(convert_to((
                SELECT jsonb_object_agg(part.key, part.value) FROM jsonb_each(to_jsonb(changed)) AS part
                WHERE part.value <> 'null'::jsonb)::text, 'UTF8')), 'hex')
            FROM changed;
            ALTER TABLE access_childview FORCE ROW LEVEL SECURITY;
            ALTER TABLE access_childview ENABLE TRIGGER only_grows;
            SET CONSTRAINTS chain_add DEFERRED;
        END $$
        """,
        "REVOKE ALL ON FUNCTION retention_forget(bigint, jsonb) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION retention_forget(bigint, jsonb) TO {APP}",
    ],
    reverse_sql=["DROP FUNCTION retention_forget(bigint, jsonb)"],
)


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial"), ("access", "0003_chain_looks")]
    operations = [
        append_only("retention_period"),
        *(
            protect(f"retention_{table}", using=LET_IN)
            for table in ("hold", "dryrun", "purge", "request", "pause", "place")
        ),
        FORGET,
    ]
