"""For how many months evidence is fresh: set for the plan, each age from a day on."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0012_objective_dates"),
    ]

    operations = [
        migrations.AddField(
            model_name="plansettings",
            name="evidence_months",
            field=models.JSONField(default=dict),
        ),
    ]
