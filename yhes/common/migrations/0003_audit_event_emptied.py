from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Since when the texts of an event are gone (decision 0099), and which ones still have theirs."""

    dependencies = [("common", "0002_audit_event_keys")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="emptied_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(condition=Q(emptied_at__isnull=True), fields=["at"], name="audit_with_texts"),
        ),
    ]
