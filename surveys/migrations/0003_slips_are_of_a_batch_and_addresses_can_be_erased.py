import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_a_round_says_which_figures_it_shows")]

    operations = [
        migrations.CreateModel(
            name="SlipBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("size", models.PositiveIntegerField()),
                ("printed_at", models.DateTimeField(auto_now_add=True)),
                ("is_void", models.BooleanField(default=False)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slip_batches",
                        to="surveys.group",
                    ),
                ),
            ],
            options={
                "ordering": ["printed_at", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size__gte", 1)), name="slip_batch_has_slips")
                ],
            },
        ),
        migrations.AlterField(
            model_name="invitation",
            name="channel",
            field=models.CharField(
                choices=[
                    ("mail", "personal e-mail link"),
                    ("slip", "code slip"),
                    ("shared", "shared link"),
                    ("erased", "address erased"),
                ],
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="surveys.slipbatch",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("batch__isnull", True), ("channel", "slip"), _connector="OR"),
                name="invitation_batch_is_of_slips",
            ),
        ),
    ]
