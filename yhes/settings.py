"""Settings for every way of running YHES; what differs between them comes from the environment.

Nothing set: the embedded default (SQLite in var/, Celery on the file system).
DATABASE_URL and REDIS_URL set: PostgreSQL and Redis. The two are independent.
"""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from yhes.common.secret import embedded_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- What kind of run this is -------------------------------------------------------------

DEMO = env.bool("YHES_DEMO", default=False)  # relaxes sign-in; refuses any host but 127.0.0.1
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("YHES_VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
SECRET_KEY = env.str("SECRET_KEY", default="") or embedded_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Apps ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before admin, as its documentation asks
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "post_office",
    "yhes.common",
    "yhes.accounts",
    "projects.register",
    "projects.workshops",
    "peercoaching",
    "surveys",
    "roadmap",
    "yhes.site",
    "yhes.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yhes.site.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yhes.site.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "yhes.urls"
WSGI_APPLICATION = "yhes.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yhes.site.context.site",
                "yhes.desk.context.desk",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does; drop the line then

# --- Database -----------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'yhes.sqlite3'}")}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    # Without IMMEDIATE, a wait and WAL, concurrent writers fail; secure_delete wipes envelopes.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
    # A file, because a worker process must see the same test database.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Background work ------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
QUEUE_DIR = VAR_DIR / "queue"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A broker that is away must not keep a person waiting: the job row is the truth.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "max_retries": 0,
        "global_keyprefix": env.str("REDIS_PREFIX", default="yhes:"),
    }
    CACHES = {
        "default": {
            "BACKEND": "yhes.common.cache.ForgivingCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env.str("REDIS_PREFIX", default="yhes:"),
            # Nobody waits longer than this for a cache; the tests' machine may be slow.
            "OPTIONS": {
                "socket_connect_timeout": env.int("REDIS_CONNECT_SECONDS", default=1),
                "socket_timeout": env.int("REDIS_ANSWER_SECONDS", default=3),
            },
        }
    }
else:
    # The file-system broker does not make its folders itself.
    for folder in ("messages", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "folder://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
        }
    }
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Europe/Helsinki"
# A tick that nobody took within the minute is thrown away: the next one does the same.
CELERY_BEAT_SCHEDULE = {"tick": {"task": "common.tick", "schedule": 60.0, "options": {"expires": 55}}}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
JOB_HEARTBEAT_SECONDS = env.int("JOB_HEARTBEAT_SECONDS", default=5)
JOB_STALE_SECONDS = env.int("JOB_STALE_SECONDS", default=60)

# --- Surveys --------------------------------------------------------------------------------

# The ballot worker alone has the key directory mounted in production (docs/operations.md).
SURVEY_KEY_DIR = Path(env.str("SURVEY_KEY_DIR", default=str(VAR_DIR / "keys")))
SURVEY_KEY_REPLICA_DIR = env.str("SURVEY_KEY_REPLICA_DIR", default="")
SURVEY_SERVER_KEY = (env.str("SURVEY_SERVER_KEY", default="") or SECRET_KEY).encode()

# --- People and sign-in -----------------------------------------------------------------------

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
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "YHES"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: phones' clocks differ
MFA_ADAPTER = "yhes.accounts.adapters.MFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Languages, dates -------------------------------------------------------------------------

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "fi"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fi", "en", "sv")
TIME_ZONE = "Europe/Helsinki"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["yhes.common.formats"]

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# Names that carry a hash of the content need collectstatic; tests and DEBUG serve the sources.
HASHED_STATIC = env.bool("HASHED_STATIC", default=not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Mail -----------------------------------------------------------------------------------------

# Everything goes through the queue in the database; survey invitations alone bypass it, so that
# a token is never stored. MAIL_URL unset: letters are written as files into var/mail.
EMAIL_BACKEND = "post_office.EmailBackend"
MAIL_URL = env.str("MAIL_URL", default="")
MAIL_DIR = VAR_DIR / "mail"
if MAIL_URL:
    vars().update(env.email("MAIL_URL", backend="post_office.EmailBackend"))
    DIRECT_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    DIRECT_EMAIL_BACKEND = "yhes.common.mail.backend.LetterFileBackend"
POST_OFFICE = {
    "BACKENDS": {"default": DIRECT_EMAIL_BACKEND},
    "DEFAULT_PRIORITY": "medium",
    "LOG_LEVEL": 1,  # failures only: a log of everything sent would be a list of people
    "MAX_RETRIES": 5,
    "BATCH_SIZE": 25,  # what a worker killed while sending may send a second time
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="YHES <yhes@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Who runs the portal (statement pages) ----------------------------------------------------------

OPERATOR_NAME = env.str("OPERATOR_NAME", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
# The Act on the Provision of Digital Services (306/2019) is supervised by Traficom since 2025.
ACCESSIBILITY_AUTHORITY = env.str("ACCESSIBILITY_AUTHORITY", default="Traficom")
ACCESSIBILITY_AUTHORITY_URL = env.str(
    "ACCESSIBILITY_AUTHORITY_URL", default="https://www.saavutettavuusvaatimukset.fi/"
)

# --- Security ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# no-referrer would make Chromium send "Origin: null" on form posts.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if IS_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
if env.int("TRUSTED_PROXY_COUNT", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# --- Log ----------------------------------------------------------------------------------------------

LOGGING_CONFIG = "yhes.common.log.configure"
LOGGING: dict[str, object] = {"level": env.str("LOG_LEVEL", default="INFO")}

SILENCED_SYSTEM_CHECKS: list[str] = []
