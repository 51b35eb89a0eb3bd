from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the name of a row that changed, its number, so that it can be found again (decision 0098)."""

    dependencies = [("common", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="keys",
            field=models.JSONField(default=dict),
        ),
    ]
