from __future__ import annotations

from typing import Any

from django.db import migrations, models


def write_places(apps: Any, _schema_editor: Any) -> None:
    """No group had been moved before this: earlier releases stand on the tree as it is."""
    release_model, group_model = apps.get_model("surveys", "Release"), apps.get_model("surveys", "Group")
    for release in release_model.objects.all():
        groups = group_model.objects.filter(round=release.round_id)
        parent_of = dict(groups.values_list("id", "parent_id"))
        shown = set(groups.exclude(audience="").values_list("id", flat=True))
        release.places = {str(pk): _nearest(parent_of, parent_of[pk], shown) for pk in sorted(shown)}
        release.save(update_fields=["places"])


def _nearest(parent_of: dict[int, int | None], pk: int | None, shown: set[int]) -> int | None:
    while pk is not None and pk not in shown:
        pk = parent_of[pk]
    return pk


class Migration(migrations.Migration):
    dependencies = [("surveys", "0013_questionnaires_are_written_as_drafts")]

    operations = [
        migrations.AddField("release", "places", models.JSONField(default=dict)),
        migrations.AddField("textrelease", "writers", models.JSONField(default=dict)),
        migrations.RunPython(write_places, migrations.RunPython.noop),
    ]
