import django.db.models.deletion
from django.db import migrations, models

import projects.register.models.logos


class Migration(migrations.Migration):
    """Logos of a project's funders; milestones that everyone may see."""

    dependencies = [("register", "0012_groups")]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="visibility",
            field=models.CharField(
                choices=[("project", "the project's people"), ("public", "everyone")],
                default="project",
                max_length=7,
                verbose_name="who sees it",
            ),
        ),
        migrations.CreateModel(
            name="FunderLogo",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("title", models.CharField(max_length=150, verbose_name="alternative text")),
                ("title_fi", models.CharField(max_length=150, null=True, verbose_name="alternative text")),
                ("title_sv", models.CharField(max_length=150, null=True, verbose_name="alternative text")),
                ("title_en", models.CharField(max_length=150, null=True, verbose_name="alternative text")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                (
                    "file",
                    models.FileField(
                        upload_to=projects.register.models.logos.random_place, verbose_name="file"
                    ),
                ),
                ("kind", models.CharField(max_length=3)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="register.project",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["png", "jpg"])), name="funder_logo_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="funder_logo_has_size"
                    ),
                ],
            },
        ),
    ]
