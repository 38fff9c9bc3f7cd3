from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Every paper made so far was for the board."""

    dependencies = [("papers", "0003_discarding")]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="audience",
            field=models.CharField(default="board", max_length=20),
        ),
        migrations.AddField(model_name="paper", name="withheld", field=models.JSONField(default=list)),
        migrations.AddField(model_name="document", name="told", field=models.JSONField(default=dict)),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(condition=~Q(audience=""), name="paper_for_somebody"),
        ),
    ]
