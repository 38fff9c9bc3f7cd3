"""Who looked at one child, found by an index: by the table's owner, who asks again whose rows may be seen.

Under row security PostgreSQL asks whose a row is before anything that might tell of it, and `@>` is not known
to it as something that tells nothing: the site's own role would read every row, index or none. The owner
reads past the fence, so the function holds the fence's own words."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from goldenthread.web.database.fences import A_SERVICE, ACCESS_LOG, PERSON, SOMEBODY, owner_reads
from goldenthread.web.database.roles import APP

LOOKS_AT = migrations.RunSQL(
    sql=[
        f"""
        CREATE FUNCTION access_looks_at(child text) RETURNS SETOF bigint
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT id FROM access_childview WHERE children @> jsonb_build_array(child)
            AND {SOMEBODY} AND (person = {PERSON} OR {ACCESS_LOG} OR {A_SERVICE})
        $$
        """,
        "REVOKE ALL ON FUNCTION access_looks_at(text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION access_looks_at(text) TO {APP}",
    ],
    reverse_sql=["DROP FUNCTION access_looks_at(text)"],
)


class Migration(migrations.Migration):
    dependencies = [("access", "0004_restriction_version")]
    operations = [
        migrations.AddIndex(
            model_name="childview",
            index=GinIndex(
                fields=["children"], name="childview_whom", opclasses=("jsonb_path_ops",), fastupdate=False
            ),
        ),
        owner_reads("access_childview"),
        LOOKS_AT,
    ]
