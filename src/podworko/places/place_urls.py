"""Addresses of the pages with which one place is kept right; they stand under /manage/<network>/places/<centre>/."""

import datetime as dt

from django.urls import path, register_converter

from podworko.places.views import access, details, hours, photos, premises, rooms, setup


class DayConverter:
    """A day in an address: 2026-12-24."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        """Return the date; raise ValueError, which means that there is no such page."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        """Return the date as it stands in the address."""
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("", setup.setup, name="setup"),
    path("changes/", setup.changes, name="changes"),
    path("details/", details.details, name="details"),
    path("hours/", hours.overview, name="hours"),
    path("hours/week/", hours.week, {"what": "week"}, name="week"),
    path("hours/duty/", hours.week, {"what": "duty"}, name="duty"),
    path("hours/seasons/new/", hours.new_season, name="new_season"),
    path("hours/seasons/<int:season>/", hours.season, name="season"),
    path("hours/seasons/<int:season>/week/", hours.week, {"what": "week"}, name="season_week"),
    path("hours/seasons/<int:season>/duty/", hours.week, {"what": "duty"}, name="season_duty"),
    path("hours/seasons/<int:season>/remove/", hours.remove_season, name="remove_season"),
    path("hours/days/new/", hours.new_day, name="new_day"),
    path("hours/days/<day:on>/", hours.day, name="day"),
    path("hours/days/<day:on>/remove/", hours.remove_day, name="remove_day"),
    path("rooms/", rooms.rooms, name="rooms"),
    # A room may be called "new": its own page stands one step deeper.
    path("rooms/new/", rooms.new, name="new_room"),
    path("rooms/of/<slug:room>/", rooms.room, name="room"),
    path("rooms/of/<slug:room>/move/", rooms.move, name="move_room"),
    path("rooms/of/<slug:room>/remove/", rooms.remove, name="remove_room"),
    path("photos/", photos.photos, name="photos"),
    path("photos/<uuid:public_id>/", photos.change, name="photo_words"),
    path("photos/<uuid:public_id>/move/", photos.move, name="move_photo"),
    path("photos/<uuid:public_id>/remove/", photos.remove, name="remove_photo"),
    path("access/", access.overview, name="access"),
    path("access/place/", access.of_place, name="access_place"),
    path("access/rooms/<slug:room>/", access.of_room, name="access_room"),
    path("access/entrances/new/", access.new_entrance, name="new_entrance"),
    path("access/entrances/<int:entrance>/", access.of_entrance, name="entrance"),
    path("access/entrances/<int:entrance>/name/", access.rename_entrance, name="rename_entrance"),
    path("access/entrances/<int:entrance>/remove/", access.remove_entrance, name="remove_entrance"),
    path("premises/", premises.profile, name="premises"),
    path("premises/profile.pdf", premises.sheet, name="premises_pdf"),
    path("premises/<slug:point>/", premises.point, name="premises_point"),
]
