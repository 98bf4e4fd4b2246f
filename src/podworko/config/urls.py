"""The addresses of the product. Those that begin with a network's name come last."""

from django.urls import include, path
from django.views.i18n import set_language

from podworko.config.api import api
from podworko.core import views as core

urlpatterns = [
    path("healthz", core.health, name="health"),
    path("language/", set_language, name="set_language"),
    path("account/", include("allauth.account.urls")),
    path("api/v1/", api.urls),
    path("", include("podworko.bookings.urls")),
    path("", include("podworko.portal.urls")),
]
handler500 = "podworko.core.views.server_error"
