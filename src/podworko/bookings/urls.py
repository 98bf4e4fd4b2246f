"""Addresses of the bookings area."""

from django.urls import include, path

from podworko.bookings.views import asking, calendars, desk, feeds, finding, mine, moving, offers, rules, showing, use
from podworko.bookings.views import today as days

app_name = "bookings"
# The rules of lending of a place.
RULES = [
    path("", rules.rules, name="rules"),
    path("rooms/<slug:room>/", rules.room_rules, name="room_rules"),
    path("days/", rules.blackout_list, name="rules_days"),
    path("days/<int:number>/", rules.blackout, name="rules_day"),
    path("days/<int:number>/remove/", rules.remove_blackout, name="remove_rules_day"),
    path("agreed/", rules.agreed, name="rules_agreed"),
    path("agreed/<int:number>/", rules.declaration, name="declaration"),
    path("agreed/<int:number>/move/", rules.move_declaration, name="move_declaration"),
    path("agreed/<int:number>/remove/", rules.remove_declaration, name="remove_declaration"),
]
urlpatterns = [
    path("desk/<slug:network>/<slug:centre>/rules/", include(RULES)),
    path("desk/", desk.desk, name="desk"),
    path("desk/requests/<slug:reference>/", desk.decide, name="decide"),
    path("desk/requests/<slug:reference>/accept/", desk.accept, name="accept"),
    path("desk/requests/<slug:reference>/decline/", desk.decline, name="decline"),
    path("desk/requests/<slug:reference>/ask/", desk.ask_for_changes, name="ask_for_changes"),
    path("desk/requests/<slug:reference>/queue/", desk.queue_dates, name="queue"),
    path("desk/requests/<slug:reference>/dates/<int:date>/", moving.staff_edit, name="staff_edit"),
    path("desk/requests/<slug:reference>/dates/<int:date>/offer/", offers.make, name="offer"),
    path("desk/requests/<slug:reference>/call-off/", desk.call_off, name="call_off"),
    path("desk/walk-ins/<int:walk_in>/", days.walk_in, name="walk_in"),
    path("desk/walk-ins/<int:walk_in>/<slug:deed>/", days.walk_in_deed, name="walk_in_deed"),
    path("desk/handovers/<slug:use>/how/", days.left, name="left"),
    path("desk/handovers/<slug:use>/<slug:step>/", days.hand_over, name="hand_over"),
    path("desk/damage/<uuid:photo>/<slug:size>.webp", days.damage_photo, name="damage_photo"),
    path("desk/<slug:network>/<slug:centre>/", desk.inbox, name="inbox"),
    path("desk/<slug:network>/<slug:centre>/today/", days.today, name="today"),
    path("desk/<slug:network>/<slug:centre>/today/<slug:room>/start/", days.start, name="start"),
    path("desk/<slug:network>/<slug:centre>/bring/", include("podworko.bookings.bring_urls")),
    path("desk/<slug:network>/<slug:centre>/new/", desk.take, name="take"),
    path("desk/<slug:network>/<slug:centre>/use/", use.use, name="use"),
    path("desk/<slug:network>/<slug:centre>/use.csv", use.use_file, name="use_file"),
    path("desk/<slug:network>/<slug:centre>/phone/", feeds.staff_feed, name="staff_feed"),
    path("desk/<slug:network>/<slug:centre>/phone/revoke/", feeds.revoke_staff_feed, name="revoke_staff_feed"),
    path("desk/<slug:network>/<slug:centre>/day.pdf", showing.staff_day_sheet, name="staff_day_sheet"),
    path("desk/<slug:network>/<slug:centre>/week.pdf", showing.staff_week_plan, name="staff_week_plan"),
    path("feeds/<str:secret>.ics", feeds.by_key, name="feed_by_key"),
    path("request/<str:token>/", mine.mine, name="mine"),
    path("request/<str:token>/code/", asking.code, name="code"),
    path("request/<str:token>/new-code/", asking.new_code, name="new_code"),
    path("request/<str:token>/change/", mine.change, name="change"),
    path("request/<str:token>/again/", asking.again, name="again"),
    path("request/<str:token>/call-off/", mine.cancel, name="cancel"),
    path("request/<str:token>/dates/<int:date>/", moving.own_edit, name="own_edit"),
    path("request/<str:token>/offers/<int:offer>/", offers.answer, name="answer"),
    path("request/<str:token>/calendar.ics", mine.calendar_file, name="calendar_file"),
    path("<slug:network>/find/", finding.find, name="find"),
    path("<slug:network>/<slug:centre>/borrow/", asking.ask, name="ask"),
    path("<slug:network>/<slug:centre>/borrow/check/", asking.check, name="check"),
    path("<slug:network>/<slug:centre>/borrow/paper.pdf", calendars.paper_form, name="paper"),
    path("<slug:network>/<slug:centre>/calendar/", calendars.calendar, name="calendar"),
    path("<slug:network>/<slug:centre>/calendar.ics", feeds.feed, name="feed"),
    path("<slug:network>/<slug:centre>/calendar/day.pdf", showing.day_sheet, name="day_sheet"),
    path("<slug:network>/<slug:centre>/calendar/week.pdf", showing.week_plan, name="week_plan"),
    path("<slug:network>/<slug:centre>/embed/", showing.embed, name="embed"),
    path("<slug:network>/<slug:centre>/<slug:room>/calendar.ics", feeds.feed, name="room_feed"),
    path("<slug:network>/<slug:centre>/<slug:room>/door/", showing.door, name="door"),
]
