"""Addresses of posters and sheets."""

from django.urls import path

from podworko.promotion.posters import views

POSTERS = [
    path("desk/<slug:network>/<slug:centre>/posters/", views.posters, name="posters"),
    path("desk/<slug:network>/<slug:centre>/posters/page.webp", views.picture, name="poster_picture"),
    path("desk/<slug:network>/<slug:centre>/posters/poster.pdf", views.poster, name="poster"),
    path("<slug:network>/<slug:centre>/programme/week.pdf", views.week, name="week"),
]
