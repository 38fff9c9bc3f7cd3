"""Notes and dates asked for as they stood in a plan kept elsewhere: with their own day, and decided by somebody
who is not a person here."""

from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan", "0013_age_of_evidence")]

    operations = [
        migrations.AddField(
            model_name="datechange",
            name="brought_in",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="note",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.RemoveConstraint(model_name="datechange", name="date_change_decided_in_full"),
        migrations.AddConstraint(
            model_name="datechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", "waiting"),
                    models.Q(
                        models.Q(
                            ("decided_by__isnull", False),
                            models.Q(("brought_in", True), models.Q(("decided_by_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        ("decided_on__isnull", False),
                        models.Q(("meeting", ""), _negated=True),
                        models.Q(("decided_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="date_change_decided_in_full",
            ),
        ),
    ]
