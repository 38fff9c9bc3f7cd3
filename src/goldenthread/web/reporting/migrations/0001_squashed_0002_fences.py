"""What its migrations made up to 0002, at one go: see ADR 0027."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.fences import append_only
from goldenthread.web.database.together import MadeTogether

# The cycle a row belongs to, asked of the row's own line.
_OF_LINE = "SELECT c.frozen_on FROM reporting_cycle c JOIN reporting_line l ON l.cycle_id = c.id WHERE l.id ="
_BELOW = ("commentary", "challenge", "correctiveaction", "frozen")

FROZEN_CYCLE = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION reporting_cycle_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF OLD.frozen_on IS NOT NULL THEN RAISE EXCEPTION 'a frozen cycle does not change'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON reporting_cycle"
            " FOR EACH ROW EXECUTE FUNCTION reporting_cycle_frozen()"
        ),
        (
            "CREATE FUNCTION reporting_line_frozen() RETURNS trigger LANGUAGE plpgsql AS $$"
            " DECLARE cycles bigint[]; BEGIN"
            " cycles := ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.cycle_id END,"
            " CASE WHEN TG_OP <> 'DELETE' THEN NEW.cycle_id END];"
            " IF EXISTS (SELECT 1 FROM reporting_cycle WHERE id = ANY(cycles) AND frozen_on IS NOT NULL) THEN"
            " RAISE EXCEPTION 'a measure of a frozen cycle does not change'; END IF;"
            " IF TG_OP = 'UPDATE' AND (NEW.figures, NEW.overdue, NEW.cycle_id, NEW.indicator) IS DISTINCT FROM"
            " (OLD.figures, OLD.overdue, OLD.cycle_id, OLD.indicator) THEN"
            " RAISE EXCEPTION 'figures that were taken do not change'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON reporting_line"
            " FOR EACH ROW EXECUTE FUNCTION reporting_line_frozen()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER frozen ON reporting_line",
        "DROP FUNCTION reporting_line_frozen()",
        "DROP TRIGGER frozen ON reporting_cycle",
        "DROP FUNCTION reporting_cycle_frozen()",
    ],
)

NOTHING_ADDED = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION reporting_nothing_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF ({_OF_LINE} NEW.line_id) IS NOT NULL THEN"
            " RAISE EXCEPTION 'nothing is added to a frozen cycle'; END IF; RETURN NEW; END $$"
        ),
        *(
            f"CREATE TRIGGER nothing_added BEFORE INSERT ON reporting_{table}"
            " FOR EACH ROW EXECUTE FUNCTION reporting_nothing_added()"
            for table in _BELOW
        ),
        (
            "CREATE FUNCTION reporting_no_answer_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF ({_OF_LINE} (SELECT line_id FROM reporting_challenge WHERE id = NEW.challenge_id)) IS NOT NULL"
            " THEN RAISE EXCEPTION 'nothing is added to a frozen cycle'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER nothing_added BEFORE INSERT ON reporting_answer"
            " FOR EACH ROW EXECUTE FUNCTION reporting_no_answer_added()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER nothing_added ON reporting_answer",
        "DROP FUNCTION reporting_no_answer_added()",
        *(f"DROP TRIGGER nothing_added ON reporting_{table}" for table in _BELOW),
        "DROP FUNCTION reporting_nothing_added()",
    ],
)

# A corrective action is done and checked; what it asks for, of whom and by when stays as it was said.
NOT_REWORDED = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION reporting_not_reworded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF (NEW.line_id, NEW.action_id, NEW.text, NEW.owner_id, NEW.due) IS DISTINCT FROM"
            " (OLD.line_id, OLD.action_id, OLD.text, OLD.owner_id, OLD.due)"
            " OR (OLD.done_on IS NOT NULL AND (NEW.done_on, NEW.done_by_id, NEW.done_words) IS DISTINCT FROM"
            " (OLD.done_on, OLD.done_by_id, OLD.done_words)) OR OLD.checked_on IS NOT NULL THEN"
            " RAISE EXCEPTION 'a corrective action is not reworded'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER not_reworded BEFORE UPDATE ON reporting_correctiveaction"
            " FOR EACH ROW EXECUTE FUNCTION reporting_not_reworded()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER not_reworded ON reporting_correctiveaction",
        "DROP FUNCTION reporting_not_reworded()",
    ],
)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reporting", "0001_initial"),
        ("reporting", "0002_fences"),
    ]
    dependencies = [
        ("plan", "0001_squashed_0013_age_of_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Cycle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("body", models.CharField(max_length=200)),
                        ("meets_on", models.DateField()),
                        ("cut_off", models.DateField()),
                        ("snapshot", models.CharField(max_length=16)),
                        ("as_at", models.DateField()),
                        ("beside", models.JSONField(default=list)),
                        ("commentary_days", models.PositiveSmallIntegerField()),
                        ("challenge_days", models.PositiveSmallIntegerField()),
                        ("commentary_due", models.DateField()),
                        ("challenge_due", models.DateField()),
                        ("opened_by_name", models.CharField(max_length=200)),
                        ("opened_on", models.DateField()),
                        ("frozen_on", models.DateField(null=True)),
                        ("frozen_by_name", models.CharField(blank=True, max_length=200)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("-meets_on", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("as_at__lte", models.F("cut_off"))),
                                name="cycle_records_by_its_cut_off",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("challenge_due__gt", models.F("commentary_due")),
                                    ("commentary_due__gt", models.F("cut_off")),
                                    ("meets_on__gte", models.F("challenge_due")),
                                ),
                                name="cycle_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("frozen_by_name", ""), ("frozen_on", None)),
                                    models.Q(
                                        ("frozen_on__gte", models.F("meets_on")),
                                        models.Q(("frozen_by_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="cycle_frozen_at_its_meeting",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Line",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80)),
                        ("figures", models.JSONField()),
                        ("overdue", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="reporting.cycle",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cycle", "indicator"), name="line_once_in_a_cycle"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        ("voice", models.CharField(blank=True, max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="reporting.line",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "challenge",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="reporting.challenge",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Frozen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=300)),
                        ("owner_name", models.CharField(max_length=200)),
                        ("shown", models.JSONField()),
                        ("said", models.JSONField()),
                        (
                            "line",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frozen",
                                to="reporting.line",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("line_id",),
                    },
                ),
                migrations.CreateModel(
                    name="CorrectiveAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due", models.DateField(null=True)),
                        ("raised_by_name", models.CharField(max_length=200)),
                        ("raised_on", models.DateField()),
                        ("done_on", models.DateField(null=True)),
                        ("done_words", models.TextField(blank=True)),
                        ("checked_on", models.DateField(null=True)),
                        ("checked_words", models.TextField(blank=True)),
                        ("text", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.action",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrective_actions",
                                to="reporting.line",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("due", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("action__isnull", False),
                                        ("done_on", None),
                                        ("due", None),
                                        ("owner", None),
                                        ("text", ""),
                                    ),
                                    models.Q(
                                        ("action", None),
                                        ("due__isnull", False),
                                        ("owner__isnull", False),
                                        models.Q(("text", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="corrective_of_the_plan_or_its_own",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_by", None), ("done_on", None), ("done_words", "")),
                                    models.Q(
                                        ("done_by__isnull", False),
                                        ("done_on__isnull", False),
                                        models.Q(("done_words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="corrective_done_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("checked_by", None), ("checked_on", None), ("checked_words", "")
                                    ),
                                    models.Q(
                                        ("checked_by__isnull", False),
                                        ("checked_on__isnull", False),
                                        ("done_on__isnull", False),
                                        models.Q(("checked_words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="corrective_checked_when_done",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by", None),
                                    models.Q(
                                        models.Q(("checked_by", models.F("owner")), _negated=True),
                                        models.Q(("checked_by", models.F("done_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="corrective_checked_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commentary",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commentaries",
                                to="reporting.line",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Remark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remarks",
                                to="reporting.line",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "abstract": False,
                    },
                ),
            ]
        ),
        *(
            append_only(f"reporting_{table}")
            for table in ("commentary", "challenge", "answer", "frozen", "remark")
        ),
        FROZEN_CYCLE,
        NOTHING_ADDED,
        NOT_REWORDED,
    ]
