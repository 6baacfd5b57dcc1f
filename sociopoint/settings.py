"""Django's settings: one file, safe by default. What differs between instances comes from `environment.py`."""

import os
import sys

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from sociopoint.environment import PROJECT, WrongEnvironment, read

try:
    ENVIRONMENT = read(os.environ)
except WrongEnvironment as error:
    sys.exit(f"SOCIOPOINT cannot start. {error}")

BASE_DIR = PROJECT
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.secret_key_fallbacks)
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.trusted_origins)

INSTALLED_APPS = [
    "sociopoint.apps.AdminSite",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "import_export",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "sociopoint.apps.SociopointConfig",
    "situations",
    "catalogue",
    "network",
    "inquiries",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sociopoint.request_log.RequestLog",
    "sociopoint.middleware.Language",
    "sociopoint.middleware.PermissionsPolicy",
    "sociopoint.middleware.NothingKept",
    "catalogue.offline.copies.OfflineCopies",
    "sociopoint.middleware.DatabaseDown",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sociopoint.second_factor.SecondFactor",
    "sociopoint.idle_lock.IdleLock",
    "sociopoint.unsent.SignInRequired",
    "sociopoint.middleware.History",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "sociopoint.urls"
WSGI_APPLICATION = "sociopoint.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of our own stand in templates/django/forms
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "sociopoint.templatetags.components",
                "sociopoint.templatetags.form_fields",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "sociopoint.context.site",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "sociopoint.postgresql",
        "NAME": ENVIRONMENT.database.name,
        "USER": ENVIRONMENT.database.user,
        "PASSWORD": ENVIRONMENT.database.password,
        "HOST": ENVIRONMENT.database.host,
        "PORT": ENVIRONMENT.database.port,
        "OPTIONS": {"connect_timeout": "5", **ENVIRONMENT.database.options},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache"
        if ENVIRONMENT.cache == "database"
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "sociopoint_cache",
        "KEY_FUNCTION": "sociopoint.secrecy.cache_key",
    }
}

# Whoever reads changes nothing, so nothing needs to say who it was: their statements go to the database as they are.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

AUTH_USER_MODEL = "sociopoint.User"
AUTHENTICATION_BACKENDS = ["sociopoint.authentication.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"

# allauth: e-mail, password and a second factor. Which factor is required of whom stands in `sociopoint.second_factor`.
ACCOUNT_ADAPTER = "sociopoint.account_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator wrote the address down; `account_addresses` keeps it verified
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has no account here
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # ends the other sessions, not the one the password was changed in
ACCOUNT_FORMS = {
    "login": "sociopoint.account_forms.SignInForm",
    "reset_password": "sociopoint.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "sociopoint.account_forms.NewPasswordForm",
    "change_password": "sociopoint.account_forms.ChangePasswordForm",
    "set_password": "sociopoint.account_forms.SetPasswordForm",
    "reauthenticate": "sociopoint.account_forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "sociopoint.account_adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = (
    1  # half-minutes before and after: clocks differ, and typing takes time; `account_forms.use_up` refuses a replay
)
MFA_FORMS = {
    "authenticate": "sociopoint.account_forms.SecondStepForm",
    "reauthenticate": "sociopoint.account_forms.ConfirmCodeForm",
    "activate_totp": "sociopoint.account_forms.ActivateAppForm",
    "add_webauthn": "sociopoint.account_forms.AddKeyForm",
    "authenticate_webauthn": "sociopoint.account_forms.KeyAsSecondStepForm",
    "login_webauthn": "sociopoint.account_forms.KeyAloneForm",
    "reauthenticate_webauthn": "sociopoint.account_forms.ConfirmByKeyForm",
    "edit_webauthn": "sociopoint.account_forms.NameKeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0

LANGUAGE_CODE = "cs"
LANGUAGES = [("cs", _("čeština")), ("en", _("angličtina")), ("uk", _("ukrajinština"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "tools"]
TIME_ZONE = "Europe/Prague"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"  # whole: the prefix of a language must not become a part of it
STATIC_ROOT = ENVIRONMENT.data_folder / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG and "test" not in sys.argv and "pytest" not in sys.modules
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# One policy for every page, admin included: no inline script or style without the nonce of this very answer.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = (
    ENVIRONMENT.session_hours + 1
) * 3600  # `sociopoint.idle_lock` ends a session sooner, to the second
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.production
SECURE_HSTS_SECONDS = 63_072_000 if ENVIRONMENT.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.production
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if ENVIRONMENT.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "sociopoint.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Letters (`sociopoint.mailing`): a server in production, a file each in a trial run, so that a newcomer reads what was sent.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
EMAIL_TIMEOUT = 20  # seconds
EMAIL_FILE_PATH = ENVIRONMENT.data_folder / "mail"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if ENVIRONMENT.mail_server:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.mail_server.host, ENVIRONMENT.mail_server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.mail_server.user, ENVIRONMENT.mail_server.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = (ENVIRONMENT.mail_server.security == kind for kind in ("tls", "ssl"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "without contents": {
            "()": "sociopoint.logs.WithoutContents",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "sociopoint.logs.JsonLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if ENVIRONMENT.production else "line"},
        "tasks": {
            "class": "logging.StreamHandler",
            "formatter": "json" if ENVIRONMENT.production else "without contents",
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django logs the path of every 4xx; a path is public, but a query may hold what a person typed: errors only.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "sociopoint.requests": {"level": "INFO" if ENVIRONMENT.production else "WARNING"},
        "procrastinate": {"handlers": ["tasks"], "level": "WARNING", "propagate": False},
    },
}
