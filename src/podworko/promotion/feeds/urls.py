"""Addresses of what other programs and sites read."""

from django.urls import path

from podworko.promotion.feeds.views import feeds, frames, pictures, subscribing

NETWORK, CENTRE = "<slug:network>/", "<slug:network>/<slug:centre>/"
FEEDS = [
    path(f"{NETWORK}programme.ics", feeds.calendar, name="network_calendar"),
    path(f"{NETWORK}programme.atom", feeds.latest, name="network_news"),
    path(f"{NETWORK}subscribe/", subscribing.subscribe, name="network_subscribe"),
    path(f"{NETWORK}frame/", frames.embedded, name="network_frame"),
    path(f"{NETWORK}on-your-site/", frames.on_your_site, name="network_on_your_site"),
    path(f"{NETWORK}picture/<slug:version>.png", pictures.picture, name="network_picture"),
    path(f"{CENTRE}programme.ics", feeds.calendar, name="calendar"),
    path(f"{CENTRE}programme.atom", feeds.latest, name="news"),
    path(f"{CENTRE}subscribe/", subscribing.subscribe, name="subscribe"),
    path(f"{CENTRE}frame/", frames.embedded, name="frame"),
    path(f"{CENTRE}on-your-site/", frames.on_your_site, name="on_your_site"),
    path(f"{CENTRE}picture/<slug:version>.png", pictures.picture, name="picture"),
    path(f"{CENTRE}programme/<slug:activity>.ics", feeds.calendar, name="activity_calendar"),
    path(f"{CENTRE}programme/<slug:activity>/picture/<slug:version>.png", pictures.picture, name="activity_picture"),
]
