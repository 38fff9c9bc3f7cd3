from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_chain_looks"),
    ]

    operations = [
        migrations.AddField(
            model_name="restriction",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
