"""Workstreams become things of their own, and an action may go on within another.

The name an action carried in words is kept to the letter: each name there was becomes a group of that name.
"""

from __future__ import annotations

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

STATES = ("proposed", "agreed", "in progress", "claimed complete", "signed off", "stopped", "merged")
# The same steps as the transitions of models.Action.
STEPS = (
    ("proposed", "agreed"),
    ("proposed", "stopped"),
    ("proposed", "merged"),
    ("agreed", "in progress"),
    ("agreed", "claimed complete"),
    ("agreed", "stopped"),
    ("agreed", "merged"),
    ("in progress", "claimed complete"),
    ("in progress", "stopped"),
    ("in progress", "merged"),
    ("claimed complete", "signed off"),
    ("claimed complete", "in progress"),
    ("claimed complete", "stopped"),
    ("claimed complete", "merged"),
    ("signed off", "in progress"),
    ("stopped", "in progress"),
    ("merged", "in progress"),
)


def _steps_function(steps: tuple[tuple[str, str], ...]) -> str:
    allowed = ", ".join(f"('{before}', '{after}')" for before, after in steps)
    return (
        "CREATE OR REPLACE FUNCTION plan_action_steps() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({allowed}) THEN"
        " RAISE EXCEPTION 'an action does not go from % to %', OLD.state, NEW.state; END IF;"
        " IF OLD.state IN ('claimed complete', 'signed off') AND NEW.state IN ('claimed complete', 'signed off')"
        " AND (NEW.owner_id, NEW.owner_role, NEW.claimed_by_id) IS DISTINCT FROM"
        " (OLD.owner_id, OLD.owner_role, OLD.claimed_by_id) THEN"
        " RAISE EXCEPTION 'a claimed action keeps its owner and its claim'; END IF;"
        " RETURN NEW; END $$"
    )


NAMES_BECOME_GROUPS = migrations.RunSQL(
    sql=[
        (
            "INSERT INTO plan_workstream (name, kind, lead_role, sponsor_role, version)"
            " SELECT DISTINCT workstream_words, 'workstream', '', '', 1 FROM plan_action"
            " WHERE workstream_words <> ''"
        ),
        (
            "UPDATE plan_action SET workstream_id = plan_workstream.id FROM plan_workstream"
            " WHERE plan_workstream.name = plan_action.workstream_words"
        ),
        "SET CONSTRAINTS ALL IMMEDIATE",  # a table with checks still to come is not altered
    ],
    reverse_sql=[
        (
            "UPDATE plan_action SET workstream_words = plan_workstream.name FROM plan_workstream"
            " WHERE plan_workstream.id = plan_action.workstream_id"
        ),
        "SET CONSTRAINTS ALL IMMEDIATE",
    ],
)


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0006_register"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Workstream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("workstream", "Workstream"), ("task and finish", "Task-and-finish group")],
                        default="workstream",
                        max_length=20,
                    ),
                ),
                ("lead_role", models.CharField(blank=True, max_length=200)),
                ("sponsor_role", models.CharField(blank=True, max_length=200)),
                ("update_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": (
                    models.CheckConstraint(condition=~Q(name=""), name="workstream_has_a_name"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["workstream", "task and finish"]), name="workstream_known_kind"
                    ),
                    models.CheckConstraint(
                        condition=Q(update_weeks=None) | Q(update_weeks__gt=0),
                        name="workstream_a_rhythm_is_weeks",
                    ),
                ),
            },
        ),
        migrations.RenameField("action", "workstream", "workstream_words"),
        migrations.AlterField(
            "action", "workstream_words", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddField(
            model_name="action",
            name="workstream",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="plan.workstream",
            ),
        ),
        NAMES_BECOME_GROUPS,
        migrations.RemoveField("action", "workstream_words"),
        migrations.AddField(
            model_name="action",
            name="sponsor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("action", "sponsor_role", models.CharField(blank=True, max_length=200)),
        migrations.AddField("action", "partners", models.TextField(blank=True)),
        migrations.AddField("action", "cost_notes", models.TextField(blank=True)),
        migrations.AddField("action", "risk_notes", models.TextField(blank=True)),
        migrations.AddField(
            model_name="action",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_here",
                to="plan.action",
            ),
        ),
        migrations.RemoveConstraint(model_name="action", name="action_known_state"),
        migrations.AlterField(
            model_name="action",
            name="state",
            field=django_fsm.FSMField(
                choices=[(state, state.capitalize()) for state in STATES],
                default="proposed",
                max_length=30,
                protected=True,
            ),
        ),
        migrations.AddConstraint(
            "action", models.CheckConstraint(condition=Q(state__in=list(STATES)), name="action_known_state")
        ),
        migrations.AddConstraint(
            "action",
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="action_merged_into_something",
            ),
        ),
        migrations.AddConstraint(
            "action",
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="action_not_merged_into_itself"),
        ),
        migrations.RunSQL(
            sql=_steps_function(STEPS),
            reverse_sql=_steps_function(tuple(step for step in STEPS if "merged" not in step)),
        ),
    ]
