from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_title_version"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="proposal", name="proposal_roles_or_cover"),
        migrations.AddField(
            model_name="proposal",
            name="worker",
            field=models.CharField(blank=True, max_length=200, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=(Q(covered=None, worker="") & ~Q(roles=[]))
                | Q(covered__isnull=False, roles=[], worker="", ends__isnull=False)
                | (Q(covered=None, roles=[], ends=None) & ~Q(worker="")),
                name="proposal_of_one_kind",
            ),
        ),
    ]
