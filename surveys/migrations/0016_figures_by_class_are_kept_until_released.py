"""Figures by background variable, made when a round is counted (docs/decisions/0017)."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0015_organisations_agree_to_be_asked")]

    operations = [
        migrations.CreateModel(
            name="ClassFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(choices=[("inside", "inside"), ("public", "public")], max_length=6),
                ),
                ("beside", models.CharField(max_length=64)),
                ("document", models.JSONField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.group"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "audience"), name="class_figures_once"),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["inside", "public"])),
                        name="class_figures_audience_known",
                    ),
                ],
            },
        ),
    ]
