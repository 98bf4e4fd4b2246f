"""How far it is from one point on earth to another."""

import math
from dataclasses import dataclass

EARTH = 6_371_000
PLACES_OF_DEGREES = 3
MOST_NORTH, MOST_EAST = 90, 180


@dataclass(frozen=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.{PLACES_OF_DEGREES}f},{self.longitude:.{PLACES_OF_DEGREES}f}"

    @classmethod
    def read(cls, text: str) -> "Point":
        """Read "50.062,19.938", made coarse to about 100 m. Raises ValueError."""
        latitude, longitude = (round(float(part), PLACES_OF_DEGREES) for part in text.split(","))
        if not (abs(latitude) <= MOST_NORTH and abs(longitude) <= MOST_EAST):
            raise ValueError(text)
        return cls(latitude, longitude)


def metres(one: Point, other: Point) -> float:
    """Return how far it is as the crow flies (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))
