from django.apps.registry import Apps as StateApps
from django.db import migrations


def write_parts(apps: StateApps, _schema_editor: object) -> None:
    """Say of each room that a movable wall divides what lies inside it."""
    part_of = dict(apps.get_model("places", "Room").objects.values_list("pk", "whole"))
    model = apps.get_model("places", "RoomPart")
    for part, whole in part_of.items():
        above = whole
        while above is not None:
            model.objects.create(whole_id=above, part_id=part)
            above = part_of[above]


class Migration(migrations.Migration):
    dependencies = [("places", "0006_school_breaks_and_parts")]
    operations = [migrations.RunPython(write_parts, migrations.RunPython.noop)]
