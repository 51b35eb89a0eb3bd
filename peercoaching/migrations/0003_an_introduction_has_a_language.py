from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def guess(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The language a coach names first; one who finds it wrong changes it in the profile."""
    for coach in apps.get_model("peercoaching", "Coach").objects.exclude(introduction="").iterator():
        if coach.languages:
            coach.introduction_language = coach.languages[0]
            coach.save(update_fields=["introduction_language"])


class Migration(migrations.Migration):
    dependencies = [("peercoaching", "0002_closing_requests")]

    operations = [
        migrations.AddField(
            model_name="coach",
            name="introduction_language",
            field=models.CharField(default="fi", max_length=2),
        ),
        migrations.RunPython(guess, migrations.RunPython.noop),
    ]
