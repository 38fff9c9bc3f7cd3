"""Which duties will be late at the present pace; and more clocks run than before, so the duties held are worked out
again at the next start, as after a fault."""

from __future__ import annotations

from django.db import migrations, models

AGAIN = "UPDATE oversight_filling SET fault = 'the rules have changed since they were worked out'"


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_fence")]
    operations = [
        migrations.AddField("clockrow", "late_at_pace", models.BooleanField(null=True)),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
