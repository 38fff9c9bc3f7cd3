from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0002_fences"),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
