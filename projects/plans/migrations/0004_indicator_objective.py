import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An indicator may measure one of the objectives of its project."""

    dependencies = [("plans", "0003_reading_import"), ("register", "0007_followup")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="objective",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="indicators",
                to="register.objective",
                verbose_name="the project's goal",
            ),
        ),
    ]
