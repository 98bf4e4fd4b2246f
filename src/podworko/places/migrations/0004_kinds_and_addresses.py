import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0003_fill")]
    operations = [
        migrations.RemoveField(model_name="centre", name="kind_code"),
        migrations.AlterField(
            model_name="centre",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="centres",
                to="places.centrekind",
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(fields=("network", "slug"), name="organisation_slug_in_network"),
        ),
    ]
