"""Addresses of the portal. A word that stands here after a network may not name a place: see places.addresses."""

from django.urls import path

from podworko.portal.views import (
    accessibility,
    demo,
    directory,
    home,
    maps,
    mine,
    mine_calendar,
    network,
    organisation,
    place,
    room,
    search,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("styleguide/", demo.styleguide, name="styleguide"),
    path("signed-in/", home.after_sign_in, name="after_sign_in"),
    path("demo/mail/", demo.mailbox, name="mailbox"),
    path("demo/mail/<int:message>/<int:number>/", demo.mailbox_file, name="mailbox_file"),
    path("search/", search.everywhere, name="search_everywhere"),
    path("mine/", mine.mine, name="mine"),
    path("mine/code/", mine.code, name="mine_code"),
    path("mine/new-code/", mine.new_code, name="mine_new_code"),
    path("mine/leave/", mine.leave, name="mine_leave"),
    path("mine/calendar/", mine_calendar.calendar, name="mine_calendar"),
    path("mine/calendar/revoke/", mine_calendar.revoke, name="mine_calendar_revoke"),
    path("mine/export/", mine.export, name="mine_export"),
    path("mine/erase/", mine.erase, name="mine_erase"),
    path("mine/erase/code/", mine.erase_code, name="mine_erase_code"),
    path("mine/consents/<int:consent>/withdraw/", mine.withdraw, name="mine_withdraw"),
    path("sign-up/<str:token>/plan/", mine_calendar.from_sign_up, name="plan_of_sign_up"),
    path("<slug:network>/", network.network, name="network"),
    path("<slug:network>/map.json", maps.map_json, name="map"),
    path("<slug:network>/places/", directory.directory, name="directory"),
    path("<slug:network>/search/", search.in_network, name="search"),
    path("<slug:network>/accessibility/", accessibility.statement, name="accessibility"),
    path("<slug:network>/organisations/", organisation.organisations, name="organisations"),
    path("<slug:network>/organisations/<slug:organisation>/", organisation.organisation, name="organisation"),
    path("<slug:network>/<slug:centre>/", place.place, name="place"),
    path("<slug:network>/<slug:centre>/accessibility/", accessibility.place_access, name="place_access"),
    path("<slug:network>/<slug:centre>/rooms/<slug:room>/", room.room, name="room"),
]
