"""Django's settings. Safe unless told otherwise: what a demonstration relaxes is marked."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.web.config.environment import environment
from goldenthread.web.config.rooms import built
from goldenthread.web.database.url import settings_from
from goldenthread.web.signin.providers import SecondFactor, sign_in_settings

ENVIRONMENT = environment()

SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.older_keys)
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
STORE = ENVIRONMENT.store
SIGNING_KEY_FILE = ENVIRONMENT.signing_key
HEADS = ENVIRONMENT.heads

INSTALLED_APPS = [
    *(room.module for room in built()),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
]

MIDDLEWARE = [
    "goldenthread.web.config.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "goldenthread.web.accounts.middleware.SessionLimit",
    "goldenthread.web.signin.middleware.StillProvedTwice",
    "goldenthread.web.signin.middleware.BearerTokens",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "goldenthread.web.accounts.middleware.OnePolicyForEachRoute",
    "goldenthread.web.config.middleware.OneScopedTransaction",  # last: the view runs inside it
]

ROOT_URLCONF = "goldenthread.web.config.urls"
WSGI_APPLICATION = "goldenthread.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["goldenthread.web.page.templatetags.page"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "goldenthread.web.config.context.every_page",
            ],
        },
    }
]

DATABASES = {"default": settings_from(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DATE_INPUT_FORMATS = ["%d/%m/%Y"]

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "goldenthread.web.config.static.HashedFiles"
        if ENVIRONMENT.static
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENVIRONMENT.static is None

# Who may come in
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "goldenthread.web.accounts.backend.EmailAndPassword",
    "goldenthread.web.signin.backends.AuthenticatorCode",
    "goldenthread.web.signin.backends.RecoveryCode",
]
LOGIN_URL = "door:sign-in"
CONFIRM_URL = "door:confirm"
# Who signs in how: a demonstration asks its made-up people for a pass phrase alone.
SIGN_IN = sign_in_settings(
    ENVIRONMENT.sign_in, second_factor=SecondFactor.ALL if ENVIRONMENT.production else SecondFactor.NONE
)
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# One person from one place is locked, never an address that a whole office shares.
AXES_USERNAME_CALLABLE = "goldenthread.web.signin.place.name_for_limits"
AXES_USERNAME_FORM_FIELD = "email"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "goldenthread.web.signin.place.client_address"
AXES_WHITELIST_CALLABLE = "goldenthread.web.signin.place.is_known"
AXES_LOCKOUT_CALLABLE = "goldenthread.web.signin.proving.held_up"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = (
    False  # or whoever goes on trying holds the person up for ever
)
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in our own history
AXES_SENSITIVE_PARAMETERS = [
    "email",
    "username",
    "ip_address",
    "password",
    "code",
    "recovery_code",
    "passkey",
]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions: 20 minutes idle, 10 hours at the longest. A demonstration runs on plain http on this machine.
SESSION_ENGINE = "goldenthread.web.signin.sessions"
SESSION_COOKIE_AGE = 20 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_LONGEST = timedelta(hours=10)
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.production else "session"
SESSION_COOKIE_SECURE = ENVIRONMENT.production
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
KNOWN_BROWSER_COOKIE = "__Host-known" if ENVIRONMENT.production else "known"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.production else "csrf"
CSRF_COOKIE_SECURE = ENVIRONMENT.production
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "goldenthread.web.config.views.form_too_old"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What browsers are told
SECURE_SSL_REDIRECT = ENVIRONMENT.production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.production else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if ENVIRONMENT.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.production
SECURE_HSTS_PRELOAD = ENVIRONMENT.production
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" turns Origin to null and every form would be refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# Notices to people about their own accounts
EMAIL_BACKEND = f"django.core.mail.backends.{ENVIRONMENT.mail.kind}.EmailBackend"
EMAIL_FILE_PATH = ENVIRONMENT.mail.folder
EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.mail.host, ENVIRONMENT.mail.port
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail.sender
SITE_ADDRESS = ENVIRONMENT.address  # what links in mail and calendars begin with
PROXIES = ENVIRONMENT.proxies

# How a page below config asks for today's figure of a frozen one, without knowing who provides it.
EVIDENCE_TODAY = "goldenthread.web.config.evidence_kinds.as_today"
# How it asks which frozen figures, and which of a team's duties, readers outside were told.
FIGURES_TOLD = "goldenthread.web.indicators.evidence.told_outside"
DUTIES_TOLD = "goldenthread.web.indicators.evidence.duties_told_outside"
# How a measure's page asks for the actions to mark on its chart, and an objective's page for that chart.
MEASURE_MARKS = "goldenthread.web.config.measure_charts.marks_on"
MEASURE_CHARTS = "goldenthread.web.config.measure_charts.charts_of"
MEASURE_NEARNESS = "goldenthread.web.config.measure_nearness.nearness_of"

# How an objective's page asks how its measures stand, and what a baseline may be frozen from.
MEASURES_NOW = "goldenthread.web.config.success.measures_now"
MEASURE_PERIODS = "goldenthread.web.config.success.periods_of"

# What rooms beside the plan have for somebody's reminders and calendar.
NEEDS_BESIDE_THE_PLAN = "goldenthread.web.config.beside.needs_beside"
DATES_BESIDE_THE_PLAN = "goldenthread.web.config.beside.dates_beside"

# What is published of other authorities, beside what is embedded for England.
PUBLISHED_FIGURES, AUTHORITY_CODE = ENVIRONMENT.published, ENVIRONMENT.authority_code

# How the room that opens and allots children asks the records, which lie above it.
ACCESS_RECORDS = "goldenthread.web.intake.known.known_children"
# More children by name in a day than this, from this day on, and those who answer for a person are told.
MANY_CHILDREN_A_DAY = [(date(2026, 1, 1), 250)]
# Nobody takes away more rows about children as files in a day than this, from this day on.
MOST_TAKEN_AWAY_A_DAY = [(date(2026, 1, 1), 5000)]

# No service asks the interface for programs more often in an hour than this, from this day on.
MOST_CALLS_AN_HOUR = [(date(2026, 1, 1), 1000)]

# Uploads
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without words": {"()": "goldenthread.web.config.logs.WithoutWords"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "without words"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": []},  # Django's own would post faults, with all a request sent, to its ADMINS
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
