"""Ask how it goes: agreeing to be asked, and writing to those who agreed."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects.register.models import Organisation, Partnership, Project
from surveys import access, history
from surveys.forms.learning import AgreeForm, AskForm
from surveys.models import Group, LearningAgreement, Release, Round
from surveys.presenting import ReleaseReader, learn_from, learning_of, standing_release
from surveys.presenting.learning import agreed_in
from surveys.services import learning
from surveys.views.finding import breadcrumbs, project_of, round_and_group
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit
from yhes.common.forms import done, form_page
from yhes.common.words import Words, in_language


@require_safe
def agreements(request: SignedInRequest, project: str) -> HttpResponse:
    """The organisations this person decides for, and whether they may be asked."""
    found = project_of(request, project)
    partners = Partnership.objects.filter(access.learning_decided_by(request.user, found)).for_listing()
    agreed = LearningAgreement.objects.standing().filter(project=found).addresses()
    rows = [
        {
            "organisation": partner.organisation,
            "is_agreed": partner.organisation_id in agreed,
            "address": agreed.get(partner.organisation_id, ""),
        }
        for partner in partners
    ]
    context = {"project": found, "rows": rows, "crumbs": breadcrumbs(found, (_("Ask how it goes"), ""))}
    return render(request, "surveys/learning/list.html", context)


def agree(request: SignedInRequest, project: str, organisation: int) -> HttpResponse:
    """Agree, or change the address that is shown."""
    found, partner = _decided(request, project, organisation)
    mine = LearningAgreement.objects.filter(project=found, organisation=partner.organisation).first()
    form = AgreeForm(request.POST if request.method == "POST" else None, address=mine.address if mine else "")
    if done(
        form,
        lambda: learning.agree(
            project=found,
            organisation=partner.organisation,
            user=request.user,
            address=form.cleaned_data["address"],
        ),
    ):
        messages.success(request, _("%(name)s may now be asked.") % {"name": partner.organisation})
        return redirect("surveys:learning", project)
    context = {
        "project": found,
        "organisation": partner.organisation,
        "agreement": mine if mine and mine.is_agreed else None,
        "on_behalf": access.can_manage(request.user, found),
        "history": history.entries(audit.history(mine)) if mine else [],
        "crumbs": breadcrumbs(
            found,
            (_("Ask how it goes"), reverse("surveys:learning", args=[project])),
            (str(partner.organisation), ""),
        ),
    }
    return form_page(request, "surveys/learning/agree.html", form, context)


@require_POST
def take_back(request: SignedInRequest, project: str, organisation: int) -> HttpResponse:
    """No longer named, no longer asked."""
    found, partner = _decided(request, project, organisation)
    learning.take_back(project=found, organisation=partner.organisation, user=request.user)
    messages.success(request, _("%(name)s is no longer named or asked.") % {"name": partner.organisation})
    return redirect("surveys:learning", project)


def ask(request: SignedInRequest, project: str, pk: int, group: int, organisation: int) -> HttpResponse:
    """A letter through the portal to the contacts of an organisation that this one may learn from."""
    round_, found = round_and_group(request, project, pk, group)
    if not access.can_ask(request.user, found):
        raise PermissionDenied
    subjects = _subjects(round_, found, organisation)
    asked = get_object_or_404(Organisation, pk=organisation)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        subjects=[(code, in_language(title)) for code, title in subjects.items()],
        chosen=request.GET.get("dimension", ""),
    )
    if done(form, lambda: _send(request, round_, found, asked, subjects, form)):
        return redirect("surveys:group_results", project, pk, group)
    context = {
        "round": round_,
        "group": found,
        "name": in_language(found.label),
        "asked": asked,
        "own_name": request.user.name,
        "own_address": request.user.email,
    }
    return form_page(request, "surveys/learning/ask.html", form, context)


def _send(
    request: SignedInRequest,
    round_: Round,
    group: Group,
    asked: Organisation,
    subjects: Mapping[str, Words],
    form: AskForm,
) -> None:
    assert group.organisation is not None  # access.can_ask
    sent = learning.ask(
        round_=round_,
        user=request.user,
        asking=group.organisation,
        asked=asked,
        subject=subjects[form.cleaned_data["dimension"]],
        message=form.cleaned_data["message"],
    )
    said = ngettext("The letter is on its way.", "%(count)d letters are on their way.", sent)
    messages.success(request, said % {"count": sent})


def _subjects(round_: Round, group: Group, organisation: int) -> dict[str, Words]:
    """Dimensions, by code, in which the organisation may be asked; 404 where it is not named there."""
    release = standing_release(round_)
    agreed = agreed_in(round_.project_id)
    if release is None or group.organisation_id not in agreed:
        raise Http404
    reader = ReleaseReader(release, "inside", get_language() or "fi")
    named = {
        subject.code
        for subject in learn_from(reader, group, agreed)
        if any(example.organisation == organisation for example in subject.examples)
    }
    if not named:
        raise Http404
    titles = {d.code: d.title for d in reader.questionnaire.measured if d.code in named}
    return {code: Words(fi=title.fi, sv=title.sv, en=title.en) for code, title in titles.items()}


def learning_section(request: SignedInRequest, group: Group, release: Release) -> SafeString:
    """What stands on an organisation's results page; nothing on those of other groups."""
    if group.level != Group.Level.ORGANISATION or group.organisation_id is None:
        return SafeString()
    agreed = agreed_in(group.round.project_id)
    return learning_of(release, group, agreed, can_ask=access.can_ask(request.user, group))


def _decided(request: SignedInRequest, slug: str, organisation: int) -> tuple[Project, Partnership]:
    """The project, and the part in it of an organisation that this person decides for."""
    found = project_of(request, slug)
    partners = Partnership.objects.filter(access.learning_decided_by(request.user, found))
    return found, get_object_or_404(partners.select_related("organisation"), organisation=organisation)
