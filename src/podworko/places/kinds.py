"""What each kind of centre of the model is, for networks to begin with: rules that a network may change.

Ages as Kraków's programmes have them: seniors 60+, parents with children to 3 and those expecting, youth 13–26.
"""

from dataclasses import dataclass

from podworko.places.models import Audience, CentreKind, ModelKind, Network, Part, SignUp


@dataclass(frozen=True)
class Beginning:
    """The audience rule, the default sign-up and the parts of the product that a kind begins with."""

    audience: Audience
    sign_up: SignUp
    parts: tuple[Part, ...]
    age_from: int | None = None
    age_to: int | None = None


BEGINNINGS: dict[ModelKind, Beginning] = {
    ModelKind.CAL: Beginning(Audience.EVERYBODY, SignUp.OPTIONAL, (Part.LENDING, Part.PROGRAMME, Part.EXCHANGE)),
    ModelKind.MAM: Beginning(Audience.EVERYBODY, SignUp.OPTIONAL, (Part.LENDING, Part.PROGRAMME)),
    ModelKind.CAS: Beginning(
        Audience.SENIORS, SignUp.REQUIRED, (Part.LENDING, Part.PROGRAMME, Part.MEMBERSHIP), age_from=60
    ),
    # The age is that of the child who is brought.
    ModelKind.CLUB: Beginning(Audience.PARENTS, SignUp.NONE, (Part.PROGRAMME, Part.ANONYMOUS), age_from=0, age_to=3),
    ModelKind.YOUTH: Beginning(Audience.YOUTH, SignUp.NONE, (Part.PROGRAMME, Part.ANONYMOUS), age_from=13, age_to=26),
    ModelKind.CIVIC: Beginning(Audience.CITIZENS, SignUp.OPTIONAL, (Part.LENDING, Part.PROGRAMME)),
    ModelKind.MULTICULTURAL: Beginning(
        Audience.NEWCOMERS, SignUp.OPTIONAL, (Part.LENDING, Part.PROGRAMME, Part.ADVICE)
    ),
}


def begin_with_model_kinds(network: Network) -> None:
    """Give a new network the kinds of the model."""
    CentreKind.objects.bulk_create(
        CentreKind(
            network=network,
            code=kind,
            look=kind,
            audience=beginning.audience,
            age_from=beginning.age_from,
            age_to=beginning.age_to,
            sign_up=beginning.sign_up,
            parts=[*beginning.parts],
        )
        for kind, beginning in BEGINNINGS.items()
    )
