"""Addresses of the bookings area."""

from django.urls import path

from podworko.bookings.views import asking, calendars, desk, mine

app_name = "bookings"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/requests/<slug:reference>/", desk.decide, name="decide"),
    path("desk/requests/<slug:reference>/accept/", desk.accept, name="accept"),
    path("desk/requests/<slug:reference>/decline/", desk.decline, name="decline"),
    path("desk/requests/<slug:reference>/ask/", desk.ask_for_changes, name="ask_for_changes"),
    path("desk/requests/<slug:reference>/call-off/", desk.call_off, name="call_off"),
    path("desk/<slug:network>/<slug:centre>/", desk.inbox, name="inbox"),
    path("desk/<slug:network>/<slug:centre>/new/", desk.take, name="take"),
    path("request/<str:token>/", mine.mine, name="mine"),
    path("request/<str:token>/code/", asking.code, name="code"),
    path("request/<str:token>/new-code/", asking.new_code, name="new_code"),
    path("request/<str:token>/change/", mine.change, name="change"),
    path("request/<str:token>/call-off/", mine.cancel, name="cancel"),
    path("request/<str:token>/calendar.ics", mine.calendar_file, name="calendar_file"),
    path("<slug:network>/<slug:centre>/borrow/", asking.ask, name="ask"),
    path("<slug:network>/<slug:centre>/borrow/check/", asking.check, name="check"),
    path("<slug:network>/<slug:centre>/borrow/paper.pdf", calendars.paper_form, name="paper"),
    path("<slug:network>/<slug:centre>/calendar/", calendars.calendar, name="calendar"),
    path("<slug:network>/<slug:centre>/calendar.ics", calendars.feed, name="feed"),
    path("<slug:network>/<slug:centre>/<slug:room>/calendar.ics", calendars.feed, name="room_feed"),
]
