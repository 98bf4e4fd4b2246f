"""What the places of the demo hold at weekends, where they are open then. All of it is made up."""

from podworko.places.models import Audience, ModelKind, SignUp
from podworko.portal.demo.repertoire import Show
from podworko.portal.demo.shapes import SAT
from podworko.programme.models import ActivityKind, Initiator

SQUARE = (
    Show(
        "Sobota na podwórku",
        "Kreda, bule i gorąca herbata z termosu. Wychodzimy w każdą pogodę poza burzą.",
        "Każdy przynosi, w co lubi grać. Dorośli bez dzieci też.",
        ActivityKind.OUTDOOR,
        SAT,
        "10:30-12:00",
        spot="podwórko za budynkiem",
        initiator=Initiator.RESIDENTS,
        languages=("pl", "uk"),
    ),
)
WEEKEND: dict[ModelKind, tuple[Show, ...]] = {
    ModelKind.CAL: SQUARE,
    ModelKind.MAM: SQUARE,
    ModelKind.MULTICULTURAL: (
        Show(
            "Miasto, jakiego nie ma w przewodniku",
            "Spacer po dzielnicy z kimś, kto sam kiedyś tu przyjechał. Po polsku, ukraińsku i angielsku.",
            "Pokazujemy, gdzie jest biblioteka, tani szewc i najlepszy plac zabaw.",
            ActivityKind.TRIP,
            SAT,
            "11:00-13:00",
            spot="przed wejściem do centrum",
            audience=Audience.NEWCOMERS,
            languages=("pl", "uk", "en"),
            sign_up=SignUp.OPTIONAL,
            capacity=15,
            comers=7,
        ),
    ),
}
