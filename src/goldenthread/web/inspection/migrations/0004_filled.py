from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0003_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="filled",
            field=models.JSONField(default=dict),
        ),
    ]
