"""Rounds and the frozen groups that answer in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.models import Organisation, Project, Unit
from surveys.models.questionnaires import QuestionnaireVersion
from surveys.questionnaire import Questionnaire
from yhes.common.words import in_language


class RoundQuerySet(models.QuerySet["Round"]):
    def accepting(self, now: datetime | None = None) -> RoundQuerySet:
        """Open by state and by clock: a dead clock process never keeps a round open."""
        return self.filter(state=Round.State.OPEN, closes_at__gt=now or timezone.now())

    def overdue(self, now: datetime) -> RoundQuerySet:
        return self.filter(state=Round.State.OPEN, closes_at__lte=now)

    def repeating(self) -> RoundQuerySet:
        """Those whose next round has no draft yet."""
        has_rhythm = Q(repeats_every__isnull=False) | Q(pulse_every__isnull=False)
        return self.filter(has_rhythm, repeated_at__isnull=True)

    def for_listing(self) -> RoundQuerySet:
        rounds = self.select_related("questionnaire", "project").defer("questionnaire__document")
        return rounds.order_by("-closes_at", "-id")


class Round(models.Model):
    """One fielding of a questionnaire in a project. Frozen once it is opened, but for its closing time."""

    INVITATIONS_KEPT_DAYS = 30  # after closing
    ANSWERS_KEPT_MONTHS = 12  # after closing; then the published figures alone remain

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPENING = "opening", _("opening")
        OPEN = "open", _("open")
        CLOSING = "closing", _("being counted")
        COUNTED = "counted", _("counted, key being destroyed")
        PURGED = "purged", _("closed")

    class Figures(models.TextChoices):
        """What is told of each item. Not both: see docs/decisions/0010 and 0015."""

        DISTRIBUTIONS = "distributions", _("shares of each option, for groups large enough")
        INDEXES = "indexes", _("indexes only, for small units too")

    class LegalBasis(models.TextChoices):
        PUBLIC_TASK = "public_task", _("a task carried out in the public interest")
        CONSENT = "consent", _("your consent")
        LEGITIMATE_INTEREST = "legitimate_interest", _("the controller's legitimate interest")

    class Repeat(models.IntegerChoices):
        MONTHLY = 1, _("every month")
        QUARTERLY = 3, _("every three months")
        HALF_YEARLY = 6, _("every six months")
        YEARLY = 12, _("every year")

    class Pulse(models.IntegerChoices):
        WEEKLY = 1, _("every week (pulse)")
        FORTNIGHTLY = 2, _("every two weeks (pulse)")

    class ResearchPermit(models.TextChoices):
        NOT_NEEDED = "not_needed", _("not needed")
        GRANTED = "granted", _("needed, and granted")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="rounds")
    modules = models.JSONField(default=list)
    # Those of them that are asked in one organisation only: {module: its id} (docs/decisions/0040).
    own_modules = models.JSONField(default=dict)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what the answers are used for"), blank=True)
    controller = models.CharField(_("controller"), max_length=200, blank=True)
    legal_basis = models.CharField(
        _("legal basis"), max_length=20, choices=LegalBasis.choices, default=LegalBasis.PUBLIC_TASK
    )
    greeting = models.TextField(_("own words in the first letter"), blank=True)
    reminder = models.TextField(_("own words in reminders"), blank=True)
    # What the coordinator assures before opening: see services.assurances.
    is_staff_informed = models.BooleanField(_("staff informed"), default=False)
    is_cooperation_handled = models.BooleanField(_("co-operation procedure handled"), default=False)
    research_permit = models.CharField(
        _("research permit"), max_length=10, choices=ResearchPermit.choices, blank=True
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(_("closes"))
    closed_at = models.DateTimeField(null=True)
    threshold = models.PositiveSmallIntegerField(_("reporting threshold"), default=5)
    public_threshold = models.PositiveSmallIntegerField(_("public reporting threshold"), default=10)
    figures = models.CharField(
        _("figures shown"), max_length=13, choices=Figures.choices, default=Figures.DISTRIBUTIONS
    )
    public_key = models.BinaryField(max_length=32, null=True)
    padded_size = models.PositiveIntegerField(null=True)
    probed_on = models.DateField(null=True)  # the key was last seen to open what is sealed to it
    is_key_lost = models.BooleanField(default=False)
    restarts = models.PositiveSmallIntegerField(default=0)  # how often a lost key made it start over
    # In months, or a pulse in weeks; the next round's draft is made once.
    repeats_every = models.PositiveSmallIntegerField(_("repeated"), null=True, choices=Repeat.choices)
    pulse_every = models.PositiveSmallIntegerField(_("pulse"), null=True, choices=Pulse.choices)
    repeated_at = models.DateTimeField(null=True)
    rated_at = models.DateTimeField(null=True)  # response rates were last refreshed
    # Whose own staff alone is asked: nothing of the round is public (docs/decisions/0064).
    ordered_by = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    is_imported = models.BooleanField(_("imported"), default=False)
    is_example = models.BooleanField(_("example data"), default=False)
    import_note = models.CharField(max_length=300, blank=True)
    import_path = models.CharField(max_length=200, blank=True)  # of the upload, long deleted
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gte=5), name="round_threshold_floor"),
            models.CheckConstraint(
                condition=Q(public_threshold__gte=10), name="round_public_threshold_floor"
            ),
            models.CheckConstraint(
                condition=Q(public_threshold__gte=models.F("threshold")), name="round_thresholds_in_order"
            ),
            models.CheckConstraint(
                condition=Q(figures__in=["distributions", "indexes"]), name="round_figures_known"
            ),
            models.CheckConstraint(
                condition=Q(research_permit__in=["", "not_needed", "granted"]), name="round_permit_known"
            ),
            models.CheckConstraint(
                condition=Q(repeats_every__isnull=True) | Q(repeats_every__in=[1, 3, 6, 12]),
                name="round_repeat_known",
            ),
            models.CheckConstraint(
                condition=Q(pulse_every__isnull=True) | Q(pulse_every__in=[1, 2], repeats_every__isnull=True),
                name="round_pulse_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(public_key__isnull=False, padded_size__isnull=False),
                name="round_open_has_key",
            ),
        ]
        indexes = [models.Index(fields=["project", "-closes_at"], name="round_project")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_accepting(self) -> bool:
        return self.state == self.State.OPEN and self.closes_at > timezone.now()

    @property
    def is_internal(self) -> bool:
        """Whether an organisation ordered it for its own staff, so that nothing of it is ever public."""
        return self.ordered_by_id is not None

    @property
    def rhythm(self) -> str:
        """How often the survey is repeated, in words; empty for one that is not."""
        if self.pulse_every:
            return str(self.get_pulse_every_display())
        return str(self.get_repeats_every_display()) if self.repeats_every else ""

    @property
    def shows_distributions(self) -> bool:
        """Whether shares of options are released; otherwise groups below ten may have indexes inside."""
        return self.figures == self.Figures.DISTRIBUTIONS

    @property
    def has_shared_links(self) -> bool:
        """Whether some group answered through a link that cannot guarantee one answer a person."""
        return self.groups.filter(shared_link__isnull=False).exists()

    @property
    def has_replaced_slips(self) -> bool:
        """Whether slips were taken out of use: somebody may have answered with an old one and a new one."""
        return self.groups.filter(slip_batches__is_void=True).exists()

    @property
    def asked(self) -> Questionnaire:
        """All that anybody is asked: the core and the modules in use, organisations' own questions among
        them."""
        return self.questionnaire.asked_with(self.modules)

    @property
    def asked_of_all(self) -> Questionnaire:
        """What everybody is asked: what groups can be compared in."""
        return self.asked_in([])

    def asked_in(self, organisations: Collection[int | None]) -> Questionnaire:
        """What everybody is asked, with the own questions of these organisations."""
        return self.questionnaire.asked_with(
            module
            for module in self.modules
            if module not in self.own_modules or self.own_modules[module] in organisations
        )

    @property
    def own_parts(self) -> dict[str, int]:
        """Code of each question that is asked in one organisation only → the organisation's id."""
        if not self.own_modules:
            return {}
        parts = self.questionnaire.questionnaire.parts
        return {part.code: self.own_modules[part.module] for part in parts if part.module in self.own_modules}


class Group(models.Model):
    """A node of the round's frozen tree: the whole, a region, an organisation, a unit.

    People are invited into its leaves, and only those have a headcount. Later mergers in the
    register change nothing here. `respondents`, `invited` and `audience` are written once, when the
    round is counted, for groups that the reporting plan may show; elsewhere they stay empty, so that a
    hidden group's size is nowhere. `invited` also stays empty where nobody was invited through the
    portal, as in an imported round. It is told inside the project only.
    """

    class Level(models.IntegerChoices):
        PROJECT = 0, _("whole project")
        REGION = 1, _("region")
        ORGANISATION = 2, _("organisation")
        UNIT = 3, _("unit")

    class Audience(models.TextChoices):
        NOBODY = "", _("protected")
        INSIDE = "inside", _("inside the project")
        PUBLIC = "public", _("public")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="groups")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    order = models.PositiveIntegerField(default=0)
    label = models.JSONField()  # yhes.common.words.Words
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    headcount = models.PositiveIntegerField(null=True)
    respondents = models.PositiveIntegerField(null=True)
    invited = models.PositiveIntegerField(null=True)
    audience = models.CharField(max_length=6, choices=Audience.choices, blank=True, default="")

    class Meta:
        ordering = ["level", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(parent__isnull=True), name="group_one_root_per_round"
            ),
            models.CheckConstraint(
                condition=Q(level=0, parent__isnull=True) | Q(level__gt=0, parent__isnull=False),
                name="group_root_is_project",
            ),
            models.CheckConstraint(
                condition=~Q(audience="") | Q(respondents__isnull=True, invited__isnull=True),
                name="group_hidden_has_no_numbers",
            ),
        ]
        indexes = [models.Index(fields=["round", "organisation"], name="group_organisation")]

    def __str__(self) -> str:
        return in_language(self.label)

    @property
    def full_name(self) -> str:
        """The organisation, and the unit where the group is one."""
        return f"{self.parent} · {self}" if self.level == self.Level.UNIT else str(self)

    @property
    def asked(self) -> Questionnaire:
        """What people of the group are asked: what everybody is, and their organisation's own questions."""
        return self.round.asked_in([self.organisation_id])
