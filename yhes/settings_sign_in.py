"""People and how they sign in: the part of the settings that Django's auth and django-allauth read."""

from __future__ import annotations

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "yhes.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:overview"
LOGOUT_REDIRECT_URL = "site:home"
ACCOUNT_ADAPTER = "yhes.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Eight digits are quick on a phone; few tries and a quarter of an hour keep guessing hopeless.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
_SIGN_IN_FORMS = "yhes.accounts.forms.signing_in"
ACCOUNT_FORMS = {
    "login": f"{_SIGN_IN_FORMS}.LoginForm",
    "request_login_code": f"{_SIGN_IN_FORMS}.RequestLoginCodeForm",
    "confirm_login_code": f"{_SIGN_IN_FORMS}.ConfirmLoginCodeForm",
    "confirm_password_reset_code": f"{_SIGN_IN_FORMS}.ConfirmPasswordResetCodeForm",
    "confirm_email_verification_code": f"{_SIGN_IN_FORMS}.ConfirmEmailVerificationCodeForm",
    "reset_password": f"{_SIGN_IN_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_SIGN_IN_FORMS}.ResetPasswordKeyForm",
    "set_password": f"{_SIGN_IN_FORMS}.SetPasswordForm",
    "change_password": f"{_SIGN_IN_FORMS}.ChangePasswordForm",
    "reauthenticate": f"{_SIGN_IN_FORMS}.ReauthenticateForm",
    "add_email": f"{_SIGN_IN_FORMS}.AddEmailForm",
}
_FACTOR_FORMS = "yhes.accounts.forms.second_factor"
MFA_FORMS = {
    "authenticate": f"{_FACTOR_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FACTOR_FORMS}.ReauthenticateForm",
    "activate_totp": f"{_FACTOR_FORMS}.ActivateTOTPForm",
    "add_webauthn": f"{_FACTOR_FORMS}.AddWebAuthnForm",
    "edit_webauthn": f"{_FACTOR_FORMS}.EditWebAuthnForm",
    "login_webauthn": f"{_FACTOR_FORMS}.LoginWebAuthnForm",
    "reauthenticate_webauthn": f"{_FACTOR_FORMS}.ReauthenticateWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "YHES"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: phones' clocks differ
MFA_ADAPTER = "yhes.accounts.adapters.MFAAdapter"
