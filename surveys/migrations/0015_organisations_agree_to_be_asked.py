from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_alter_project_state"),
        ("surveys", "0014_releases_keep_whom_their_figures_are_of"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearningAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_agreed", models.BooleanField(default=True, verbose_name="may be asked")),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="address of a role")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="register.organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="register.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "organisation"), name="learning_agreement_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_agreed", True), ("address", ""), _connector="OR"),
                        name="learning_agreement_withdrawn_shows_nothing",
                    ),
                ],
            },
        ),
    ]
