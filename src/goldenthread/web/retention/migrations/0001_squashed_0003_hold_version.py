"""What its migrations made up to 0003, at one go: see ADR 0027."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.fences import append_only, protect
from goldenthread.web.database.roles import APP
from goldenthread.web.database.together import MadeTogether
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
    initial = True
    replaces = [
        ("retention", "0001_initial"),
        ("retention", "0002_fences"),
        ("retention", "0003_hold_version"),
    ]
    dependencies = [
        ("access", "0001_squashed_0006_taken_away"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="DryRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("as_at", models.DateField()),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        ("made_by_name", models.CharField(max_length=200)),
                        ("children", models.JSONField(default=list)),
                        ("due", models.JSONField(default=list)),
                        ("held", models.JSONField(default=list)),
                        ("held_why", models.JSONField(default=list)),
                        ("kept", models.JSONField(default=dict)),
                        ("rows", models.JSONField(default=dict)),
                        ("site_rows", models.JSONField(default=dict)),
                        ("mentions", models.JSONField(default=dict)),
                        ("others", models.JSONField(default=dict)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-made_at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("child", models.CharField(blank=True, max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("legal", "Legal proceedings"),
                                    ("inquiry", "An inquiry or a review"),
                                    ("complaint", "A complaint"),
                                    ("other", "Something else"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("starts", models.DateField()),
                        ("ends", models.DateField(blank=True, null=True)),
                        ("placed_by_name", models.CharField(max_length=200)),
                        ("placed_by_id", models.CharField(max_length=100)),
                        ("placed_at", models.DateTimeField(auto_now_add=True)),
                        ("lifted_by_name", models.CharField(blank=True, max_length=200)),
                        ("lifted_why", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": (
                            models.OrderBy(models.F("ends"), descending=True, nulls_first=True),
                            "-starts",
                            "-id",
                        ),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="hold_with_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="hold_ends_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Period",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("class_id", models.CharField(max_length=50)),
                        ("event", models.CharField(max_length=20)),
                        ("years", models.PositiveIntegerField()),
                        ("valid_from", models.DateField()),
                        ("source", models.CharField(max_length=300)),
                        ("set_by_name", models.CharField(max_length=200)),
                        ("set_by_id", models.CharField(max_length=100)),
                        ("set_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ("class_id", "valid_from", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("years__gt", 0)), name="period_some_years"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("child", models.CharField(max_length=200)),
                        ("asked_by", models.CharField(max_length=200)),
                        (
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("subject", "The person themselves"),
                                    ("parent", "Somebody with parental responsibility"),
                                    ("representative", "A solicitor or another representative"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("received", models.DateField()),
                        ("extended_on", models.DateField(blank=True, null=True)),
                        ("extended_why", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("answered", "Answered"),
                                    ("closed", "Closed without an answer"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_why", models.TextField(blank=True)),
                        ("opened_by_name", models.CharField(max_length=200)),
                        ("opened_by_id", models.CharField(max_length=100)),
                        ("opened_at", models.DateTimeField(auto_now_add=True)),
                        ("words", models.JSONField(default=list)),
                        ("gathered_at", models.DateTimeField(null=True)),
                        ("gathered_digest", models.CharField(blank=True, max_length=64)),
                        ("answer_digest", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "ordering": ("ended_on", "received", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "answered", "closed"])),
                                name="request_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("extended_on", None),
                                    models.Q(("extended_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="request_extended_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"), ("ended_on__isnull", False), _connector="OR"
                                ),
                                name="request_ended_on_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Purge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("why", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waits for a second person"),
                                    ("confirmed", "Being carried out"),
                                    ("done", "Carried out"),
                                    ("withdrawn", "Withdrawn"),
                                    ("stopped", "Stopped"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("proposed_by_name", models.CharField(max_length=200)),
                        ("proposed_at", models.DateTimeField(auto_now_add=True)),
                        ("confirmed_by_name", models.CharField(blank=True, max_length=200)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("carried_out_at", models.DateTimeField(null=True)),
                        ("removed", models.JSONField(default=dict)),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "dry_run",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="purge",
                                to="retention.dryrun",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-proposed_at", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["proposed", "confirmed", "done", "withdrawn", "stopped"])
                                ),
                                name="purge_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                                name="purge_by_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("confirmed", "done")), _negated=True),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        models.Q(("confirmed_by_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="purge_confirmed_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("child", models.CharField(max_length=200)),
                        ("order", models.PositiveIntegerField()),
                        ("key", models.CharField(max_length=16)),
                        ("sheet", models.CharField(max_length=100)),
                        ("column", models.CharField(max_length=100)),
                        ("where", models.CharField(max_length=300)),
                        ("text", models.TextField()),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        ("why", models.CharField(max_length=300)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("", "Not decided"), ("keep", "Keep"), ("redact", "Redact")],
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("decided_by_name", models.CharField(blank=True, max_length=200)),
                        ("decided_by_id", models.CharField(blank=True, max_length=100)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="retention.request",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("order", "id"),
                        "constraints": [
                            models.UniqueConstraint(fields=("request", "key"), name="place_once"),
                            models.CheckConstraint(
                                condition=models.Q(("decision__in", ["", "keep", "redact"])),
                                name="place_known_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decision", ""),
                                    models.Q(("decided_by_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="place_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.TextField()),
                        ("asked_on", models.DateField()),
                        ("given_on", models.DateField(blank=True, null=True)),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="retention.request",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("asked_on", "id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("given_on", None)),
                                fields=("request",),
                                name="pause_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("given_on", None),
                                    ("given_on__gte", models.F("asked_on")),
                                    _connector="OR",
                                ),
                                name="pause_given_after",
                            ),
                        ],
                    },
                ),
            ]
        ),
        append_only("retention_period"),
        *(
            protect(f"retention_{table}", using=LET_IN)
            for table in ("hold", "dryrun", "purge", "request", "pause", "place")
        ),
        FORGET,
    ]
