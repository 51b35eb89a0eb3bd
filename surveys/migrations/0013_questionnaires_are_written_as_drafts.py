import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def to_version():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="surveys.questionnaireversion",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_alter_project_state"),
        ("surveys", "0012_an_organisation_orders_a_survey"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="questionnaireversion", name="core", field=to_version()),
        migrations.CreateModel(
            name="QuestionnaireDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("document", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("based_on", to_version()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("core", to_version()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["project", "code"], name="questionnaire_draft_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(revision__gte=1), name="questionnaire_draft_revision_positive"
                    ),
                ],
            },
        ),
    ]
