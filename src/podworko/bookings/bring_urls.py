"""Addresses of calendars that a place brings along; they follow those of its desk."""

from django.urls import path

from podworko.bookings.views import bringing

urlpatterns = [
    path("", bringing.bring, name="bring"),
    path("<uuid:public_id>/", bringing.show, name="brought"),
    path("<uuid:public_id>/answers/", bringing.answer, name="brought_answer"),
    path("<uuid:public_id>/dates/", bringing.answer_dates, name="brought_dates"),
    path("<uuid:public_id>/keep/", bringing.keep, name="brought_keep"),
    path("<uuid:public_id>/again/", bringing.again, name="brought_again"),
    path("<uuid:public_id>/drop/", bringing.drop, name="brought_drop"),
    path("<uuid:public_id>/uses/", bringing.uses, name="brought_uses"),
    path("<uuid:public_id>/uses/<int:use>/remove/", bringing.remove, name="brought_remove"),
    path("<uuid:public_id>/uses/<int:use>/show/", bringing.show_use, name="brought_show"),
    path("<uuid:public_id>/undo/", bringing.undo, name="brought_undo"),
]
