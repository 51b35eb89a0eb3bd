from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_a_project_has_questionnaires_of_its_own")]

    operations = [
        migrations.AddField(
            model_name="group",
            name="invited",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", ""), _negated=True),
                    models.Q(("invited__isnull", True), ("respondents__isnull", True)),
                    _connector="OR",
                ),
                name="group_hidden_has_no_numbers",
            ),
        ),
    ]
