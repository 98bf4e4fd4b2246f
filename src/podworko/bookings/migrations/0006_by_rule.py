from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0005_series")]
    operations = [
        migrations.RemoveField(
            model_name="bookingrequest",
            name="weekly_until",
        ),
        migrations.AlterField(
            model_name="bookingdate",
            name="rule_at",
            field=models.DateTimeField(),
        ),
        migrations.AddConstraint(
            model_name="bookingdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("request", "rule_at"),
                name="date_once_in_request",
            ),
        ),
    ]
