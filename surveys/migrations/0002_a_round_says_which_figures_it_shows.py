from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="figures",
            field=models.CharField(
                choices=[
                    ("distributions", "shares of each option, for groups large enough"),
                    ("indexes", "indexes only, for small units too"),
                ],
                default="distributions",
                max_length=13,
                verbose_name="figures shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("figures__in", ["distributions", "indexes"])),
                name="round_figures_known",
            ),
        ),
    ]
