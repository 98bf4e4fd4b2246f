from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_roles_consents_minors")]

    operations = [
        migrations.AddField(
            model_name="assistedentry",
            name="answer_by",
            field=models.CharField(
                choices=[
                    ("email", "by e-mail"),
                    ("sms", "by text message"),
                    ("letter", "on paper"),
                    ("none", "we tell them ourselves"),
                ],
                default="email",
                max_length=10,
            ),
        ),
    ]
