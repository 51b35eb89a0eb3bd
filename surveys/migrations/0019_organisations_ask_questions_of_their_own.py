from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0018_a_pulse_is_repeated_by_weeks")]

    operations = [
        migrations.AddField(model_name="round", name="own_modules", field=models.JSONField(default=dict)),
    ]
