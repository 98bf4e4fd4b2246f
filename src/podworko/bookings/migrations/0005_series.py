from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.models import F


def write_rules(apps: StateApps, _schema_editor: object) -> None:
    """Write the weekly series as rules, and say of each date that it stands where its rule put it."""
    for request in apps.get_model("bookings", "BookingRequest").objects.filter(weekly_until__isnull=False):
        request.rule = f"FREQ=WEEKLY;UNTIL={request.weekly_until:%Y%m%d}"
        request.save(update_fields=["rule"])
    apps.get_model("bookings", "BookingDate").objects.filter(rule_at__isnull=True).update(rule_at=F("starts_at"))


class Migration(migrations.Migration):
    dependencies = [("bookings", "0004_the_space_in_full")]
    operations = [migrations.RunPython(write_rules, migrations.RunPython.noop)]
