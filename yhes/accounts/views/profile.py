"""The person's own page: details, other sessions, own data, leaving."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhes.accounts import access, services
from yhes.accounts.forms.own import ProfileForm
from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest
from yhes.common import registry


@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    user = request.user
    present = {"name": user.name, "language": user.language}
    form = ProfileForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        services.change_profile(user=user, **form.cleaned_data)
        with override(user.language):
            messages.success(request, _("Your details were saved."))
            return redirect("accounts:profile")
    offered = [link for provider in registry.providers("account").values() for link in provider(user)]
    context = {
        "form": form,
        "has_second_factor": access.has_second_factor(user),
        "offered": sorted(offered, key=lambda link: link.order),
    }
    return render(request, "accounts/profile.html", context)


@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    user = request.user
    services.end_other_sessions(user=user)
    update_session_auth_hash(request, user)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:profile")


@require_safe
@never_cache
def export(request: SignedInRequest) -> HttpResponse:
    """The person's data as one JSON file."""
    data = services.personal_data(user=request.user)
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="yhes-own-data.json"'
    return response


@reauthentication_required(app="allauth.account")
@require_http_methods(["GET", "POST"])
@never_cache
def remove(request: SignedInRequest) -> HttpResponse:
    """Asks once and names what is lost; the person is signed out with the account's end."""
    if access.must_sign_in_again(request):
        logout(request)
        return redirect_to_login(request.path)
    error, holds = "", services.holds(request.user)
    if request.method == "POST":
        try:
            services.remove_account(user=User.objects.get(pk=request.user.pk))
        except services.AccountInUse as refusal:
            error = str(refusal)
        else:
            logout(request)
            return redirect("accounts:removed")
    context = {"losses": services.losses(request.user), "holds": holds, "error": "" if holds else error}
    return render(request, "accounts/remove.html", context, status=409 if error else 200)


@login_not_required
@require_safe
def removed(request: HttpRequest) -> HttpResponse:
    """What a person sees after leaving."""
    return render(request, "accounts/removed.html")
