"""Addresses of the programme area."""

from django.urls import include, path

from podworko.programme.views import calendars, desk, enrolling, people, showing, spread

app_name = "programme"
DESK = [
    path("", desk.programme, name="desk"),
    path("new/", desk.new, name="new"),
    path("<slug:activity>/", desk.activity, name="desk_activity"),
    path("<slug:activity>/edit/", desk.edit, name="edit"),
    path("<slug:activity>/publish/", desk.publish, name="publish"),
    path("<slug:activity>/call-off/", desk.call_off, name="call_off"),
    path("<slug:activity>/sessions/", desk.add_sessions, name="add_sessions"),
    path("<slug:activity>/sessions/<int:session>/", desk.move, name="move_session"),
    path("<slug:activity>/sessions/<int:session>/call-off/", desk.call_off_session, name="call_off_session"),
    path("<slug:activity>/people/", people.people, name="people"),
    path("<slug:activity>/people/new/", people.take, name="take"),
    path("<slug:activity>/people/<slug:reference>/", people.person, name="person"),
    path("<slug:activity>/people/<slug:reference>/remove/", people.remove, name="remove"),
]
urlpatterns = [
    path("desk/<slug:network>/<slug:centre>/programme/", include(DESK)),
    path("sign-up/<str:token>/", enrolling.enrolment, name="enrolment"),
    path("sign-up/<str:token>/code/", enrolling.code, name="code"),
    path("sign-up/<str:token>/new-code/", enrolling.new_code, name="new_code"),
    path("sign-up/<str:token>/take/", enrolling.take, name="take_place"),
    path("sign-up/<str:token>/resign/", enrolling.resign, name="resign"),
    path("sign-up/<str:token>/calendar.ics", enrolling.calendar_file, name="calendar_file"),
    path("manage/<slug:network>/spread/", spread.of_network, name="network_spread"),
    path("desk/<slug:network>/<slug:centre>/spread/", spread.of_centre, name="spread"),
    path("<slug:network>/programme/", calendars.of_network, name="network_programme"),
    path("<slug:network>/<slug:centre>/programme/", calendars.of_centre, name="programme"),
    path("<slug:network>/<slug:centre>/programme/<slug:activity>/", showing.activity, name="activity"),
    path("<slug:network>/<slug:centre>/programme/<slug:activity>/sign-up/", enrolling.sign_up, name="sign_up"),
]
