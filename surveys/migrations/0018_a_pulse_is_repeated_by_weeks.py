from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0017_letters_leave_at_a_chosen_time")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="pulse_every",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "every week (pulse)"), (2, "every two weeks (pulse)")],
                null=True,
                verbose_name="pulse",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pulse_every__isnull", True),
                    models.Q(("pulse_every__in", [1, 2]), ("repeats_every__isnull", True)),
                    _connector="OR",
                ),
                name="round_pulse_known",
            ),
        ),
    ]
