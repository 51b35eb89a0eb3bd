"""What of a plan can be deleted and brought back (see yhes.common.bins)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.plans import access, places, services
from projects.plans.models import KEPT, ActionPlan, Review
from projects.register.models import Project
from yhes.common.bins import BinKind, forgetting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LABELS: Final[dict[str, StrOrPromise]] = {
    "reading": _("reading"),
    "indicator": _("indicator"),
    "action": pgettext_lazy("action plan", "action"),
    "stepping-stone": _("stepping stone"),
    "aim": _("aim"),
}


def kinds() -> Iterator[BinKind]:
    """The smallest first, so that what is forgotten with its plan is forgotten properly."""
    for kind, label in _LABELS.items():
        yield _part(kind, label)
    yield BinKind(
        name="plan-review",
        label=_("review"),
        waiting=_reviews,
        restore=lambda item, actor: services.restore_review(review=item, actor=actor),
        where=places.of_review,
        forget=forgetting(Review),
        note=lambda item: str(item.plan.title),
    )
    yield BinKind(
        name="plan",
        label=_("action plan"),
        waiting=_plans,
        restore=lambda item, actor: services.restore_plan(plan=item, actor=actor),
        where=places.of_plan,
        forget=services.forget_plans,
        note=lambda plan: str(plan.of_whom),
    )


def _part(kind: str, label: StrOrPromise) -> BinKind:
    forget = services.forget_actions if kind == "action" else forgetting(places.KINDS[kind])
    return BinKind(
        name=f"plan-{kind}",
        label=label,
        waiting=_parts(kind),
        restore=lambda item, actor: services.restore_part(plan=item.plan, part=item, actor=actor),
        where=places.of_part,
        forget=forget,
        note=lambda item: str(item.plan.title),
    )


def _plans(user: Any, project: Project) -> Any:
    kept = access.kept_by(user, project)
    if kept is None:
        return None
    return ActionPlan.objects.in_bin().filter(kept, project=project).select_related("project", "organisation")


def _parts(kind: str) -> Callable[[Any, Project], Any]:
    return lambda user, project: _in_plans(places.KINDS[kind], places.PLAN_OF[kind], user, project)


def _reviews(user: Any, project: Project) -> Any:
    return _in_plans(Review, "plan", user, project)


def _in_plans(model: Any, path: str, user: Any, project: Project) -> Any:
    """path: from a row to its plan, which is in use and which the person keeps."""
    kept = access.kept_by(user, project)
    if kept is None:
        return None
    plans = ActionPlan.objects.filter(KEPT).filter(kept, project=project)
    return model.objects.in_bin().filter(**{f"{path}__in": plans}).select_related(f"{path}__project")
