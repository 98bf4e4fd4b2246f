"""Addresses of the promotion area."""

from podworko.promotion.feeds.urls import FEEDS
from podworko.promotion.posters.urls import POSTERS

app_name = "promotion"
urlpatterns = [*POSTERS, *FEEDS]
