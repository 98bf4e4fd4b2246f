"""The addresses of the product. Those that begin with a network's name come last."""

from allauth.account import urls as account
from allauth.mfa.base import urls as second_factor
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as app
from allauth.mfa.webauthn import urls as passkeys
from django.urls import include, path
from django.views.i18n import set_language

from podworko.config.api import api
from podworko.core import views as core
from podworko.people import oidc, sign_in_views

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

# The codes are downloaded from the one page that shows them.
SECOND_FACTOR_PAGES = [
    path("", include(second_factor.urlpatterns)),
    path("app/", include(app.urlpatterns)),
    path("passkeys/", include(passkeys.urlpatterns)),
    path(
        "recovery-codes/",
        include([page for page in recovery_codes.urlpatterns if page.name != "mfa_download_recovery_codes"]),
    ),
]

urlpatterns = [
    path("healthz", core.health, name="health"),
    path("language/", set_language, name="set_language"),
    path("account/", sign_in_views.my_account, name="my_account"),
    path("account/city/", oidc.sign_in, name="oidc_sign_in"),
    path("account/city/back/", oidc.callback, name="oidc_callback"),
    path("account/second-factor/", include(SECOND_FACTOR_PAGES)),
    path("account/", include([page for page in account.urlpatterns if page.name in ACCOUNT_PAGES])),
    path("api/v1/", api.urls),
    path("desk/messages/", include("podworko.core.urls")),
    path("", include("podworko.people.urls")),
    path("manage/", include("podworko.places.people_urls")),
    path("", include("podworko.places.urls")),
    path("", include("podworko.bookings.urls")),
    path("", include("podworko.membership.urls")),
    path("", include("podworko.programme.urls")),
    path("", include("podworko.attendance.urls")),
    path("", include("podworko.evaluation.urls")),
    path("", include("podworko.promotion.urls")),
    path("", include("podworko.portal.urls")),
]
handler500 = "podworko.core.views.server_error"
