from __future__ import annotations

from django.db import migrations, models

from goldenthread.web.database.fences import append_only


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("service_name", models.CharField(max_length=100)),
                ("service", models.CharField(max_length=100)),
                ("asked", models.CharField(max_length=500)),
                ("status", models.PositiveSmallIntegerField()),
                ("rows", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["service", "-at"], name="call_of_service")],
            },
        ),
        append_only("api_call"),
    ]
