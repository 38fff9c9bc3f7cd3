"""The plan as it was, and what writes it. Triggers and views are put on the plan's tables after each migration
(`installing`), so that a table that comes later is kept too."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.chains import LOCK, chained
from goldenthread.web.database.fences import append_only
from goldenthread.web.database.roles import APP
from goldenthread.web.database.together import MadeTogether

# Written when the transaction commits, under the one lock that orders chains: moments follow one another as
# transactions became visible, so a page shown at a moment and the past asked as at that moment agree. All
# that one transaction did counts from one moment. The row's owner's rights are used, for the site has none.
WRITING = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION past_played() RETURNS timestamptz LANGUAGE sql STABLE"
            " SET search_path = pg_catalog, pg_temp AS $$ SELECT NULL::timestamptz $$"
        ),
        (
            "CREATE FUNCTION past_image(held jsonb, columns text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE"
            " SET search_path = pg_catalog, pg_temp AS $$ SELECT CASE WHEN cardinality(columns) = 0 THEN held ELSE"
            " (SELECT jsonb_object_agg(part.key, part.value) FROM jsonb_each(held) AS part"
            " WHERE part.key = ANY(columns)) END $$"
        ),
        f"""
CREATE FUNCTION past_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    columns text[] := TG_ARGV[1:]; before jsonb; image jsonb; last record; written timestamptz;
BEGIN
    IF TG_OP <> 'INSERT' THEN before := public.past_image(to_jsonb(OLD), columns); END IF;
    IF TG_OP <> 'DELETE' THEN image := public.past_image(to_jsonb(NEW), columns); END IF;
    IF image = before THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock({LOCK});
    SELECT held.written_at, held.transaction INTO last FROM public.past_rowversion AS held
        ORDER BY held.id DESC LIMIT 1;
    IF last.transaction = pg_current_xact_id()::text::bigint AND last.written_at >= transaction_timestamp()
        THEN written := last.written_at; ELSE written := greatest(clock_timestamp(), last.written_at); END IF;
    INSERT INTO public.past_rowversion (relation, key, row, gone, at, written_at, transaction) VALUES (
        TG_TABLE_NAME, coalesce(image, before) ->> TG_ARGV[0], coalesce(image, before), image IS NULL,
        coalesce(public.past_played(), written), written, pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $$
""",
        (
            "CREATE FUNCTION past_not_at_a_stroke() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION '% is kept as it was: its rows go one by one', TG_TABLE_NAME; END $$"
        ),
        f"REVOKE INSERT ON past_rowversion FROM {APP}",
        f"REVOKE ALL ON past_kept FROM {APP}; GRANT SELECT ON past_kept TO {APP}",
    ],
    reverse_sql=[
        "DROP SCHEMA IF EXISTS past CASCADE",
        "DROP FUNCTION past_write() CASCADE",
        "DROP FUNCTION past_not_at_a_stroke() CASCADE",
        "DROP FUNCTION past_image(jsonb, text[])",
        "DROP FUNCTION past_played()",
    ],
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("history", "0003_chain"),
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="RowVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("relation", models.CharField(max_length=63)),
                        ("key", models.CharField(max_length=100)),
                        ("row", models.JSONField()),
                        ("gone", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        ("written_at", models.DateTimeField()),
                        ("transaction", models.BigIntegerField()),
                    ],
                    options={
                        "ordering": ("id",),
                        "indexes": [
                            models.Index(fields=["relation", "key", "-id"], name="rowversion_of_a_row")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Kept",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("relation", models.CharField(max_length=63, unique=True)),
                        ("since", models.DateTimeField()),
                    ],
                    options={"ordering": ("relation",)},
                ),
                migrations.CreateModel(
                    name="ReadUpTo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
            ]
        ),
        append_only("past_rowversion"),
        chained("past_rowversion", chain="plan"),
        WRITING,
    ]
