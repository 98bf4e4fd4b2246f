from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.utils.text import slugify

# As podworko.places.kinds had it when networks got kinds of their own: audience, sign-up, parts, ages.
BEGINNINGS = {
    "cal": ("everybody", "optional", ["lending", "programme", "exchange"], None, None),
    "mam": ("everybody", "optional", ["lending", "programme"], None, None),
    "cas": ("seniors", "required", ["lending", "programme", "membership"], 60, None),
    "klub": ("parents", "none", ["programme", "anonymous"], 0, 3),
    "youth": ("youth", "none", ["programme", "anonymous"], 13, 26),
    "co": ("citizens", "optional", ["lending", "programme"], None, None),
    "cw": ("newcomers", "optional", ["lending", "programme", "advice"], None, None),
}


def fill(apps: StateApps, _schema_editor: object) -> None:
    """Give networks their kinds, centres their kind, organisations an address, scopes their kind."""
    model = apps.get_model
    for network in model("places", "Network").objects.all():
        model("people", "Scope").objects.filter(pk=network.scope_id).update(kind="network")
        for code, (audience, sign_up, parts, age_from, age_to) in BEGINNINGS.items():
            kind = model("places", "CentreKind").objects.create(
                network=network,
                code=code,
                look=code,
                audience=audience,
                sign_up=sign_up,
                parts=parts,
                age_from=age_from,
                age_to=age_to,
            )
            network.centres.filter(kind_code=code).update(kind=kind)
    for organisation in model("places", "Organisation").objects.all():
        model("people", "Scope").objects.filter(pk=organisation.scope_id).update(kind="organisation")
        organisation.slug = f"{slugify(organisation.name)[:60]}-{organisation.pk}".strip("-")
        organisation.save()


class Migration(migrations.Migration):
    dependencies = [("places", "0002_places_in_full"), ("people", "0002_roles_consents_minors")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
