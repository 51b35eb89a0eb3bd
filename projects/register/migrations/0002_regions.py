"""The 19 regions. Running it again changes nothing."""

from django.db import migrations

from projects.register.regions import REGIONS


def load(apps, schema_editor):
    region = apps.get_model("register", "Region")
    for fact in REGIONS:
        region.objects.update_or_create(
            code=fact.code,
            defaults={
                "name": fact.fi,
                "name_fi": fact.fi,
                "name_sv": fact.sv,
                "name_en": fact.en,
                "tile_row": fact.tile_row,
                "tile_column": fact.tile_column,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
