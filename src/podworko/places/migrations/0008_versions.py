import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0007_parts")]
    operations = [
        migrations.CreateModel(
            name="CentreVersion",
            fields=[
                (
                    "centre",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="kept_version",
                        serialize=False,
                        to="places.centre",
                    ),
                ),
                ("version", models.CharField(max_length=16)),
            ],
        ),
    ]
