import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_tokens_and_rounds"), ("programme", "0002_who_is_first")]
    operations = [
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                (
                    "scope",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="programme_version",
                        serialize=False,
                        to="people.scope",
                    ),
                ),
                ("version", models.CharField(max_length=16)),
            ],
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["activity", "starts_at"], name="session_of_activity"),
        ),
    ]
