"""The site's settings as the tests run it: the database and the store are named by tests/web/conftest.py."""

import os

os.environ["GOLDENTHREAD_ENVIRONMENT"] = "test"
# A browser's driver keeps a loop in the thread of the tests; the database is never used from within it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ.setdefault("DATABASE_URL", "postgresql://gt_app@/goldenthread?host=/nowhere")

from goldenthread.web.config.settings import *  # noqa: F403

SECRET_KEY = "for tests only"
# What argon2 is for is tested by itself; every other test signs people in quickly.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
