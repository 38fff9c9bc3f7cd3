"""The day by which an objective is to be met; a date asked for is of an action or of an objective."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0011_fences_of_impact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="datechange",
            name="objective",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="date_changes",
                to="plan.objective",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="due",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="objective",
            name="original_due",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="objective",
            name="slips",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="datechange",
            name="action",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="date_changes",
                to="plan.action",
            ),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "waiting")),
                fields=("objective",),
                name="date_change_one_at_a_time_of_an_objective",
            ),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__isnull", False), ("objective", None)),
                    models.Q(("action", None), ("milestone", None), ("objective__isnull", False)),
                    _connector="OR",
                ),
                name="date_change_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("objective", None), ("matter", "notice"), _connector="OR"),
                name="date_change_of_an_objective_is_the_boards",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due", None), ("original_due", None)),
                    models.Q(("due__isnull", False), ("original_due__isnull", False)),
                    _connector="OR",
                ),
                name="objective_keeps_its_first_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slips__gt", 0), ("due", None), ("due__lte", models.F("original_due")), _connector="OR"
                ),
                name="objective_a_later_date_is_a_slip",
            ),
        ),
    ]
