"""Who writes the letters of a place."""

from podworko.core.messages import Letterhead
from podworko.core.words import spoken_phone
from podworko.places.models import Centre


def letterhead_of(centre: Centre) -> Letterhead:
    """Return the name, address and reach of `centre` for the head of a letter, with its ink."""
    reach = [way for way in (centre.phone and spoken_phone(centre.phone), centre.email) if way]
    return Letterhead(
        name=centre.name,
        lines=[f"{centre.street}, {centre.postcode} {centre.city}", *reach],
        city=centre.city,
        zone=centre.network.time_zone,
        kind=centre.kind.look,
    )
