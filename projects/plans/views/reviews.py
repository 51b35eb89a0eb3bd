"""Reviews of a plan: the list, one review, writing at the meeting, approving and deleting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.plans import access, history, listing, people, reviewing, services
from projects.plans.forms import ReviewForm
from projects.plans.models import Action, ActionPlan, Review
from projects.plans.views.finding import desk_plan, editable_plan
from projects.plans.views.meanwhile import meanwhile
from projects.register.views.meanwhile import version
from yhes.accounts.access import person
from yhes.common.asked import whole_number
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page


@require_safe
def review_list(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    """With `deleted`: the number of one that has just gone into the bin."""
    found = desk_plan(request, project, plan)
    reviews = found.reviews.present()
    may_edit = access.can_edit(person(request), found) and not found.is_archived
    key = whole_number(request.GET.get("deleted", ""))
    context = {
        "project": found.project,
        "plan": found,
        "badge": listing.STATE_BADGES[found.state],
        "head": listing.review_columns(),
        "rows": [listing.review_row(review, found) for review in reviews],
        "open": reviews.filter(state=Review.State.DRAFT).first(),
        "deleted": found.reviews.in_bin().filter(pk=key).first() if key and may_edit else None,
        "may_edit": may_edit,
    }
    return render(request, "plans/review_list.html", context)


@require_POST
def review_start(request: HttpRequest, project: str, plan: str) -> HttpResponse:
    found = editable_plan(request, project, plan)
    try:
        review = services.start_review(plan=found, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("plans:review_list", project, plan)
    return redirect("plans:review_edit", project, plan, review.pk)


@require_safe
def review(request: HttpRequest, project: str, plan: str, review: int) -> HttpResponse:
    """As it was approved; before that, as the plan stands."""
    found, row = _review(request, project, plan, review)
    naming = people.naming(request)
    context = _shown(row) | {
        "participants": sorted((naming.name(one) for one in row.people.all()), key=str.casefold),
        "history": history.of_row(row, naming),
        "may_edit": access.can_edit(person(request), found) and not found.is_archived,
    }
    return render(request, "plans/review.html", context)


@require_http_methods(["GET", "POST"])
def review_edit(request: HttpRequest, project: str, plan: str, review: int) -> HttpResponse:
    """The page for the meeting itself: everything is gone through and written on it."""
    found, row = _review(request, project, plan, review)
    editable_plan(request, project, plan)
    if row.is_approved or found.is_archived:
        return redirect("plans:review", project, plan, review)
    naming, seen = people.naming(request), {"seen": version(row, services.REVIEW_CHANGED)}
    shown = _shown(row)
    form = ReviewForm(
        request.POST or None,
        instance=row,
        initial=seen,
        naming=naming,
        rows=tuple(shown["actions"]),
        actions=tuple(Action.objects.in_use().filter(aim__plan=found)),
    )
    if done(form, lambda: _save(row, form, request)):
        messages.success(request, _("The minutes were saved."))
        return redirect("plans:review", project, plan, review)
    others = meanwhile(form, services.REVIEW_CHANGED, naming)
    if form.is_bound:
        form.catch_up()
    return form_page(request, "plans/review_form.html", form, shown | {"meanwhile": others})


@require_POST
def review_approve(request: HttpRequest, project: str, plan: str, review: int) -> HttpResponse:
    _found, row = _review(request, project, plan, review)
    editable_plan(request, project, plan)
    try:
        services.approve_review(review=row, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The minutes were approved. They are not changed any more."))
    return redirect("plans:review", project, plan, review)


@require_POST
def review_delete(request: HttpRequest, project: str, plan: str, review: int) -> HttpResponse:
    """The list then offers to undo."""
    _found, row = _review(request, project, plan, review)
    editable_plan(request, project, plan)
    try:
        services.delete_review(review=row, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("plans:review", project, plan, review)
    return redirect(f"{reverse('plans:review_list', args=[project, plan])}?deleted={row.pk}")


def _review(request: HttpRequest, project: str, plan: str, review: int) -> tuple[ActionPlan, Review]:
    found = desk_plan(request, project, plan)
    row: Review = get_object_or_404(found.reviews.present(), pk=review)
    row.plan = found
    return found, row


def _shown(review: Review) -> dict[str, Any]:
    last = reviewing.last_before(review)
    gone = reviewing.of_review(review)
    return {
        "project": review.plan.project,
        "plan": review.plan,
        "review": review,
        "last": last,
        "actions": reviewing.action_rows(gone, is_first=last is None),
        "indicators": reviewing.indicator_rows(gone),
    }


def _save(review: Review, form: ReviewForm, request: HttpRequest) -> None:
    services.save_review(
        review=review,
        facts=form.facts,
        people=form.chosen,
        steps=form.steps,
        moves=form.moves,
        seen=form.cleaned_data["seen"],
        actor=person(request),
    )
