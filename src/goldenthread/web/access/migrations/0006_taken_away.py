from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_looks_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="childview",
            name="taken_away",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
