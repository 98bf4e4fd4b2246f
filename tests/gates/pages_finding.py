"""The page on which residents find a room in the whole city, in each of its states, and the same for programs."""

from tests.gates.page import PUBLIC, Page
from tests.gates.pages_public import network

# Chosen by everything; exact hours; nothing found, with ways out; nothing at all; answered wrong.
FINDING = (
    "?people=20&where=d0&within=5000&length=60&weekday=1&weekday=3&access=step_free&order=nearest",
    "?on=2026-12-08&starts=10:00&ends=12:00&where=50.020,20.000",
    "?people=20&equipment=toys&on=2026-12-08&starts=10:00&ends=12:00",
    "?people=20&layout=mats&access=loop&equipment=toys&on=2026-12-08",
    "?people=9999",
    "?people=-1&on=never&starts=9&ends=8&length=x&where=nowhere&within=1&weekday=9&access=magic&order=worst",
)

FOUND: dict[str, Page] = {
    "bookings:find": Page(PUBLIC, names=network, queries=FINDING),
    "api-1:list_free_rooms": Page(
        PUBLIC, names=network, queries=("?people=20&near=50.02,20.0&access=loop", "?people=45&place=osiedle-0")
    ),
}
