import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """When a funder's logo last changed, by which pages in a process's memory are known."""

    dependencies = [("register", "0013_funder_logos_public_milestones")]

    operations = [
        migrations.AddField(
            model_name="funderlogo",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
