
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publication', '0007_quotations_and_cards'),
    ]

    operations = [
        migrations.AddField(
            model_name='build',
            name='numbers_from',
            field=models.PositiveIntegerField(default=1),
        ),
    ]
