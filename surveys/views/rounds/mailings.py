"""Letters at a chosen time: planned, moved and cancelled by those who invite."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import access
from surveys.forms.mailings import MailingForm, MovingForm, tomorrow_morning
from surveys.models import Group, Mailing, Round
from surveys.services.invitations import scheduling
from surveys.views.finding import breadcrumbs, round_address, round_of
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page


def mailing_create(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """First letters or a reminder to everybody whom the person invites."""
    round_, group = _inviting(request, project, pk)
    form = MailingForm(request.POST or None, initial={"at": tomorrow_morning()})
    if done(
        form,
        lambda: scheduling.schedule(round_=round_, group=group, user=request.user, **form.cleaned_data),
    ):
        messages.success(request, _("The letters have a time."))
        return redirect("surveys:round", project, pk)
    return _page(request, round_, form, {"group": group, "title": _("Send letters later")})


def mailing_move(request: SignedInRequest, project: str, pk: int, mailing: int) -> HttpResponse:
    """Another time."""
    found = _mailing(request, project, pk, mailing)
    form = MovingForm(request.POST or None, initial={"at": timezone.localtime(found.at)})
    if done(form, lambda: scheduling.move(mailing=found, at=form.cleaned_data["at"], user=request.user)):
        messages.success(request, _("The time was changed."))
        return redirect("surveys:round", project, pk)
    return _page(
        request, found.round, form, {"group": found.group, "mailing": found, "title": _("Change the time")}
    )


@require_POST
def mailing_cancel(request: SignedInRequest, project: str, pk: int, mailing: int) -> HttpResponse:
    """Give up letters that have not left yet."""
    found = _mailing(request, project, pk, mailing)
    try:
        scheduling.cancel(mailing=found, user=request.user)
        messages.success(request, _("These letters are not sent at that time."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


def _inviting(request: SignedInRequest, project: str, pk: int) -> tuple[Round, Group | None]:
    """The round, and the group whose people the person invites; None: all of them."""
    round_ = round_of(request, project, pk)
    if access.can_prepare(request.user, round_):
        return round_, None
    mine = Group.objects.filter(access.groups_invited_by(request.user, round_))
    group = mine.order_by("level", "order", "pk").first()
    if group is None:
        raise PermissionDenied
    return round_, group


def _mailing(request: SignedInRequest, project: str, pk: int, mailing: int) -> Mailing:
    """One that the person may move and cancel: a coordinator any, a contact those to the own people."""
    round_, group = _inviting(request, project, pk)
    mailings = Mailing.objects.filter(round=round_).select_related("group")
    if group is not None:
        mailings = mailings.filter(
            group__in=Group.objects.filter(access.groups_invited_by(request.user, round_))
        )
    found: Mailing = get_object_or_404(mailings, pk=mailing)
    found.round = round_
    return found


def _page(
    request: SignedInRequest, round_: Round, form: MovingForm, context: dict[str, object]
) -> HttpResponse:
    crumbs = breadcrumbs(round_.project, (round_.title, round_address(round_)), (str(context["title"]), ""))
    return form_page(
        request, "surveys/rounds/mailing.html", form, {**context, "round": round_, "crumbs": crumbs}
    )
