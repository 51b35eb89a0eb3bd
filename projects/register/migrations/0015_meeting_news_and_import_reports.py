from django.db import migrations, models


class Migration(migrations.Migration):
    """What members are told of a moved meeting; whole reports of imports, and files of many rows."""

    dependencies = [("register", "0014_funder_logo_changed_at")]

    operations = [
        migrations.AddField(
            model_name="meetingletter",
            name="owes",
            field=models.CharField(
                blank=True,
                choices=[("changed", "Changed"), ("cancelled", "Cancelled"), ("restored", "Restored")],
                default="",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(owes="")
                | models.Q(owes__in=["changed", "cancelled", "restored"], sent_at__isnull=False),
                name="meeting_letter_news_to_whom_it_was_sent",
            ),
        ),
        migrations.AddField(
            model_name="partnerimport", name="has_many_rows", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="partnerimport",
            name="report_path",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
