"""Django settings, made from `environment.Environment`."""

import os
import secrets
import sys
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import structlog
from django.utils.translation import gettext_lazy as _

from podworko.config import environment
from podworko.config.databases import database_from_url
from podworko.core.logs import hide_signatures

django_stubs_ext.monkeypatch()
# Tables that people bring are read by defusedxml, which refuses entities, also where something else has brought lxml.
os.environ["OPENPYXL_LXML"] = "False"

ENV = environment.load()
PACKAGE = environment.PACKAGE
DATA = ENV.data
DATA.mkdir(parents=True, exist_ok=True)
# A wheel carries its built assets; a checkout builds them into the data folder.
ASSETS = PACKAGE / "assets" if (PACKAGE / "assets").is_dir() else DATA / "assets"


def kept_secret(path: Path) -> str:
    """Read the secret key kept in the data folder; make it at the first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = ENV.secret_key or kept_secret(DATA / "secret_key")
DEBUG = ENV.debug
DEMO = ENV.demo
PROXIES = ENV.proxies
MINORS_KEPT_YEARS = ENV.minors_kept_years
SITE_URL = ENV.site_url
TILES_URL = ENV.tiles_url
TILES_ATTRIBUTION = ENV.tiles_attribution
CONTACTS_KEPT_DAYS = ENV.contacts_kept_days
ALLOWED_HOSTS = [
    host.strip() for host in [*ENV.allowed_hosts.split(","), str(urlsplit(SITE_URL).hostname)] if host.strip()
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

AREAS = [
    "core",
    "people",
    "places",
    "bookings",
    "membership",
    "programme",
    "attendance",
    "evaluation",
    "promotion",
    "portal",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton",
    "django_htmx",
    "django_structlog",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    *(f"podworko.{area}" for area in AREAS),
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "podworko.core.middleware.ContentSecurityPolicy",
    "podworko.core.middleware.TooManyRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "podworko.people.second_factor.SecondFactor",
]
ROOT_URLCONF = "podworko.config.urls"
WSGI_APPLICATION = "podworko.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "podworko.core.context.page",
                "podworko.portal.context.page",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
COTTON_DIR = "components"
FORM_RENDERER = "podworko.core.forms.Renderer"

DATABASES = {"default": database_from_url(ENV.database_url, data=DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache"
        if ENV.redis_url
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": ENV.redis_url or "podworko",
    },
    # Sheets that cost something to make, of some hundred kilobytes: few of them, so that a process stays small.
    "posters": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
        "KEY_PREFIX": "posters",
    }
    if ENV.redis_url
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "posters",
        "OPTIONS": {"MAX_ENTRIES": 60},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    # The only one that looks at passwords: it takes as long for an address that nobody has.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "portal:after_sign_in"
LOGIN_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3 * 60 * 60
ACCOUNT_ADAPTER = "podworko.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "podworko.people.sign_in_forms.SignInForm",
    "reset_password": "podworko.people.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "podworko.people.sign_in_forms.NewPasswordForm",
    "change_password": "podworko.people.sign_in_forms.ChangePasswordForm",
    "set_password": "podworko.people.sign_in_forms.FirstPasswordForm",
    "reauthenticate": "podworko.people.sign_in_forms.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# allauth counts tries in the cache of one process; ours (people/sign_in_limits.py) are counted where all see them.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "podworko.people.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "podworko.people.second_factor_forms.CodeForm",
    "reauthenticate": "podworko.people.second_factor_forms.CodeAgainForm",
    "authenticate_webauthn": "podworko.people.second_factor_forms.PasskeyForm",
    "reauthenticate_webauthn": "podworko.people.second_factor_forms.PasskeyAgainForm",
    "activate_totp": "podworko.people.second_factor_forms.NewAppForm",
    "add_webauthn": "podworko.people.second_factor_forms.NewPasskeyForm",
    "edit_webauthn": "podworko.people.second_factor_forms.RenamePasskeyForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A slow typist, or a telephone whose clock is half a minute off; a code is good for one use all the same.
MFA_TOTP_TOLERANCE = 1
# Accounts are made by invitation: whoever signs in has read the letter that was sent to their address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # why, stands beside the view
SOCIALACCOUNT_ADAPTER = "podworko.people.oidc.Adapter"
# The sign-in of the city's own (OpenID Connect), when it has one.
OIDC = {
    "url": ENV.oidc_url,
    "client_id": ENV.oidc_client_id,
    "client_secret": ENV.oidc_client_secret,
    "name": ENV.oidc_name,
    "is_second_factor": ENV.oidc_is_second_factor,
}

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("uk", _("Ukrainian")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
# The package's own .po files and, in the assets, the compiled .mo files beside which Django finds them.
LOCALE_PATHS = [ASSETS / "locale"]
FORMAT_MODULE_PATH = "podworko.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

STATIC_URL = "static/"
STATIC_ROOT = ASSETS / "static"
# A wheel holds the collected files only, not what they were collected from.
VENDOR = ASSETS / "vendor"
STATICFILES_DIRS = [PACKAGE / "static", *([("vendor", VENDOR)] if VENDOR.is_dir() else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA / "files")}},
    "staticfiles": {"BACKEND": "podworko.core.static.StaticFiles"},
}

if ENV.smtp_host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = ENV.smtp_host, ENV.smtp_port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.smtp_user, ENV.smtp_password
    EMAIL_USE_TLS = ENV.smtp_tls
    EMAIL_TIMEOUT = 15
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
# Without a gateway, text messages are written into the folder.
SMS = {"url": ENV.sms_url, "token": ENV.sms_token, "sender": ENV.sms_from, "folder": str(DATA / "sms")}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

HTTPS = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # asked by machines from within
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Neither for subdomains nor preloaded: a town's other sites are not ours to force onto https.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PHOTO_MEGABYTES = ENV.photo_megabytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
IMPORT_MB = ENV.import_mb
IMPORT_ROWS = ENV.import_rows


def worth_a_line(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Drop that a request has begun (that it ended tells more) and that somebody saw that all is well."""
    if event["event"] == "request_started" or (
        event.get("request") == "GET /healthz" and event.get("code") == HTTPStatus.OK
    ):
        raise structlog.DropEvent
    return event


# JSON for machines, one object a line; for a person at a terminal, words.
LOG_STEPS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="%H:%M:%S" if sys.stderr.isatty() else "iso", utc=not sys.stderr.isatty()),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    hide_signatures,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
            if sys.stderr.isatty()
            else structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": LOG_STEPS,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Their own handlers would tell everything twice.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Says "press Ctrl+C again" at each orderly stop.
        "django_tasks_db": {"level": "ERROR"},
    },
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        worth_a_line,
        *LOG_STEPS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
