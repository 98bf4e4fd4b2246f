from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_post_imports_retention")]

    operations = [
        migrations.AddField(model_name="message", name="letterhead", field=models.JSONField(blank=True, default=dict)),
        migrations.AddField(model_name="message", name="rounds", field=models.PositiveSmallIntegerField(default=0)),
    ]
