"""What checks count: seen by somebody the database knows, written by the site alone. Counts by team and worker,
and no child."""

from django.db import migrations, models

from goldenthread.web.database.fences import A_SERVICE, SOMEBODY, protect


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_load"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of_check", models.CharField(max_length=80)),
                ("severity", models.CharField(max_length=10)),
                ("table", models.CharField(max_length=60)),
                ("team", models.TextField(blank=True)),
                ("worker", models.TextField(blank=True)),
                ("rows", models.PositiveIntegerField()),
                ("came", models.PositiveIntegerField(null=True)),
                ("went", models.PositiveIntegerField(null=True)),
            ],
            options={
                "ordering": ("of_check", "table", "team", "worker"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("of_check", "table", "team", "worker"), name="checkcount_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckedSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("one", models.BooleanField(default=True, unique=True)),
                ("stands_for", models.CharField(max_length=64)),
                ("snapshot", models.CharField(max_length=16)),
                ("as_at", models.DateField()),
                ("before", models.CharField(blank=True, max_length=16)),
                ("before_as_at", models.DateField(null=True)),
                ("asked", models.PositiveIntegerField()),
                ("not_asked", models.JSONField(default=dict)),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("filled", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("one", True)), name="checkedsnapshot_one_row")
                ],
            },
        ),
        protect("intake_checkcount", using=SOMEBODY, check=A_SERVICE),
    ]
