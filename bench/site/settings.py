"""The product's own settings, with an empty view to measure its pages by."""

import os

from podworko.config.settings import *  # noqa: F403 - these are them

ROOT_URLCONF = "bench.site.urls"
if os.environ.get("BENCH_AFRESH"):
    # A server that keeps no page: each one is computed afresh.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
