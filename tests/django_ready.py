"""Django for the rings that need it: a data folder of their own, fast hashes, a file instead of memory.

Imported first by the conftest of each such ring, so that the other rings never load Django. The name of the settings
is taken out of the environment again: a process that a test or pytest-xdist starts must find its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
from pathlib import Path

import django
from django.conf import settings as django_settings

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Two runs at once, of two people or two rings, do not meet.
DATA = ROOT / ".cache" / "web" / f"{WORKER}-{os.getpid()}"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "leitai.web.settings",
    "LEITAI_DATA": str(DATA),
    "LEITAI_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "LEITAI_HOSTS": "localhost,127.0.0.1,testserver",
    "LEITAI_DEMO": "true",
}


def make_ready() -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    atexit.register(shutil.rmtree, DATA, ignore_errors=True)
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT)
    from leitai.web import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, not memory: threads then meet as they do in use. What a power cut does is not tested here.
        database["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    settings.PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django.setup()
    for name in ENVIRONMENT:
        os.environ.pop(name, None)
        if name in before:
            os.environ[name] = before[name]


if not django_settings.configured:
    make_ready()
