"""Networks, organisations, centres, their premises, rooms, hours and access."""

from podworko.places.models.access import AccessFact, AccessQuestion, AccessStatement, Entrance
from podworko.places.models.areas import AreaDistrict, District, DrawnArea
from podworko.places.models.centres import Centre, CentreVersion, Operation, Spoken, Stage, StageStep, StartedBy
from podworko.places.models.hours import (
    DutyException,
    DutyHours,
    OpeningException,
    OpeningHours,
    Season,
    Weekday,
    WeeklyHours,
)
from podworko.places.models.kinds import Audience, CentreKind, ModelKind, Part, SignUp
from podworko.places.models.networks import FormedBy, Network, NetworkDay, SchoolBreak, TeamMember
from podworko.places.models.organisations import Organisation, OrganisationKind
from podworko.places.models.photos import Photo
from podworko.places.models.premises import PremisesFinding, PremisesPoint
from podworko.places.models.rooms import Equipment, Layout, Room, RoomEquipment, RoomLayout, RoomPart

__all__ = [
    "AccessFact",
    "AccessQuestion",
    "AccessStatement",
    "AreaDistrict",
    "Audience",
    "Centre",
    "CentreKind",
    "CentreVersion",
    "District",
    "DrawnArea",
    "DutyException",
    "DutyHours",
    "Entrance",
    "Equipment",
    "FormedBy",
    "Layout",
    "ModelKind",
    "Network",
    "NetworkDay",
    "OpeningException",
    "OpeningHours",
    "Operation",
    "Organisation",
    "OrganisationKind",
    "Part",
    "Photo",
    "PremisesFinding",
    "PremisesPoint",
    "Room",
    "RoomEquipment",
    "RoomLayout",
    "RoomPart",
    "SchoolBreak",
    "Season",
    "SignUp",
    "Spoken",
    "Stage",
    "StageStep",
    "StartedBy",
    "TeamMember",
    "Weekday",
    "WeeklyHours",
]
