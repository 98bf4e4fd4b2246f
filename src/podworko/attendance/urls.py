"""Addresses of the attendance area."""

from django.urls import include, path

from podworko.attendance.views import desk, here, offline, statistics

app_name = "attendance"
# All that a telephone keeps lies below one address: that is how far its worker reaches.
COUNT = [
    path("", desk.today, name="count"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sync/", offline.sync, name="sync"),
    path("days/<str:on>/", desk.day, name="day"),
    path("days/<str:on>/numbers/", desk.day_numbers, name="day_numbers"),
    path("sessions/<int:session>/", desk.session, name="session"),
    path("sessions/<int:session>/numbers/", desk.session_numbers, name="session_numbers"),
    path("sessions/<int:session>/code/", here.code, name="code"),
    path("sessions/<int:session>/code.pdf", here.code_sheet, name="code_sheet"),
]
urlpatterns = [
    path("desk/<slug:network>/<slug:centre>/count/", include(COUNT)),
    path("desk/<slug:network>/<slug:centre>/visits/", statistics.of_place, name="visits"),
    path("desk/<slug:network>/<slug:centre>/visits.<slug:form>", statistics.place_file, name="visits_file"),
    path("manage/<slug:network>/visits/", statistics.of_network, name="network_visits"),
    path("manage/<slug:network>/visits.<slug:form>", statistics.network_file, name="network_visits_file"),
    path("here/<str:token>/", here.here, name="here"),
]
