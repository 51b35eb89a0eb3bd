"""The administrator's place. It shows the register and accounts: never answers, envelopes or tokens.

Only what is registered here or with this `site` appears; other apps' admin pages (mail queue,
second-factor secrets) are on Django's default site, which has no address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from yhes.accounts import services
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent, Job


class PortalAdmin(admin.AdminSite):
    """For administrators only; everybody else learns nothing. SecondFactorMiddleware guards it too."""

    site_header = site_title = "YHES"
    index_title = _("Administration")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    @staticmethod
    @login_not_required
    @never_cache
    def login(request: HttpRequest, extra_context: object = None) -> HttpResponse:  # noqa: ARG004
        """Sign-in is the portal's own; Django's form knows no second factor."""
        if request.user.is_authenticated:
            raise Http404
        return redirect(f"{resolve_url('account_login')}?{urlencode({'next': request.GET.get('next', '/')})}")


site = PortalAdmin(name="admin")


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # no subscript at run time
    """For looking only: changes are made on the desk, where rules and the audit trail are."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AuditEvent, site=site)
class AuditEventAdmin(ReadOnly):
    list_display = ("at", "actor", "action", "object_type", "object_label")
    list_filter = ("action",)
    list_select_related = ("actor",)
    date_hierarchy = "at"


@admin.register(Job, site=site)
class JobAdmin(ReadOnly):
    list_display = ("created_at", "kind", "subject", "state", "attempts", "finished_at", "crash")
    list_filter = ("state", "kind")
    exclude = ("payload", "lease")


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """Closing an account leaves what removing it would leave, so it is refused for the same reasons."""

    def clean_is_active(self) -> bool:
        is_active = bool(self.cleaned_data["is_active"])
        if self.instance.is_active and not is_active:
            held = services.holds(self.instance)
            if held:
                raise forms.ValidationError([str(hold.of_another) for hold in held])
        return is_active

    def clean_is_superuser(self) -> bool:
        is_superuser = bool(self.cleaned_data["is_superuser"])
        if self.instance.is_superuser and not is_superuser and services.is_only_administrator(self.instance):
            raise forms.ValidationError(services.ONLY_ADMINISTRATOR)
        return is_superuser


@admin.register(User, site=site)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Accounts come by invitation, and passwords are the person's own, so neither is made here."""

    form = AccountForm
    list_display = ("email", "name", "language", "is_superuser", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser", "language")
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = ("email", "name", "language", "is_active", "is_superuser", "created_at", "last_login")
    readonly_fields = ("email", "created_at", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        before = {name: form.initial[name] for name in form.changed_data}
        super().save_model(request, obj, form, change)
        rights = {name: (before[name], getattr(obj, name)) for name in before if name.startswith("is_")}
        audit.record(actor=request.user, action="accounts.changed", on=obj, label="", changes=rights)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """What must be handed over first stands where Django tells what cannot be deleted."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        held = [f"{user}: {hold.of_another}" for user in objs for hold in services.holds(user)]
        return deleted, counts, missing, [*protected, *held]

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        services.remove_account(user=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        accounts: Iterable[User] = queryset
        for user in accounts:
            try:
                services.remove_account(user=user)
            except services.AccountInUse as error:  # of two who coordinate together the second stays
                self.message_user(request, f"{user}: {error}", messages.ERROR)
