from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

VIEWS = [
    ("group", "results"),
    ("summary", "three strengths and concerns"),
    ("texts", "open answers"),
    ("rounds", "over the rounds"),
    ("competence", "competence"),
    ("stages", "feedback by stage"),
]


class Migration(migrations.Migration):
    dependencies = [("surveys", "0019_organisations_ask_questions_of_their_own")]

    operations = [
        migrations.RemoveConstraint(model_name="reportfile", name="report_file_view_known"),
        migrations.AlterField(
            model_name="reportfile", name="view", field=models.CharField(choices=VIEWS, max_length=10)
        ),
        migrations.AddConstraint(
            model_name="reportfile",
            constraint=models.CheckConstraint(
                condition=Q(view__in=["group", "summary", "texts", "rounds", "competence", "stages"]),
                name="report_file_view_known",
            ),
        ),
    ]
