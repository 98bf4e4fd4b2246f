"""Addresses of the portal."""

from django.urls import path

from podworko.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("signed-in/", views.after_sign_in, name="after_sign_in"),
    path("demo/mail/", views.mailbox, name="mailbox"),
    path("demo/mail/<int:message>/<int:number>/", views.mailbox_file, name="mailbox_file"),
    path("<slug:network>/", views.network, name="network"),
    path("<slug:network>/<slug:centre>/", views.place, name="place"),
]
