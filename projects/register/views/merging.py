"""Two entries of one organisation: find the other, see what would happen, merge."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register import access, services
from projects.register.forms import MergeForm, PartnerSearchForm
from projects.register.models import Organisation, Partnership
from projects.register.services import merging, twins
from projects.register.views.finding import coordinated_partnership
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import plain_text
from yhes.common.forms import done, form_page

MOST_HITS = 20


@require_http_methods(["GET", "POST"])
def organisation_merge(request: SignedInRequest, project: str, organisation: str) -> HttpResponse:
    """The partner of the address stays; `other` in the query names the one that goes."""
    partnership = coordinated_partnership(request, project, organisation)
    other = plain_text(request.GET.get("other", ""))
    if not other:
        return _search(request, partnership)
    kept = partnership.organisation
    organisations = Organisation.objects.select_related("provider", "region")
    dropped: Organisation = get_object_or_404(organisations, slug=other)
    reasons = _reasons(request, kept, dropped)
    form = MergeForm(request.POST or None, kept=kept, dropped=dropped)
    if (
        request.method == "POST"
        and not reasons
        and done(
            form,
            lambda: services.merge_organisations(
                kept=kept, dropped=dropped, take=form.take, actor=request.user
            ),
        )
    ):
        said = _("%(dropped)s was merged into %(kept)s.") % {"dropped": dropped, "kept": kept}
        messages.success(request, said)
        return redirect("register:partner", project, organisation)
    context = {
        "project": partnership.project,
        "partnership": partnership,
        "dropped": dropped,
        "reasons": reasons,
        "moving": merging.moving(kept, dropped),
        "pairs": twins.pairs(kept, dropped),
    }
    return form_page(request, "register/merge.html", form, context)


def _reasons(request: SignedInRequest, kept: Organisation, dropped: Organisation) -> list[str]:
    if not access.can_merge(request.user, dropped):
        return [
            _(
                "The organisation that would go takes part in a project you do not coordinate. Ask the "
                "administrator to merge the two."
            )
        ]
    return merging.refusals(kept, dropped)


def _search(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    form = PartnerSearchForm(request.GET or None)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = Organisation.objects.matching(text).exclude(pk=partnership.organisation_id)
    hits = found.select_related("provider", "region").by_name()[:MOST_HITS] if text else []
    context = {
        "project": partnership.project,
        "partnership": partnership,
        "form": form,
        "text": text,
        "hits": hits,
    }
    return render(request, "register/merge_search.html", context)
