"""The addresses of the product. Those that begin with a network's name come last."""

from allauth.account import urls as account
from django.urls import include, path
from django.views.i18n import set_language

from podworko.config.api import api
from podworko.core import views as core

# Accounts are made by invitation, and an address is what an account is trusted for: nobody changes theirs here.
ACCOUNT_PAGES = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [
    path("healthz", core.health, name="health"),
    path("language/", set_language, name="set_language"),
    path("account/", include([page for page in account.urlpatterns if page.name in ACCOUNT_PAGES])),
    path("api/v1/", api.urls),
    path("", include("podworko.bookings.urls")),
    path("", include("podworko.portal.urls")),
]
handler500 = "podworko.core.views.server_error"
