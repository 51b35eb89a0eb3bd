from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import migrations, models
from django.db.models.functions import Coalesce, Round

from projects.register import business_id
from projects.register.migrations import _circles


def sum_of_money(words):
    return models.DecimalField(
        blank=True,
        decimal_places=2,
        max_digits=12,
        null=True,
        validators=[MinValueValidator(Decimal("0"))],
        verbose_name=words,
    )


def not_negative(name):
    return models.CheckConstraint(
        condition=models.Q((f"{name}__isnull", True), (f"{name}__gte", 0), _connector="OR"),
        name=f"project_{name}_not_negative",
        violation_error_message="A sum is zero or more.",
    )


class Migration(migrations.Migration):
    """Sums of a project add up, business IDs are valid, and no chain of projects goes round in a circle.

    It stops where a business ID in the register is wrong already, which the services never let in.
    """

    dependencies = [("register", "0015_meeting_news_and_import_reports")]

    operations = [
        migrations.AddField("project", "other_funding", sum_of_money("other funding")),
        migrations.AddField("project", "total_costs", sum_of_money("total costs")),
        migrations.AddConstraint("project", not_negative("other_funding")),
        migrations.AddConstraint("project", not_negative("total_costs")),
        migrations.AddConstraint(
            "project",
            models.CheckConstraint(
                condition=models.Q(granted__isnull=True)
                | models.Q(own_share__isnull=True)
                | models.Q(total_costs__isnull=True)
                | models.Q(
                    total_costs=Round(
                        models.F("granted") + models.F("own_share") + Coalesce("other_funding", Decimal(0)),
                        precision=2,
                    )
                ),
                name="project_sums_add_up",
                violation_error_message="The total is not the sum of its parts.",
            ),
        ),
        migrations.AddConstraint(
            "organisation",
            models.CheckConstraint(
                condition=business_id.condition("business_id"),
                name="organisation_business_id_valid",
                violation_error_message=(
                    "Check the business ID: its check digit does not match. The form is 1234567-8."
                ),
            ),
        ),
        migrations.RunPython(_circles.install, _circles.remove),
    ]
