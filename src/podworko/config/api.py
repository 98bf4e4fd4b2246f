"""The API of the product, version 1: the areas' routers under one address."""

from podworko import __version__
from podworko.bookings import api as bookings
from podworko.bookings import api_finding as finding
from podworko.core.api import API
from podworko.places import api as places
from podworko.programme import api as programme

api = API(
    title="Podwórko",
    version=__version__,
    description=(
        "Places, rooms, free time, requests for rooms, activities and sign-ups. Reading is open to everybody; requests "
        "and sign-ups need a token "
        "(`podworko token EMAIL`). Sentences come in the language of `Accept-Language`: pl, uk or en. "
        "Whatever goes wrong is told as RFC 9457 writes it down."
    ),
    urls_namespace="api-1",
    # The description is read by programs; a page to look at would come from a CDN.
    docs_url=None,
)
api.add_router("/networks", places.router)
api.add_router("/networks", bookings.rooms)
api.add_router("/networks", finding.router)
api.add_router("/networks", programme.activities)
api.add_router("/requests", bookings.requests)
api.add_router("/sign-ups", programme.sign_ups)
