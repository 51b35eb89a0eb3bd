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
from yhes.settings_sign_in import *  # noqa: F403  (settings are read by name, from here)

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
    "projects.plans",
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
    "yhes.desk.middleware.RailMiddleware",
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
    # A worker that vanishes with its machine says no goodbye: what it held, such as the lock of a round
    # that is being closed, is let go after two minutes and not when TCP gives up hours later.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c idle_in_transaction_session_timeout=120000"
        " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
        # Compiling takes longer than any question of a page; a server that guesses too many rows would do it.
        " -c jit=off"
    )
    # Lets statements be prepared. Only those of `yhes.common.prepared` are: others carry their values.
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5

# --- Background work ------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
QUEUE_DIR = VAR_DIR / "queue"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A broker that is away must not keep a person waiting: the job row is the truth.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "socket_keepalive": True,
        # A worker whose connection is dead without having been closed finds out within 21 seconds.
        "health_check_interval": 10,
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
    # Parts of pages: many, large, and all made anew if they are lost.
    CACHES["parts"] = {
        **CACHES["default"],
        "KEY_PREFIX": f"{CACHES['default']['KEY_PREFIX']}parts:",
        "OPTIONS": {
            **CACHES["default"]["OPTIONS"],
            "serializer": "yhes.common.cache.Compressed",
            "spare_entries": 50,
        },
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
        },
        # Parts of pages, apart: a full cache throws entries away, and those above count attempts.
        "parts": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache" / "parts"),
            "OPTIONS": {"MAX_ENTRIES": 2_000},
        },
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
        "BACKEND": "yhes.site.stylesheet.BundlingStorage"
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
OPERATOR_BUSINESS_ID = env.str("OPERATOR_BUSINESS_ID", default="")
OPERATOR_ADDRESS = env.str("OPERATOR_ADDRESS", default="")
OPERATOR_PHONE = env.str("OPERATOR_PHONE", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
DATA_PROTECTION_OFFICER = env.str("DATA_PROTECTION_OFFICER", default="")
DATA_PROTECTION_EMAIL = env.str("DATA_PROTECTION_EMAIL", default="")
HOSTING_PROVIDER = env.str("HOSTING_PROVIDER", default="")  # who runs the servers for the operator
# What the privacy notice promises; logs and backups are rotated outside the portal, the rest it does itself.
LOG_KEPT_DAYS = env.int("LOG_KEPT_DAYS", default=30)
BACKUP_KEPT_DAYS = env.int("BACKUP_KEPT_DAYS", default=30)
TRAIL_KEPT_MONTHS = env.int("TRAIL_KEPT_MONTHS", default=24)  # texts of the audit trail (decision 0099)
# The Act on the Provision of Digital Services (306/2019) is supervised by Traficom since 2025.
ACCESSIBILITY_AUTHORITY = env.str("ACCESSIBILITY_AUTHORITY", default="Traficom")
ACCESSIBILITY_AUTHORITY_URL = env.str(
    "ACCESSIBILITY_AUTHORITY_URL", default="https://www.saavutettavuusvaatimukset.fi/"
)
ACCESSIBILITY_AUTHORITY_EMAIL = env.str("ACCESSIBILITY_AUTHORITY_EMAIL", default="saavutettavuus@traficom.fi")
ACCESSIBILITY_AUTHORITY_PHONE = env.str("ACCESSIBILITY_AUTHORITY_PHONE", default="029 534 5000")

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
