from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_matrix"),
    ]

    operations = [
        migrations.AddField(
            model_name="jobtitle",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
