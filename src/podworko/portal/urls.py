"""Addresses of the portal."""

from django.urls import path

from podworko.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("signed-in/", views.after_sign_in, name="after_sign_in"),
    path("<slug:network>/", views.network, name="network"),
    path("<slug:network>/<slug:centre>/", views.place, name="place"),
]
