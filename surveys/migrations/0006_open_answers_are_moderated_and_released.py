from collections import Counter

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveys.disclosure import Node, Thresholds, text_homes

ORGANISATION = 2


def find_homes(apps, schema_editor):
    """Texts stored so far have the group of their organisation; now they have the one they are read in."""
    FreeText = apps.get_model("surveys", "FreeText")
    for round_ in apps.get_model("surveys", "Round").objects.filter(
        pk__in=FreeText.objects.filter(group__isnull=False).values("round")
    ):
        texts = FreeText.objects.filter(round=round_, group__isnull=False)
        groups = shown_groups(apps, round_)
        thresholds = Thresholds(round_.public_threshold, round_.threshold)
        for question in texts.order_by().values_list("question", flat=True).distinct():
            own = Counter(texts.filter(question=question).values_list("group_id", flat=True))
            homes = text_homes(with_writers(groups, own), thresholds=thresholds)
            for group in own:  # a home is its own home, so no text is moved twice
                if homes.get(group) != group:
                    texts.filter(question=question, group=group).update(group=homes.get(group))


def shown_groups(apps, round_):
    """Group id → nearest shown group above it, larger levels first."""
    groups = apps.get_model("surveys", "Group").objects.filter(round=round_).order_by("level", "order", "id")
    parents, levels = {}, {}
    above = {}
    for pk, parent, level, audience in groups.values_list("id", "parent_id", "level", "audience"):
        above[pk] = pk if audience and level <= ORGANISATION else above.get(parent)
        if above[pk] == pk:
            parents[pk], levels[pk] = above.get(parent), level
    return parents, levels


def with_writers(groups, own):
    parents, levels = groups
    total = {pk: own.get(pk, 0) for pk in parents}
    for pk in sorted(parents, key=levels.get, reverse=True):
        if parents[pk] is not None:
            total[parents[pk]] += total[pk]
    return [Node(pk, parents[pk], levels[pk], total[pk]) for pk in parents]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("surveys", "0005_a_shown_group_keeps_how_many_were_invited"),
    ]

    operations = [
        migrations.AlterField("freetext", "question", models.CharField(max_length=64)),
        migrations.AddField(
            "freetext",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("shown", "shown as it is"),
                    ("redacted", "shown with parts removed"),
                    ("withheld", "withheld"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "freetext", "redacted", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "freetext",
            "reason",
            models.CharField(
                blank=True,
                choices=[
                    ("identifies", "could identify somebody even with parts removed"),
                    ("private", "tells of somebody’s health or other private matters"),
                    ("abusive", "insults or threatens somebody"),
                    ("empty", "says nothing about the question"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "freetext", models.Index(fields=["round", "question", "state"], name="free_text_queue")
        ),
        migrations.AddConstraint(
            "freetext",
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "shown", "redacted", "withheld"]),
                name="free_text_state_known",
            ),
        ),
        migrations.AddConstraint(
            "freetext",
            models.CheckConstraint(
                condition=models.Q(state="redacted") & ~models.Q(redacted="")
                | ~models.Q(state="redacted") & models.Q(redacted=""),
                name="free_text_redacted_with_words",
            ),
        ),
        migrations.AddConstraint(
            "freetext",
            models.CheckConstraint(
                condition=models.Q(state="withheld", reason__in=["identifies", "private", "abusive", "empty"])
                | ~models.Q(state="withheld") & models.Q(reason=""),
                name="free_text_withheld_with_reason",
            ),
        ),
        migrations.CreateModel(
            name="TextRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("outline", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                ("withdrawal_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_releases",
                        to="surveys.round",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=["round", "number"], name="text_release_number_once"),
                    models.UniqueConstraint(
                        fields=["round"],
                        condition=models.Q(withdrawn_at__isnull=True),
                        name="text_release_one_stands",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=64)),
                ("place", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="surveys.group"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="surveys.textrelease",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["release", "question", "group", "place"], name="released_text_place_once"
                    ),
                    models.CheckConstraint(condition=~models.Q(text=""), name="released_text_with_words"),
                ],
            },
        ),
        migrations.RunPython(find_homes, migrations.RunPython.noop),
    ]
