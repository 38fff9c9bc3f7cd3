"""The definitions in words beside the figures they made; and the owner of the tables reads what the views of
the schema `reporting` show, since views read in its name."""

from __future__ import annotations

from django.db import migrations, models

from goldenthread.web.database.fences import PERSON, SOMEBODY, owner_reads, protect

THE_SITE = f"starts_with(COALESCE({PERSON}, ''), 'service:')"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_beside")]
    operations = [
        migrations.CreateModel(
            name="Definition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=80, unique=True)),
                ("definition", models.CharField(max_length=100)),
                ("title", models.TextField()),
                ("service_area", models.CharField(max_length=40)),
                ("unit", models.CharField(max_length=40)),
                ("basis", models.CharField(max_length=40)),
                ("polarity", models.CharField(max_length=40)),
                ("numerator", models.TextField()),
                ("denominator", models.TextField(null=True)),
                ("why", models.TextField()),
                ("how", models.TextField()),
                ("cautions", models.TextField(null=True)),
                ("source", models.TextField()),
                ("evidence", models.CharField(max_length=40)),
                ("author", models.CharField(max_length=200)),
                ("reviewed", models.DateField()),
                ("lacking", models.TextField(blank=True)),
            ],
            options={"ordering": ("indicator",)},
        ),
        protect("indicators_definition", using=SOMEBODY, check=THE_SITE),
        owner_reads("indicators_definition"),
        owner_reads("indicators_figure"),
        owner_reads("indicators_openduty"),
    ]
