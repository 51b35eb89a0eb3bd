import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_initial"),
        ("surveys", "0003_slips_are_of_a_batch_and_addresses_can_be_erased"),
    ]

    operations = [
        migrations.AddField(
            model_name="questionnaireversion",
            name="project",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.project"
            ),
        ),
        migrations.RemoveConstraint(model_name="questionnaireversion", name="questionnaire_version_once"),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("project__isnull", True)),
                fields=("code", "version"),
                name="questionnaire_shared_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.UniqueConstraint(
                fields=("project", "code", "version"), name="questionnaire_own_version_once"
            ),
        ),
    ]
