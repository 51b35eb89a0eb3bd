"""Sign-in and the person's own pages.

The views of sign-in are allauth's and keep its names; the addresses are ours, so that they can be
read in every language. A test keeps the list complete.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from yhes.accounts.views import demo, invitation, profile
from yhes.accounts.views import second_factor as own

sign_in = [
    path(_("account/sign-in/"), account.login, name="account_login"),
    path(_("account/sign-in/code/"), account.request_login_code, name="account_request_login_code"),
    path(_("account/sign-in/code/confirm/"), account.confirm_login_code, name="account_confirm_login_code"),
    path(_("account/sign-in/passkey/"), own.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path(_("account/sign-in/second-factor/"), factors.authenticate, name="mfa_authenticate"),
    path(_("account/sign-out/"), account.logout, name="account_logout"),
    path(_("account/sign-up/"), account.signup, name="account_signup"),
    path(_("account/closed/"), account.account_inactive, name="account_inactive"),
    path(_("account/confirm/"), account.reauthenticate, name="account_reauthenticate"),
    path(_("account/confirm/second-factor/"), factors.reauthenticate, name="mfa_reauthenticate"),
    path(_("account/confirm/passkey/"), passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

address_and_password = [
    path(_("account/e-mail/"), account.email, name="account_email"),
    path(_("account/e-mail/code/"), account.email_verification_sent, name="account_email_verification_sent"),
    path(_("account/password/"), account.password_change, name="account_change_password"),
    path(_("account/password/set/"), account.password_set, name="account_set_password"),
    path(_("account/password/new/"), account.password_reset, name="account_reset_password"),
    path(
        _("account/password/new/code/"),
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        _("account/password/new/choose/"),
        account.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        _("account/password/new/done/"),
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]

second_factor = [
    path(_("account/second-factor/"), own.SecondFactors.as_view(), name="mfa_index"),
    path(_("account/second-factor/app/"), own.ActivateApp.as_view(), name="mfa_activate_totp"),
    path(_("account/second-factor/app/remove/"), own.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path(_("account/second-factor/codes/"), own.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        _("account/second-factor/codes/new/"),
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        _("account/second-factor/codes/file/"),
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(_("account/second-factor/passkeys/"), passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(_("account/second-factor/passkeys/add/"), own.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        _("account/second-factor/passkeys/<int:pk>/remove/"),
        own.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        _("account/second-factor/passkeys/<int:pk>/name/"), passkeys.edit_webauthn, name="mfa_edit_webauthn"
    ),
]

own_pages = [
    path(_("account/"), profile.profile, name="profile"),
    path(_("account/other-sessions/"), profile.end_other_sessions, name="end_other_sessions"),
    path(_("account/own-data/"), profile.export, name="export"),
    path(_("account/remove/"), profile.remove, name="remove"),
    path(_("account/removed/"), profile.removed, name="removed"),
    path(_("account/go-on/"), own.resume, name="resume"),
    path(_("account/invitation/<str:token>/"), invitation.invitation, name="invitation"),
    path(_("try/"), demo.sign_in, name="demo"),
    path(_("try/letters/"), demo.letters, name="mailbox"),
    path(_("try/letters/<str:name>/"), demo.letter, name="letter"),
    path(_("try/letters/<str:name>/page/"), demo.letter_page, name="letter_page"),
    path(_("try/letters/<str:name>/attachment/<int:number>/"), demo.attachment, name="attachment"),
]

urlpatterns = [
    *sign_in,
    *address_and_password,
    *second_factor,
    path("", include((own_pages, "accounts"))),
]
