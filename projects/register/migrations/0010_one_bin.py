from django.db import migrations, models

MODELS = ("milestone", "deliverable", "risk", "decision", "document")


class Migration(migrations.Migration):
    """What is followed up waits in the bin that every room shares (yhes.common.bins)."""

    dependencies = [("register", "0009_employer_partnership")]

    operations = [
        operation
        for model in MODELS
        for operation in (
            migrations.RenameField(model, "removed_at", "deleted_at"),
            migrations.AlterField(
                model, "deleted_at", models.DateTimeField(blank=True, editable=False, null=True)
            ),
        )
    ]
