"""Addresses of messages at the desk."""

from django.urls import path

from podworko.core import desk_views

app_name = "core"
urlpatterns = [
    path("<int:message>/letter.pdf", desk_views.letter, name="letter"),
    path("<int:message>/printed/", desk_views.letter_printed, name="letter_printed"),
    path("<int:message>/again/", desk_views.send_again, name="send_again"),
]
