from podworko.config.settings import *  # noqa: F403 - the product's settings, and one app more
from podworko.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.slow.unlocked.Unlocked"]
