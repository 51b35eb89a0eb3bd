"""A request can be closed without a coach, and remembers the language of its letters."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def write_as_before(apps: Any, schema_editor: Any) -> None:
    """Letters went in the language of the coaching until now."""
    requests = apps.get_model("peercoaching", "CoachingRequest").objects
    requests.update(letter_language=models.F("language"))


class Migration(migrations.Migration):
    dependencies = [("peercoaching", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="coachingrequest",
            name="letter_language",
            field=models.CharField(default="fi", max_length=2),
        ),
        migrations.RunPython(write_as_before, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="coachingrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("unconfirmed", "address not confirmed"),
                    ("open", "waiting for a proposal"),
                    ("proposed", "waiting for the coach"),
                    ("paired", "paired"),
                    ("ended", "ended"),
                    ("withdrawn", "withdrawn"),
                    ("closed", "closed without a coach"),
                ],
                default="unconfirmed",
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
